"""Error values, formulas without a result and merged ranges of xlsx sheets, in whatever way the XML is written."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from schemas.grid import FORMULA_WITHOUT_RESULT
from tests.workbooks.makers_zip import CONTENT_TYPES, zipped
from workbooks.limits import FileRejectedError
from workbooks.read import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
USUAL = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Kada</t></is></c><c r="B2"><v>12</v></c></row>'
    '<row r="4"><c r="A4" t="e"><v>#REF!</v></c><c r="B4"><f>1+1</f></c><c r="C4"><f>1+1</f><v>2</v></c>'
    '<c r="D4"><f>A1</f><v></v></c><c r="E4" t="str"><f>""</f><v></v></c></row>'
    '<row r="5"><c r="A5" t="e"><f>A1/0</f><v>#DIV/0!</v></c><c r="B5"><f t="shared" si="0"/></c>'
    '<c r="C5" s="1"/><c r="D5" t="b"><v>1</v></c></row>'
)
FLAGS = {
    (3, 0): "#REF!",
    (3, 1): FORMULA_WITHOUT_RESULT,
    (3, 3): FORMULA_WITHOUT_RESULT,
    (4, 0): "#DIV/0!",
    (4, 1): FORMULA_WITHOUT_RESULT,
}
SHEET = "xl/worksheets/sheet1.xml"
MERGES = '<mergeCells count="2"><mergeCell ref="A2:B2"/><mergeCell ref="A4:A5"/></mergeCells>'


def book(rows: str, tail: str = MERGES, root: str = f'<worksheet xmlns="{MAIN}">', names: tuple[str, ...] = ("UMKM",)):
    """An xlsx package of sheets with the same content."""
    close = "</" + re.match(r"<([\w:]+)", root)[1] + ">"
    data = f"{root}<sheetData>{rows}</sheetData>{tail}{close}"
    if ":" in close:
        data = f"{root}<x:sheetData>{rows}</x:sheetData>{tail}{close}"
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    return zipped(
        {
            CONTENT_TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
            + "".join(
                f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
                for at in range(1, len(names) + 1)
            )
            + "</Relationships>",
        }
        | {f"xl/worksheets/sheet{at}.xml": data for at in range(1, len(names) + 1)}
    )


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _prefixed(xml: str) -> str:
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", xml)


WAYS = {
    "as Excel writes": book(USUAL),
    "over many lines": book(USUAL.replace("><", ">\n  <").replace("<v>\n  </v>", "<v></v>")),
    "with a blank before the end of a cell": book(USUAL.replace("</c>", " </c>")),
    "with the style first": book(USUAL.replace('<c r="A4" t="e"', '<c s="1" t="e" r="A4"')),
    "with the type in single quotes": book(USUAL.replace('t="e"', "t='e'")),
    "with a comment": book(USUAL.replace("<row", "<!-- baris --><row", 1)),
    "with a prefix": book(_prefixed(USUAL), _prefixed(MERGES), f'<x:worksheet xmlns:x="{MAIN}">'),
    "far to the right": book(USUAL.replace("</row>", '<c r="CV4" s="1"/></row>', 1).replace("CV4", "CV2")),
}


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS.keys())
def test_flags_merges_and_values_are_the_same_however_the_sheet_is_written(data):
    (grid,) = read_workbook(data).grids
    assert grid.flags == FLAGS
    assert grid.merged == ((1, 0, 1, 1), (3, 0, 4, 0))
    assert [grid.value(1, column) for column in range(2)] == ["Kada", 12.0]
    assert [grid.value(3, column) for column in range(5)] == ["", "", 2.0, "", ""]
    assert grid.value(4, 3) is True


def test_the_grid_reaches_to_every_flag():
    (grid,) = read_workbook(book('<row r="9"><c r="K9"><f>1</f></c></row>', "")).grids
    assert (grid.height, grid.width, grid.flags) == (9, 11, {(8, 10): FORMULA_WITHOUT_RESULT})


def test_blank_cells_at_the_end_of_the_sheet_are_no_extent():
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    (grid,) = read_workbook(book(USUAL + far)).grids
    assert (grid.height, grid.width) == (5, 5)


@pytest.mark.parametrize("cell", ["GS1", "A200001"])
def test_a_value_beyond_the_limits_is_too_large(cell):
    number = re.sub(r"\D", "", cell)
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(book(f'<row r="{number}"><c r="{cell}"><v>1</v></c></row>'))
    assert refusal.value.code == "file.too_large"


@pytest.mark.parametrize("cell", ["GR1", "A200000"])
def test_a_value_within_the_limits_is_read(cell):
    number = re.sub(r"\D", "", cell)
    (grid,) = read_workbook(book(f'<row r="{number}"><c r="{cell}"><v>1</v></c></row>')).grids
    assert grid.value(grid.height - 1, grid.width - 1) == 1.0


@pytest.mark.parametrize("tail", ["<row", "&unknown;"], ids=["cut off", "an unknown entity"])
def test_a_damaged_sheet_is_unreadable(tail):
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(book(USUAL + tail))
    assert refusal.value.code == "file.unreadable"


def test_a_sheet_that_is_cut_off_anywhere_is_unreadable():
    whole = parts_of(book(USUAL))
    sheet = whole[SHEET]
    for length in range(len(sheet)):
        with pytest.raises(FileRejectedError) as refusal:
            read_workbook(zipped(whole | {SHEET: sheet[:length]}))
        assert refusal.value.code == "file.unreadable"


def test_a_document_type_is_never_resolved():
    root = f'<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet xmlns="{MAIN}">'
    sheet = root + "<sheetData/></worksheet>"
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(zipped(parts_of(book(USUAL)) | {SHEET: sheet.encode()}))
    assert refusal.value.code == "file.unreadable"


def test_more_than_fifty_sheets_are_too_many():
    names = tuple(f"Lembar {number}" for number in range(51))
    assert len(read_workbook(book(USUAL, names=names[:50])).grids) == 50
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(book(USUAL, names=names))
    assert refusal.value.code == "file.too_large"


@pytest.mark.parametrize(
    "part", [CONTENT_TYPES, "docProps/core.xml", "xl/theme/theme1.xml", "xl/drawings/old.vml", "xl/x.rels"]
)
def test_a_document_type_is_refused_in_a_part_that_nobody_reads(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(book(USUAL))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    read_workbook(zipped(parts | {"docProps/core.xml": "<x/>"}))
    declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + parts.get(part, "<x/>")
    with pytest.raises(FileRejectedError) as refused:
        read_workbook(zipped(parts | {part: declared}))
    assert refused.value.code == "file.unreadable"
