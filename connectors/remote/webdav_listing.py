"""Reads a WebDAV server's answer to PROPFIND as entries of a folder.

webdav4 reads it too, but it decodes an address before splitting it, so that a name with ``%2F`` becomes a path, and one
entry that it cannot read hides all others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote_to_bytes, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from connectors.errors import Place, ServerError
from connectors.file_items import is_file_name
from connectors.waiting import Entry, Kind
from connectors.wholeness import Look

QUESTION = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>'
    b"<resourcetype/><getcontentlength/><getlastmodified/><getetag/></prop></propfind>"
)

_SIZE_DIGITS = 18


def escaped(name: str) -> str:
    """A raw name as the last part of an address, escaped so that nothing in it has another meaning."""
    return quote(os.fsencode(name), safe="")


def opaque(etag: str) -> str:
    """An ETag without its quotes, which some servers leave out in listings, and without ``W/``, which some add when
    they send the file.
    """
    return etag.strip().removeprefix("W/").strip('"')


def parse_listing(body: bytes, place: Place) -> list[tuple[str, Entry]]:
    """Each answer's path, still escaped, without a slash at its end, and its entry. Raises ServerError when the body
    is no answer to PROPFIND.
    """
    try:
        tree = fromstring(body, forbid_dtd=True)
        if tree.tag != "{DAV:}multistatus":
            raise ServerError(place, "multistatus")
        return list(_answers(tree))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ServerError(place, type(error).__name__) from None


def children(answers: list[tuple[str, Entry]], folder: str) -> list[Entry]:
    """The entries directly in the folder with this escaped path. Everything else that the server names is outside our
    folder and is ignored.
    """
    folder_path = _decoded(folder)
    members = [
        (_decoded(path.rpartition("/")[0]), path, entry) for path, entry in answers if _decoded(path) != folder_path
    ]
    return [
        entry if parent == folder_path and is_file_name(entry.name) else Entry(entry.name, Kind.OTHER)
        for parent, path, entry in members
    ]


def _answers(tree: Element) -> Iterator[tuple[str, Entry]]:
    """Reads the answers. Raises ValueError where an address or a size is malformed."""
    for answer in tree.iterfind("{DAV:}response"):
        if answer.find("{DAV:}propstat") is None:  # gone meanwhile
            continue
        path = urlsplit(answer.findtext("{DAV:}href", "").strip()).path.rstrip("/")
        name = os.fsdecode(_decoded(path.rpartition("/")[2]))
        folder = answer.find("{DAV:}propstat/{DAV:}prop/{DAV:}resourcetype/{DAV:}collection") is not None
        yield path, Entry(name, Kind.FOLDER) if folder else Entry(name, Kind.FILE, _look(answer))


def _look(answer: Element) -> Look:
    size = _property(answer, "getcontentlength")
    if len(size) > _SIZE_DIGITS:
        raise ValueError("size")
    version = opaque(_property(answer, "getetag"))
    return Look(
        size=int(size) if size.isdecimal() else 0,
        modified_ns=_time(_property(answer, "getlastmodified")),
        version=version if version.isascii() and version.isprintable() else "",  # else no header could hold it
    )


def _property(answer: Element, name: str) -> str:
    return answer.findtext(f"{{DAV:}}propstat/{{DAV:}}prop/{{DAV:}}{name}", "").strip()


def _time(text: str) -> int:
    """Nanoseconds since 1970. A server that tells no time gives 0, which is long ago."""
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0
    return int((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()) * 10**9


def _decoded(path: str) -> bytes:
    return unquote_to_bytes(path)
