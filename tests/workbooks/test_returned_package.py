"""All that is the sender's own stays as it was: parts, dropdowns, names, hidden sheets, macros."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from schemas.finding import Severity
from tests.workbooks.makers_returned import (
    MAIN,
    OFFICE,
    SUBMISSIONS,
    finding,
    opened,
    package,
    parts,
    report,
    saved,
    values,
    worksheet,
)
from workbooks.returned import mark_up
from workbooks.returned.palette import MARKS

_EDITED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
_WORKBOOKS = [
    path
    for path in sorted(SUBMISSIONS.glob("*.xlsx"))
    if zipfile.is_zipfile(path) and not path.name.startswith("19")  # 19 unpacks beyond the limits
]


def _full_book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "UMKM"
    for row in range(1, 30):
        sheet.append([f"MJN-{row:04d}", row, row * 2])
    sheet.add_data_validation(DataValidation("list", formula1="Daftar", sqref="D1:D30"))
    sheet.conditional_formatting.add("B1:B30", CellIsRule(operator="lessThan", formula=["3"]))
    sheet.auto_filter.ref = "A1:C29"
    sheet.print_title_rows = "1:1"
    sheet["F1"].hyperlink = "https://example.com/a"
    sheet["G1"] = "=SUM(B1:B29)"
    sheet.merge_cells("H1:I2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=29))
    sheet.add_chart(chart, "K2")
    lists = book.create_sheet("Bu'at & <daftar>")
    lists.append(["satu"])
    lists.sheet_state = "veryHidden"
    book.create_sheet("Arsip").sheet_state = "hidden"
    book.defined_names["Daftar"] = DefinedName("Daftar", attr_text="'Bu''at & <daftar>'!$A$1:$A$5")
    lists.defined_names["Lokal"] = DefinedName("Lokal", attr_text="'Bu''at & <daftar>'!$A$1")
    book.active = 0
    return book


@pytest.mark.parametrize("path", _WORKBOOKS, ids=lambda path: path.name)
def test_every_sample_keeps_its_parts_and_has_each_finding_marked(path: Path) -> None:
    original = path.read_bytes()
    names = openpyxl.load_workbook(path).sheetnames
    titles = {_folded(name): name for name in names}
    expected = json.loads(Path(f"{path}.expected.json").read_text())["findings"]
    findings = tuple(
        finding(error["cell"], Severity(error["severity"]), sheet=error["sheet"], message=error["code"])
        for error in expected
    )
    as_sent = {error["sheet"]: titles.get(_folded(error["sheet"] or ""), error["sheet"]) for error in expected}
    marked = mark_up(original, report(*findings, names=as_sent))

    before, after = parts(original), parts(marked)
    for name, content in after.items():
        if name.endswith((".xml", ".vml", ".rels")):
            fromstring(content)
    assert {name for name in before if before[name] != after[name]} <= _EDITED | {
        name for name in before if name.startswith("xl/worksheets/")
    }
    assert _packed(original, "xl/theme/theme1.xml") == _packed(marked, "xl/theme/theme1.xml")
    book = opened(marked)
    assert book.sheetnames == ["Perbaikan", "Baca Dulu", *names]
    for marked_finding in findings:
        sheet = as_sent[marked_finding.finding.sheet]
        if marked_finding.finding.cell and sheet in names:
            cell = book[sheet][marked_finding.finding.cell]
            assert cell.fill.fgColor.rgb in {
                value for mark in MARKS.values() for value in (mark.plain_style, mark.over_fill)
            }
            assert marked_finding.message in cell.comment.text
    for name in names:
        assert values(marked, name)[: len(values(original, name))] == values(original, name)


def test_dropdowns_formats_names_and_hidden_sheets_are_as_before() -> None:
    original = saved(_full_book())
    marked = mark_up(original, report(finding("B3"), finding("B40")))
    before, after = opened(original), opened(marked)
    assert [(sheet.title, sheet.sheet_state) for sheet in after][2:] == [
        (sheet.title, sheet.sheet_state) for sheet in before
    ]
    assert after.defined_names["Daftar"].attr_text == before.defined_names["Daftar"].attr_text
    assert after["Bu'at & <daftar>"].defined_names["Lokal"].attr_text == "'Bu''at & <daftar>'!$A$1"
    assert after["UMKM"].print_title_rows == "$1:$1"
    assert (
        after["UMKM"].data_validations.dataValidation[0].sqref
        == before["UMKM"].data_validations.dataValidation[0].sqref
    )
    assert after["UMKM"]["G1"].value == "=SUM(B1:B29)"
    sheets = [parts(data)["xl/worksheets/sheet1.xml"] for data in (original, marked)]
    for tag in (b"conditionalFormatting", b"dataValidations", b"hyperlinks", b"mergeCells", b"autoFilter", b"drawing"):
        parts_before_and_after = [re.search(rb"<%s\b.*?(?:</%s>|/>)" % (tag, tag), sheet, re.S)[0] for sheet in sheets]  # type: ignore[index]
        assert parts_before_and_after[0] == parts_before_and_after[1]
    for name in ("xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "docProps/core.xml", "xl/worksheets/sheet2.xml"):
        assert _packed(original, name) == _packed(marked, name)


def test_local_names_follow_their_sheets_and_come_back() -> None:
    original = saved(_full_book())
    marked = mark_up(original, report(finding("B3")))
    clean = mark_up(marked, report())
    assert _local_names(marked) == {
        **{name: index + 2 for name, index in _local_names(original).items()},
        "_xlnm._FilterDatabase@Perbaikan": 0,
        "_xlnm.Print_Titles@Perbaikan": 0,
    }
    assert {name: index for name, index in _local_names(clean).items() if "Perbaikan" not in name} == {
        name: index + 2 for name, index in _local_names(original).items()
    }


def test_one_tab_is_selected_and_open() -> None:
    for findings, active in (((finding("B3"),), "Perbaikan"), ((), "Baca Dulu")):
        marked = mark_up(saved(_full_book()), report(*findings))
        book = opened(marked)
        assert book.active.title == active
        assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [active]


def test_dropdowns_of_the_extension_list_stay() -> None:
    extension = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
        ' uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f xmlns:xm='http://schemas.microsoft.com/office/excel/2006/main'>Daftar!$A$1</xm:f>"
        "</x14:formula1></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    original = package(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>', extension))
    marked = parts(mark_up(original, report(finding("A1"))))["xl/worksheets/sheet1.xml"].decode()
    assert extension in marked
    assert marked.index("<legacyDrawing") < marked.index("<extLst>")
    clean = parts(mark_up(mark_up(original, report(finding("A1"))), report()))["xl/worksheets/sheet1.xml"].decode()
    assert extension in clean
    assert "legacyDrawing" not in clean


def test_macros_calculation_order_and_unknown_parts_are_copied() -> None:
    more = {
        "xl/vbaProject.bin": bytes(range(256)) * 9,
        "xl/calcChain.xml": "<calcChain/>",
        "customXml/item1.xml": "<a/>",
    }
    original = package(worksheet('<row r="1"/>'), more=more)
    marked = mark_up(original, report(finding("A1")))
    for name in more:
        assert _packed(original, name) == _packed(marked, name)


def test_other_boxes_of_an_old_drawing_stay() -> None:
    drawing = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
        '</o:shapelayout><v:shape id="_x0000_s1025" type="#_x0000_t201"><br><x:ClientData ObjectType="Button">'
        "<x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>'
    )
    sheet = worksheet('<row r="1"/>', f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rId1"/>')
    more = {"xl/drawings/vmlDrawing1.vml": drawing, "xl/worksheets/_rels/sheet1.xml.rels": relations}
    marked = mark_up(package(sheet, more=more), report(finding("A1"), finding("B2")))
    boxes = parts(marked)["xl/drawings/vmlDrawing1.vml"].decode()
    assert 'data="1,2"' in boxes
    assert boxes.count("<v:shape ") == 3
    assert len(set(re.findall(r"_x0000_s\d+", boxes))) == 3
    vml = parts(mark_up(marked, report()))["xl/drawings/vmlDrawing1.vml"].decode()
    assert vml.count("<v:shape ") == 1
    assert "Button" in vml


def test_a_sheet_of_the_senders_own_named_like_ours_stays() -> None:
    book = _full_book()
    book.create_sheet("perbaikan").append(["Catatan rapat"])
    book.create_sheet("Baca Dulu").append(["Cara mengisi"])
    original = saved(book)
    marked = mark_up(original, report(finding("B3")))
    assert opened(marked).sheetnames[:2] == ["Perbaikan (2)", "Baca Dulu (2)"]
    again = mark_up(marked, report(finding("B3")))
    assert opened(again).sheetnames == ["Perbaikan (2)", "Baca Dulu (2)", *opened(original).sheetnames]
    assert values(again, "perbaikan")[0][0] == "Catatan rapat"


def test_our_sheets_are_known_after_another_program_saved_them() -> None:
    marked = mark_up(saved(_full_book()), report(finding("B3")))
    resaved = saved(opened(marked))
    book = opened(mark_up(resaved, report(finding("B4"))))
    assert book.sheetnames == ["Perbaikan", "Baca Dulu", "UMKM", "Bu'at & <daftar>", "Arsip"]
    assert book["UMKM"]["B3"].fill.patternType is None
    assert book["UMKM"]["B3"].comment is None
    assert book["UMKM"]["B4"].comment is not None


def test_the_same_input_gives_the_same_bytes() -> None:
    original = saved(_full_book())
    assert mark_up(original, report(finding("B3"))) == mark_up(original, report(finding("B3")))


def test_a_workbook_without_a_view_opens_at_our_sheet() -> None:
    original = package(worksheet('<row r="1"/>'))
    assert 'activeTab="1"' in parts(mark_up(original, report()))["xl/workbook.xml"].decode()
    assert MAIN in parts(mark_up(original, report()))["xl/styles.xml"].decode()


def _folded(name: str) -> str:
    return re.sub(r"[^a-z]|daftar|data|hasil", "", name.lower())


def _packed(data: bytes, name: str) -> bytes:
    """A member's bytes as they lie in the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    start = info.header_offset + 30 + int.from_bytes(data[info.header_offset + 26 : info.header_offset + 28], "little")
    start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
    return data[start : start + info.compress_size]


def _local_names(data: bytes) -> dict[str, int]:
    xml = parts(data)["xl/workbook.xml"].decode()
    names = {}
    for tag, area in re.findall(r"<definedName ([^>]*)>([^<]*)<", xml):
        local = re.search(r'localSheetId="(\d+)"', tag)
        name = re.search(r'name="([^"]*)"', tag)
        if local and name:
            names[name[1] + "@" + area.partition("!")[0].strip("'")] = int(local[1])
    return names
