"""The shared strings and the formats of an Excel workbook: proven to be whole, and the strings counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

import numpy as np

from workbooks.inspection.package import unreadable
from workbooks.inspection.rich_texts import as_people_read
from workbooks.inspection.tag_bytes import holds_controls

_ITEM = re.compile(rb"<(/?)(?:[\w.-]+:)?si(?:\s[^<>]*?)?(/?)>")
_PREFIXED_ITEM = re.compile(rb":si[\s/>]")
_FIRST_ITEM, _ITEM_END, _END = b"<si><t", b"</si>", b"</sst>"
_LAST_END = b"</t>" + _ITEM_END
_BETWEEN_ITEMS = _LAST_END + _FIRST_ITEM
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>]*\?>)?\s*<sst\b[^<>]*>")
_SPACE = b' xml:space="preserve"'
_UNUSUAL_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)


@dataclass(frozen=True)
class Texts:
    """Shared strings. ``xml`` is the part, None when there is none. ``lengths`` says how long each string is at most.
    ``is_rewritten``: texts of several formats are written as people read them.
    """

    xml: bytes | None
    lengths: np.ndarray
    is_rewritten: bool = False


def read_texts(xml: bytes | None) -> Texts:
    """The shared strings of a part in UTF-8.

    Raises FileRejectedError ``file.unreadable`` when the part is not well-formed: the reader counts on behind the
    damage, and every text after it would stand in the wrong cells.
    """
    if xml is None:
        return Texts(None, np.zeros(0, dtype=np.int64))
    plain_lengths = _plain_lengths(xml)
    if plain_lengths is not None:
        return Texts(xml, plain_lengths)
    assert_well_formed(xml)
    sent, xml = xml, as_people_read(xml)
    # A comment, CDATA or an instruction may hold what looks like an item.
    may_hide = (b"!" in xml and b"<!" in xml) or xml.find(b"<?", 1) >= 0
    visible_xml = _HIDDEN.sub(_as_blank, xml) if may_hide else xml
    lengths = _usual_lengths(visible_xml)
    return Texts(xml, _lengths(visible_xml) if lengths is None else lengths, is_rewritten=xml is not sent)


def _plain_lengths(xml: bytes) -> np.ndarray | None:
    """The bytes that each item takes where all items are plain, ``<si><t>text</t></si>``, and nothing stands between
    them. Such a part is well-formed when what stands around the items is. None for any other part.
    """
    start, end = xml.find(_FIRST_ITEM), xml.rfind(_END)
    if end < start or not _HEAD.fullmatch(xml, 0, max(start, 0)):
        return None
    if not xml.endswith(_LAST_END, start, end):
        return None
    texts = xml[start + len(_FIRST_ITEM) : end - len(_LAST_END)].split(_BETWEEN_ITEMS)
    usual_starts = xml.count(_FIRST_ITEM + b">", start, end) + xml.count(_FIRST_ITEM + _SPACE + b">", start, end)
    part = np.frombuffer(xml, dtype=np.uint8)[start:end]
    if not (
        usual_starts == len(texts)
        and np.count_nonzero(part == ord("<")) == 4 * len(texts)
        and np.count_nonzero(part == ord(">")) == 4 * len(texts)
        and not holds_controls(part)
    ):
        return None
    if b"&" in xml and _UNUSUAL_ENTITY.search(xml, start, end):
        return None
    try:
        xml.decode()
    except UnicodeDecodeError:
        return None
    assert_well_formed(xml[:start] + xml[end:])
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + len(_BETWEEN_ITEMS)
    lengths[0] -= len(_ITEM_END)
    return lengths


def _as_blank(match: re.Match[bytes]) -> bytes:
    return b" " * len(match[0])


def _usual_lengths(xml: bytes) -> np.ndarray | None:
    """The bytes that each item takes, with everything in it, from the tags ``<si>`` and ``</si>`` found all at once.
    None when a tag of an item is written in another way, or when items do not follow each other.
    """
    if _PREFIXED_ITEM.search(xml):
        return None
    data = np.frombuffer(xml, dtype=np.uint8)
    tags = np.flatnonzero(data[:-4] == ord("<"))
    starts, ends = _item_tags(data, tags, b"si>"), _item_tags(data, tags, b"/si>")
    if starts is None or ends is None or len(starts) != len(ends):
        return None
    if (starts > ends).any() or (starts[1:] < ends[:-1]).any():
        return None
    return np.diff(ends, prepend=0)


def _item_tags(data: np.ndarray, tags: np.ndarray, text: bytes) -> np.ndarray | None:
    """The tags that go on with ``text``. None when one goes on with all of it but the last byte."""
    for offset, byte in enumerate(text[:-1], start=1):
        tags = tags[data[tags + offset] == byte]
    return tags if (data[tags + len(text)] == text[-1]).all() else None


def _lengths(xml: bytes) -> np.ndarray:
    """The bytes that each item takes, with everything in it, however its tags are written. Items may not stand inside
    each other.
    """
    starts: list[int] = []
    inside = False
    for tag in _ITEM.finditer(xml):
        closing, empty = tag[1], tag[2]
        if inside != bool(closing):
            raise unreadable("a shared string inside another one")
        if not closing:
            starts.append(tag.start())
        inside = not closing and not empty
    return np.diff(np.array(starts, dtype=np.int64), append=len(xml))


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
