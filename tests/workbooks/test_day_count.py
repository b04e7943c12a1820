"""Workbooks that count their days from another day, as Excel on a Macintosh and open documents may: dates, bare
serials and years are read right.
"""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, MAC_EPOCH

from kemitraan.references import shipped_reference
from kemitraan.steps.job.check_bytes import check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.day_count import FROM_1900, FROM_1904
from schemas.kinds.serials import as_number
from schemas.result import CheckResult
from tests.steps.driver import SAMPLES
from tests.workbooks import makers_ods as ods
from tests.workbooks import makers_xlsb as xlsb
from tests.workbooks.makers_zip import zipped
from workbooks.limits import Limits
from workbooks.read import read_workbook

XLSX, XLS = SAMPLES / "01_majene_bersih.xlsx", SAMPLES / "10_majene_excel_lama.xls"
EPOCH_1900 = date(1899, 12, 30)
BETWEEN = timedelta(days=1462)
"""Between the two systems' first days."""
DATEMODE = b"\x22\x00\x02\x00%s\x00"


def checked(data: bytes) -> CheckResult:
    circumstances = Circumstances(CONTRACTS, shipped_reference(), date(2026, 11, 30))
    return check_bytes(data, circumstances, Limits()).result


def from_1904(*, serials: bool = False) -> bytes:
    """The sample, counted from 1904. ``serials``: days of Kurasi as bare numbers, years of UMKM in cells made for
    dates.
    """
    book = openpyxl.load_workbook(XLSX)
    book.epoch = CALENDAR_MAC_1904
    if serials:
        for cell in column(book["Kurasi"], "Tanggal Kurasi"):
            cell.value, cell.number_format = (cell.value - MAC_EPOCH).days, "General"
        for cell in column(book["UMKM"], "Tahun Berdiri"):
            cell.number_format = "dd/mm/yyyy"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(sheet: Any, header: str) -> list[Any]:
    """The filled cells below this header."""
    (at,) = [cell for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == header]
    return [cell for (cell,) in sheet.iter_rows(at.row + 1, min_col=at.column, max_col=at.column) if cell.value]


def test_dates_of_a_workbook_from_1904_are_those_that_it_shows() -> None:
    sound, other = checked(XLSX.read_bytes()), checked(from_1904())
    assert (other.outcome, other.findings) == ("accepted", ())
    for title, sheet in sound.sheets.items():
        assert sheet.accepted.equals(other.sheets[title].accepted)


def test_bare_serials_and_years_in_date_cells_count_from_1904_too() -> None:
    sound, other = checked(XLSX.read_bytes()), checked(from_1904(serials=True))
    assert {finding.code for finding in other.findings} == {"date.serial"}
    for title, name in (("Kurasi", "tanggal"), ("UMKM", "tahun_berdiri")):
        assert sound.sheets[title].accepted[name].equals(other.sheets[title].accepted[name])


def test_an_old_workbook_from_1904_has_every_day_four_years_later() -> None:
    data = XLS.read_bytes()
    assert data.count(DATEMODE % b"\0") == 1
    other = data.replace(DATEMODE % b"\0", DATEMODE % b"\1")
    days = [cell for grid in read_workbook(data).grids for cells in grid.columns for cell in cells if is_day(cell)]
    later = [cell for grid in read_workbook(other).grids for cells in grid.columns for cell in cells if is_day(cell)]
    assert len(days) == 11
    assert later == [day + BETWEEN for day in days]
    assert {grid.day_count for grid in read_workbook(other).grids} == {FROM_1904}


def is_day(cell: Any) -> bool:
    return isinstance(cell, date)


SETTINGS_END = "</table:calculation-settings>"
ODS_DAY = 'office:value-type="date" office:date-value="2027-03-24" calcext:value-type="date"'


def ods_from(day_zero: date, *, serial: int | None = None) -> bytes:
    """The sample of LibreOffice, counted from this day. ``serial`` stands bare in the place of 24 March 2027."""
    with zipfile.ZipFile(SAMPLES / "08_makassar_mitra.ods") as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    content = parts["content.xml"].decode()
    assert content.count(SETTINGS_END) == 1
    null_date = f'<table:null-date table:date-value="{day_zero}"/>'
    content = content.replace(SETTINGS_END, null_date + SETTINGS_END)
    if serial is not None:
        assert ODS_DAY in content
        content = content.replace(ODS_DAY, f'office:value-type="float" office:value="{serial}"')
    return zipped(parts | {"content.xml": content}, stored=("mimetype",))


@pytest.mark.parametrize("day_zero", [EPOCH_1900, date(1900, 1, 1), MAC_EPOCH.date()])
def test_an_open_document_is_read_as_it_shows_from_whatever_day_it_counts(day_zero: date) -> None:
    sound, other = checked((SAMPLES / "08_makassar_mitra.ods").read_bytes()), checked(ods_from(day_zero))
    assert other.findings == sound.findings
    bare = checked(ods_from(day_zero, serial=(date(2027, 3, 24) - day_zero).days))
    (finding,) = [finding for finding in bare.findings if finding.code == "date.serial"]
    assert finding.suggestion == "2027-03-24"
    for title, sheet in sound.sheets.items():
        assert sheet.accepted.equals(other.sheets[title].accepted)
        assert sheet.accepted.equals(bare.sheets[title].accepted)


@pytest.mark.parametrize(
    ("generator", "number"), [("LibreOffice/7.6$Linux_X86_64 LibreOffice_project/1", 3), ("Gnumeric/1.12", None)]
)
def test_a_small_number_in_a_cell_made_for_dates_counts_as_its_writer_counts(
    generator: str, number: int | None
) -> None:
    day = '<table:table-cell office:value-type="date" office:date-value="1900-01-02"><text:p>2/1/00</text:p></table:table-cell>'
    (grid,) = read_workbook(ods.ods(ods.table(ods.row(day, ods.text("Kada"))), generator=generator)).grids
    assert as_number(grid.value(0, 0), grid.day_count) == number


def test_a_binary_workbook_from_1904_has_every_day_four_years_later() -> None:
    day = date(2026, 11, 5)
    cells = [xlsb.row(0), xlsb.number(0, (day - EPOCH_1900).days), xlsb.row(1), xlsb.text(0, "Kada")]
    styles = xlsb.record(0x269, struct.pack("<I", 1)) + xlsb.record(0x2F, struct.pack("<HH", 0, 14) + bytes(12))
    data = xlsb.xlsb({"UMKM": xlsb.sheet(*cells)}, **{"xl/styles.bin": styles + xlsb.record(0x26A)})
    properties, beginning = xlsb.record(0x99, struct.pack("<III", 1, 0, 0)), xlsb.record(0x83)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.bin"] = beginning + properties + parts["xl/workbook.bin"].removeprefix(beginning)
    (grid,), (other,) = read_workbook(data).grids, read_workbook(zipped(parts)).grids
    assert (grid.value(0, 0), grid.day_count) == (day, FROM_1900)
    assert (other.value(0, 0), other.day_count) == (day + BETWEEN, FROM_1904)
