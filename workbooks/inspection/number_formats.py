"""Formats by which a number cell shows something that its number alone does not say: a unit ("6 bulan"), a currency
("$ 15"), a percentage, thousands cut off, letters of a code ("MJN-0001") (ECMA-376 part 1, 18.8.30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from schemas.grid import ShownNumber, parse_address
from workbooks.inspection.package import unreadable
from workbooks.inspection.relations import local_name

_PERCENTAGES = {9: "0%", 10: "0.00%"}
"""Formats that no workbook spells out, for every program knows them."""
_FIRST_OWN = 164
"""Below stand formats that show another currency in each country."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<other>[^\]]*)\]'
    r"|(?P<digits>General|[#0?][#0?.,]*)|(?P<sign>.)",
    re.S,
)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+", re.I)
_LITERAL = frozenset(" $-+():!^&'~{}<>=.,")
_RUPIAH = frozenset(("rp", "idr", "rupiah"))
_WORD = re.compile(r"[^\W\d_]+|[$€£¥%]")
_SCALE_WORDS = {1: "ribu", 2: "juta", 3: "miliar", 4: "triliun"}
_SCALE = frozenset((*_SCALE_WORDS.values(), "rb", "jt", "milyar", "m", "t", "k"))
_EXACT = 10**15


@dataclass(frozen=True)
class NumberFormat:
    """What is shown before and behind a number, how many digits it has at least, by how many thousands it is cut, and
    whether it is shown as a percentage.
    """

    before: str
    behind: str
    least_digits: int
    thousands: int
    percentage: bool

    def shown(self, number: float) -> ShownNumber | None:
        """A number in this format; None for one that is shown otherwise (below zero), or that has lost digits."""
        if not 0 <= number < _EXACT:
            return None
        exact = Decimal(repr(number)) * (100 if self.percentage else 1) / 1000**self.thousands
        whole, _, part = f"{exact.normalize():f}".partition(".")
        figures = whole.zfill(self.least_digits)
        if part:
            figures += f",{part}0" if len(part) == 3 else f",{part}"  # "1,5000" is no group of thousands
        scale = ""
        if self.thousands and not _SCALE.intersection(self.behind.casefold().split()):
            scale = f" {_SCALE_WORDS[self.thousands]}"
        percent = "%" if self.percentage else ""
        return ShownNumber(number, " ".join(f"{self.before}{figures}{percent}{scale}{self.behind}".split()))


def telling_formats(styles: bytes | None) -> Mapping[int, NumberFormat]:
    """The formats of cells, by their numbers, that say more than the number does. Nearly always there is none."""
    if styles is None or (
        b"numFmt " not in styles and b'numFmtId="9"' not in styles and b'numFmtId="10"' not in styles
    ):
        return {}
    try:
        root = fromstring(styles, forbid_dtd=True)
        codes = _PERCENTAGES | {
            number: element.get("formatCode", "")
            for element in root.iter()
            if local_name(element) == "numFmt" and (number := int(element.get("numFmtId", "0"))) >= _FIRST_OWN
        }
        cells = next((element for element in root if local_name(element) == "cellXfs"), ())
        used = list(enumerate(int(cell.get("numFmtId", "0")) for cell in cells))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise unreadable(f"formats: {type(error).__name__}") from error
    formats = {number: telling for number, code in codes.items() if (telling := read_format(code))}
    return {index: formats[number] for index, number in used if number in formats}


def read_format(code: str) -> NumberFormat | None:
    """What a format says of numbers that are not below zero; None where it says nothing, or is of another sort (days,
    fractions, powers of ten, conditions, signs between digits).
    """
    before = behind = pattern = ""
    percentage = False
    for token in _TOKEN.finditer(_first_section(code)):
        literal = token["quoted"] or token["escaped"] or token["currency"] or ""
        sign = token["sign"] or ""
        if token["other"] is not None and not _COLOUR.fullmatch(token["other"]):
            return None
        if token["digits"]:
            if pattern:
                return None
            pattern = token["digits"]
        elif sign == "%":
            percentage = True
        elif sign and sign not in _LITERAL:
            return None
        elif pattern:
            behind += literal + sign
        else:
            before += literal + sign
    thousands = len(pattern) - len(pattern.rstrip(","))
    words = {word.casefold() for word in _WORD.findall(f"{before} {behind}")}
    if not pattern or thousands > max(_SCALE_WORDS) or not (words - _RUPIAH or thousands or percentage):
        return None
    least_digits = 1 if pattern == "General" else max(pattern.partition(".")[0].count("0"), 1)
    return NumberFormat(before, behind, least_digits, thousands, percentage)


def formatted_cells(xml: bytes, formats: Mapping[int, NumberFormat]) -> Iterator[tuple[tuple[int, int], NumberFormat]]:
    """The cells (row, column) of a sheet written the usual way that have one of these formats."""
    if not formats:
        return
    numbers = "|".join(map(str, formats))
    cells = re.compile(rf'<c r="([A-Z]+\d+)"[^<>]*? s="({numbers})"'.encode())
    for cell in cells.finditer(xml):
        yield parse_address(cell[1].decode()), formats[int(cell[2])]


def _first_section(code: str) -> str:
    """The part of a code for numbers above zero."""
    quoted = False
    for at, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted and code[at - 1 : at] != "\\":
            return code[:at]
    return code
