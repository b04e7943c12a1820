"""Personal numbers and addresses where nobody asked for them: what may be one, and how it is masked (UU 27/2022)."""

from __future__ import annotations

import re

from schemas.kinds.digits import mask_digits

_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15,}(?!\d)")
_NEARLY_A_NIK = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){13,}(?![ .\-]?\d)")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?62[ .\-]?|0)?8\d(?:[ .\-]?\d){7,10}(?![ .\-]?\d)")
_ADDRESS = re.compile(r"[\w+'-](?:[\w.+'-]*)@(?:[\w-]+\.)+[^\W\d_]{2,}")
_NIK = re.compile(
    r"(?<![\d.\-/])\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{4}(?![\d/])"
)
_CERTAIN_TELEPHONE = re.compile(r"(?<![\d.\-/])(?:\+?62[ .\-]?|0)8\d(?:[ .\-]?\d){7,10}(?![ .\-]?\d)")
MAY_HOLD_ONE = r"@|(?:62[ .\-]?|0)8\d(?:[ .\-]?\d){7}|\d{2}(?:[ .\-]?\d{2}){5}[ .\-]?\d{4}"
"""What every text holds of which :func:`mask_personal` masks something, for a quick look (a pattern of RE2 as well)."""


def mask_hidden(text: str) -> str:
    """Any run of 16 digits or more and any e-mail address is masked, wherever a sender typed it."""
    text = _SIXTEEN_DIGITS.sub(lambda match: mask_digits(re.sub(r"\D", "", match[0])), text)
    return _mask_addresses(text)


def mask_strays(text: str) -> str:
    """The parts of a cell that may be a telephone number or a NIK, even a digit or two short. For cells that should
    hold none.
    """
    text = mask_hidden(text)
    for pattern in (_NEARLY_A_NIK, _TELEPHONE):
        text = pattern.sub(lambda match: mask_digits(match[0]), text)
    return text


def is_telephone(text: str) -> bool:
    """Whether a text is a mobile telephone number, with its 0 or +62."""
    return text.startswith(("0", "+")) and _CERTAIN_TELEPHONE.fullmatch(text) is not None


def mask_personal(text: str) -> str:
    """The personal parts of a text that may hold other numbers (of documents, of days): a NIK, a mobile telephone
    number with its 0 or 62, an e-mail address.
    """
    text = _mask_addresses(text)
    text = _NIK.sub(lambda match: mask_digits(re.sub(r"\D", "", match[0])), text)
    return _CERTAIN_TELEPHONE.sub(lambda match: mask_digits(match[0]), text)


def _mask_addresses(text: str) -> str:
    return _ADDRESS.sub(lambda match: f"{match[0][:1]}***", text) if "@" in text else text
