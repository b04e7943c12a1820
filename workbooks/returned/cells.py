"""Colours cells in a sheet's XML by finding them in the bytes: a large sheet is never parsed as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import pairwise

from schemas.finding import Severity
from schemas.grid import column_letter
from workbooks.returned.regular import IrregularSheetError, regular
from workbooks.returned.xml_text import elements

Targets = Mapping[tuple[int, int], Severity]
"""Zero-based (row, column) → the severity that gives the colour."""

StyleOf = Callable[[int, Severity], int]
"""A cell's format and a severity → the marked format."""

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\s*(/?)>")
_STYLE = re.compile(rb"(?<=\s)s=\"(\d+)\"")
_SPANS = re.compile(rb"\s+spans=\"[^\"]*\"")


def paint(sheet: bytes, targets: Targets, style_of: StyleOf) -> bytes:
    """The sheet's XML with the targets' formats exchanged. Missing cells and rows are made.

    Raises IrregularSheetError for XML that is no worksheet.
    """
    if not targets:
        return sheet
    try:
        return _Painter(sheet, style_of).paint(targets)
    except IrregularSheetError:
        return _Painter(regular(sheet), style_of).paint(targets)


class _Painter:
    def __init__(self, sheet: bytes, style_of: StyleOf) -> None:
        if b"!" in sheet and b"<!" in sheet:  # looking for one byte takes no time
            raise IrregularSheetError("CDATA or a comment, whose text may look like cells")
        opening = _SHEET_DATA.search(sheet)
        if opening is None:
            raise IrregularSheetError("no sheetData")
        self.prefix = opening[1]
        if opening[2]:
            empty_data = b"<%ssheetData></%ssheetData>" % (self.prefix, self.prefix)
            sheet = sheet[: opening.start()] + empty_data + sheet[opening.end() :]
            opening = _SHEET_DATA.search(sheet)
            assert opening is not None
        self.sheet = sheet
        self.marked = style_of
        self.start = opening.end()
        self.end = sheet.rfind(b"</%ssheetData>" % self.prefix)
        self.column_styles = _column_styles(sheet[: opening.start()])
        self.cell = re.compile(rb"<%sc r=\"([A-Z]{1,3})\d+\"" % re.escape(self.prefix))
        self.any_cell = re.compile(rb"<%sc[\s/>]" % re.escape(self.prefix))

    def paint(self, targets: Targets) -> bytes:
        numbers, starts = self._rows()
        by_row: dict[int, dict[int, Severity]] = defaultdict(dict)
        for (row, column), severity in targets.items():
            by_row[row + 1][column] = severity
        pieces = []
        position = 0
        for number in sorted(by_row):
            index = bisect_left(numbers, number)
            begin = starts[index]
            pieces.append(self.sheet[position:begin])
            position = begin
            if index < len(numbers) and numbers[index] == number:
                position = starts[index + 1]
                pieces.append(self._row(self.sheet[begin:position], number, by_row[number]))
            else:
                pieces.append(self._row(b'<%srow r="%d"/>' % (self.prefix, number), number, by_row[number]))
        pieces.append(self.sheet[position:])
        return b"".join(pieces)

    def _rows(self) -> tuple[list[int], list[int]]:
        """Row numbers and the start of each row, with one start more for the end of the last."""
        tag = re.compile(rb"<%srow(?: r=\"(\d+)\")?" % re.escape(self.prefix))
        numbers, starts = [], []
        for row in tag.finditer(self.sheet, self.start, self.end):
            if row[1] is None:
                raise IrregularSheetError("a row without number")
            numbers.append(int(row[1]))
            starts.append(row.start())
        if any(later <= earlier for earlier, later in pairwise(numbers)):
            raise IrregularSheetError("rows out of order")
        return numbers, [*starts, self.end]

    def _row(self, row: bytes, number: int, targets: dict[int, Severity]) -> bytes:
        tag_end = row.index(b">") + 1
        tag, body = row[:tag_end], row[tag_end:]
        if tag.endswith(b"/>"):
            tag = tag[:-2].rstrip() + b">"
            body = b"</%srow>" % self.prefix + body
        if b"'" in tag:
            raise IrregularSheetError("quoted otherwise")
        row_style = self._row_style(tag)
        pieces = []
        position = 0
        for column in sorted(targets):
            cell_address = column_letter(column).encode() + b"%d" % number
            start = body.find(b'<%sc r="%s"' % (self.prefix, cell_address), position)
            if start >= 0:
                end = body.index(b">", start) + 1
                cell = self._cell(body[start:end], targets[column])
            else:
                tag = _SPANS.sub(b"", tag)
                start = end = self._place(body, position, column)
                style = self.column_styles.get(column, 0) if row_style is None else row_style
                cell = b'<%sc r="%s" s="%d"/>' % (self.prefix, cell_address, self.marked(style, targets[column]))
            pieces += (body[position:start], cell)
            position = end
        return b"".join((tag, *pieces, body[position:]))

    def _place(self, body: bytes, start: int, column: int) -> int:
        """The position in a row, from ``start`` on, where a cell of this column belongs."""
        cells = list(self.cell.finditer(body, start))
        if len(cells) != len(self.any_cell.findall(body, start)):
            raise IrregularSheetError("a cell without address")
        later = (cell.start() for cell in cells if _column(cell[1]) > column)
        return next(later, body.rindex(b"</%srow>" % self.prefix))

    def _cell(self, tag: bytes, severity: Severity) -> bytes:
        if b"'" in tag:
            raise IrregularSheetError("quoted otherwise")
        style_match = _STYLE.search(tag)
        style = b's="%d"' % self.marked(int(style_match[1]) if style_match else 0, severity)
        if style_match:
            return tag[: style_match.start()] + style + tag[style_match.end() :]
        end = len(tag) - (2 if tag.endswith(b"/>") else 1)
        return tag[:end].rstrip() + b" " + style + tag[end:]

    def _row_style(self, tag: bytes) -> int | None:
        style_match = _STYLE.search(tag)
        return int(style_match[1]) if style_match and b'customFormat="1"' in tag else None


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _column_styles(head: bytes) -> dict[int, int]:
    """Zero-based column → the format that its empty cells have."""
    start = head.find(b"cols>")
    if start < 0:
        return {}
    styles = {}
    for element in elements(head[start + 5 : head.rfind(b"</")].decode("utf-8")):
        style = element.get("style")
        if element.local == "col" and style:
            first_column, last_column = int(element.get("min") or 1), int(element.get("max") or 1)
            styles.update(dict.fromkeys(range(first_column - 1, min(last_column, 1000)), int(style)))
    return styles
