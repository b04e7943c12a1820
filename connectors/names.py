"""File names from outside: cleaned for people, made fit for an outbox, numbered when taken. They are never used as
paths.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator

NAMELESS = "tanpa-nama"
SHOWN_CHARACTERS = 120
FILE_NAME_BYTES = 255
_SIXTEEN_DIGITS = re.compile(r"(?<!\d)(\d{4})\d{8}(\d{4})(?!\d)")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def shown_name(raw: str) -> str:
    """A name as people may see it: its last component, one line, without control or direction characters, bytes that
    are not UTF-8 as ``�``, at most 120 characters with its extension kept. Sixteen digits in a row could be a NIK and
    are masked.
    """
    last_part = re.split(r"[/\\]", raw.rstrip("/\\"))[-1]
    visible_name = "".join(_visible(character) for character in unicodedata.normalize("NFC", last_part))
    masked = _SIXTEEN_DIGITS.sub(r"\1********\2", " ".join(visible_name.split()))
    if masked in {"", ".", ".."}:
        return NAMELESS
    return _shortened(masked, SHOWN_CHARACTERS, len)


def outbox_name(wanted_name: str) -> str:
    """A name that every common file system takes, Windows shares included: at most 255 bytes, nothing reserved,
    never hidden.
    """
    name = _FORBIDDEN.sub("_", shown_name(wanted_name)).replace("�", "_").strip(". ") or NAMELESS
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    return _shortened(name, FILE_NAME_BYTES, _encoded_length)


def numbered(name: str) -> Iterator[str]:
    """``x.xlsx``, ``x (2).xlsx``, ``x (3).xlsx``, … each at most 255 bytes."""
    yield name
    stem, dot, extension = _split(name)
    for number in itertools.count(2):
        tail = f" ({number}){dot}{extension}"
        yield _cut(stem, FILE_NAME_BYTES - _encoded_length(tail), _encoded_length) + tail


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "�"
    if category in {"Cf", "Co", "Cn"}:
        return ""
    return " " if category in {"Cc", "Zl", "Zp"} else character


def _split(name: str) -> tuple[str, str, str]:
    """Stem, dot and extension; a long or missing extension counts as part of the stem."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot, extension) if stem and len(extension) <= 8 else (name, "", "")


def _shortened(name: str, limit: int, length: Callable[[str], int]) -> str:
    if length(name) <= limit:
        return name
    stem, dot, extension = _split(name)
    tail = f"…{dot}{extension}"
    return _cut(stem, limit - length(tail), length) + tail


def _cut(text: str, limit: int, length: Callable[[str], int]) -> str:
    while length(text) > limit:
        text = text[:-1]
    return text


def _encoded_length(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))
