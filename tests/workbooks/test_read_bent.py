"""Workbooks that bend the standard give the very cells of the sound one, at the same addresses, and a sound answer."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from functools import cache

import openpyxl
import pytest

from kemitraan.references import shipped_reference
from kemitraan.steps.job.answering import make_report, returned_workbook
from kemitraan.steps.job.check_bytes import Checked, check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.finding import Outcome
from schemas.grid import Grid
from tests.workbooks.makers_bent import BENDS, SAMPLE, bent, sound_parts, with_bytes_around, with_offsets_moved
from tests.workbooks.makers_zip import zipped
from workbooks.inspection.sound import sound
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook

LIMITS = Limits()
ASKED = Circumstances(CONTRACTS, shipped_reference(), date(2026, 11, 30))
SOUND = zipped(sound_parts())
AROUND = {
    "bytes before": with_bytes_around(SOUND, b"HTTP/1.1 200 OK\r\n\r\n", b""),
    "bytes before that look like a zip's": with_bytes_around(SOUND, b"PK\x03\x04", b""),
    "bytes behind": with_bytes_around(SOUND, b"", b"\r\n--batas--\r\n" * 20_000),
    "bytes before and behind": with_bytes_around(SOUND, b"\0" * 300, b"\0" * 70_000),
    "bytes before that the directory counts": with_offsets_moved(SOUND, b"MZ" + b"\0" * 200),
}


@cache
def original() -> tuple[Grid, ...]:
    return read_workbook(SAMPLE.read_bytes()).grids


def cells(grid: Grid) -> dict[tuple[int, int], object]:
    """What stands in a sheet, by address."""
    return {
        (row, column): value
        for column, values in enumerate(grid.columns)
        for row, value in enumerate(values)
        if value != ""
    }


def assert_the_same(data: bytes) -> None:
    grids = {grid.name: grid for grid in read_workbook(data).grids}
    for grid in original():
        assert cells(grids[grid.name]) == cells(grid)
        assert (grids[grid.name].visible, grids[grid.name].flags) == (grid.visible, grid.flags)


def check(data: bytes) -> Checked:
    return check_bytes(data, ASKED, LIMITS)


def answer_to(data: bytes) -> bytes:
    checked = check(data)
    report = make_report(
        checked.result, shipped_reference(), file="kiriman", received=datetime(2026, 11, 24, 9, tzinfo=UTC), send_to=""
    )
    return returned_workbook(data, checked.result, report, LIMITS).data


def assert_returned_sound(data: bytes) -> None:
    """The answer is a workbook that a strict program opens, with the sender's cells and ours, and is read like the
    first.
    """
    assert check(data).result.outcome is Outcome.ACCEPTED
    answer = answer_to(data)
    book = openpyxl.load_workbook(io.BytesIO(answer))
    assert {"Perbaikan", "Baca Dulu", "UMKM", "Produk"} <= set(book.sheetnames)
    assert book["UMKM"]["A2"].value == "MJN-0371"
    assert_the_same(answer)
    assert check(answer).result.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("name", BENDS)
def test_a_bent_workbook_gives_the_cells_of_the_sound_one(name: str) -> None:
    assert_the_same(bent(name))


@pytest.mark.parametrize("name", AROUND)
def test_bytes_around_the_zip_do_not_matter(name: str) -> None:
    assert_the_same(AROUND[name])


@pytest.mark.filterwarnings("ignore:File contains an invalid specification")  # the module, which stays in it
@pytest.mark.parametrize(
    "name",
    [
        "backslashes in names",
        "names in capitals",
        "names of sheets in capitals",
        "targets with a dot",
        "the workbook elsewhere",
        "no list of types",
        "UTF-16, big end first",
        "Windows-1252",
        "blanks around numbers",
        "an impossible dimension",
        "a module without an id",
        "dates in ISO 8601 as JavaScript writes them",
        "prefixes",
        "no addresses of rows",
    ],
)
def test_the_answer_to_a_bent_workbook_is_a_sound_one(name: str) -> None:
    assert_returned_sound(bent(name))


def test_the_answer_to_a_workbook_behind_other_bytes_is_a_sound_one() -> None:
    assert_returned_sound(AROUND["bytes before and behind"])


def test_a_sound_package_is_left_as_it_is() -> None:
    assert sound(SOUND, LIMITS) is SOUND
    assert sound(SAMPLE.read_bytes(), LIMITS) == SAMPLE.read_bytes()


def test_a_photo_with_a_zip_behind_it_is_no_workbook() -> None:
    for inside in (zipped({"surat.txt": "halo"}), SOUND[: len(SOUND) // 2]):
        with pytest.raises(FileRejectedError) as refusal:
            read_workbook(b"\x89PNG\r\n\x1a\n" + bytes(50) + inside)
        assert refusal.value.code == "file.type"
