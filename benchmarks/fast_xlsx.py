"""A quick writer of plain xlsx files: values, shared strings, dates as styled serials; no other format.

It is for benchmarks that need workbooks of a hundred thousand rows in seconds. Everything else uses openpyxl.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from schemas.grid import column_letter

_EXCEL_EPOCH = date(1899, 12, 30).toordinal()
_FIXED_TIME = (2026, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

Columns = Sequence[Sequence[Any]]


class _Strings:
    """The shared strings of a workbook, in order of first use."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def cell(self, at: str, text: str) -> str:
        return f'<c r="{at}" t="s"><v>{self.index.setdefault(text, len(self.index))}</v></c>'

    def xml(self) -> str:
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.index)
        return f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(self.index)}">{items}</sst>'


def write_xlsx(path: Path, sheets: Sequence[tuple[str, Columns]]) -> None:
    """Writes sheets of columns of equal length: ``str``, ``int``, ``float``, ``date`` or None, headers included.

    The same sheets give the same bytes.
    """
    strings = _Strings()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for number, (_, columns) in enumerate(sheets, start=1):
            _put(package, f"xl/worksheets/sheet{number}.xml", _sheet(columns, strings))
        _put(package, "xl/sharedStrings.xml", strings.xml())
        _put(package, "xl/styles.xml", _STYLES)
        for name, text in _frame_parts([title for title, _ in sheets]):
            _put(package, name, text)


def _sheet(columns: Columns, strings: _Strings) -> str:
    height = len(columns[0])
    cells = [_column(column_letter(index), values, strings) for index, values in enumerate(columns)]
    rows = "".join(
        f'<row r="{number}">{"".join(row)}</row>' for number, row in enumerate(zip(*cells, strict=True), start=1)
    )
    end = f"{column_letter(len(columns) - 1)}{height}"
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{end}"/><sheetData>{rows}</sheetData></worksheet>'


def _column(letter: str, values: Sequence[Any], strings: _Strings) -> list[str]:
    xml_cells = []
    for row, value in enumerate(values, start=1):
        if value is None:
            xml_cells.append("")
        elif isinstance(value, str):
            xml_cells.append(strings.cell(f"{letter}{row}", value))
        elif isinstance(value, date):
            xml_cells.append(f'<c r="{letter}{row}" s="1"><v>{value.toordinal() - _EXCEL_EPOCH}</v></c>')
        else:
            xml_cells.append(f'<c r="{letter}{row}"><v>{value!r}</v></c>')
    return xml_cells


def _frame_parts(titles: Sequence[str]) -> list[tuple[str, str]]:
    """The parts around the sheets: content types, relationships, the workbook itself."""
    numbers = range(1, len(titles) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    names = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}"/>' for n, title in zip(numbers, titles, strict=True)
    )
    last = len(titles)
    return [
        (
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{parts}'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
            f'<Relationship Id="rId{last + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId{last + 2}" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        ),
        (
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        ),
    ]


def _put(package: zipfile.ZipFile, name: str, text: str) -> None:
    part = zipfile.ZipInfo(name, _FIXED_TIME)
    part.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(part, text, compresslevel=1)
