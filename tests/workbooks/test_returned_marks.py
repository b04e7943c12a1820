"""The sender's workbook gets colours and notes, and loses them again."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from schemas.finding import Severity
from tests.workbooks.makers_returned import (
    MAIN,
    SUBMISSIONS,
    finding,
    opened,
    package,
    parts,
    report,
    rezipped,
    saved,
    values,
    worksheet,
)
from workbooks.returned import UnmarkableError, mark_up
from workbooks.returned.palette import MARKS


def _book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "UMKM"
    sheet.append(["Kode UMKM", "NIB", "Omzet"])
    for row in range(9):
        sheet.append([f"MJN-{row:04d}", f"{row:013d}", row * 1_000_000])
    return book


def _colour(data: bytes, cell: str, sheet: str = "UMKM") -> str | None:
    fill = opened(data)[sheet][cell].fill
    return fill.fgColor.rgb if fill.patternType == "solid" else None


@pytest.mark.parametrize("severity", list(Severity))
def test_a_bad_cell_has_its_severitys_colour_and_a_note(severity: Severity) -> None:
    marked = mark_up(saved(_book()), report(finding("B3", severity)))
    assert _colour(marked, "B3") == MARKS[severity].plain_style
    comment = opened(marked)["UMKM"]["B3"].comment
    assert comment.author == "Kemitraan Sulbar"
    assert "NIB harus 13 angka" in comment.text
    assert _colour(marked, "B4") is None


def test_several_findings_on_a_cell_give_the_worst_colour_and_one_note() -> None:
    findings = (
        finding("B3", Severity.WARNING, message="Catatan."),
        finding("B3", Severity.ERROR, message="Salah."),
        finding("B3", Severity.WITHHELD, message="Salah."),
    )
    marked = mark_up(saved(_book()), report(*findings))
    assert _colour(marked, "B3") == MARKS[Severity.ERROR].plain_style
    assert opened(marked)["UMKM"]["B3"].comment.text == "Kemitraan Sulbar:\nSalah.\n\nCatatan."


def test_format_of_a_marked_cell_stays_but_for_the_fill() -> None:
    book = _book()
    cell = book["UMKM"]["C4"]
    cell.number_format = '"Rp" #,##0'
    cell.font = Font(bold=True, color="FF123456")
    cell.alignment = Alignment(horizontal="center", wrap_text=True)
    cell.border = Border(left=Side("thick"))
    marked = opened(mark_up(saved(book), report(finding("C4"))))["UMKM"]["C4"]
    assert marked.number_format == '"Rp" #,##0'
    assert marked.font.b
    assert marked.font.color.rgb == "FF123456"
    assert marked.alignment.horizontal == "center"
    assert marked.border.left.style == "thick"
    assert marked.value == 2_000_000


def test_cells_and_rows_that_are_not_there_are_made() -> None:
    marked = mark_up(saved(_book()), report(finding("E3"), finding("A1"), finding("B40"), finding("B15")))
    for cell in ("E3", "A1", "B40", "B15"):
        assert _colour(marked, cell) == MARKS[Severity.ERROR].plain_style
    assert opened(marked)["UMKM"]["A1"].value == "Kode UMKM"


def test_a_made_cell_takes_the_format_of_its_column_or_row() -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="3" style="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="3" s="2" customFormat="1"/></sheetData></worksheet>'
    )
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/>'
        "</cellXfs></styleSheet>"
    )
    book = opened(mark_up(_with_styles(package(sheet), styles), report(finding("C1"), finding("B3"), finding("E2"))))
    assert book["UMKM"]["C1"].number_format == "mm-dd-yy"
    assert book["UMKM"]["B3"].number_format == "0.00%"
    assert book["UMKM"]["E2"].number_format == "General"


def test_marks_of_the_first_answer_are_gone_in_the_second() -> None:
    book = _book()
    sheet = book["UMKM"]
    sheet["B3"].fill = PatternFill("solid", fgColor="FF00AA55")
    sheet["B4"].font = Font(color="FFFFFFFF")
    sheet["B5"].comment = Comment("dari kami", "Budi")
    sheet["C9"].comment = Comment("juga", "Budi")
    original = saved(book)
    first = mark_up(original, report(finding("B3"), finding("B4"), finding("B5"), finding("B6"), finding("E30")))
    assert _colour(first, "B3") == MARKS[Severity.ERROR].over_fill
    assert opened(first)["UMKM"]["B4"].font.color.rgb != "FFFFFFFF"
    assert opened(first)["UMKM"]["B5"].comment.text.startswith("dari kami\n\n── Kemitraan Sulbar ──\nNIB harus")

    second = opened(mark_up(first, report(finding("B7"))))
    sheet = second["UMKM"]
    assert second.sheetnames == ["Perbaikan", "Baca Dulu", "UMKM"]
    assert sheet["B3"].fill.fgColor.rgb == "FF00AA55"
    assert sheet["B4"].font.color.rgb == "FFFFFFFF"
    assert sheet["B4"].fill.patternType is None
    assert (sheet["B5"].comment.text, sheet["B5"].comment.author) == ("dari kami", "Budi")
    assert sheet["C9"].comment.text == "juga"
    assert sheet["B6"].comment is None
    assert sheet["B7"].comment is not None


def test_notes_are_known_after_libreoffice_has_forgotten_their_author() -> None:
    book = _book()
    book["UMKM"]["B5"].comment = Comment("dari kami", "Budi")
    content = parts(mark_up(saved(book), report(finding("B4"), finding("B5"))))
    comments = next(name for name in content if "comment" in name.lower() and name.endswith(".xml"))
    text = content[comments].decode()
    text = text.replace(">Kemitraan Sulbar</author>", "> </author>").replace(">Budi</author>", "> </author>")
    app = b"<Properties><Application>LibreOffice/7.4</Application></Properties>"
    resaved = rezipped({**content, comments: text.replace("\n", "&#10;").encode(), "docProps/app.xml": app})
    sheet = opened(mark_up(resaved, report()))["UMKM"]
    assert sheet["B4"].comment is None
    assert sheet["B5"].comment.text == "dari kami"


def test_parts_made_for_our_notes_go_with_them() -> None:
    original = saved(_book())
    clean = mark_up(mark_up(original, report(finding("B3"))), report())
    remaining = parts(clean)
    assert [name for name in remaining if "comment" in name.lower() or name.endswith(".vml")] == []
    assert b"legacyDrawing" not in remaining["xl/worksheets/sheet1.xml"]
    assert values(clean, "UMKM") == values(original, "UMKM")
    assert len(remaining) == len(parts(mark_up(original, report())))


def test_marking_again_and_again_does_not_make_the_style_sheet_grow() -> None:
    once = mark_up(saved(_book()), report(finding("B3")))
    twice = mark_up(once, report(finding("B3")))
    thrice = mark_up(twice, report(finding("B3")))
    sizes = [len(parts(data)["xl/styles.xml"]) for data in (once, twice, thrice)]
    assert sizes[2] - sizes[0] < 1500


def test_a_note_in_a_conversation_is_left_alone() -> None:
    book = _book()
    book["UMKM"]["B3"].comment = Comment("[Threaded comment]", "tc={0F2C}")
    marked = mark_up(saved(book), report(finding("B3"), finding("B4")))
    assert opened(marked)["UMKM"]["B3"].comment.text == "[Threaded comment]"
    assert _colour(marked, "B3") == MARKS[Severity.ERROR].plain_style


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c t="inlineStr"><is><t>Kode</t></is></c><c><v>1</v></c></row><row/><row><c/><c><v>7</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row><row spans='1:2' r='3'><c s='0' r='B3'><v>7</v></c></row>",
        '<row r="1"/><!-- <c r="B3"> --><row r="3" spans="2:2"><c r="B3"><v><![CDATA[7]]></v></c></row>',
        '<row r="3"><c r="B3"><v>7</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="3" ><c  r="B3" ><v>7</v></c ></row >',
    ],
    ids=["no addresses", "other quotes", "comments", "rows out of order", "blanks"],
)
def test_sheets_written_in_odd_ways_are_marked_in_the_right_place(rows: str) -> None:
    marked = mark_up(package(worksheet(rows)), report(finding("B3"), finding("A3")))
    sheet = opened(marked)["UMKM"]
    assert sheet["B3"].value == 7
    assert _colour(marked, "B3") == MARKS[Severity.ERROR].plain_style
    assert _colour(marked, "A3") == MARKS[Severity.ERROR].plain_style


def test_prefixed_parts_are_edited_with_their_prefix() -> None:
    rows = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData><x:pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/></x:worksheet>'
    workbook = (
        f'<x:workbook xmlns:x="{MAIN}" xmlns:rr="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<x:sheets><x:sheet name="UMKM" sheetId="1" rr:id="rId1"/></x:sheets></x:workbook>'
    )
    styles = f'<x:styleSheet xmlns:x="{MAIN}"><x:cellXfs count="1"><x:xf numFmtId="0"/></x:cellXfs></x:styleSheet>'
    marked = mark_up(_with_styles(package(sheet, workbook=workbook), styles), report(finding("A1"), finding("C2")))
    assert _colour(marked, "A1") == _colour(marked, "C2") == MARKS[Severity.ERROR].plain_style
    assert "<x:legacyDrawing" in parts(marked)["xl/worksheets/sheet1.xml"].decode()
    assert opened(mark_up(marked, report())).sheetnames == ["Perbaikan", "Baca Dulu", "UMKM"]


def test_a_sheet_in_utf_16_is_marked() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + worksheet('<row r="1"><c r="A1"><v>5</v></c></row>')
    marked = mark_up(package(text.encode("utf-16")), report(finding("A1")))  # type: ignore[arg-type]
    assert opened(marked)["UMKM"]["A1"].value == 5
    assert _colour(marked, "A1") == MARKS[Severity.ERROR].plain_style


def test_an_empty_sheet_can_be_marked() -> None:
    marked = mark_up(package(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'), report(finding("B2")))
    assert _colour(marked, "B2") == MARKS[Severity.ERROR].plain_style


def test_the_drawing_for_notes_stands_where_the_schema_wants_it() -> None:
    after = '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><tableParts count="0"/><extLst/>'
    marked = mark_up(package(worksheet('<row r="1"/>', after)), report(finding("A1")))
    sheet = parts(marked)["xl/worksheets/sheet1.xml"].decode()
    assert sheet.index("<pageMargins") < sheet.index("<legacyDrawing") < sheet.index("<tableParts")


def test_more_notes_than_excel_bears_are_told_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbooks.returned.marking.MOST_NOTES", 2)
    findings = [finding(f"B{row}", Severity.WARNING) for row in range(2, 6)] + [finding("C9")]
    marked = mark_up(saved(_book()), report(*findings))
    sheet = opened(marked)["UMKM"]
    assert [cell for cell in ("B2", "B3", "B4", "B5", "C9") if sheet[cell].comment] == ["B2", "C9"]
    assert _colour(marked, "B5") == MARKS[Severity.WARNING].plain_style
    sentences = [text for row in values(marked, "Baca Dulu") for text in row if "tidak diberi catatan" in str(text)]
    assert sentences == ["Di lembar UMKM, 3 sel berwarna tidak diberi catatan. Penjelasannya ada di lembar Perbaikan."]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kode;nama\n",
        b"PK\x03\x04 cut off",
        b"PK\x05\x06" + bytes(18),
        package(worksheet("<row r='satu'/>")),
        package(worksheet("<row r='1'><c r='A'/></row>")),
        *((SUBMISSIONS / name).read_bytes() for name in ("08_makassar_mitra.ods", "10_majene_excel_lama.xls")),
    ],
)
def test_what_is_no_package_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(UnmarkableError):
        mark_up(data, report(finding("A1")))


def test_damaged_xml_is_said_to_be_damaged() -> None:
    with pytest.raises(UnmarkableError):
        mark_up(package("<worksheet><rows>"), report(finding("A1")))


def _with_styles(data: bytes, styles: str) -> bytes:
    content = {name: text.decode() for name, text in parts(data).items()}
    relations = content["xl/_rels/workbook.xml.rels"]
    content["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"'
        ' Target="styles.xml"/></Relationships>',
    )
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/styles.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    )
    return package(content["xl/worksheets/sheet1.xml"], more={**content, "xl/styles.xml": styles})
