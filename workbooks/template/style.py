"""The look of our workbooks: colours with one meaning each, fonts, borders, widths."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from schemas.kinds.base import Display, Kind

REQUIRED = "1F4E78"
OPTIONAL = "DCE6F1"
EXAMPLE = "FFF3CF"
MISSING = "F8CBAD"
GUIDE = "E0A100"
FILLED_IN = "EEF1F4"
HELD = "E4DFEC"
INK = "1F2933"
MUTED = "5B6770"
LINE = "B8C4CC"

FONT = "Calibri"
THIN = Side(style="thin", color=LINE)
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAPPED = Alignment(vertical="top", wrap_text=True)
CENTRED = Alignment(vertical="center", wrap_text=True)


def fill(colour: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def font(*, bold: bool = False, italic: bool = False, size: int = 11, colour: str = INK) -> Font:
    """The house font."""
    return Font(name=FONT, bold=bold, italic=italic, size=size, color=colour)


def header(required: bool) -> tuple[Font, PatternFill]:
    """Font and fill of a header cell: dark when the column must be filled in, light when it may stay empty."""
    if required:
        return font(bold=True, colour="FFFFFF"), fill(REQUIRED)
    return font(bold=True), fill(OPTIONAL)


NUMBER_FORMATS: dict[Display, str] = {
    "text": "@",
    "year": "0",
    "grouped": "#,##0",
    "degrees": "0.00000",
    "general": "General",
}


def number_format(kind: Kind) -> str:
    """Excel format of a column. Everything that is not a number is text, so that Excel changes nothing in it."""
    return NUMBER_FORMATS[kind.display]


def width(kind: Kind, heading: str) -> float:
    """Column width in characters: room for what the kind holds, and for the longest word of the header."""
    return max(kind.width(), 4 + max(len(word) for word in heading.split()))


def set_up_print(sheet: Worksheet, *, repeat_header: bool, footer: str, pages_wide: int = 1) -> None:
    """Sets up A4 landscape, so many pages wide, with the header on each and page numbers below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.footer = 0.3
    sheet.oddFooter.left.text = footer
    sheet.oddFooter.right.text = "Halaman &P dari &N"
    if repeat_header:
        sheet.print_title_rows = "1:1"
