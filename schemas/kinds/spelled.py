"""Numbers spelled out in Indonesian, as officials write them in brackets behind the digits: "2 (dua)"."""

from __future__ import annotations

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_DIGITS = {word: number for number, word in enumerate(_ONES)}
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000, "sejuta": 10**6, "semiliar": 10**9}
_SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}


def spelled_number(text: str) -> int | None:
    """``lima belas juta rupiah`` → 15000000; None when any word is no number."""
    total = group = 0
    words = text.casefold().removesuffix(" rupiah").split()
    for word in words:
        if word in _DIGITS:
            group += _DIGITS[word]
        elif word in _WHOLE and _WHOLE[word] < 1000:
            group += _WHOLE[word]
        elif word in _WHOLE:
            total += _WHOLE[word]
        elif word == "belas":
            group += 10
        elif word in ("puluh", "ratus"):
            group = _raised(group, 10 if word == "puluh" else 100)
        elif word in _SCALES and group:
            total, group = total + group * _SCALES[word], 0
        else:
            return None
    return total + group if words else None


def _raised(group: int, times: int) -> int:
    """Multiplies the last digit of a group only: ``dua ratus tiga puluh``."""
    last = group % 10
    return group - last + last * times
