"""Cells are taken out of a file of any format; everything else reads as before, and keeps its bytes where it can."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from schemas.text import shown
from workbooks.limits import Limits
from workbooks.read import read_workbook
from workbooks.redacted import Way, redact_file
from workbooks.redacted.erasure import Erasure

SAMPLES = Path(__file__).parents[1] / "submissions"
CSV = '\ufeffsep=;\r\nKabupaten;Majene\r\nKode;Nama;Catatan\r\nMJN-0001;"Sitti; ""Ani""";"dua\r\nbaris"\r\nMJN-0002;Rahma;-\r\n'


def test_of_a_csv_only_the_record_changes() -> None:
    data = CSV.encode()
    grids = read_workbook(data).grids
    redacted = redact_file(data, "csv", Erasure(grids, {"csv": {(2, 1): "", (2, 2): "a;b"}}, str), Limits())
    assert redacted.way is Way.IN_PLACE
    assert redacted.data.decode() == CSV.replace('MJN-0001;"Sitti; ""Ani""";"dua\r\nbaris"', 'MJN-0001;;"a;b"')


def test_of_an_xlsx_every_other_part_keeps_its_bytes() -> None:
    data = (SAMPLES / "01_majene_bersih.xlsx").read_bytes()
    grids = read_workbook(data).grids
    [grid] = [grid for grid in grids if "UMKM" in grid.name]
    row, column = 5, 4
    text = shown(grid.value(row, column))
    assert text
    redacted = redact_file(data, "xlsx", Erasure(grids, {grid.name: {(row, column): "ganti"}}, str), Limits())
    assert redacted.way is Way.IN_PLACE
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(redacted.data)) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert not any(text.encode() in new.read(name) for name in new.namelist())
    assert len(changed) <= 2
    assert changed <= {name for name in changed if "sheet" in name or "sharedStrings" in name}


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_cannot_be_edited_becomes_a_workbook_of_its_cells(suffix: str) -> None:
    data = min(SAMPLES.glob(f"*.{suffix}"), key=lambda path: path.stat().st_size).read_bytes()
    workbook = read_workbook(data)
    grid = max(workbook.grids, key=lambda grid: grid.height * grid.width)
    place = next(
        (row, column)
        for row in range(grid.height)
        for column in range(grid.width)
        if len(shown(grid.value(row, column))) > 6
    )
    redacted = redact_file(data, workbook.type, Erasure(workbook.grids, {grid.name: {place: ""}}, str), Limits())
    assert redacted.way is Way.REBUILT
    [after] = [other for other in read_workbook(redacted.data).grids if other.name == grid.name]
    assert after.value(*place) == ""
    assert after.merged == grid.merged
