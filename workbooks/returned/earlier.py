"""Takes the marks of an earlier answer out of a workbook before the next answer."""

from __future__ import annotations

import re

from workbooks.returned.baca_dulu import NAME as GUIDE
from workbooks.returned.baca_dulu import TITLE
from workbooks.returned.book import Book, BookSheet
from workbooks.returned.notes import erase_notes
from workbooks.returned.package import Package
from workbooks.returned.perbaikan import HEADERS
from workbooks.returned.perbaikan import NAME as CORRECTIONS
from workbooks.returned.styles import Styles
from workbooks.returned.xml_text import elements

_FIRST_CELL = re.compile(r"<(?:\w+:)?c\s[^>]*?r=\"A1\".*?</(?:\w+:)?c>", re.S)


def erase_marks(book: Book, styles: Styles) -> None:
    """Takes our sheets, notes and colours out; the sender's own stay."""
    book.remove([sheet.name for sheet in book.sheets if _is_ours(book, sheet)])
    for sheet in book.sheets:
        if sheet.part:
            erase_notes(book.package, sheet.part)
    styles.restore(backgrounds_kept=not _saved_by_libreoffice(book.package))


def _saved_by_libreoffice(package: Package) -> bool:
    """Whether LibreOffice saved the file: it writes a background colour of its own into solid fills (seen with 7.4)."""
    return "docProps/app.xml" in package and b"LibreOffice" in package.read("docProps/app.xml")


def _is_ours(book: Book, sheet: BookSheet) -> bool:
    """Whether the sheet is ours, by name and first cell: a sender may have a sheet of the same name."""
    name = sheet.name.casefold()
    if sheet.part is None or not name.startswith((GUIDE.casefold(), CORRECTIONS.casefold())):
        return False
    return _first_text(book, sheet.part) in (TITLE, HEADERS[0])


def _first_text(book: Book, part: str) -> str:
    cell_match = _FIRST_CELL.search(book.package.head(part).decode("utf-8", "replace"))
    if cell_match is None:
        return ""
    cell = elements(cell_match[0])[0]
    if cell.get("t") == "s":
        strings = book.related("sharedStrings")
        value = cell.child("v")
        if strings is None or value is None:
            return ""
        return _text(_shared_string(book.package.text(strings), int(value.inner)))
    return _text(cell.text)


def _shared_string(strings: str, index: int) -> str:
    for number, item in enumerate(re.finditer(r"<(?:\w+:)?si>.*?</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", strings, re.S)):
        if number == index:
            return item[0]
    return ""


def _text(xml: str) -> str:
    return "".join(re.findall(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</", xml))
