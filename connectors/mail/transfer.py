"""Undoes content transfer encodings (RFC 2045, section 6) piece by piece: a part is never whole in memory."""

from __future__ import annotations

import binascii
import re
from abc import ABC, abstractmethod

_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_LONGEST_LINE = 64 * 1024


class Decoder(ABC):
    """Takes encoded pieces in order and gives their decoded bytes. Never raises: a wrong encoding becomes bytes that
    are no workbook, and the check says so.
    """

    @abstractmethod
    def feed(self, piece: bytes) -> bytes:
        """Decodes as much as possible by now."""

    def finish(self) -> bytes:
        """Gives what was held back."""
        return b""


class _Plain(Decoder):
    def feed(self, piece: bytes) -> bytes:
        return piece


class _Base64(Decoder):
    """Base64. Foreign characters are passed over; what follows the padding does not belong to the file."""

    def __init__(self) -> None:
        self._held = b""
        self._ended = False

    def feed(self, piece: bytes) -> bytes:
        if self._ended:
            return b""
        letters, padding, _ = (self._held + _NO_BASE64.sub(b"", piece)).partition(b"=")
        if padding:
            self._ended, self._held = True, b""
            return _quads(letters)
        whole = len(letters) - len(letters) % 4
        self._held = letters[whole:]
        return binascii.a2b_base64(letters[:whole])

    def finish(self) -> bytes:
        return b"" if self._ended else _quads(self._held)


def _quads(letters: bytes) -> bytes:
    """Decodes and adds missing padding; a single letter at the end is dropped."""
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


class _QuotedPrintable(Decoder):
    """Quoted-printable, decoded line by line, because blanks before a line's end do not count."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, piece: bytes) -> bytes:
        data = self._held + piece
        end = data.rfind(b"\n") + 1
        if not end and len(data) > _LONGEST_LINE:  # no line at all: cut where no escape is torn
            escape = data.rfind(b"=", len(data) - 2)
            end = len(data) if escape < 0 else escape
        self._held = data[end:]
        return binascii.a2b_qp(data[:end])

    def finish(self) -> bytes:
        return binascii.a2b_qp(self._held)


def decoder(encoding: str) -> Decoder:
    """The decoder for a Content-Transfer-Encoding. An unknown one is taken as none."""
    kinds: dict[str, type[Decoder]] = {"base64": _Base64, "quoted-printable": _QuotedPrintable}
    return kinds.get(encoding.strip().lower(), _Plain)()


def decoded(encoding: str, data: bytes) -> bytes:
    """Decodes a part, or the beginning of one."""
    undo = decoder(encoding)
    return undo.feed(data) + undo.finish()


def decoded_size(encoding: str, octets: int) -> int:
    """About how many bytes ``octets`` encoded ones are; base64 has 57 bytes in a line of 78."""
    return octets * 57 // 78 if encoding.strip().lower() == "base64" else octets
