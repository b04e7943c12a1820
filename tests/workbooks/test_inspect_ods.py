"""OpenDocument spreadsheets: what calamine loses is found, and repeats count as often as they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from schemas.grid import FORMULA_WITHOUT_RESULT
from tests.workbooks.makers_ods import NO_RESULT, blank, error, number, ods, row, table, text
from tests.workbooks.makers_zip import zipped
from workbooks.inspection.ods import inspect_ods
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook

LIMITS = Limits()
FIXTURE = Path(__file__).parent / "fixtures" / "libreoffice.ods"


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    """The code with which a file is refused."""
    with pytest.raises(FileRejectedError) as caught:
        inspect_ods(data, limits)
    return caught.value.code


def flags(*rows: str) -> dict[tuple[int, int], str]:
    """The flags of a sheet of these rows."""
    return inspect_ods(ods(table(*rows)), LIMITS).flags["UMKM"]


def test_error_values_stand_at_their_true_address() -> None:
    rows = (row(blank(3), repeated=5), row(blank(2), text("Kode"), error("#REF!")), row(error("Err:502")))
    assert flags(*rows) == {(5, 3): "#REF!", (6, 0): "Err:502"}


def test_repeated_errors_are_flagged_in_every_cell() -> None:
    repeated = error("#N/A", 'table:number-columns-repeated="2"')
    assert flags(row(repeated, repeated=2)) == dict.fromkeys([(0, 0), (0, 1), (1, 0), (1, 1)], "#N/A")


def test_an_error_as_other_programs_store_it_is_found_in_formulas_only() -> None:
    assert flags(row(text("#REF!", 'table:formula="of:=A1"'), text("#REF!"))) == {(0, 0): "#REF!"}


def test_a_formula_without_result_is_found() -> None:
    assert flags(row(number(1), NO_RESULT)) == {(0, 1): FORMULA_WITHOUT_RESULT}
    assert flags(row(number(3, 'table:formula="of:=1+2"'))) == {}


def test_libreoffice_leaves_an_empty_result_out() -> None:
    data = ods(table(row(number(1), NO_RESULT)), generator="LibreOffice/25.2")
    assert inspect_ods(data, LIMITS).flags == {"UMKM": {}}


def test_a_file_of_libreoffice_gives_its_errors_and_merged_ranges() -> None:
    inspection = inspect_ods(FIXTURE.read_bytes(), LIMITS)
    assert inspection.flags["1. Data UMKM"] == {(3, 2): "#DIV/0!", (4, 2): "#N/A", (6, 2): "#NAME?", (9, 2): "Err:502"}
    assert inspection.merged["1. Data UMKM"] == ((0, 0, 0, 3), (9, 5, 11, 5))
    assert list(inspection.flags) == load_workbook(io.BytesIO(FIXTURE.read_bytes())).sheet_names


def test_sheet_names_are_those_of_the_reader() -> None:
    data = ods(table(name="1. Data &amp; &lt;UMKM&gt; &#233;"), table(name=" Sagu "))
    assert list(inspect_ods(data, LIMITS).flags) == load_workbook(io.BytesIO(data)).sheet_names


def test_merged_ranges_come_from_spans_and_covered_cells_keep_their_place() -> None:
    spanned = text("Tenaga Kerja", 'table:number-columns-spanned="2" table:number-rows-spanned="3"')
    inspection = inspect_ods(
        ods(table(row(blank()), row(spanned, "<table:covered-table-cell/>", error("#REF!")))), LIMITS
    )
    assert inspection.merged == {"UMKM": ((1, 0, 3, 1),)}
    assert inspection.flags == {"UMKM": {(1, 2): "#REF!"}}


def test_grouped_and_header_rows_count_like_others() -> None:
    rows = (
        f"<table:table-header-rows>{row(text('Kode'))}</table:table-header-rows>",
        f"<table:table-row-group>{row(error('#N/A'))}</table:table-row-group>",
    )
    assert flags(*rows) == {(1, 0): "#N/A"}


def test_notes_and_tables_inside_a_cell_are_not_the_cell() -> None:
    note = '<table:table-cell table:formula="of:=A1"><office:annotation><text:p>#REF!</text:p></office:annotation>'
    inner = f"<table:table-cell>{table(row(error('#REF!')), name='dalam')}</table:table-cell>"
    inspection = inspect_ods(ods(table(row(f"{note}</table:table-cell>", inner, error("#N/A")))), LIMITS)
    assert inspection.flags == {"UMKM": {(0, 0): FORMULA_WITHOUT_RESULT, (0, 2): "#N/A"}}


def test_endless_formatted_blanks_are_fine() -> None:
    rows = (row(number(1), blank(16_383)), row(blank(16_384), repeated=1_048_575))
    assert inspect_ods(ods(table(*rows)), LIMITS).flags == {"UMKM": {}}


def test_limits_hold_to_the_last_cell_with_a_value() -> None:
    limits = Limits(rows=10, columns=5, sheets=2)
    inspect_ods(ods(table(row(number(1, 'table:number-columns-repeated="5"'), repeated=10)), table(name="B")), limits)
    assert refusal(ods(table(row(number(1), repeated=11))), limits) == "file.too_large"
    assert refusal(ods(table(row(blank(), repeated=10), row(number(1)))), limits) == "file.too_large"
    assert refusal(ods(table(row(blank(5), text("x")))), limits) == "file.too_large"
    assert refusal(ods(table(row(number(1, 'table:number-columns-repeated="6"')))), limits) == "file.too_large"
    assert refusal(ods(*(table(name=name) for name in "ABC")), limits) == "file.too_large"


def test_repeats_that_would_fill_the_memory_are_too_large() -> None:
    everywhere = 'table:number-columns-repeated="200"'
    assert refusal(ods(table(row(text("panjang" * 1000, everywhere), repeated=200_000)))) == "file.too_large"
    assert refusal(ods(table(row(error("#REF!", everywhere), repeated=200_000)))) == "file.too_large"
    full = row(number(1, everywhere), repeated=200_000)
    assert refusal(ods(table(full), table(full, name="B"))) == "file.too_large"


@pytest.mark.parametrize(
    "data",
    [
        ods(table(row(number(1)), name="A"), table(name="A")),
        ods(table(row(number(1), repeated=0))),
        ods(table(row(number(1), repeated="9" * 5000))),
        ods(table(row(number(1), repeated="-1"))),
        ods("<table:table>"),
        ods(table(), prolog="<!DOCTYPE x>"),
        ods(table(row(text("&a;"))), prolog='<!DOCTYPE x [<!ENTITY a "b">]>'),
        ods(table(), prolog='<!DOCTYPE x SYSTEM "file:///x">'),
        ods(table(row(text("&a;")))),
    ],
)
def test_a_damaged_structure_and_any_entity_are_unreadable(data: bytes) -> None:
    assert refusal(data) == "file.unreadable"


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 6), st.integers(1, 4)), min_size=1, max_size=8))
def test_an_error_is_flagged_where_the_reader_has_its_neighbour(rows: list[tuple[int, int, int]]) -> None:
    xml_rows, expected, at = [], {}, 0
    for index, (blank_rows, indent, repeats) in enumerate(rows):
        xml_rows += [
            row(blank(9), repeated=blank_rows),
            row(*[blank()] * indent, number(index), error("#REF!"), repeated=repeats),
        ]
        at += blank_rows
        expected |= {(at + step, indent + 1): index for step in range(repeats)}
        at += repeats
    data = ods(table(*xml_rows))
    flags = inspect_ods(data, LIMITS).flags["UMKM"]
    values = load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert set(flags) == set(expected)
    assert {place: values[place[0]][place[1] - 1] for place in flags} == expected


def test_bytes_around_the_zip_and_names_with_backslashes_do_not_matter() -> None:
    data = FIXTURE.read_bytes()
    whole = [grid.columns for grid in read_workbook(data).grids]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        bent = zipped({f".\\{name}".replace("/", "\\"): archive.read(name) for name in archive.namelist()})
    for other in (b"\r\n" + data, data + bytes(100_000), bent):
        assert [grid.columns for grid in read_workbook(other).grids] == whole


def test_a_number_that_is_none_is_unreadable() -> None:
    for value in ("NaN", "inf", "-Infinity"):
        cell = f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        assert refusal(ods(table(row(cell)))) == "file.unreadable"
