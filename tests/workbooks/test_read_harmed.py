"""Harm inside an Excel workbook is told: no value slips into another cell, and none is read as another, in silence."""

from __future__ import annotations

import re

import pytest

from tests.workbooks.makers_bent import BENDS, STRINGS, UMKM, sound_parts
from tests.workbooks.makers_zip import zipped
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook


def harmed(part: str, old: str, new: str) -> bytes:
    """The sound workbook with the first match of a pattern in a part exchanged."""
    parts = sound_parts()
    text, count = re.subn(old, new, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count == 1
    return zipped(parts | {part: text.encode()})


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (STRINGS, "</si><si>", "</sj><si>"),
        (STRINGS, "</t></si><si>", "</si><si>"),
        (STRINGS, "<si>", "<si><si>"),
        (STRINGS, "</sst>", ""),
        (STRINGS, "<si>(.*)", ""),
        (UMKM, r't="s"><v>\d+</v>', 't="s"><v>99999</v>'),
        (UMKM, r't="s"><v>\d+</v>', 't="s"><v>1x</v>'),
        (UMKM, r't="s"><v>\d+</v>', 't="s"><v>-1</v>'),
        (UMKM, r't="s"><v>\d+</v>', 't="s"><v>1.0</v>'),
        (UMKM, r'(<c r="A3" t="s"><v>\d+)</v>', r"\1</w>"),
        (UMKM, r'(<c r="A3" t="s"><v>\d+</v>)</c>', r"\1</d>"),
        (UMKM, r'(<c r="A3" t="s"><v>\d+</v>)</c>', r"\1"),
        (UMKM, r"</row>", "</roW>"),
        (UMKM, r"</row>", ""),
        (UMKM, r'<c r="B4"', '<c r="C4"'),
        (UMKM, r'<c r="B4"', '<c r="B5"'),
        (UMKM, r'<c r="B4"', '<c r="4B"'),
        (UMKM, r'<row r="4"', '<row r="5"'),
        (UMKM, r'<row r="4"', '<row r="3"'),
        (UMKM, r'<row r="4"', '<row r="x"'),
        (UMKM, r'(<c r="B4"[^>]*) t="s"', r'\1 t="S"'),
        (UMKM, r'<c r="B4"[^>]*><v>', r'<c r="B4"><v>1</v><v>'),
        (UMKM, r"</sheetData>", "</sheetData><sheetData></sheetData>"),
        (UMKM, r"<sheetData>", "<sheetDate>"),
        ("xl/styles.xml", "</cellXfs>", "</cellXgs>"),
        ("xl/workbook.xml", 'state="visible"', 'state="visibel"'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", ""),
    ],
)
def test_damage_is_unreadable(part: str, old: str, new: str) -> None:
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(harmed(part, old, new))
    assert refusal.value.code == "file.unreadable"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("nan", "nan"), ("inf", "inf"), ("1,5", "1,5"), ("1x", "1x"), ("1.500 ", 1.5), ("1e3", 1000.0), ("0x10", "0x10")],
)
def test_a_number_cell_that_holds_no_number_is_a_text_to_be_judged(typed: str, read: str | float) -> None:
    data = harmed(UMKM, r'(<c r="Q2"[^>]*) t="n"><v>\d+</v>', rf"\1><v>{typed}</v>")
    grid = next(grid for grid in read_workbook(data).grids if grid.name == "UMKM")
    assert grid.value(1, 16) == read


@pytest.mark.parametrize(("typed", "read"), [("true", True), ("false", False), (" 0 ", False), ("1", True)])
def test_booleans_are_read_however_they_are_written(typed: str, read: bool) -> None:
    data = harmed(UMKM, r'(<c r="Q2"[^>]*) t="n"><v>\d+</v>', rf'\1 t="b"><v>{typed}</v>')
    grid = next(grid for grid in read_workbook(data).grids if grid.name == "UMKM")
    assert grid.value(1, 16) is read


def test_days_counted_from_1904_are_so_in_a_workbook_that_is_written_anew() -> None:
    parts = sound_parts()
    parts["xl/workbook.xml"] = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"xmlns=", b"xmlns:x=")
    plain = read_workbook(zipped(parts)).grids
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<x:workbookPr/>", b'<x:workbookPr date1904="1"/>')
    moved = read_workbook(zipped(parts)).grids
    first, later = (next(grid for grid in grids if grid.name == "Kurasi").value(1, 1) for grids in (plain, moved))
    assert (later - first).days == 1462


def test_two_parts_whose_names_differ_by_letter_case_alone_are_unreadable() -> None:
    parts = sound_parts()
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(zipped(parts | {UMKM.replace("sheet2", "Sheet2"): parts[UMKM]}))
    assert refusal.value.code == "file.unreadable"


def test_a_document_type_is_refused_in_whatever_encoding() -> None:
    declared = '<?xml version="1.0" encoding="{}"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    for codec, name in (
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16BE"),
        ("cp1252", "windows-1252"),
        ("utf-7", "UTF-7"),
    ):
        with pytest.raises(FileRejectedError) as refusal:
            read_workbook(zipped(sound_parts() | {UMKM: declared.format(name).encode(codec)}))
        assert refusal.value.code == "file.unreadable"


@pytest.mark.parametrize(
    "encoding", ["UTF-16", "UTF-32", "cp037", "UTF-7", "x-unknown"], ids="declared as {}, written in ASCII".format
)
def test_an_encoding_that_is_not_so_is_unreadable(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + sound_parts()[UMKM]
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(zipped(sound_parts() | {UMKM: xml}))
    assert refusal.value.code == "file.unreadable"


def test_a_visible_sheet_without_its_part_is_an_empty_one_and_a_hidden_one_is_left_out() -> None:
    parts = sound_parts()
    del parts[UMKM]
    grids = {grid.name: grid for grid in read_workbook(zipped(parts)).grids}
    assert (grids["UMKM"].height, grids["UMKM"].visible) == (0, True)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b'name="UMKM" sheetId="2" state="visible"', b'name="UMKM" sheetId="2" state="hidden"'
    )
    assert "UMKM" not in {grid.name for grid in read_workbook(zipped(parts)).grids}


@pytest.mark.parametrize("bend", ["nothing", "comments"])
def test_one_long_string_in_many_cells_is_too_large(bend: str) -> None:
    parts = sound_parts()
    parts[STRINGS] = re.sub(rb"<si><t[^>]*>[^<]*", b"<si><t>" + b"panjang " * 20_000, parts[STRINGS], count=1)
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ") + "</row>"
        for row in range(1, 51)
    )
    parts[UMKM] = re.sub(rb"(?<=<sheetData>).*(?=</sheetData>)", rows.encode(), parts[UMKM])
    data = zipped(BENDS[bend](parts))
    limits = Limits(unpacked_bytes=60_000_000, ratio=100_000)
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(data, limits)
    assert refusal.value.code == "file.too_large"
    read_workbook(data, Limits(unpacked_bytes=100_000_000, ratio=100_000))
