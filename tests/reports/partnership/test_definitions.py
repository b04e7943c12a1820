"""Every part of the report and every field of it has a definition, and the page says them."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reports.partnership.__main__ import page
from reports.partnership.as_data import as_bytes, report_data
from reports.partnership.definitions import DEFINITIONS, ELSEWHERE
from reports.partnership.reading import read_source
from tests.conftest import Databases, on_sqlite
from warehouse.engine import open_warehouse


@pytest.mark.parametrize("part", DEFINITIONS, ids=lambda part: part.key)
def test_every_field_is_defined(part) -> None:
    for shape, words in part.fields.items():
        assert [*words] == [field.name for field in fields(shape)]


@on_sqlite
def test_every_part_of_the_data_is_defined(databases: Databases) -> None:
    warehouse = open_warehouse(databases.fresh())
    data = json.loads(as_bytes(report_data(read_source(warehouse), ZoneInfo("Asia/Makassar"))))
    warehouse.close()
    assert {part.key for part in DEFINITIONS} | set(ELSEWHERE) == set(data)


def test_the_page_is_up_to_date() -> None:
    written = Path(__file__).parents[3] / "docs" / "kamus-laporan.md"
    assert written.read_text(encoding="utf-8") == page(), "run `make docs`"
