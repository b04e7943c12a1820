"""Numbers from authorities: P-IRT, BPOM, halal, barcode, trademark; and the words in place of a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.digits import says_nothing, shown_digits
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, IN_PROCESS, CellReader, Reading, bad
from schemas.kinds.yes_no import NO, YES

_IN_PROCESS = re.compile(
    r"(?:(?:masih|sedang|dalam|dlm|lagi|tahap)\s+)*(?:proses|diproses|diurus|pengurusan|pengajuan)(?:[\s,;(\-](?!.*\d{5}).*)?"
)
_NOT_HELD = re.compile(r"(?:belum|belom|blm|tidak|tdk|tanpa)\b(?!.*\d{5}).*")
"""Days and years may stand behind these words ("belum, rencana 2027"), no number of an authority."""
_NOTHING_HELD = re.compile(
    r"(?:belum|belom|blm|tidak|tdk|tanpa)"
    r"(?:\s+(?:ada|punya|memiliki|mempunyai|terdaftar|mengurus|diurus|membuat|dibuat|terbit|nib|nik|ktp|npwp))*"
)
_HELD = YES | {"halal", "terdaftar", "bersertifikat", "lengkap", "ada halal"}
_HELD_BEFORE = re.compile(r"(?:sudah|sdh|telah|punya|memiliki)\b[^\d]*")
_DONE_OR_NOT = re.compile(r"\b(?:sudah|sdh|telah|selesai|belum|belom|blm|tidak|tdk)\b")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Licence(Kind):
    """A number that an authority gives; beside it stands a ``<name>_status`` column. ``IN_PROCESS`` stands for an
    application. A kind of licence says how its number is read, and whether any text counts as one (``takes_text``); a
    text without a digit is then no number, whatever it says.
    """

    takes_text: ClassVar[bool] = False
    own_words: ClassVar[tuple[str, ...]] = ()
    """Words that may stand before the number besides the column's names."""
    shows_example = "always"
    has_status = True

    def read_number(self, text: str, context: ContextLike) -> Reading:
        """Reads a number that is neither empty nor in process nor a mere word."""
        raise NotImplementedError

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown_digits(value)
            if says_nothing(text):
                return EMPTY
            return read_words(text, self.takes_text) or self.read_number(text, context)

        return leniently(read, own_word_of(column, *self.own_words))


def read_words(text: str, any_word: bool = False) -> Reading | None:
    """Reads words in place of a number: that there is none, that it is applied for, or that there is an unnamed one.
    None where the text may be a number (``any_word``: where it has a digit).
    """
    words = text.casefold()
    if is_in_process(words):
        return Reading(IN_PROCESS)
    if words in NO or _NOT_HELD.fullmatch(words):
        return EMPTY
    if words in _HELD or _HELD_BEFORE.fullmatch(words) or (any_word and not _DIGIT.search(words)):
        return bad(Code.LICENCE_NUMBER_MISSING)
    return None


def is_not_held(text: str) -> bool:
    """Whether a text says that there is no number: "belum punya", "tidak ada NIB". "tidak tahu" does not say so."""
    return _NOTHING_HELD.fullmatch(text.casefold()) is not None


def is_in_process(text: str) -> bool:
    """Whether a text says that something is applied for: "masih diurus", "sedang dalam proses"."""
    words = text.casefold()
    return _IN_PROCESS.fullmatch(words) is not None and not _DONE_OR_NOT.search(words)
