"""Makes a sheet's XML regular: every row and cell has its address first, so that cells can be found in the bytes."""

from __future__ import annotations

import re

from schemas.grid import column_letter, parse_address
from workbooks.returned.xml_text import TOKEN, attributes, escaped

_SHEET_DATA = re.compile(r"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")


class IrregularSheetError(ValueError):
    """The sheet is not written in the way that the fast way needs."""


def regular(sheet: bytes) -> bytes:
    """The same sheet (UTF-8) with addresses on all rows and cells, rows in order, and neither comments nor CDATA.

    Raises IrregularSheetError for XML that is no worksheet.
    """
    text = TOKEN.sub(_plain, sheet.decode("utf-8"))
    opening = _SHEET_DATA.search(text)
    if opening is None:
        raise IrregularSheetError("no sheetData")
    if opening[2]:
        return text.encode("utf-8")
    closing = f"</{opening[1]}sheetData>"
    end = text.rfind(closing)
    if end < 0:
        raise IrregularSheetError("sheetData is not closed")
    rows = _addressed(text[opening.end() : end], opening[1])
    rows.sort(key=lambda row: row[0])
    head = f"{text[: opening.start()]}<{opening[1]}sheetData>"
    return (head + "".join(row for _, row in rows) + text[end:]).encode("utf-8")


def _plain(token: re.Match[str]) -> str:
    """A piece of markup without comments, CDATA, and blanks in end tags."""
    if token[0].startswith("<![CDATA["):
        return escaped(token[0][9:-3])
    if token["close"]:
        return f"</{token['name']}>"
    return "" if token[0].startswith("<!--") else token[0]


def _addressed(body: str, prefix: str) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = []
    pieces: list[str] = []
    number, column, position = 0, -1, 0
    for token in TOKEN.finditer(body):
        if token["name"] == f"{prefix}row":
            if not token["close"]:
                position = token.start()
                attributes_given = attributes(token[0])
                number, column = _number(attributes_given.pop("r", str(number + 1))), -1
                pieces = [_tag(token, str(number), attributes_given)]
                position = token.end()
            if token["close"] or token["empty"]:
                pieces.append(body[position : token.end()])
                rows.append((number, "".join(pieces)))
        elif token["name"] == f"{prefix}c" and not token["close"]:
            attributes_given = attributes(token[0])
            address = attributes_given.pop("r", None)
            column = _column(address) if address else column + 1
            pieces += (
                body[position : token.start()],
                _tag(token, f"{column_letter(column)}{number}", attributes_given),
            )
            position = token.end()
    return rows


def _number(text: str) -> int:
    if not text.isdecimal():
        raise IrregularSheetError("a row number that is none")
    return int(text)


def _column(cell: str) -> int:
    try:
        return parse_address(cell)[1]
    except ValueError as error:
        raise IrregularSheetError("a cell address that is none") from error


def _tag(token: re.Match[str], address: str, attributes_given: dict[str, str]) -> str:
    attribute_text = "".join(f' {name}="{escaped(value)}"' for name, value in attributes_given.items())
    return f'<{token["name"]} r="{address}"{attribute_text}{"/" if token["empty"] else ""}>'
