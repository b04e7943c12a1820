"""Tables of text: the delimiter is the header line's, and cells are what a spreadsheet program shows of them."""

from __future__ import annotations

import pytest

from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook
from workbooks.text_table import read_csv

LIMITS = Limits()
COVER = ["Kabupaten", "Majene"], ["Periode", "November 2026"], ["Petugas", "Puspita"]
HEADER = ["Kode UMKM", "Tanggal", "Topik", "Pendamping", "Hasil", "Tindak Lanjut"]
NOTE = "dibahas label, kemasan, harga, izin, halal, NIB, foto, merek, gerai, jadwal"


def lines(delimiter: str, *rows: list[str]) -> bytes:
    """Rows joined without any quotes."""
    return "\n".join(delimiter.join(row) for row in rows).encode()


def row(text: str) -> list:
    """The cells of a csv of one row below a header."""
    grid = read_csv(f"Kode;Nama;Isi\n{text}\n".encode(), LIMITS)
    return grid.row(1)


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("mark", [", ", "; ", "\t"])
def test_the_header_line_decides_the_delimiter_whatever_stands_in_the_notes(delimiter: str, mark: str) -> None:
    if mark.strip(" ") == delimiter:
        return
    note = NOTE.replace(", ", mark)
    rows = [[f"MJN-{number:04}", "10/11/2026", "Produksi", "Kadir", note, note] for number in range(1, 10)]
    grid = read_csv(lines(delimiter, *COVER, [""], HEADER, *rows), LIMITS)
    assert grid.row(4) == HEADER
    assert grid.row(5) == rows[0]


def test_a_title_with_commas_above_the_header_is_no_header() -> None:
    title = ["DATA PENDAMPINGAN, KABUPATEN MAJENE, BULAN NOVEMBER, TAHUN INI, DINAS KOPERASI, UMKM, DAN PERDAGANGAN"]
    rows = [["MJN-0001", "10/11/2026", "Produksi", "Kadir", NOTE, ""]] * 3
    assert read_csv(lines(";", title, *COVER, HEADER, *rows), LIMITS).row(4) == HEADER


def test_quoted_notes_with_semicolons_in_a_csv_of_commas_are_one_cell() -> None:
    quoted = '"' + NOTE.replace(", ", "; ") + '"'
    rows = [["MJN-0001", "2026-11-10", "Produksi", "Kadir", quoted, quoted]] * 3
    grid = read_csv(lines(",", *COVER, HEADER, *rows), LIMITS)
    assert (grid.row(3), grid.width) == (HEADER, 6)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("81300005035.0", "81300005035"),
        ("490000000.0", "490000000"),
        ("-3.0", "-3"),
        ("0.0", "0"),
        ("7605030802939394.0", "7605030802939394"),
        ("7605030802939390.0", 7605030802939390.0),
        ('"=""9120004767902"""', '="9120004767902"'),  # a text, as kinds of cell read it
        ("081300005035.0", "081300005035.0"),
        ("1.500.0", "1.500.0"),
        ("1.50", "1.50"),
        ("12.05", "12.05"),
        ("versi 2.0", "versi 2.0"),
        ("=1+1", "=1+1"),
        ('"=""a""&""b"""', '="a"&"b"'),
    ],
)
def test_a_cell_is_what_a_spreadsheet_program_shows(typed: str, shown: str | float) -> None:
    assert row(f"MJN-0001;{typed};x") == ["MJN-0001", shown, "x"]


def test_a_note_of_several_lines_is_one_cell() -> None:
    assert row('MJN-0001;Kada;"satu;\ndua\ntiga"') == ["MJN-0001", "Kada", "satu;\ndua\ntiga"]


@pytest.mark.parametrize(
    "rows",
    [
        'MJN-0001;Kada;"isi\nMJN-0002;Sagu;isi\n',
        'MJN-0001;"Kada;isi\nMJN-0002;Sagu;isi\nMJN-0003;"Bolu;isi\n',
    ],
)
def test_a_quote_that_swallows_rows_is_told(rows: str) -> None:
    with pytest.raises(FileRejectedError) as refusal:
        read_csv(f"Kode;Nama;Isi\n{rows}".encode(), LIMITS)
    assert refusal.value.code == "file.unreadable"


@pytest.mark.parametrize(
    "data",
    [
        b'ID;PCALCOOO32\nC;X1;Y1;K"Kabupaten"\nC;X2;Y1;K"Majene"\nE\n',
        b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K1\r\nE\r\n",
        b"ID;PSCALC3\r\nB;Y2;X2\r\n",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        b"<html><table><tr><td>Kode;Nama</td></tr></table></html>",
    ],
    ids=["SYLK of LibreOffice", "SYLK of Excel", "SYLK of another program", "SpreadsheetML 2003", "fods", "HTML"],
)
def test_other_sorts_of_tables_are_refused_by_their_type(data: bytes) -> None:
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(data)
    assert refusal.value.code == "file.type"


def test_a_header_that_begins_as_sylk_does_is_a_csv() -> None:
    grid = read_workbook(b"ID;Pemilik;Nama\r\nC-1;Budi;Kada\r\n").grids[0]
    assert grid.row(1) == ["C-1", "Budi", "Kada"]
