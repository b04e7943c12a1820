"""Binary workbooks: what calamine loses is found, and what would kill it is refused."""

from __future__ import annotations

import io
import struct
import zipfile

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
    wide,
    xlsb,
)
from tests.workbooks.makers_zip import zipped
from workbooks.inspection.xlsb import inspect_xlsb
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook

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
    inspection = inspect_xlsb(data, LIMITS)
    assert inspection.flags == {"Data é": {(1, 3): "#REF!", (4, 2): "#N/A"}, "Kedua": {}}
    assert inspection.merged == {"Data é": ((0, 0, 1, 2),), "Kedua": ()}
    workbook = load_workbook(io.BytesIO(data))
    assert list(inspection.flags) == workbook.sheet_names
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
        xlsb({"A": sheet(row(1), number(0, 1), row(1), number(1, 1))}),
        xlsb({"A": sheet(row(1), number(0, 1), row(0), number(0, 1))}),
        xlsb({"A": sheet(row(0), number(1, 1), number(1, 2))}),
        xlsb({"A": sheet(row(0), number(1, 1), number(0, 2))}),
        xlsb({"A": sheet(number(0, 1))}),
        xlsb({"A": sheet()}, **{"xl/_rels/workbook.bin.rels": b"<Relationships>"}),
        xlsb({"A": sheet()}, **{"xl/_rels/workbook.bin.rels": b"<!DOCTYPE x><Relationships/>"}),
        xlsb({"A": sheet()}, **{"xl/workbook.bin": record(0x9C, b"\xff" * 30)}),
    ],
)
def test_a_damaged_structure_is_unreadable(data: bytes) -> None:
    assert refusal(data) == "file.unreadable"


BOOK = xlsb({"UMKM": sheet(row(1), shared(1, 0), shared(2, 1), number(3, 5))}, strings=("Kada", "Sagu"))


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values(data: bytes) -> dict[str, list[list[object]]]:
    """Every sheet as it is read."""
    return {grid.name: [grid.row(row) for row in range(grid.height)] for grid in read_workbook(data).grids}


EXPECTED = {"UMKM": [["", "", "", ""], ["", "Kada", "Sagu", 5.0]]}


@pytest.mark.parametrize(
    ("kind", "target", "state"),
    [
        ("chartsheet", "chartsheets/sheet1.bin", 0),
        ("chartsheet", "grafik/satu.bin", 0),
        ("xlMacrosheet", "macrosheets/sheet1.bin", 0),
        ("xlIntlMacrosheet", "macrosheets/intlsheet1.bin", 1),
        ("dialogsheet", "dialogsheets/sheet1.bin", 2),
        ("worksheet", "worksheets/tiada.bin", 1),
    ],
)
def test_sheets_that_are_no_worksheets_are_left_out(kind: str, target: str, state: int) -> None:
    parts = parts_of(BOOK)
    entry = record(0x9C, struct.pack("<II", state, 9) + wide("rId9") + wide("Lain"))
    parts["xl/workbook.bin"] = parts["xl/workbook.bin"].replace(record(0x8F), record(0x8F) + entry)
    parts["xl/_rels/workbook.bin.rels"] = parts["xl/_rels/workbook.bin.rels"].replace(
        b"</Relationships>", f'<Relationship Id="rId9" Type="x/{kind}" Target="{target}"/></Relationships>'.encode()
    )
    if "tiada" not in target:
        parts[f"xl/{target}"] = record(0x81) + record(0x82)
    assert values(zipped(parts)) == EXPECTED


@pytest.mark.parametrize(
    "bend",
    [
        lambda parts: {name.replace("/", "\\"): part for name, part in parts.items()},
        lambda parts: {name.upper(): part for name, part in parts.items()},
        lambda parts: {
            name: part.replace(b'"worksheets/', b'"./Worksheets/') if name.endswith(".rels") else part
            for name, part in parts.items()
        },
        lambda parts: (
            {name.replace("xl/w", "buku/w").replace("xl/_", "buku/_"): part for name, part in parts.items()}
            | {
                "_rels/.rels": b'<Relationships><Relationship Type="x/officeDocument" Target="buku/workbook.bin"/></Relationships>'
            }
        ),
        lambda parts: (
            parts
            | {
                "xl/sharedStrings.bin": parts["xl/sharedStrings.bin"].replace(
                    struct.pack("<II", 2, 2), struct.pack("<II", 9, 1)
                )
            }
        ),
        lambda parts: (
            parts
            | {
                "xl/sharedStrings.bin": parts["xl/sharedStrings.bin"].replace(
                    struct.pack("<II", 2, 2), struct.pack("<II", 9, 9)
                )
            }
        ),
    ],
    ids=["backslashes", "capitals", "a dot", "elsewhere", "too few strings counted", "too many strings counted"],
)
def test_a_binary_workbook_that_bends_the_standard_is_read_like_a_sound_one(bend) -> None:
    assert values(BOOK) == EXPECTED
    assert values(zipped(bend(parts_of(BOOK)))) == EXPECTED


def test_a_visible_sheet_without_its_part_is_an_empty_one() -> None:
    parts = parts_of(BOOK)
    del parts["xl/worksheets/sheet1.bin"]
    assert values(zipped(parts)) == {"UMKM": []}


def test_days_counted_from_1904_are_so_in_a_workbook_that_is_written_anew() -> None:
    parts = parts_of(BOOK)
    assert found_1904(zipped(parts)) is None
    parts["xl/workbook.bin"] = parts["xl/workbook.bin"].replace(
        record(0x83), record(0x83) + record(0x99, struct.pack("<III", 1, 0, 0))
    )
    assert found_1904(zipped(parts)) is None
    parts = {name.replace("xl/worksheets", "xl/lembar"): part for name, part in parts.items()}
    parts["xl/_rels/workbook.bin.rels"] = parts["xl/_rels/workbook.bin.rels"].replace(b"worksheets/", b"lembar/")
    assert found_1904(zipped(parts)) is True


def found_1904(data: bytes) -> bool | None:
    """Whether the workbook written for the reader counts from 1904; None where it takes the very file."""
    readable = inspect_xlsb(data, LIMITS).readable
    if readable is None:
        return None
    return parts_of(readable)["xl/workbook.bin"].startswith(record(0x83) + record(0x99, struct.pack("<III", 1, 0, 0)))
