"""Readers of numbers: integers, money, decimals, coordinates; text by Indonesian rules (contract section 4)."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP
from decimal import Decimal as Exact
from typing import Any

from schemas.cells.reading import EMPTY, CellReader, Issue, Reading, bad
from schemas.codes import Code
from schemas.context import Context
from schemas.kinds import Coordinate, Decimal, Integer, Money, Number, Year
from schemas.model import Column
from schemas.text import EMPTY_WORDS, clean

CLIPPED = 2147483647
_ROUNDED_BELOW = 10**15  # far above every range; larger numbers are beyond exact decimals
_CURRENCY = re.compile(r"^rp\.?\s*(?=[\d\-])", re.I)
_NO_CENTS = re.compile(r"[,.]\s?[-–]$")
_UNIT = re.compile(r"(?<=\d)\s*(jt|juta|rb|ribu|m|miliar)\.?$", re.I)
_UNITS = {"jt": 10**6, "juta": 10**6, "rb": 10**3, "ribu": 10**3, "m": 10**9, "miliar": 10**9}

_MINUS_SIGN = "\u2212"
_PLAIN = re.compile(r"-?\d+", re.A)
_DOT_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}\.\d{3},\d+", re.A)
_COMMA_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", re.A)
_ONE_DOT = re.compile(r"-?(\d+)\.(\d+)", re.A)
_ONE_COMMA = re.compile(r"-?(\d+),(\d+)", re.A)
_DEGREES = re.compile(r"-?\d+(?:\.\d+)?", re.A)


class UnreadableError(ValueError):
    """The text is no number; ``code`` says in what way."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def parse_number(text: str, kind: Number) -> tuple[Exact, bool]:
    """The number that ``text`` (clean) stands for in a column of this kind, and whether a dot was read as the decimal
    point of an Indonesian decimal column. Raises UnreadableError with ``number`` or ``number.ambiguous``.
    """
    text = _NO_CENTS.sub("", _CURRENCY.sub("", text.replace(_MINUS_SIGN, "-"))).strip()
    if isinstance(kind, Coordinate):
        text = text.replace(",", ".")
        if not _DEGREES.fullmatch(text):
            raise UnreadableError(Code.NUMBER)
        return Exact(text), False
    unit = _UNIT.search(text)
    if unit:
        return _parse_body(text[: unit.start()].strip(), kind, scaled=True)[0] * _UNITS[unit[1].casefold()], False
    return _parse_body(text, kind, scaled=False)


def _parse_body(text: str, kind: Number, scaled: bool) -> tuple[Exact, bool]:
    if _PLAIN.fullmatch(text):
        return Exact(text), False
    if _DOT_GROUPS.fullmatch(text):
        return Exact(text.replace(".", "").replace(",", ".")), False
    if _COMMA_GROUPS.fullmatch(text):
        return Exact(text.replace(",", "")), False
    if match := _ONE_DOT.fullmatch(text):
        return _one_dot(text, match, kind, scaled)
    if match := _ONE_COMMA.fullmatch(text):
        return _one_comma(text, match, kind, scaled), False
    raise UnreadableError(Code.NUMBER)


def _could_be_group(match: re.Match[str]) -> bool:
    return len(match[2]) == 3 and len(match[1]) <= 3 and not match[1].startswith("0")


def _one_dot(text: str, match: re.Match[str], kind: Number, scaled: bool) -> tuple[Exact, bool]:
    if _could_be_group(match):
        if isinstance(kind, Decimal):
            raise UnreadableError(Code.NUMBER_AMBIGUOUS)
        return Exact(text.replace(".", "")), False
    if isinstance(kind, Money) and not scaled and not _is_cents(match):
        raise UnreadableError(Code.NUMBER_AMBIGUOUS)
    return Exact(text), isinstance(kind, Decimal) and not scaled


def _one_comma(text: str, match: re.Match[str], kind: Number, scaled: bool) -> Exact:
    ambiguous = isinstance(kind, Money) and not scaled and not _is_cents(match)
    if _could_be_group(match) or ambiguous:
        raise UnreadableError(Code.NUMBER_AMBIGUOUS)
    return Exact(text.replace(",", "."))


def _is_cents(match: re.Match[str]) -> bool:
    """``1500000,00``: four digits or more without groups, then two, can only be rupiah and cents."""
    return len(match[1]) >= 4 and len(match[2]) == 2


def highest(kind: Number, context: Context) -> float:
    """The largest number allowed: for a year the period's."""
    return context.period_year if isinstance(kind, Year) and context.period_year else kind.high


def number_reader(column: Column, context: Context) -> CellReader:
    """Reader of any number kind. Values: ``int`` for integers and money, ``float`` for decimals."""
    kind = column.kind
    assert isinstance(kind, Number)
    high = highest(kind, context)
    whole = isinstance(kind, Integer)
    unreadable = Code.INTEGER if whole else Code.NUMBER

    def judge(number: float | Exact, dotted: bool) -> Reading:
        if not math.isfinite(number):
            return bad(Code.RANGE)
        if whole and number != int(number):
            return bad(Code.INTEGER)
        value = int(number) if whole else float(number)
        if isinstance(kind, Money) and abs(value) < _ROUNDED_BELOW:
            value = _half_up(number)
        issues: tuple[Issue, ...] = ()
        if dotted:
            issues = (Issue(Code.NUMBER_DECIMAL_POINT, value),)
        elif value == CLIPPED and not whole:
            issues = (Issue(Code.NUMBER_CLIPPED),)
        if value < kind.low or value > high or (kind.above_low and value == kind.low):
            return Reading(None, (*issues, Issue(Code.RANGE)))
        return Reading(value, issues)

    def read(value: Any) -> Reading:
        if isinstance(value, bool):
            return bad(unreadable)
        if isinstance(value, float | int):
            return judge(value, False)
        if not isinstance(value, str):
            return bad(unreadable)
        text = clean(value)
        if text.casefold() in EMPTY_WORDS:
            return EMPTY
        try:
            number, dotted = parse_number(text, kind)
        except UnreadableError as error:
            return bad(error.code if error.code == Code.NUMBER_AMBIGUOUS else unreadable)
        return judge(number, dotted)

    return read


def _half_up(number: float | Exact) -> int:
    return int(number) if number == int(number) else int(Exact(str(number)).quantize(Exact(1), rounding=ROUND_HALF_UP))
