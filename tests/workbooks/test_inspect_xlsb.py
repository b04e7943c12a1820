"""Binary workbooks: what calamine loses is found, and what would kill it is refused."""

from __future__ import annotations

import io

import pytest
from python_calamine import load_workbook

from tests.workbooks.makers_xlsb import (
    blank,
    error,
    formula_error,
    merge,
    number,
    record,
    row,
    shared,
    sheet,
    text,
    xlsb,
)
from workbooks.inspection.xlsb import inspect_xlsb
from workbooks.limits import FileRejectedError, Limits

LIMITS = Limits()
PLAIN = xlsb({"UMKM": sheet(row(0), number(0, 1))})


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    """The code with which a file is refused."""
    with pytest.raises(FileRejectedError) as caught:
        inspect_xlsb(data, limits)
    return caught.value.code


def test_error_values_and_merged_ranges_are_found_where_the_reader_has_blanks() -> None:
    cells = (row(1), text(1, "Kode"), shared(2, 0), error(3, 0x17), row(4), number(1, 2.5), formula_error(2, 0x2A))
    data = xlsb({"Data é": sheet(*cells, merged=merge(0, 1, 0, 2)), "Kedua": sheet()}, {"Kedua": 2}, ("Nama",))
    found = inspect_xlsb(data, LIMITS)
    assert found.flags == {"Data é": {(1, 3): "#REF!", (4, 2): "#N/A"}, "Kedua": {}}
    assert found.merged == {"Data é": ((0, 0, 1, 2),), "Kedua": ()}
    workbook = load_workbook(io.BytesIO(data))
    assert list(found.flags) == workbook.sheet_names
    values = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert (values[1][1:3], values[4][1]) == (["Kode", "Nama"], 2.5)


def test_limits_hold_to_the_last_cell_with_a_value() -> None:
    limits = Limits(rows=10, columns=5, sheets=2)
    inspect_xlsb(xlsb({"A": sheet(row(9), number(4, 1), row(900_000), blank(16_000)), "B": sheet()}), limits)
    assert refusal(xlsb({"A": sheet(row(10), number(0, 1))}), limits) == "file.too_large"
    assert refusal(xlsb({"A": sheet(row(0), text(5, "x"))}), limits) == "file.too_large"
    assert refusal(xlsb({"A": sheet(row(0), number(0xFFFFFFFF, 1))}), limits) == "file.too_large"
    assert refusal(xlsb({name: sheet() for name in "ABC"}), limits) == "file.too_large"


def test_far_cells_on_many_sheets_are_too_large_together() -> None:
    far = sheet(row(0), number(0, 1), row(199_999), number(199, 1))
    inspect_xlsb(xlsb({"A": far}), LIMITS)
    assert refusal(xlsb({"A": far, "B": far})) == "file.too_large"


def test_one_long_string_in_many_cells_is_too_large() -> None:
    cells = [row(0), *(shared(column, 0) for column in range(150))]
    data = xlsb({"A": sheet(*cells)}, strings=("panjang" * 10_000,))
    assert refusal(data, Limits(unpacked_bytes=10_000_000)) == "file.too_large"


@pytest.mark.parametrize(
    "data",
    [
        xlsb({"A": sheet(row(0), number(0, 1), end=record(0x10))}),
        xlsb({"A": sheet(row(0), number(0, 1), end=b"\x05\xff\x01")}),
        xlsb({"A": sheet(row(0), record(0x0D, bytes(8)))}),
        xlsb({"A": sheet(row(0), record(0x3E, bytes(16)))}),
        xlsb({"A": sheet(row(0), error(0, 0x99))}),
        xlsb({"A": sheet(row(0), shared(0, 7))}),
        xlsb({"A": sheet(row(0), record(0x05, b"\0"))}),
        xlsb({"A": sheet()}, **{"xl/workbook.bin": b""}),
        xlsb({"A": sheet()}, **{"xl/_rels/workbook.bin.rels": b"<Relationships/>"}),
        xlsb({"A": sheet()}, **{"xl/_rels/workbook.bin.rels": b"<Relationships>"}),
        xlsb({"A": sheet()}, **{"xl/_rels/workbook.bin.rels": b"<!DOCTYPE x><Relationships/>"}),
        xlsb({"A": sheet()}, **{"xl/workbook.bin": record(0x9C, b"\xff" * 30)}),
        PLAIN.replace(b"sheet1.bin", b"sheet9.bin"),
    ],
)
def test_a_damaged_structure_is_unreadable(data: bytes) -> None:
    assert refusal(data) == "file.unreadable"
