"""How text is read as a number by Indonesian rules (contract section 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal as Exact
from fractions import Fraction
from typing import Literal

from schemas.codes import Code

_CURRENCY = re.compile(r"^(?:rp|idr|rupiah)\.?\s*:?\s*(?=[\d\-])", re.I)
_NO_CENTS = re.compile(r"[,.]\s?[-–]$")
_SCALE = re.compile(r"(?<=\d)(\s*)(jt|juta|rb|ribu|miliar|milyar|triliun|trilyun|k|m|t)\.?$", re.I)
_SCALES = {
    **dict.fromkeys(("rb", "ribu", "k"), 10**3),
    **dict.fromkeys(("jt", "juta"), 10**6),
    **dict.fromkeys(("miliar", "milyar", "m"), 10**9),
    **dict.fromkeys(("triliun", "trilyun", "t"), 10**12),
}
_MOST_SCALED_DIGITS = 4
"""``15000 ribu`` may mean fifteen thousand as well."""

_MINUS_SIGN = "\u2212"
_PLAIN = re.compile(r"-?\d+", re.A)
_DOT_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}\.\d{3},\d+", re.A)
_COMMA_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", re.A)
_ONE_DOT = re.compile(r"-?(\d+)\.(\d+)", re.A)
_ONE_COMMA = re.compile(r"-?(\d+),(\d+)", re.A)
_BETWEEN_GROUPS = re.compile(r"(?<=\d)(?:\s*([.,])\s*|\s+)(?=\d{3}(?!\d))", re.A)
_BLANK_GROUPS = re.compile(r"-?(?!0)\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?", re.A)
_MIXED_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d{3}|-?\d{1,3}(?:,\d{3})+\.\d{3}", re.A)
"""``1.500,000``: groups by either sign, or thousandths, which neither rupiah nor counts have."""
_ZERO = re.compile(r"-?0+[.,]0+", re.A)
_THOUSANDTHS = re.compile(r".*[.,]\d{3}", re.A)


class UnreadableError(ValueError):
    """The text is no number. ``code`` gives the reason."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


ONE = Fraction(1)


@dataclass(frozen=True)
class Rules:
    """How a kind of number takes a single dot or comma. ``fractions``: decimals are usual, so that a dot before three
    digits can mean two things, and any other dot is a decimal point with a remark. ``cents_only``: decimals are cents.
    ``letters``: whether k, M and T are scales behind a number, k alone and right behind it, or none is. ``currency``:
    whether a currency may stand before it.
    """

    fractions: bool = False
    cents_only: bool = False
    letters: Literal["scales", "k", "none"] = "k"
    currency: bool = False


def bare_figures(text: str) -> str:
    """The text without a currency before it and without "no cents" behind it."""
    return _without_cents(_CURRENCY.sub("", text))


def _without_cents(text: str) -> str:
    return _NO_CENTS.sub("", text.replace(_MINUS_SIGN, "-")).strip()


def _joined_groups(text: str) -> str:
    """``150 000 000`` and ``1. 500. 000`` without the blanks between their groups."""
    if " " not in text:
        return text
    scale = _SCALE.search(text)
    figures = text[: scale.start()] if scale else text
    if _BLANK_GROUPS.fullmatch(figures):
        return figures.replace(" ", "") + text[len(figures) :]
    return _BETWEEN_GROUPS.sub(lambda match: match[1] or match[0], figures) + text[len(figures) :]


def _assert_scale(figures: str, scale: re.Match[str], rules: Rules) -> None:
    """Checks a scale: a letter has to be one of money, or to stand right behind the digits. Groups before a scale
    ("500.000 ribu") may be meant without it.
    """
    is_letter = len(scale[2]) == 1
    is_k = rules.letters == "k" and scale[2] in "kK" and not scale[1]
    if is_letter and rules.letters != "scales" and not is_k:
        raise UnreadableError(Code.NUMBER)
    plain = _PLAIN.fullmatch(figures)
    if (plain and len(figures) > _MOST_SCALED_DIGITS) or (not plain and _THOUSANDTHS.fullmatch(figures)):
        raise UnreadableError(Code.NUMBER_AMBIGUOUS)


def parse_figures(text: str, rules: Rules, factor: Fraction = ONE) -> tuple[Exact, bool]:
    """The number in ``text`` (clean), and whether a dot was read as the decimal point where fractions are usual.
    ``factor`` is the header's unit for a number without a unit of its own ("1,5" under "juta"). Raises UnreadableError
    with ``number`` or ``number.ambiguous``.
    """
    text = _joined_groups(bare_figures(text) if rules.currency else _without_cents(text))
    scale = _SCALE.search(text)
    if scale:
        _assert_scale(text[: scale.start()], scale, rules)
        return _parse_body(text[: scale.start()], rules, scaled=True)[0] * _SCALES[scale[2].casefold()], False
    number, dotted = _parse_body(text, rules, scaled=factor != 1)
    return number * factor.numerator / factor.denominator, dotted


def _parse_body(text: str, rules: Rules, scaled: bool) -> tuple[Exact, bool]:
    if _PLAIN.fullmatch(text):
        return Exact(text), False
    if _ZERO.fullmatch(text):
        return Exact(0), False
    if not rules.fractions and _MIXED_GROUPS.fullmatch(text):
        raise UnreadableError(Code.NUMBER_AMBIGUOUS)
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
    """Whether digits are rupiah and cents: four digits or more without groups, then two (``1500000,00``)."""
    return len(match[1]) >= 4 and len(match[2]) == 2
