"""Excel 97 workbooks: what calamine loses is found, and what would kill it is refused."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from schemas.grid import FORMULA_WITHOUT_RESULT
from tests.workbooks.makers_xls import (
    SECTOR,
    blank,
    boolean,
    chart,
    codepage_record,
    continued_strings,
    dimensions,
    error,
    error_result,
    formula,
    merged,
    number,
    numbers,
    old_rich_text,
    old_stream,
    old_text,
    ole,
    record,
    shared,
    stream,
    strings,
    text_result,
    xls,
)
from workbooks.inspection.xls import inspect_xls
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook

LIMITS = Limits()
FIXTURE = Path(__file__).parent / "fixtures" / "libreoffice.xls"
STRING_RESULT, EMPTY_RESULT = bytes([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF])


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    """The code with which a file is refused."""
    with pytest.raises(FileRejectedError) as caught:
        inspect_xls(data, limits)
    return caught.value.code


def test_error_values_are_found_in_constants_and_in_results() -> None:
    cells = error(3, 1, 0x17) + boolean(3, 2, True) + formula(4, 0, error_result(0x2A)) + formula(5, 0, EMPTY_RESULT)
    inspection = inspect_xls(xls({"UMKM": cells, "Kedua": error(0, 0, 0x07)}), LIMITS)
    assert inspection.flags == {"UMKM": {(3, 1): "#REF!", (4, 0): "#N/A"}, "Kedua": {(0, 0): "#DIV/0!"}}


def test_a_stored_result_is_no_finding() -> None:
    cells = formula(0, 0, struct.pack("<d", 2.5)) + formula(1, 0, STRING_RESULT) + text_result("Kada")
    assert inspect_xls(xls({"UMKM": cells + formula(2, 0, EMPTY_RESULT)}), LIMITS).flags == {"UMKM": {}}


def test_a_formula_whose_text_does_not_follow_has_no_result() -> None:
    cells = formula(0, 0, STRING_RESULT) + number(0, 1, 1) + formula(1, 0, STRING_RESULT)
    assert inspect_xls(xls({"UMKM": cells}), LIMITS).flags == {
        "UMKM": {(0, 0): FORMULA_WITHOUT_RESULT, (1, 0): FORMULA_WITHOUT_RESULT}
    }


def test_a_file_of_libreoffice_gives_its_errors_and_merged_ranges() -> None:
    inspection = inspect_xls(FIXTURE.read_bytes(), LIMITS)
    assert inspection.flags["1. Data UMKM"] == {(3, 2): "#DIV/0!", (4, 2): "#N/A", (6, 2): "#NAME?", (9, 2): "#VALUE!"}
    assert inspection.merged["1. Data UMKM"] == ((0, 0, 0, 3), (9, 5, 11, 5))
    assert list(inspection.flags) == load_workbook(io.BytesIO(FIXTURE.read_bytes())).sheet_names


def test_sheet_names_are_those_of_the_reader() -> None:
    data = xls({"Data é": b"", " 1. UMKM (Rp) ": b"", "数": b""}, states={"数": 2})
    assert list(inspect_xls(data, LIMITS).flags) == load_workbook(io.BytesIO(data)).sheet_names


def test_cells_of_a_chart_in_the_sheet_are_no_cells_of_the_sheet() -> None:
    data = xls({"UMKM": chart(error(9, 9, 0x17)) + number(0, 0, 1) + merged((0, 1, 0, 2))})
    inspection = inspect_xls(data, LIMITS)
    assert (inspection.flags, inspection.merged) == ({"UMKM": {}}, {"UMKM": ((0, 0, 1, 2),)})


def test_limits_hold_to_the_last_cell_with_a_value() -> None:
    limits = Limits(rows=10, columns=5, sheets=2)
    inspect_xls(xls({"UMKM": number(9, 4, 1) + blank(60_000, 255), "B": b""}), limits)
    assert refusal(xls({"UMKM": number(10, 0, 1)}), limits) == "file.too_large"
    assert refusal(xls({"UMKM": numbers(0, 3, 3)}), limits) == "file.too_large"
    assert refusal(xls({"UMKM": error(0, 5, 0x17)}), limits) == "file.too_large"
    assert refusal(xls({"A": b"", "B": b"", "C": b""}), limits) == "file.too_large"


def test_far_cells_on_many_sheets_are_too_large_together() -> None:
    far = number(0, 0, 1) + number(60_000, 199, 1)
    inspect_xls(xls({"A": far}), LIMITS)
    assert refusal(xls({f"Lembar {index}": far for index in range(6)})) == "file.too_large"


@pytest.mark.parametrize(
    "data",
    [
        xls({"A": shared(0, 0, 1)}, strings("halo")),
        xls({"A": number(0, 0, 1)}, strings("halo", count=9)[:-3]),
        xls({"A": number(0, 0, 1) + number(0, 0, 2)}),
        xls({"A": numbers(0, 0, 3) + number(0, 2, 2)}),
        xls({"A": number(0, 0, 1) + text_result("halo")}),
        xls({"A": error(0, 0, 0x99)}),
        xls({"A": record(0x0203, b"\0")}),
        xls({"A": record(0x00D6, bytes(4))}),
        ole({"Workbook": stream({"A": number(0, 0, 1)}).replace(struct.pack("<H", 0x0600), b"\0\4", 1)}),
        ole({"Workbook": stream({"A": number(0, 0, 1)})[:-20]}),
        ole({"Lain": b"", "Buku": b""}),
    ],
)
def test_a_damaged_structure_is_unreadable(data: bytes) -> None:
    assert refusal(data) == "file.unreadable"


def test_sheets_that_share_their_records_are_unreadable() -> None:
    records = stream({"A": number(0, 0, 1), "B": number(0, 0, 2)})
    first = records.index(struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x10))
    second = records.index(struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x10), first + 1)
    assert refusal(ole({"Workbook": records.replace(struct.pack("<I", second), struct.pack("<I", first), 1)})) == (
        "file.unreadable"
    )


def test_a_chain_of_sectors_that_never_ends_is_unreadable() -> None:
    data = bytearray(xls({"A": number(0, 0, 1)}))
    third_successor = SECTOR + 4 * 4
    data[third_successor : third_successor + 4] = struct.pack("<I", 3)
    assert refusal(bytes(data)) == "file.unreadable"


def test_a_stream_declared_longer_than_the_file_is_unreadable() -> None:
    data = xls({"A": number(0, 0, 1)})
    entry = data.index("Workbook".encode("utf-16-le"))
    assert refusal(data[: entry + 120] + struct.pack("<I", 0x7FFFFFFF) + data[entry + 124 :]) == "file.unreadable"


def test_a_broken_byte_anywhere_gives_an_inspection_or_a_refusal() -> None:
    data = FIXTURE.read_bytes()
    for position in range(0, len(data), 13):
        with suppress(FileRejectedError):
            inspect_xls(data[:position] + bytes([data[position] ^ 0xFF]) + data[position + 1 :], LIMITS)


def test_one_long_string_in_many_cells_is_too_large() -> None:
    cells = b"".join(shared(0, column, 0) for column in range(150))
    data = xls({"A": cells}, continued_strings("panjang" * 1000, 4000))
    inspect_xls(data, LIMITS)
    assert refusal(data, Limits(unpacked_bytes=1_000_000)) == "file.too_large"


def test_a_string_that_goes_on_in_the_next_record_is_measured_as_the_reader_reads_it() -> None:
    data = xls({"A": shared(0, 0, 0)}, continued_strings("panjang" * 1000, 4000))
    length = len(load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()[0][0])
    inspect_xls(data, Limits(unpacked_bytes=length))
    assert refusal(data, Limits(unpacked_bytes=length - 1)) == "file.too_large"


def test_shared_strings_and_numbers_side_by_side_are_read_where_we_look() -> None:
    data = xls({"A": numbers(2, 1, 3) + shared(2, 4, 0)}, strings("halo"))
    inspect_xls(data, Limits(rows=3, columns=5))
    assert load_workbook(io.BytesIO(data)).get_sheet_by_index(0).end == (2, 4)


def read(data: bytes) -> list[list[Any]]:
    """The first sheet as it is read."""
    grid = read_workbook(data).grids[0]
    return [grid.row(row) for row in range(grid.height)]


@pytest.mark.parametrize("codepage", [1200, 1252, 1251, 932, 65001, 367, 9999])
def test_texts_are_unicode_whatever_code_page_is_named(codepage: int) -> None:
    inside = codepage_record(codepage) + strings("Dapur Kada", "Café – 数", narrow=("Kopi é",))
    data = xls({"UMKM é": shared(0, 0, 0) + shared(0, 1, 1) + shared(0, 2, 2)}, inside)
    assert read(data) == [["Dapur Kada", "Café – 数", "Kopi é"]]
    assert read_workbook(data).grids[0].name == "UMKM é"


@pytest.mark.parametrize("count", [0, 1, 2, 7, 0x7FFFFFFF])
def test_the_shared_strings_are_counted_whatever_number_is_declared(count: int) -> None:
    data = xls({"UMKM": shared(0, 0, 0) + shared(0, 1, 1)}, strings("satu", "dua", count=count))
    assert read(data) == [["satu", "dua"]]


@pytest.mark.parametrize(
    ("codepage", "raw", "text"),
    [
        (1252, b"Caf\xe9 \x96 ok", "Café – ok"),
        (32769, b"Caf\xe9 \x96 ok", "Café – ok"),
        (1251, b"\xc4\xe0", "Да"),
        (10000, b"Caf\x8e", "Café"),
        (32768, b"Caf\x8e", "Café"),
        (437, b"Kopi", "Kopi"),
        (932, b"Kopi", "Kopi"),
        (None, b"Caf\xe9", "Café"),
    ],
)
def test_texts_of_excel_5_are_in_their_code_page(codepage: int | None, raw: bytes, text: str) -> None:
    inside = codepage_record(codepage) if codepage else b""
    data = ole({"Book": old_stream({"UMKM": old_text(0, 0, raw) + old_rich_text(0, 1, raw)}, inside)})
    assert read(data) == [[text, text]]


@pytest.mark.parametrize(("codepage", "raw"), [(437, b"Caf\x82"), (932, b"\x83R"), (None, b"\x93Kopi\x94")])
def test_letters_of_a_code_page_that_is_not_known_are_unreadable(codepage: int | None, raw: bytes) -> None:
    inside = codepage_record(codepage) if codepage else b""
    for sheet in (old_text(0, 0, raw), old_rich_text(0, 0, raw)):
        assert refusal(ole({"Book": old_stream({"UMKM": sheet}, inside)})) == "file.unreadable"


def with_directory_last(data: bytes) -> bytes:
    """The container with its directory in a new sector at the end."""
    count = len(data) // SECTOR - 1
    table, directory = bytearray(data[SECTOR : 2 * SECTOR]), data[2 * SECTOR : 3 * SECTOR]
    table[4 * count : 4 * count + 4] = struct.pack("<I", 0xFFFFFFFE)
    return data[:48] + struct.pack("<I", count) + data[52:SECTOR] + bytes(table) + data[2 * SECTOR :] + directory


def test_a_last_sector_that_is_cut_short_does_not_matter_where_nothing_of_the_workbook_is_missing() -> None:
    data = xls({"UMKM": number(0, 0, 1)})
    assert read(data + b"\0" * 8) == [[1.0]]
    assert read(with_directory_last(data)[:-8]) == [[1.0]]


def test_a_last_sector_of_the_workbook_that_is_cut_short_is_unreadable() -> None:
    assert refusal(xls({"UMKM": number(0, 0, 1)})[:-8]) == "file.unreadable"


@pytest.mark.parametrize(
    "declared", [(0, 0xFFFFFFFF, 0, 1), (5, 2, 0, 1), (0, 1, 9, 3), (0, 0, 0, 0), (3, 4, 0, 1), (0, 65_536, 0, 256)]
)
def test_the_dimensions_are_a_hint_whatever_they_declare(declared: tuple[int, int, int, int]) -> None:
    assert read(xls({"A": dimensions(*declared) + number(0, 0, 1) + number(1, 1, 2)})) == [[1.0, ""], ["", 2.0]]
