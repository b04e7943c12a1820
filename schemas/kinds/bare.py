"""Text around a value that leaves no doubt about it (contract section 4): quotes, a sign at its end, the column's own
word before it, an explanation in brackets behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from schemas.codes import Code
from schemas.grid import ShownNumber
from schemas.kinds.given import ColumnLike
from schemas.kinds.reading import CellReader, Reading
from schemas.text import clean

_QUOTES = {'"': '"', "'": "'", "`": "`", "´": "´", "“": "”", "„": "”", "‘": "’", "«": "»"}
_LONE_QUOTES = "`´"
_END = re.compile(r"(?<=\S)\s?[.,;*\-–]$")
_EXPLAINED = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]")
_DOUBT = re.compile(  # another's licence, and people of whom some are counted apart, are doubts too
    r"\?|\b(?:belum|belom|blm|tidak|tdk|bukan|tanpa|proses|diproses|diurus|pengurusan|salah|lama|mati|dicabut|expired?"
    r"|kadaluarsa|kedaluwarsa|kadaluwarsa|kedaluarsa|sementara|sebagian|kecuali|rencana|mungkin|atau|dan|cek|konfirmasi"
    r"|revisi|seharusnya|milik|pinjam|pinjaman|numpang|draft?|konsep|usulan|calon|ditunda|tunda|batal|dibatalkan|mundur"
    r"|bila|jika|kalau|apabila|tergantung|retur|hilang|rusak|nonaktif|target|rugi|minus|hpp|sekali"
    r"|diundur|dimajukan|menjadi|jadi|diganti|lain|habis|berakhir|terhenti|dihentikan|gagal|ditolak|dulu|mantan|bersyarat|syarat|atas nama)\b|\ba\.?n\.\s|\bkurang\b(?! lebih)|\bexp\b(?!\W*\d)"
    r"|\d\s*(?:l|p|lk|pr|laki|pria|perempuan|wanita|tetap|lepas|musiman|borongan|harian|honorer|magang)\b"
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_AS_TYPED = frozenset((Code.PHONE, Code.EMAIL, Code.HALAL_FORMAT))
"""Warnings that say that a value stays as typed because nobody can read it."""
NUMBER_WORDS = ("no", "nomor", "nmr")
_ROUNDS = 4


def leniently(read: CellReader, own_word: re.Pattern[str] | None) -> CellReader:
    """Wraps ``read``: a text that it refuses is read without its surroundings, also one that a format shows."""

    def lenient(value: Any) -> Reading:
        value = value.text if isinstance(value, ShownNumber) else value
        reading = read(value)
        if not reading.issues or not isinstance(value, str) or not is_refused(reading) or _is_contradicted(reading):
            return reading
        return read_bare(clean(value), read, own_word) or reading

    return lenient


def read_bare(text: str, read: Callable[[str], Reading], own_word: re.Pattern[str] | None) -> Reading | None:
    """The reading of a text without what stands around it; None where ``read`` refuses that, too."""
    for remainder, explanation in bare_forms(text, own_word):
        reading = read(remainder)
        if any(issue.code == Code.LICENCE_NUMBER_MISSING for issue in reading.issues):
            return reading
        if not is_refused(reading):
            return None if explanation and not explains(explanation, read, reading.value) else reading
    return None


def _is_contradicted(reading: Reading) -> bool:
    """Whether a date was understood, but something beside it contradicts it."""
    return any(issue.code == Code.DATE and issue.suggestion is not None for issue in reading.issues)


def is_refused(reading: Reading) -> bool:
    """Whether a reader could not read a value."""
    return any(not issue.code.is_warning or issue.code in _AS_TYPED for issue in reading.issues)


def bare_forms(text: str, own_word: re.Pattern[str] | None) -> Iterator[tuple[str, str]]:
    """The rest of a text, less and less, each with the explanation that stood behind it (``""`` for none)."""
    explanation = ""
    remainder = text
    ended = False
    for _ in range(_ROUNDS):
        before = remainder
        for step in (unquoted, lambda part: without_own_word(part, own_word)):
            shorter = step(remainder)
            if shorter and shorter != remainder:
                remainder = shorter
                yield remainder, explanation
        core, inner = explained(remainder)
        if inner and not explanation:
            remainder, explanation = core, inner
            yield remainder, explanation
        if not ended and (shorter := _END.sub("", remainder)) and shorter != remainder:
            remainder, ended = shorter, True
            yield remainder, explanation
        if remainder == before:
            return


def unquoted(text: str) -> str:
    """The text without a pair of quotes around it, and without a backtick at an end."""
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text.strip(_LONE_QUOTES).strip()


def explained(text: str) -> tuple[str, str]:
    """A text and the explanation in brackets behind it, ``""`` where there is none."""
    match = _EXPLAINED.fullmatch(text)
    return (match[1], match[2].strip()) if match else (text, "")


def explains(explanation: str, read: Callable[[str], Reading], value: Any = None) -> bool:
    """Whether words in brackets explain a value: they neither doubt it nor are another value themselves."""
    if doubts(explanation):
        return False
    reading = read(explanation)
    return reading.value is None or reading.value == value or is_refused(reading)


def doubts(explanation: str) -> bool:
    """Whether words in brackets doubt what they stand behind."""
    return _DOUBT.search(explanation.casefold()) is not None


def without_own_word(text: str, own_word: re.Pattern[str] | None) -> str:
    """The text without the column's own word before it."""
    return own_word.sub("", text, count=1) if own_word else text


def own_word_of(column: ColumnLike, *more: str, dashes: bool = True) -> re.Pattern[str]:
    """A pattern for a column's own word before a value: its header, its aliases, ``more``, and "No."."""
    return _own_word((column.header, *column.aliases, *more, *NUMBER_WORDS), dashes)


@cache
def _own_word(words: tuple[str, ...], dashes: bool) -> re.Pattern[str]:
    names = {" ".join(_BRACKETED.sub(" ", word).split()) for word in words}
    spelled = sorted((r"\s*".join(map(re.escape, name.split())) for name in names if name), key=len, reverse=True)
    signs = r"[\s.:=#\-–]" if dashes else r"[\s.:=#]"
    return re.compile(rf"^(?:(?:{'|'.join(spelled)})(?![^\W\d_]){signs}*)+", re.I)
