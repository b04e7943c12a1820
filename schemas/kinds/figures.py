"""How text is read as a number by Indonesian rules (contract section 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal as Exact
from fractions import Fraction

from schemas.codes import Code

_CURRENCY = re.compile(r"^(?:rp|idr)\.?\s*(?=[\d\-])", re.I)
_NO_CENTS = re.compile(r"[,.]\s?[-–]$")
_UNIT = re.compile(r"(?<=\d)\s*(jt|juta|rb|ribu|m|miliar)\.?$", re.I)
_UNITS = {"jt": 10**6, "juta": 10**6, "rb": 10**3, "ribu": 10**3, "m": 10**9, "miliar": 10**9}

_MINUS_SIGN = "\u2212"
_PLAIN = re.compile(r"-?\d+", re.A)
_DOT_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}\.\d{3},\d+", re.A)
_COMMA_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", re.A)
_ONE_DOT = re.compile(r"-?(\d+)\.(\d+)", re.A)
_ONE_COMMA = re.compile(r"-?(\d+),(\d+)", re.A)


class UnreadableError(ValueError):
    """The text is no number; ``code`` says in what way."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


ONE = Fraction(1)


@dataclass(frozen=True)
class Rules:
    """How a kind of number takes a single dot or comma. ``fractions``: decimals are usual, so that a dot before three
    digits can mean two things, and any other dot is a decimal point worth a word. ``cents_only``: decimals are cents.
    """

    fractions: bool = False
    cents_only: bool = False


def bare_figures(text: str) -> str:
    """The text without a currency before it and without "no cents" behind it."""
    return _NO_CENTS.sub("", _CURRENCY.sub("", text.replace(_MINUS_SIGN, "-"))).strip()


def parse_figures(text: str, rules: Rules, factor: Fraction = ONE) -> tuple[Exact, bool]:
    """The number that ``text`` (clean) stands for, and whether a dot was read as the decimal point where fractions are
    usual. ``factor``: what the header's unit makes of a number that says no unit of its own ("1,5" under "juta").
    Raises UnreadableError with ``number`` or ``number.ambiguous``.
    """
    text = bare_figures(text)
    unit = _UNIT.search(text)
    if unit:
        return _parse_body(text[: unit.start()].strip(), rules, scaled=True)[0] * _UNITS[unit[1].casefold()], False
    number, dotted = _parse_body(text, rules, scaled=factor != 1)
    return number * factor.numerator / factor.denominator, dotted


def _parse_body(text: str, rules: Rules, scaled: bool) -> tuple[Exact, bool]:
    if _PLAIN.fullmatch(text):
        return Exact(text), False
    if _DOT_GROUPS.fullmatch(text):
        return Exact(text.replace(".", "").replace(",", ".")), False
    if _COMMA_GROUPS.fullmatch(text):
        return Exact(text.replace(",", "")), False
    if match := _ONE_DOT.fullmatch(text):
        return _one_dot(text, match, rules, scaled)
    if match := _ONE_COMMA.fullmatch(text):
        return _one_comma(text, match, rules, scaled), False
    raise UnreadableError(Code.NUMBER)


def _could_be_group(match: re.Match[str]) -> bool:
    return len(match[2]) == 3 and len(match[1]) <= 3 and not match[1].startswith("0")


def _one_dot(text: str, match: re.Match[str], rules: Rules, scaled: bool) -> tuple[Exact, bool]:
    if _could_be_group(match):
        if rules.fractions:
            raise UnreadableError(Code.NUMBER_AMBIGUOUS)
        return Exact(text.replace(".", "")), False
    if rules.cents_only and not scaled and not _is_cents(match):
        raise UnreadableError(Code.NUMBER_AMBIGUOUS)
    return Exact(text), rules.fractions and not scaled


def _one_comma(text: str, match: re.Match[str], rules: Rules, scaled: bool) -> Exact:
    ambiguous = rules.cents_only and not scaled and not _is_cents(match)
    if _could_be_group(match) or ambiguous:
        raise UnreadableError(Code.NUMBER_AMBIGUOUS)
    return Exact(text.replace(",", "."))


def _is_cents(match: re.Match[str]) -> bool:
    """``1500000,00``: four digits or more without groups, then two, can only be rupiah and cents."""
    return len(match[1]) >= 4 and len(match[2]) == 2
