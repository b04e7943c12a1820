"""A csv: one sheet, known by its headers, with the cover's labels above."""

from __future__ import annotations

import csv
import io

import pytest

from schemas.grid import address
from tests.schemas.making import COVERS, KIND_OF, SOUND, addressed, check, counts, lines, row, table
from workbooks.read import read_workbook

COVER = [["Kabupaten", "Majene"], ["Periode", "November 2026"], ["Petugas", "Nurul"], ["Versi Templat", "2026.1"], []]


def written(rows, delimiter=";", encoding="utf-8", cover=COVER) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([*cover, *rows])
    return text.getvalue().encode(encoding)


def judged(data: bytes):
    book = read_workbook(data)
    assert book.lone
    return check(book.grids, lone=True)


def as_text(rows):
    return [
        [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in cells]
        for cells in rows
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_delimiter_and_encoding(delimiter, encoding):
    rows = as_text(table("UMKM", [row("UMKM", nama_usaha="Café, “Loang”; é", modal_usaha="1,500", nib="12")]))
    result = judged(written(rows, delimiter, encoding))
    assert lines(result) == addressed("UMKM nib@7 nib.length withheld", "UMKM modal_usaha@7 number.ambiguous withheld")
    assert (result.kind, result.office, result.period) == ("regency", "76.05", "2026-11")
    assert result.sheets["UMKM"].accepted.loc[7, "nama_usaha"] == "Café, “Loang”; é"


@pytest.mark.parametrize(
    "last",
    [
        ["Periode", "2026-11"],
        ["Periode", "11/2026"],
        ["Kabupaten", "76.05"],
        ["Versi Templat", "2026.1"],
        ["Telepon", "0812"],
    ],
)
def test_the_cover_may_end_right_above_the_header(last):
    cover = [line for line in COVER if line and line[0] != last[0]] + [last]
    result = judged(written(as_text(table("UMKM", [SOUND["UMKM"]])), cover=cover))
    assert (lines(result), result.office, result.period) == ([], "76.05", "2026-11")


def test_another_version_right_above_the_header_is_refused():
    cover = [*COVER[:3], ["Versi Templat", "2025.1"]]
    assert lines(judged(written(as_text(table("UMKM", [SOUND["UMKM"]])), cover=cover))) == [
        "Identitas B4 cover.version fatal"
    ]


@pytest.mark.parametrize("title", [title for title in SOUND if title != "UMKM"])
def test_any_sheet_may_come_alone_and_no_other_is_missed(title):
    kind = KIND_OF[title].name
    cover = [*COVERS[kind], *COVER[1:]]
    result = judged(written(as_text(table(title, [SOUND[title]])), cover=cover))
    assert (lines(result), result.kind, list(result.sheets)) == ([], kind, [title])


def test_digits_are_number_cells_and_a_nik_is_text():
    rows = as_text(table("UMKM", [row("UMKM", nib="204220012345", kbli="1134", nik_pemilik="7605014507890001")]))
    assert lines(judged(written(rows))) == addressed(
        "UMKM nib@7 nib.leading_zero warning", "UMKM kbli@7 kbli.leading_zero warning"
    )


def test_line_breaks_in_a_cell_and_blank_lines_keep_the_row_of_the_record():
    rows = as_text(table("UMKM", [row("UMKM", alamat="Jl. Baru\nNo. 2"), {}, row("UMKM", kode_umkm="MJN1", nib="1")]))
    assert lines(judged(written(rows))) == addressed(
        "UMKM kode_umkm@9 key.format error", "UMKM nib@9 nib.length withheld"
    )


def test_a_line_that_tells_excel_the_delimiter_is_no_row():
    rows = as_text(table("UMKM", [row("UMKM", nib="12")]))
    assert lines(judged(b"sep=,\r\n" + written(rows, ","))) == addressed("UMKM nib@7 nib.length withheld")


def test_error_values_are_known_by_their_text():
    rows = as_text(table("UMKM", [row("UMKM", omzet_tahunan="#REF!", kbli="#N/A", nama_usaha="#1 Kada")]))
    result = judged(written(rows))
    assert lines(result) == addressed("UMKM kbli@7 cell.error withheld", "UMKM omzet_tahunan@7 cell.error error")


def test_without_the_covers_labels_office_and_period_are_unreadable():
    result = judged(written(as_text(table("UMKM", [SOUND["UMKM"]])), cover=[]))
    assert lines(result) == [
        "Identitas - cover.office fatal",
        "Identitas - cover.period fatal",
        "Identitas - required warning",
        "Identitas - cover.version warning",
    ]


def test_a_header_without_rows_is_an_empty_submission():
    assert lines(judged(written(table("UMKM", [])))) == ["- - submission.empty fatal"]


def test_columns_may_be_missing_and_unknown_in_a_csv_too():
    names = [name for name in KIND_OF["UMKM"].sheet("UMKM").names if name != "desa"]
    rows = as_text(table("UMKM", [SOUND["UMKM"]], names))
    rows[0].append("Media Sosial")
    assert lines(judged(written(rows))) == [
        "UMKM desa column.missing fatal",
        f"UMKM {address(5, len(names))} column.unknown warning",
    ]


def test_totals_and_signatures_below_a_csv_are_no_data():
    rows = as_text(table("UMKM", [SOUND["UMKM"]]))
    total = as_text(table("UMKM", [{"nib": "Jumlah", "omzet_tahunan": 100_000_000.0}]))[1]
    result = judged(written([*rows, total, [], ["", "", "Majene, 24 November 2026"], ["", "", "Mengetahui,"]]))
    assert (lines(result), counts(result, "UMKM")) == ([], (1, 1, 0))
