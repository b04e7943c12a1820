"""Masks of personal values, for everything that people or programs read (UU 27/2022)."""

from __future__ import annotations

import re

from schemas.kinds.strays import mask_hidden, mask_personal, mask_strays
from schemas.model import Column

__all__ = ["first_letters", "mask", "mask_hidden", "mask_personal", "mask_strays"]

_WORDS = re.compile(r"[^\W\d_][^\W\d_.']*(?:[ .,'’-]+[^\W\d_][^\W\d_.']*)+[.]?")
"""Several words of letters, as a person's name is."""
_WORD = re.compile(r"[^\W\d_][^\W\d_.']{3,}[.]?")
"""A single word that is longer than what is shown of it."""
_FIRST = 3
_BEFORE_NO_NAME = frozenset(
    ("belum", "belom", "blm", "sudah", "sdh", "telah", "tidak", "tdk", "tanpa", "ada", "punya", "memiliki")
    + ("masih", "sedang", "dalam", "dlm", "lagi", "tahap", "proses", "menunggu", "sesuai", "sekitar", "kurang", "lebih")
)
_AFTER_NO_NAME = frozenset(
    ("ribu", "juta", "miliar", "rupiah", "orang", "hari", "minggu", "bulan", "tahun", "gram", "kilo", "bungkus", "buah")
)
"""Words that no name begins or ends with: "Belum ada", "lima juta" are shown as typed."""
_NO_NAME = (
    _BEFORE_NO_NAME
    | _AFTER_NO_NAME
    | frozenset(
        ("halal", "nihil", "kosong", "bpom", "hilang", "lupa", "setahun", "sebulan", "sehari", "kemarin", "lainnya")
        + ("satu", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas", "seratus", "seribu")
        + ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "januari", "februari", "maret", "april")
        + ("juni", "juli", "agustus", "september", "oktober", "november", "desember", "pebruari", "nopember")
    )
)
"""Words that stand alone where figures are asked, and are nobody's name there."""


def mask(column: Column | None, text: str) -> str:
    """What may be shown of a cell's text: personal values masked, and what may be one in a column that asks for none.
    Of words where a number or a code is asked only the beginning, of a single one too: a name that slipped a column.
    """
    if column is None or not text:
        return mask_strays(text)
    if column.personal:
        return column.kind.mask(text)
    if column.kind.only_figures:
        text = first_letters(text, alone=True)
    return mask_personal(mask_hidden(text)) if column.kind.long_number else mask_strays(text)


def first_letters(text: str, *, alone: bool = False) -> str:
    """Shortens a text of several words, which may be a person's name: ``Sit… (12 huruf)``; anything else as it is.
    ``alone``: of a single word too.
    """
    return f"{text[:_FIRST]}… ({len(text)} huruf)" if _may_be_a_name(text, alone) else text


def _may_be_a_name(text: str, alone: bool) -> bool:
    if alone and _WORD.fullmatch(text):
        return text.casefold().rstrip(".") not in _NO_NAME
    if not _WORDS.fullmatch(text):
        return False
    words = text.casefold().rstrip(".").split()
    return words[0] not in _BEFORE_NO_NAME and words[-1] not in _AFTER_NO_NAME
