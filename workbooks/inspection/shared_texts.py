"""The shared strings and the formats of an Excel workbook: proven to be whole, and the strings counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

import numpy as np

from workbooks.inspection.package import unreadable

_ITEM = re.compile(rb"<(/?)(?:[\w.-]+:)?si(?:\s[^<>]*?)?(/?)>")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)


@dataclass(frozen=True)
class Texts:
    """Shared strings. ``xml`` is the part, None when there is none. ``lengths`` says how long each string is at most."""

    xml: bytes | None
    lengths: np.ndarray


def read_texts(xml: bytes | None) -> Texts:
    """The shared strings of a part in UTF-8.

    Raises FileRejectedError ``file.unreadable`` when the part is not well-formed: the reader counts on behind the
    damage, and every text after it would stand in the wrong cells.
    """
    if xml is None:
        return Texts(None, np.zeros(0, dtype=np.int64))
    assert_well_formed(xml)
    # A comment or CDATA may hold what looks like an item.
    plain_xml = _HIDDEN.sub(_as_blank, xml) if b"!" in xml and b"<!" in xml else xml
    return Texts(xml, _lengths(plain_xml, _count(_ITEM.findall(plain_xml))))


def _as_blank(match: re.Match[bytes]) -> bytes:
    return b" " * len(match[0])


def _lengths(xml: bytes, count: int) -> np.ndarray:
    """The bytes that each item takes, with everything in it."""
    data = np.frombuffer(xml, dtype=np.uint8)
    tags = np.flatnonzero(data[:-4] == ord("<"))
    ends = tags[(data[tags + 1] == ord("/")) & (data[tags + 2] == ord("s")) & (data[tags + 3] == ord("i"))]
    if len(ends) == count:
        return np.diff(ends, prepend=0)
    starts = [tag.start() for tag in _ITEM.finditer(xml) if not tag[1]]
    return np.diff(np.array(starts, dtype=np.int64), append=len(xml))


def _count(tags: list[tuple[bytes, bytes]]) -> int:
    """The number of items among these tags. Items may not stand inside each other."""
    count, inside = 0, False
    for closing, empty in tags:
        if inside != bool(closing):
            raise unreadable("a shared string inside another one")
        count += not closing
        inside = not closing and not empty
    return count


def assert_well_formed(xml: bytes) -> None:
    """Refuses damaged XML and a document type. Raises FileRejectedError ``file.unreadable``."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise unreadable(f"a part's XML: {type(error).__name__}") from error


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise unreadable("a part declares a document type")
