"""Makes a workbook anew for senders of other formats: the same sheets, values and addresses, with the same marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from schemas.grid import FORMULA_WITHOUT_RESULT, Grid, address, column_letter
from workbooks.returned.marking import mark_up
from workbooks.returned.package import Package
from workbooks.returned.page import cell_xml
from workbooks.returned.report import Contents, Report
from workbooks.returned.styles import MAIN
from workbooks.returned.xml_text import escaped

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_BASE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
_DAY_ZERO = date(1899, 12, 30)
_PLAIN, _TEXT, _DATE, _MOMENT, _TIME, _DURATION = range(6)
_FORMATS = (0, 49, 14, 22, 21, 46)  # built-in numbers: General, @, date, date and time, time, [h]:mm:ss


def rebuild(grids: Sequence[Grid], report: Report) -> bytes:
    """A new xlsx of the grids with the report's marks. A file that could not be read (no grids) gives our two sheets.

    Text stays text and is never a formula; dates stay dates; error values and hidden sheets stay as they are.
    """
    names = _sheet_names(grids)
    as_sent = {title: names.get(name, name) for title, name in report.names.items()}
    new_names = {old: new for old, new in names.items() if old not in as_sent and old != new}
    contents = Contents.COPY if grids else Contents.NONE
    return mark_up(_workbook(grids, names), replace(report, names={**as_sent, **new_names}, contents=contents))


def _workbook(grids: Sequence[Grid], names: dict[str, str]) -> bytes:
    package = Package(_EMPTY_ZIP)
    numbers = range(1, len(grids) + 1)
    sheets = "".join(
        f'<sheet name="{escaped(names[grid.name])}" sheetId="{number}"'
        f' state="{"visible" if grid.visible else "hidden"}" r:id="rId{number}"/>'
        for number, grid in zip(numbers, grids, strict=True)
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_BASE}.worksheet+xml"/>'
        for number in numbers
    )
    package.write(
        "[Content_Types].xml",
        f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_BASE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_BASE}.styles+xml"/>{overrides}</Types>',
    )
    package.write("_rels/.rels", _relationships([("officeDocument", "xl/workbook.xml")]))
    package.write(
        "xl/workbook.xml",
        f'{_DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    package.write("xl/_rels/workbook.xml.rels", _relationships([*targets, ("styles", "styles.xml")]))
    package.write("xl/styles.xml", _styles())
    for number, grid in zip(numbers, grids, strict=True):
        package.write(f"xl/worksheets/sheet{number}.xml", _sheet(grid))
    return package.save()


def _relationships(targets: list[tuple[str, str]]) -> str:
    relation_tags = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}">{relation_tags}</Relationships>'


def _styles() -> str:
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in _FORMATS
    )
    return f'{_DECLARATION}<styleSheet xmlns="{MAIN}"><cellXfs count="{len(_FORMATS)}">{formats}</cellXfs></styleSheet>'


def _sheet(grid: Grid) -> str:
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{_width(column)}" customWidth="1"/>'
        for number, column in enumerate(grid.columns, start=1)
    )
    letters = [column_letter(index) for index in range(grid.width)]
    rows = []
    for number in range(1, grid.height + 1):
        cells = [
            _cell(f"{letters[index]}{number}", column[number - 1])
            if (number - 1, index) not in grid.flags
            else _flag(f"{letters[index]}{number}", grid.flags[number - 1, index])
            for index, column in enumerate(grid.columns)
            if column[number - 1] != "" or (number - 1, index) in grid.flags
        ]
        if cells:
            rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    merged = "".join(
        f'<mergeCell ref="{address(top, left)}:{address(bottom, right)}"/>' for top, left, bottom, right in grid.merged
    )
    return (
        f'{_DECLARATION}<worksheet xmlns="{MAIN}">{f"<cols>{widths}</cols>" if widths else ""}'
        f"<sheetData>{''.join(rows)}</sheetData>{f'<mergeCells>{merged}</mergeCells>' if merged else ''}</worksheet>"
    )


def _cell(at: str, value: Any) -> str:
    if isinstance(value, str):
        return cell_xml(at, value, _TEXT)
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        day = (value.date() - _DAY_ZERO).days
        return (
            cell_xml(at, day + _fraction(value.time()), _MOMENT) if value.time() != time() else cell_xml(at, day, _DATE)
        )
    if isinstance(value, date):
        return cell_xml(at, (value - _DAY_ZERO).days, _DATE)
    if isinstance(value, time):
        return cell_xml(at, _fraction(value), _TIME)
    if isinstance(value, timedelta):
        return cell_xml(at, value / timedelta(days=1), _DURATION)
    return cell_xml(at, value, _PLAIN)


def _flag(at: str, flag: str) -> str:
    return "" if flag == FORMULA_WITHOUT_RESULT else f'<c r="{at}" t="e"><v>{escaped(flag)}</v></c>'


def _fraction(moment: time) -> float:
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400


def _width(column: Sequence[Any]) -> int:
    """A column width that shows most of the values at its top."""
    return min(max((len(str(value)) for value in column[:50]), default=8) + 2, 40)


def _sheet_names(grids: Sequence[Grid]) -> dict[str, str]:
    """Name as sent → a name that Excel allows: 31 characters, some signs forbidden, no two alike."""
    names: dict[str, str] = {}
    taken_names: set[str] = set()
    for grid in grids:
        name = _FORBIDDEN.sub(" ", grid.name).strip("' ")[:31] or "Lembar"
        free, number = name, 2
        while free.casefold() in taken_names:
            free = f"{name[:26]} ({number})"
            number += 1
        taken_names.add(free.casefold())
        names[grid.name] = free
    return names
