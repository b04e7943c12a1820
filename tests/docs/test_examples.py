"""The analyst's guide: its queries run on both databases as an analyst may run them, its tables are the warehouse's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.docs.pages import ROOT, Block, page
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse
from warehouse.marts import MARTS
from warehouse.marts.__main__ import page as dictionary_page
from warehouse.tables import PERSONAL, metadata

GUIDE = page("docs/analyst/panduan-analis.md")
DICTIONARY = page("docs/kamus-mart.md")
QUESTIONS = page("docs/analyst/dua-puluh-pertanyaan.md")
QUERIES = [*GUIDE.blocks("sql"), *QUESTIONS.blocks("sql")]
pytestmark = pytest.mark.xdist_group("examples")  # the warehouse is filled once


@contextmanager
def as_analyst(warehouse: Warehouse) -> Iterator[Connection]:
    """A connection with the rights of an analyst: on SQLite the public file is all that they are given."""
    with warehouse.read() as connection:
        if not warehouse.is_sqlite:
            connection.execute(text("SET LOCAL search_path = mart"))
            connection.execute(text("SET LOCAL ROLE analis"))
        yield connection


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_query_of_the_guide_runs_and_finds_something(filled: Warehouse, query: Block) -> None:
    with as_analyst(filled) as connection:
        rows = connection.execute(text(query.text.rstrip().rstrip(";").replace(":", r"\:"))).all()
    assert rows, f"{query} finds nothing"


def test_there_are_twenty_questions_each_with_one_query() -> None:
    questions_asked = re.findall(
        r"^\*\*(\d+)\. ", (ROOT / "docs/analyst/dua-puluh-pertanyaan.md").read_text(encoding="utf-8"), re.M
    )
    assert questions_asked == [str(number) for number in range(1, 21)]
    assert len(QUESTIONS.blocks("sql")) == 20


def test_no_query_of_the_guide_asks_for_personal_data() -> None:
    assert QUERIES
    assert not [str(query) for query in QUERIES if f"{PERSONAL}." in query.text]


def test_an_analyst_on_postgresql_is_refused_what_the_guide_says_is_never_there(filled: Warehouse) -> None:
    if filled.is_sqlite:
        pytest.skip("SQLite has no roles: personal data stand in a second file")
    with pytest.raises(DBAPIError, match="permission denied"), as_analyst(filled) as connection:
        connection.execute(text("SELECT * FROM pribadi.batch_umkm"))


@pytest.mark.parametrize("name", MARTS)
def test_the_guide_and_the_dictionary_name_every_mart(name: str) -> None:
    assert {f"mart_{name}", f"mart_{name}_rows"} <= set(GUIDE.inline)
    assert f"### `mart_{name}_rows`" in DICTIONARY.text


def test_the_dictionary_of_marts_is_the_one_that_the_descriptions_give() -> None:
    assert dictionary_page() == DICTIONARY.text, "run `make docs`"


def test_the_guide_names_every_table_that_analysts_see() -> None:
    names = set(GUIDE.inline)
    public = {table.name for table in metadata.tables.values() if table.schema is None}
    batches = {tables.batch.name for tables in SHEETS.values()}
    assert public - batches - names == set()
    assert "batch_<lembar>" in names
