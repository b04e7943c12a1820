"""File names as MIME tells them: RFC 2231 (charsets, continuations), RFC 2047 words, and bare bytes of any sort."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from urllib.parse import unquote_to_bytes

_LONGEST = 4000  # bytes; more is no file name
_CONTINUATIONS = 99


def parameter(parameters: Iterable[tuple[bytes, bytes]], name: str) -> str | None:
    """The value of one MIME parameter, decoded as well as possible; None when it is missing.

    ``parameters`` holds names and values as a server's BODYSTRUCTURE gives them. A value by RFC 2231 wins over a plain
    one.
    """
    pattern = re.compile(rf"{name}(?:\*(\d{{1,2}}))?(\*)?", re.IGNORECASE)
    plain_value: str | None = None
    pieces: dict[int, tuple[bytes, bool]] = {}
    for key, value in parameters:
        match = pattern.fullmatch(key.decode("latin-1"))
        if match is None:
            continue
        if match[1] is None and match[2] is None:
            plain_value = _words(_capped(value))
        else:
            pieces.setdefault(int(match[1] or 0), (value, match[2] is not None))
    return _joined(pieces) if pieces else plain_value


def _joined(pieces: dict[int, tuple[bytes, bool]]) -> str:
    """Joins the pieces up to the first missing one."""
    charset, raw = "utf-8", b""
    for number in range(_CONTINUATIONS + 1):
        if number not in pieces:
            break
        value, encoded = pieces[number]
        if encoded and number == 0 and value.count(b"'") >= 2:
            encoding, _, value = value.split(b"'", 2)
            charset = encoding.decode("latin-1")
        raw += unquote_to_bytes(value) if encoded else value
    return _decoded(_capped(raw), charset)


def _words(value: bytes) -> str:
    """Decodes RFC 2047 words. They are not meant for parameters, but most mailers use them there."""
    text = _decoded(value, "utf-8")
    try:
        words = decode_header(text)
    except HeaderParseError:  # an encoded word whose base64 is broken: shown as it came
        return text
    return "".join(word if isinstance(word, str) else _decoded(word, charset or "utf-8") for word, charset in words)


def _capped(raw: bytes) -> bytes:
    """Keeps the beginning and the end of a name that is too long: the ending tells what a file is."""
    return raw if len(raw) <= _LONGEST else raw[: _LONGEST // 2] + raw[-_LONGEST // 2 :]


def _decoded(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):  # no such charset, or not in this one
            continue
    return raw.decode("latin-1")
