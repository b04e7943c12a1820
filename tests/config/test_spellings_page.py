"""The page for officers of what they may type is what the readers make of it, and keeps up with them."""

from __future__ import annotations

from pathlib import Path

from kemitraan.spellings import TOPICS, readings, to_markdown
from schemas.contracts import CONTRACTS
from schemas.kinds.bare import is_refused

PAGE = Path(__file__).parents[2] / "docs" / "officer" / "cara-menulis.md"


def test_the_page_is_what_the_code_says():
    command = "python -m kemitraan.spellings > docs/officer/cara-menulis.md"
    assert PAGE.read_text(encoding="utf-8") == to_markdown(), (
        f"docs/officer/cara-menulis.md lags behind; run: {command}"
    )


def test_every_topic_shows_what_is_read_and_what_is_not():
    for topic in TOPICS:
        refused = [is_refused(reading) for _, reading in readings(topic)]
        assert any(refused), topic.heading
        assert not all(refused), topic.heading


def test_no_topic_is_of_a_column_that_the_contract_has_not():
    columns = {
        f"{sheet.title}.{name}" for kind in CONTRACTS.newest.kinds for sheet in kind.sheets for name in sheet.names
    }
    assert {topic.column for topic in TOPICS} <= columns
