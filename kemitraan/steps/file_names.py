"""File names as they may be shown: a sender can type a telephone number or a NIK into one."""

from __future__ import annotations

import re

from schemas.kinds.digits import mask_digits
from schemas.masking import mask_hidden_numbers

_TELEPHONE = re.compile(r"(?<!\d)(?:\+?62|0)[ .\-]?8\d(?:[ .\-]?\d){6,10}(?!\d)")


def shown(name: str) -> str:
    """``Laporan 7604012345670001.xlsx`` → ``Laporan 7604********0001.xlsx``."""
    return _TELEPHONE.sub(lambda match: mask_digits(match[0]), mask_hidden_numbers(name))
