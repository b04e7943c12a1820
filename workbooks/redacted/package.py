"""Takes cells out of an xlsx package as text: every other part, and every other cell, keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from schemas.grid import address
from workbooks.redacted.erasure import Cells, Erasure
from workbooks.returned.book import Book
from workbooks.returned.package import Package, UnmarkableError
from workbooks.returned.parts import relations
from workbooks.returned.regular import regular
from workbooks.returned.xml_text import cell_text, escaped

_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*>")
_STYLE = re.compile(rb"\ss=[\"']\d+[\"']")
_SHARED = re.compile(rb"\bt=[\"']s[\"']")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v>\s*(\d+)\s*</")
_TEXTS = re.compile(r"<(?:[\w.-]+:)?t(?:\s[^>]*)?>(.*?)</(?:[\w.-]+:)?t>", re.S)
_ITEM = re.compile(r"<((?:[\w.-]+:)?)si\b[^>]*?(?:/>|>.*?</\1si>)", re.S)
_COMMENT = re.compile(r"<((?:[\w.-]+:)?)comment\b[^>]*?\bref=\"([A-Z]+\d+)\".*?</\1comment>", re.S)
_MARKUP = (".xml", ".rels", ".vml")


def redact_package(data: bytes, erasure: Erasure) -> bytes:
    """The package without these cells. Raises UnmarkableError where a cell cannot be found as text, or others hang on
    it.
    """
    package = Package(data)
    book = Book(package)
    parts = {sheet.name: sheet.part for sheet in book.sheets if sheet.part}
    for name, cells in erasure.sheets.items():
        if cells:
            _redact_sheet(package, book, parts, name, cells)
            _redact_comments(package, parts[name], cells)
    strings = book.related("sharedStrings")
    if strings:
        _redact_strings(package, strings, list(parts.values()), erasure)
    _redact_others(package, {*parts.values(), strings}, erasure)
    return package.save()


def _redact_sheet(package: Package, book: Book, parts: dict[str, str], name: str, cells: Cells) -> None:
    if name not in parts:
        raise UnmarkableError("no part for a sheet")
    sheet = regular(package.xml(parts[name]))  # the same bytes where it is written as usual
    opening = _DATA.search(sheet)
    if opening is None:
        raise UnmarkableError("no sheetData")
    pieces, position = [], 0
    for (row, column), text in sorted(cells.items()):
        start, end = _cell(sheet, opening[1], address(row, column).encode(), max(position, opening.end()))
        old = sheet[start:end]
        if b"<f" in old or b":f" in old:
            if b"shared" in old or b"array" in old:
                raise UnmarkableError("other formulas hang on a cell")
            book.forget_calculation_order()
        pieces += (sheet[position:start], _new_cell(opening[1], old, address(row, column), text))
        position = end
    package.write(parts[name], b"".join((*pieces, sheet[position:])))


def _cell(sheet: bytes, prefix: bytes, at: bytes, start: int) -> tuple[int, int]:
    begin = sheet.find(b'<%sc r="%s"' % (prefix, at), start)
    if begin < 0:
        raise UnmarkableError("a cell is not where it was read")
    end = sheet.index(b">", begin) + 1
    if not sheet[:end].endswith(b"/>"):
        closing = b"</%sc>" % prefix
        end = sheet.index(closing, end) + len(closing)
    return begin, end


def _new_cell(prefix: bytes, old: bytes, at: str, text: str) -> bytes:
    style = _STYLE.search(old[: old.index(b">")])
    tag = b'<%sc r="%s"%s' % (prefix, at.encode(), style[0] if style else b"")
    if not text:
        return tag + b"/>"
    p = prefix
    return b'%s t="inlineStr"><%sis><%st>%s</%st></%sis></%sc>' % (tag, p, p, cell_text(text).encode(), p, p, p)


def _redact_comments(package: Package, part: str, cells: Cells) -> None:
    """Takes notes at these cells out of the parts that hold them."""
    places = {address(row, column) for row, column in cells}
    for relation in relations(package, part):
        if "omment" in relation.kind and relation.target in package:
            text = package.text(relation.target)
            changed = _COMMENT.sub(lambda note: _blank(note[0]) if note[2] in places else note[0], text)
            if changed != text:
                package.write(relation.target, changed)


def _blank(xml: str) -> str:
    return _TEXTS.sub(lambda match: match[0].replace(match[1], "", 1) if match[1] else match[0], xml)


def _redact_strings(package: Package, part: str, sheets: list[str], erasure: Erasure) -> None:
    """Empties shared strings that no cell uses any more."""
    used = {number for sheet in sheets for number in _shared_numbers(package.xml(sheet))}
    gone = set(erasure.texts)
    numbers = iter(range(1 << 30))

    def item(match: re.Match[str]) -> str:
        if next(numbers) in used:
            return match[0]
        text = unescape("".join(_TEXTS.findall(match[0])))
        is_his = " ".join(text.split()) in gone or erasure.cleaned(text) != text
        return f"<{match[1]}si><{match[1]}t/></{match[1]}si>" if is_his else match[0]

    text = package.text(part)
    changed = _ITEM.sub(item, text)
    if changed != text:
        package.write(part, changed)


def _shared_numbers(sheet: bytes) -> Iterator[int]:
    for cell in re.finditer(rb"<(?:[\w.-]+:)?c\b([^>]*[^/])>(.*?)</(?:[\w.-]+:)?c>", sheet, re.S):
        value = _VALUE.search(cell[2])
        if value and _SHARED.search(cell[1]):
            yield int(value[1])


def _redact_others(package: Package, cells: set[str | None], erasure: Erasure) -> None:
    """Cleans all other markup: notes, links, lists, names, properties. Raises UnmarkableError for a part that cannot
    be.
    """
    for name in package.names():
        if name in cells:
            continue
        content = package.read(name)
        if name.lower().endswith(_MARKUP):
            text = package.text(name)
            cleaned = _cleaned_markup(text, erasure)
            if cleaned != text:
                package.write(name, cleaned)
        elif erasure.redact(content.decode("latin-1")) != content.decode("latin-1"):
            raise UnmarkableError(f"a part that is no markup holds it: {name}")


def _cleaned_markup(text: str, erasure: Erasure) -> str:
    text = erasure.redact(text)
    for piece in erasure.texts:
        text = re.sub(rf"(?<=[>\"']){re.escape(escaped(piece))}(?=[<\"'])", "", text)
    return text
