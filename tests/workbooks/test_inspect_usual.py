"""The quick proof that parts are written the usual way: it takes nothing that a parser would read in another way."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.workbooks.makers_zip import CONTENT_TYPES
from tests.workbooks.test_inspect_xlsx import book
from workbooks.inspection.package import MOST_PARTS, open_package
from workbooks.inspection.shared_texts import read_texts
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook

A, B = "<si><t>Kada</t></si>", '<si><t xml:space="preserve"> Loka &amp; Tani</t></si>'
RICH = "<si><r><t>Ka</t></r><r><rPr><b/></rPr><t>da</t></r></si>"


@pytest.mark.parametrize(
    ("xml", "count"),
    [
        (f"<sst>{A}{B}</sst>", 2),
        (f'<?xml version="1.0" encoding="UTF-8"?>\r\n<sst xmlns="x" count="9">{B}{A}{A}</sst>\n', 3),
        (f"<sst>{A}{RICH}{B}</sst>", 3),
        (f"<sst>\n{A}\n{A}\n</sst>", 2),
        (f"<sst>{A}<si><t/></si><si/></sst>", 3),
        (f"<sst>{A}<!--{A}--></sst>", 1),
        (f"<sst><!--{A}</sst>--></sst >", 0),
        (f"<sst><?x {A}</sst>?></sst >", 0),
        ("<sst><si><t>a &gt; b > c</t></si></sst>", 1),
        ("<sst><si><t>&#75;ada</t></si></sst>", 1),
        ("<sst/>", 0),
    ],
)
def test_shared_strings_are_counted_as_a_parser_counts_them(xml: str, count: int) -> None:
    assert len(read_texts(xml.encode()).lengths) == count


@pytest.mark.parametrize(
    "xml",
    [
        f"<sst>{A}<si><t>&nama;</t></si></sst>".encode(),
        f"<sst>{A}<si><t>a & b</t></si></sst>".encode(),
        f"<sst>{A}<si><t>a ]]> b</t></si></sst>".encode(),
        f"<sst>{A}<si><t>\x01</t></si></sst>".encode(),
        f"<sst>{A}<si><t>".encode() + b"\xff</t></si></sst>",
        f"<sst>{A}<si><t>Loka</si></t></sst>".encode(),
        f"<sst>{A}<si><t>Loka</t></sst>".encode(),
        f"<sst>{A}</sst>{A}".encode(),
        f"<sst/>{A}</sst>".encode(),
        f'<sst a="1>{A}</sst>'.encode(),
    ],
)
def test_damaged_shared_strings_are_unreadable(xml: bytes) -> None:
    with pytest.raises(FileRejectedError) as refusal:
        read_texts(xml)
    assert refusal.value.code == "file.unreadable"


def test_a_long_string_weighs_what_it_is_long() -> None:
    lengths = read_texts(f"<sst>{A}<si><t>{'panjang' * 1000}</t></si>{A}</sst>".encode()).lengths.tolist()
    assert lengths[1] >= 7000
    assert lengths[0] < 100
    assert lengths[2] < 100


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="x"><v>1</v></c>',
        '<c r="A1" q="1"><v>1</v></c>',
        '<c r="A1" s="1" s="1"><v>1</v></c>',
        '<c r="A1" s="1 t="n"><v>1</v></c>',
        '<c r="A1" s="x"><v>1</v></c>',
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="A2"><v>1</v></c>',
        '<c r="B1"><v>1</v></c><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c>',
    ],
)
def test_a_cell_that_makes_no_sense_is_unreadable(cell: str) -> None:
    with pytest.raises(FileRejectedError) as refusal:
        read_workbook(book(f'<row r="1">{cell}</row>', ""))
    assert refusal.value.code == "file.unreadable"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1" s="1" ><v>1</v></c>', 1.0),
        ('<c r="A1" s="1" cm="1"><v>-1.5E3</v></c>', -1500.0),
        ('<c t="n" r="A1"><v> 1 </v></c>', 1.0),
        ('<c r="A1" t="str" s="1"><v>a &amp; b</v></c>', "a & b"),
        ('<c r="A1" t="str"><f>B1</f><v>1&#48;</v></c>', "10"),
        ('<c r="A1"><v>1&#48;</v></c>', 10.0),
        ('<c r="A1" t="b"><v>true</v></c>', True),
    ],
)
def test_a_cell_reads_the_same_however_its_tag_ends(cell: str, value: object) -> None:
    (grid,) = read_workbook(book(f'<row r="1">{cell}</row>', "")).grids
    assert grid.value(0, 0) == value


def test_many_formats_are_only_slower() -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" s="{row}"><v>{row}</v></c></row>' for row in range(1, 300))
    (grid,) = read_workbook(book(cells, "")).grids
    assert [grid.value(row, 0) for row in range(299)] == [float(row) for row in range(1, 300)]


@pytest.mark.parametrize("comment", [b"", b"sudah"])
def test_a_directory_of_too_many_parts_is_refused_unread(comment: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = comment
        for number in range(MOST_PARTS + 1):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    with pytest.raises(FileRejectedError) as refusal:
        open_package(buffer.getvalue(), Limits())
    assert refusal.value.code == "file.too_large"


def test_entries_that_stand_in_the_parts_are_not_counted() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(CONTENT_TYPES, b"PK\x01\x02" * (MOST_PARTS + 1))
    assert list(open_package(buffer.getvalue(), Limits()).parts) == [CONTENT_TYPES]
