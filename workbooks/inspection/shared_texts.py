"""The shared strings and the formats of an Excel workbook: proven to be whole, and the strings counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from workbooks.inspection.package import unreadable

_ITEM = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")


@dataclass(frozen=True)
class Texts:
    """``xml``: the part, None when there is none. ``count``: how many strings there are."""

    xml: bytes | None
    count: int


def read_texts(xml: bytes | None) -> Texts:
    """The shared strings of a part in UTF-8.

    Raises FileRejectedError ``file.unreadable`` when it is not well-formed: the reader counts on behind the damage, and
    every text after it would stand in the wrong cells.
    """
    if xml is None:
        return Texts(None, 0)
    counted: list[str] = []
    hidden = b"!" in xml and b"<!" in xml  # a comment or CDATA may hold what looks like an item
    assert_well_formed(xml, counted if hidden else None)
    return Texts(xml, len(counted) if hidden else len(_ITEM.findall(xml)))


def assert_well_formed(xml: bytes, items: list[str] | None = None) -> None:
    """Refuse damaged XML, and a document type: FileRejectedError ``file.unreadable``. ``items`` takes the shared strings'
    elements.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if items is not None:

        def note(tag: str, _attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "si":
                items.append(tag)

        parser.StartElementHandler = note
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise unreadable(f"a part's XML: {type(error).__name__}") from error


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise unreadable("a part declares a document type")
