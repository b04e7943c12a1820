"""What calamine stumbles over is cleared away, and nothing else is touched."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from tests.workbooks.makers_ods import blank, number, ods, row, table, text
from tests.workbooks.makers_xls import number as xls_number
from tests.workbooks.makers_xls import ole, stream
from workbooks.inspection.readable import readable
from workbooks.limits import Limits

LIMITS = Limits()
FIXTURES = Path(__file__).parent / "fixtures"


def values(data: bytes) -> list[list[Any]]:
    """The first sheet, from A1 on."""
    return load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize(("name", "kind"), [("libreoffice.ods", "ods"), ("libreoffice.xls", "xls")])
def test_files_of_libreoffice_stay_as_they_are(name: str, kind: str) -> None:
    data = (FIXTURES / name).read_bytes()
    assert readable(data, kind, LIMITS) == data


def test_an_indented_spreadsheet_is_read_like_a_plain_one() -> None:
    cells = (blank(2), text("a  b"), number(3), "<table:covered-table-cell/>", number(4))
    plain = ods(table(row(blank()), row(*cells), row(number(5))))
    indented = (f"\n  {cell}\n  <!-- isi -->" for cell in cells)
    pretty = ods(table(row(" ", blank(), "\n"), "\n", row(*indented), "\n", row("<!-- x -->", number(5))))
    assert values(readable(pretty, "ods", LIMITS)) == values(plain)
    assert readable(plain, "ods", LIMITS) == plain


def test_macros_of_an_old_workbook_are_not_unpacked() -> None:
    data = ole({"Workbook": stream({"A": xls_number(0, 0, 1)}), "_VBA_PROJECT_CUR": b"macros"})
    assert values(readable(data, "xls", LIMITS)) == [[1.0]]
