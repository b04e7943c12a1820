"""Personal numbers and addresses where nobody asked for them: what may be one, and how it is masked (UU 27/2022).

Digits count in any script, and any dash or blank between them: a text is looked at as if they were those of ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from schemas.kinds.digits import mask_digits

_SIGN = r"(?: ?[.\-_)] ?| )?"
"""What may stand between two digits of a telephone number."""
_FRONT = r"(?:62[ .\-]?(?:\(0?\)?)?|0)"
_MOBILE = rf"\+?{_FRONT}8\d(?:{_SIGN}\d){{7,10}}"
_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15,}(?!\d)")
_NEARLY_A_NIK = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){13,}(?![ .\-]?\d)")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?62[ .\-]?|0)?8\d(?:[ .\-]?\d){7,10}(?![ .\-]?\d)")
_ADDRESS = re.compile(r"[\w+'-](?:[\w.+'-]*)@(?:[\w-]+\.)+[^\W\d_]{2,}")
_NIK = re.compile(
    r"(?<!\d)(?<!\d[.\-/])\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{4}(?![\d/])"
)
_NIK_AT_A_STRETCH = re.compile(r"(?<!\d)\d{6}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}(?!\d)")
_CERTAIN_TELEPHONE = re.compile(
    rf"(?<!\d)(?<!\d[.\-]){_MOBILE}(?!\d)(?:(?![ .\-]?\d)|(?=[ .\-]?{_FRONT}8\d))"  # another may stand behind it
)
MAY_HOLD_ONE = (
    rf"@|[^\x00-\x7F]|(?:^|\D){_FRONT}8\d(?:{_SIGN}\d){{7}}"
    r"|(?:^|\D)\d{2}(?:[ .\-]?\d{2}){5}[ .\-]?\d{4}(?:\D|$)"
)
"""What every text holds of which :func:`mask_personal` masks something, for a quick look (a pattern of RE2 as well). It
passes over the longer numbers of documents.
"""
_OTHER_THAN_ASCII = re.compile(r"[^\x00-\x7F]")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


def mask_hidden(text: str) -> str:
    """Any run of 16 digits or more and any e-mail address is masked, wherever a sender typed it."""
    return _masked(text, _mask_hidden)


def mask_strays(text: str) -> str:
    """The parts of a cell that may be a telephone number or a NIK, even a digit or two short. For cells that should
    hold none.
    """
    return _masked(text, _mask_strays)


def is_telephone(text: str) -> bool:
    """Whether a text is a mobile telephone number, with its 0 or +62."""
    return text.startswith(("0", "+")) and _CERTAIN_TELEPHONE.fullmatch(text) is not None


def mask_personal(text: str) -> str:
    """The personal parts of a text that may hold other numbers (of documents, of days): a NIK, a mobile telephone
    number with its 0 or 62, an e-mail address.
    """
    return _masked(text, _mask_personal)


def _masked(text: str, mask: Callable[[str], str]) -> str:
    """The text masked, with digits and signs of ASCII; as it is where nothing was to mask."""
    plain = text if text.isascii() else _OTHER_THAN_ASCII.sub(_plain_sign, text)
    masked = mask(plain)
    return text if masked == plain else masked


def _plain_sign(sign: re.Match[str]) -> str:
    character = sign[0]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in _DASHES:
        return "-"
    return " " if character.isspace() else "@" if character == "\uff20" else character


def _mask_hidden(text: str) -> str:
    return _mask_addresses(_SIXTEEN_DIGITS.sub(_mask_run, text))


def _mask_run(run: re.Match[str]) -> str:
    """A run of many digits masked as one number, or as the telephone numbers that it is."""
    rest = _CERTAIN_TELEPHONE.sub("", run[0])
    is_telephones = not any(map(str.isdigit, rest))
    return _mask_telephones(run[0]) if is_telephones else mask_digits(re.sub(r"\D", "", run[0]))


def _mask_strays(text: str) -> str:
    text = _mask_telephones(_mask_hidden(text))
    for pattern in (_NEARLY_A_NIK, _TELEPHONE):
        text = pattern.sub(lambda match: mask_digits(match[0]), text)
    return text


def _mask_personal(text: str) -> str:
    text = _mask_addresses(text)
    for pattern in (_NIK, _NIK_AT_A_STRETCH):
        text = pattern.sub(lambda match: mask_digits(re.sub(r"\D", "", match[0])), text)
    return _mask_telephones(text)


def _mask_telephones(text: str) -> str:
    return _CERTAIN_TELEPHONE.sub(lambda match: mask_digits(match[0]), text)


def _mask_addresses(text: str) -> str:
    return _ADDRESS.sub(lambda match: f"{match[0][:1]}***", text) if "@" in text else text
