"""Excel workbooks (xlsx, xlsm): error values, formulas without result, merged ranges, extents (ECMA-376 part 1).

Sheets as Excel and most programs write them are looked through by searching their bytes; any other by a parser.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser, fromstring

from schemas.grid import FORMULA_WITHOUT_RESULT, Span, parse_address
from workbooks.inspection.inspection import Inspection, Notebook, SheetNotes
from workbooks.inspection.package import (
    Package,
    assert_no_doctype,
    assert_no_doctypes,
    open_package,
    read_part,
    unreadable,
)
from workbooks.limits import Limits

_OFFICE_DOCUMENT = "/officeDocument"
_WORKSHEET = "/worksheet"
_OTHER_PARTS_READ = ("/sharedStrings", "/styles")


def inspect_xlsx(data: bytes, limits: Limits) -> Inspection:
    """Error values, formulas without result and merged ranges of every worksheet of a file that
    :func:`workbooks.inspection.sniff.sniff` let in.

    Raises FileRejectedError: ``file.unreadable`` for a damaged structure, a document type or entities,
    ``file.too_large`` over the limits.
    """
    package = open_package(data, limits)
    assert_no_doctypes(package)
    notebook = Notebook(limits)
    workbook = _workbook_part(package)
    targets = {key: (kind, part) for key, kind, part in _relationships(package, workbook)}
    for kind, part in targets.values():
        if kind.endswith(_OTHER_PARTS_READ) and part in package.parts:
            assert_no_doctype(read_part(package, part))
    sheets = list(_sheets(package, workbook, targets))
    notebook.assert_sheet_count(len(sheets))
    for name, part in sheets:
        xml = read_part(package, part)
        assert_no_doctype(xml)
        notes = notebook.sheet(name)
        if not _search(xml, notes, limits):
            _parse(xml, notes)
    return notebook.close()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _xml(package: Package, part: str) -> Element:
    content = read_part(package, part)
    assert_no_doctype(content)
    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise unreadable(f"{part}: {type(error).__name__}") from error


def _relationships(package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """Id, type and part of every internal relationship of a part (of the package itself for ``""``)."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in package.parts:
        raise unreadable(f"{source} is missing")
    for relationship in _xml(package, source):
        if relationship.get("TargetMode") != "External":
            target = relationship.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield relationship.get("Id", ""), relationship.get("Type", ""), path


def _workbook_part(package: Package) -> str:
    for _, kind, part in _relationships(package, ""):
        if kind.endswith(_OFFICE_DOCUMENT):
            return part
    raise unreadable("no workbook part")


def _sheets(package: Package, workbook: str, targets: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet (charts and dialogs are no worksheets)."""
    for element in _xml(package, workbook).iter():
        if _tag(element) != "sheet":
            continue
        reference = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        kind, part = targets.get(reference, ("", ""))
        if part not in package.parts:
            raise unreadable("a sheet without a part")
        if kind.endswith(_WORKSHEET):
            yield element.get("name", ""), part


# --- searching ----------------------------------------------------------------------------------------------------

_NARROW_COLUMNS = 52
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


def _search(xml: bytes, notes: SheetNotes, limits: Limits) -> bool:
    """Note what the sheet holds by searching its bytes; False when it is not written the usual way, or so large that
    only a parser can tell cells with a value from formatted blanks.
    """
    if not xml.rstrip().endswith(b"worksheet>") or _UNKNOWN_ENTITY.search(xml):
        return False
    tags = _Tags(xml)
    if not tags.usual or _holds(xml, b":c ") or _holds(xml, b"'e'"):
        return False
    height, width = tags.height, min(limits.columns, _NARROW_COLUMNS)
    if height > limits.rows or tags.wide or limits.columns < _NARROW_COLUMNS:
        return False
    if height:
        notes.reach(height - 1, width - 1)
    errors = xml.count(b't="e"')
    if errors:
        found = _ERROR_CELL.findall(xml)
        if len(found) != errors:
            return False
        for cell, text in found:
            notes.flag(*parse_address(cell.decode()), text.decode("utf-8", "replace"))
    if tags.formulas and not _search_formulas(xml, notes):
        return False
    if tags.merges:
        for first, last in _MERGE.findall(xml):
            notes.merge(_span(first.decode(), last.decode()))
    return True


def _holds(xml: bytes, sought: bytes) -> bool:
    """Whether ``sought`` stands there, whose first byte is rare: hopping from one to the next is ten times as fast."""
    at = xml.find(sought[:1])
    while at >= 0 and not xml.startswith(sought, at):
        at = xml.find(sought[:1], at + 1)
    return at >= 0


class _Tags:
    """What the first bytes of a sheet's tags say, looked at all at once: twice as fast as searching for each.

    ``usual``: every cell and row says its own position first, and there are no comments and no CDATA. ``wide``: a cell
    stands beyond column AZ. ``height``: the largest number of a row. ``formulas``, ``merges``: there may be some.
    """

    def __init__(self, xml: bytes) -> None:
        self._bytes = np.frombuffer(xml, dtype=np.uint8)
        tags = np.flatnonzero(self._bytes == ord("<"))
        tags = tags[: np.searchsorted(tags, len(xml) - 20)]  # behind all rows there is "</sheetData></worksheet>"
        first, second = self._bytes[tags + 1], self._bytes[tags + 2]
        cells = tags[(first == ord("c")) & (second < ord("A"))]  # no letter: not "<col"
        self.wide = bool(self._is_wide(cells + 6).any())
        rows = tags[(first == ord("r")) & (second == ord("o"))]
        rows = rows[self._goes_on(rows + 3, b"w") & (self._bytes[rows + 4] < ord("A"))]  # not "<rowBreaks"
        numbers = self._numbers(rows + 8)
        self.height = int(numbers.max(initial=0))
        self.usual = bool(
            not (first == ord("!")).any()
            and self._goes_on(cells + 2, b' r="').all()
            and self._goes_on(rows + 4, b' r="').all()
            and (numbers > 0).all()
        )
        self.formulas = bool((first == ord("f")).any())
        self.merges = bool((first == ord("m")).any())

    def _goes_on(self, places: np.ndarray, text: bytes) -> np.ndarray:
        same = np.ones(len(places), dtype=bool)
        for offset, byte in enumerate(text):
            same &= self._bytes[places + offset] == byte
        return same

    def _numbers(self, places: np.ndarray) -> np.ndarray:
        """The numbers that stand there, 0 for none; eight digits are more than any sheet has rows."""
        numbers = np.zeros(len(places), dtype=np.int64)
        goes_on = np.ones(len(places), dtype=bool)
        for offset in range(8):
            byte = self._bytes[places + offset]
            goes_on &= (byte >= ord("0")) & (byte <= ord("9"))
            numbers = np.where(goes_on, numbers * 10 + byte - ord("0"), numbers)
        return numbers

    def _is_wide(self, addresses: np.ndarray) -> np.ndarray:
        first, second, third = (self._bytes[addresses + offset] for offset in range(3))
        return (second >= ord("A")) & ((first > ord("A")) | (third >= ord("A")))


def _search_formulas(xml: bytes, notes: SheetNotes) -> bool:
    """Note the formulas without a result; False when what follows some formula is not written the usual way."""
    without = [match for pattern in _AFTER_FORMULA for match in pattern.finditer(xml)]
    if len(_FORMULA_END.findall(xml)) != len(_RESULT.findall(xml)) + len(without):
        return False
    for match in without:
        start = xml.rfind(b"<c ", 0, match.start())
        cell = _CELL_START.match(xml, start)
        if cell and not (match[1] and b't="str"' in cell[2]):  # an empty text is a result
            notes.flag(*parse_address(cell[1].decode()), FORMULA_WITHOUT_RESULT)
    return True


def _span(first: str, last: str) -> Span:
    return (*parse_address(first), *parse_address(last))


# --- parsing ------------------------------------------------------------------------------------------------------


class _SheetParser:
    """Follows a sheet's XML: positions are counted where a cell or row does not say its own."""

    def __init__(self, notes: SheetNotes) -> None:
        self.notes = notes
        self._row = self._column = -1
        self._type = ""
        self._has_formula = self._has_value = self._in_cell = False
        self._text: list[str] = []
        self._collecting = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            if "r" in attributes:
                self._row, self._column = parse_address(attributes["r"])
            else:
                self._column += 1
            self._type = attributes.get("t", "")
            self._has_formula = self._has_value = False
            self._in_cell, self._text = True, []
        elif self._in_cell and name == "f":
            self._has_formula = True
        elif self._in_cell and name in ("v", "t"):
            self._collecting = True
            self._has_value = self._has_value or name == "t"
        elif name == "mergeCell" and ":" in attributes.get("ref", ""):
            self.notes.merge(_span(*attributes["ref"].split(":")))

    def data(self, text: str) -> None:
        """Text inside an element."""
        if self._collecting:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        if name in ("v", "t"):
            self._collecting = False
            self._has_value = self._has_value or bool("".join(self._text).strip()) or self._type == "str"
        elif name == "c":
            self._in_cell = False
            self._note_cell()

    def _note_cell(self) -> None:
        text = "".join(self._text)
        if self._type == "e" and text:
            self.notes.flag(self._row, self._column, text)
        elif self._has_formula and not self._has_value:
            self.notes.flag(self._row, self._column, FORMULA_WITHOUT_RESULT)
        elif self._has_value:
            self.notes.reach(self._row, self._column)

    def close(self) -> None:
        """The end of the part."""


def _parse(xml: bytes, notes: SheetNotes) -> None:
    parser = XMLParser(target=_SheetParser(notes), forbid_dtd=True)
    try:
        parser.feed(xml)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, KeyError) as error:
        raise unreadable(f"a sheet's XML: {type(error).__name__}") from error
