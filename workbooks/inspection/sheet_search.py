"""Checks a sheet's bytes, all at once and without a parser, for being written the usual way.

Usual is what Excel and most programs write and what the reader of values takes as it stands. The reader hardly
complains about anything else: it takes text 0 for a shared string whose number has a blank, ``1`` for ``1&#48;``, and
skips cells behind a tag that is not closed. So whatever is not proven usual here goes through ``sheet_parse``.
"""

from __future__ import annotations

import re

import numpy as np

from schemas.grid import FORMULA_WITHOUT_RESULT, Span, parse_address
from workbooks.inspection.errors import KNOWN_ERRORS
from workbooks.inspection.inspection import SheetNotes
from workbooks.inspection.package import unreadable
from workbooks.inspection.shared_texts import assert_well_formed
from workbooks.inspection.sheet_cells import NARROW_COLUMNS, Cells
from workbooks.limits import Limits

_ERROR_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^<>]*\bt="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>')
_AFTER_FORMULA = (
    re.compile(rb"</f>(<v\s*/>|<v></v>)?</c>"),
    re.compile(rb"<f\b[^<>]*/>(<v\s*/>|<v></v>)?</c>"),
)
_UNKNOWN_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);|#)")
_FORMULA_END = re.compile(rb"</f>|<f\b[^<>]*/>")
_RESULT = re.compile(rb"(?:</f>|<f\b[^<>]*/>)<v>[^<]")
_CELL_START = re.compile(rb'<c r="([A-Z]+\d+)"([^<>]*)>')
_MERGE = re.compile(rb'<mergeCell\b[^<>]*\bref="([A-Z]+\d+):([A-Z]+\d+)"')
_DIMENSION = re.compile(rb"<dimension\b[^<>]*>(?:\s*</dimension>)?")
_SANE_DIMENSION = re.compile(rb'<dimension ref="([A-Z]{1,2}[1-9]\d{0,5})(?::([A-Z]{1,2}[1-9]\d{0,5}))?"\s*/>')


def search(xml: bytes, notes: SheetNotes, limits: Limits, strings: np.ndarray) -> bool:
    """Notes what the sheet (UTF-8) holds by searching its bytes. False when it is not written the usual way, or so
    large that only a parser can tell cells with a value from formatted blanks. ``strings`` says how long the shared
    strings are.

    Raises FileRejectedError ``file.unreadable`` when the XML around the cells is damaged.
    """
    if limits.columns < NARROW_COLUMNS or not xml.rstrip().endswith(b"</worksheet>"):
        return False
    if b"!" in xml and b"<!" in xml:  # looking for one byte takes no time
        return False
    if b"&" in xml and _UNKNOWN_ENTITY.search(xml):
        return False
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if (start < 0 or end < 0) and (start >= 0 or end >= 0 or b"<sheetData/>" not in xml):
        return False
    if start >= 0:
        assert_well_formed(xml[:start] + b"<sheetData/>" + xml[end + len(b"</sheetData>") :])
        cells = Cells(xml, start + len(b"<sheetData>"), end)
        if not cells.usual or cells.height > limits.rows:
            return False
        for indexes in cells.shared:
            if len(indexes) and int(indexes.max()) >= len(strings):
                raise unreadable("a cell names a shared text that is not there")
            notes.weigh(int(strings[indexes].sum()))
        if cells.height:
            notes.reach(cells.height - 1, min(limits.columns, NARROW_COLUMNS) - 1)
        if cells.errors and not _search_errors(xml, notes):
            return False
        if cells.formulas and not _search_formulas(xml, notes):
            return False
    for top_left, bottom_right in _MERGE.findall(xml, max(end, 0)):
        notes.merge(_span(top_left.decode(), bottom_right.decode()))
    return True


def without_odd_dimension(xml: bytes) -> bytes:
    """The sheet without a ``dimension`` that the reader would stumble over. A dimension is only a hint."""
    head = xml.find(b"<sheetData")
    dimension = _DIMENSION.search(xml, 0, max(head, 0))
    if not dimension:
        return xml
    sane = _SANE_DIMENSION.fullmatch(dimension[0])
    if sane:
        top, left = parse_address(sane[1].decode())
        bottom, right = parse_address((sane[2] or sane[1]).decode())
        if top <= bottom and left <= right:
            return xml
    return xml[: dimension.start()] + xml[dimension.end() :]


# --- errors, formulas, merged ranges ------------------------------------------------------------------------------


def _search_errors(xml: bytes, notes: SheetNotes) -> bool:
    """Notes the error values. False when a cell with one is not written the usual way."""
    error_cells = _ERROR_CELL.findall(xml)
    if len(error_cells) != xml.count(b't="e"') or not all(
        text.decode("utf-8", "replace") in KNOWN_ERRORS for _, text in error_cells
    ):
        return False
    for cell, text in error_cells:
        notes.flag(*parse_address(cell.decode()), text.decode("utf-8", "replace"))
    return True


def _search_formulas(xml: bytes, notes: SheetNotes) -> bool:
    """Notes the formulas without a result. False when what follows a formula is not written the usual way."""
    without = [match for pattern in _AFTER_FORMULA for match in pattern.finditer(xml)]
    if len(_FORMULA_END.findall(xml)) != len(_RESULT.findall(xml)) + len(without):
        return False
    for match in without:
        start = xml.rfind(b"<c ", 0, match.start())
        cell = _CELL_START.match(xml, start)
        if cell and not (match[1] and b't="str"' in cell[2]):  # an empty text is a result
            notes.flag(*parse_address(cell[1].decode()), FORMULA_WITHOUT_RESULT)
    return True


def _span(top_left: str, bottom_right: str) -> Span:
    return (*parse_address(top_left), *parse_address(bottom_right))
