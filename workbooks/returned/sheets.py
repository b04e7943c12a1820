"""Edits a worksheet part outside its cells: what comes after them, and whether its tab is selected."""

from __future__ import annotations

import re

from workbooks.returned.package import Package
from workbooks.returned.parts import OFFICE_RELATIONS, STRICT_RELATIONS, is_strict
from workbooks.returned.xml_text import Element, elements

_AFTER_LEGACY_DRAWING = frozenset(
    [
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
        "AlternateContent",
    ]
)
_SELECTED = re.compile(rb"\s+tabSelected=[\"'](?:1|true)[\"']")


def tail_start(sheet: bytes) -> int:
    """The position at which the cells end."""
    closing = re.compile(rb"</(?:[\w.-]+:)?sheetData>|<(?:[\w.-]+:)?sheetData\s*/>")
    at = sheet.rfind(b"sheetData")
    closing_tag = closing.search(sheet, max(0, at - 40)) if at >= 0 else None
    return closing_tag.end() if closing_tag else 0


def legacy_drawing(sheet: bytes) -> str | None:
    """The relationship id of the drawing that carries the notes."""
    drawing = next((element for element in _tail(sheet)[1] if element.local == "legacyDrawing"), None)
    return drawing.get_local("id") if drawing else None


def with_legacy_drawing(package: Package, sheet: bytes, relation_id: str) -> bytes:
    """The sheet with a drawing for notes, at the place that the schema requires."""
    start, tail = _tail(sheet)
    xml = sheet[start:].decode("utf-8")
    closing = xml.rindex("</")
    at = next((element.start for element in tail if element.local in _AFTER_LEGACY_DRAWING), closing)
    prefix = xml[closing + 2 :].partition("worksheet")[0]
    namespace = STRICT_RELATIONS if is_strict(package) else OFFICE_RELATIONS
    added = f'<{prefix}legacyDrawing xmlns:r="{namespace}" r:id="{relation_id}"/>'
    return sheet[:start] + (xml[:at] + added + xml[at:]).encode("utf-8")


def without_legacy_drawing(sheet: bytes) -> bytes:
    """The sheet without a drawing for notes."""
    start, tail = _tail(sheet)
    drawing = next(element for element in tail if element.local == "legacyDrawing")
    return sheet[:start] + drawing.replaced("").encode("utf-8")


def unselect(package: Package, part: str) -> None:
    """Takes a tab's selection away: two selected tabs are a group, and typing in one types in all."""
    if _SELECTED.search(package.head(part)):
        package.write(part, _SELECTED.sub(b"", package.xml(part), count=1))


def _tail(sheet: bytes) -> tuple[int, list[Element]]:
    start = tail_start(sheet)
    return start, elements(sheet[start:].decode("utf-8"))
