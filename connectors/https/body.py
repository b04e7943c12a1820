"""The bytes of an answer: unpacked, hashed as they come, kept up to a limit, and checked for being a file at all."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from connectors.errors import CutOffError, NotAFileLinkError, OutsideError, Place, ServerError, TooMuchError
from connectors.https.package import is_cut_package

ENDLESS = 16
"""A body of more than this many times the limit is endless, not a workbook that is a little too large."""
_CHUNK = 256 * 1024
_HEAD = 1024
_PACKAGES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip packages, and the OLE files of Excel 97
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_HTML = re.compile(
    rb"(?is)(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|meta|title)\b"
)


@dataclass(frozen=True)
class Content:
    """A whole body, unpacked. ``data`` is None when there are more bytes than the limit."""

    sha256: str
    size: int
    data: bytes | None


def read_content(response: httpx.Response, limit: int) -> Content:
    """Reads the whole body and never holds more than about ``limit`` bytes. Raises CutOffError when its end is missing,
    NotAFileLinkError when it is a page, TooMuchError when it does not seem to end, and errors of httpx.
    """
    digest, size, content = hashlib.sha256(), 0, bytearray()
    chunks = _unpacked(response)
    for chunk in _after_judging(chunks, response):
        digest.update(chunk)
        size += len(chunk)
        if size <= limit:
            content += chunk
        elif content:
            content = bytearray()
        if size > limit * ENDLESS:
            raise TooMuchError(Place.INBOX)
    data = bytes(content) if size <= limit else None
    if data is not None and not _tells_its_length(response) and is_cut_package(data):
        raise CutOffError(Place.INBOX, "zip")
    return Content(digest.hexdigest(), size, data)


def read_beginning(response: httpx.Response) -> None:
    """Reads just enough to see that the answer is a file. Raises NotAFileLinkError, and errors of httpx."""
    next(_after_judging(_unpacked(response), response), None)


def _after_judging(chunks: Iterator[bytes], response: httpx.Response) -> Iterator[bytes]:
    """Passes the bytes on, once the first ones have shown that they are no page. A link that is not shared answers with
    a sign-in page and status 200.
    """
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _HEAD:
            break
    if _is_page(response.headers.get("Content-Type", ""), head):
        raise NotAFileLinkError(Place.INBOX, "HTML")
    yield head
    yield from chunks


def _is_page(content_type: str, head: bytes) -> bool:
    """Whether it is HTML. Programs that forget the type of a workbook send text/html, so a package always counts as a
    file.
    """
    if head.startswith(_PACKAGES):
        return False
    return content_type.partition(";")[0].strip().lower() in _HTML_TYPES or _HTML.match(head) is not None


def _tells_its_length(response: httpx.Response) -> bool:
    """Whether httpx notices a body that ends early: its length or its chunks were announced."""
    return "Content-Length" in response.headers or "Transfer-Encoding" in response.headers


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return response.iter_raw()
    if coding in {"gzip", "x-gzip"}:
        return _gunzipped(response.iter_raw())
    raise ServerError(Place.INBOX, "Content-Encoding")


def _gunzipped(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpacks in small steps, so that a packed gigabyte of zeros never lies in memory (httpx unpacks a chunk at
    once).
    """
    gunzip = zlib.decompressobj(wbits=31)
    try:
        for chunk in packed:
            rest = chunk
            while rest:
                if gunzip.eof:  # another member
                    gunzip = zlib.decompressobj(wbits=31)
                yield gunzip.decompress(rest, _CHUNK)
                rest = gunzip.unused_data if gunzip.eof else gunzip.unconsumed_tail
        yield gunzip.flush()
    except zlib.error:
        raise _cut() from None
    if not gunzip.eof:
        raise _cut()


def _cut() -> OutsideError:
    return CutOffError(Place.INBOX, "gzip")
