"""The expectation of a column, in Indonesian words derived from its definition."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.codes import Code
from schemas.kinds.key import DEFAULT_PREFIX
from schemas.messages.catalogue import catalogue
from schemas.messages.examples import example_of
from schemas.model import Column

FOR_EXAMPLE = ", misalnya "
_EXAMPLE_BEYOND = frozenset((Code.DOCUMENT_MISSING,))
_OTHER_ROWS = {
    Code.DUPLICATE_IDENTICAL: "sama dengan",
    Code.DUPLICATE_CONFLICT: "kode ini juga di",
    Code.NIB_SHARED: "NIB ini juga di",
}
_MOST_ROWS = 5
_OF_COLUMN = {"unit_retur": "angka bulat 0 sampai jumlah unit terjual"}


def expected_for(
    column: Column, code: str, prefix: str | None = DEFAULT_PREFIX, rows: Sequence[int] = ()
) -> str | None:
    """The expectation in a finding with this code about the column; None where there is none.

    ``prefix`` is that of the office's keys, None when it is not known. ``rows`` are the other rows that it is about.
    """
    prefix = prefix or DEFAULT_PREFIX
    if rows and code in _OTHER_ROWS:
        return f"{catalogue().entry(code).expected} ({_OTHER_ROWS[code]} {_rows(rows)})"
    if not Code(code).asks_form:
        expectation = catalogue().entry(code).expected
        return (
            f"{expectation}{FOR_EXAMPLE}{example_of(column, prefix)}"
            if expectation and code in _EXAMPLE_BEYOND
            else expectation
        )
    expectation = expected_text(column, prefix)
    if column.kind.shows_example == "in_findings":
        return f"{expectation}{FOR_EXAMPLE}{example_of(column, prefix)}"
    return expectation


def expected_text(column: Column, prefix: str = DEFAULT_PREFIX) -> str:
    """What belongs in this column, as the middle of a sentence: ``angka bulat 0 sampai 10.000``.

    ``prefix`` is that of the office's keys, for examples of keys.
    """
    text = _OF_COLUMN.get(column.name) or column.kind.asks_of(column)
    if column.kind.shows_example == "always":
        return f"{text}{FOR_EXAMPLE}{example_of(column, prefix)}"
    return text


def _rows(rows: Sequence[int]) -> str:
    """Rows in words: ``baris 17 dan 21``; of many the first few, and that there are more."""
    shown = [str(row) for row in rows[:_MOST_ROWS]] + (["baris lain"] if len(rows) > _MOST_ROWS else [])
    return f"baris {' dan '.join(filter(None, (', '.join(shown[:-1]), shown[-1])))}"
