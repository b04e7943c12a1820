"""XML parts in UTF-8, whatever encoding they were written in (XML 1.0, section 4.3.3 and appendix F)."""

from __future__ import annotations

import codecs
import re

from workbooks.inspection.package import unreadable

_DECLARED = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"'][^>]*?\?>", re.A)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_EIGHT_BITS = re.compile(r"(?:iso-8859-\d{1,2}|windows-125\d|cp125\d|latin-?1|koi8-[ru])", re.I)
_HEAD = 256


def is_utf8(part: bytes) -> bool:
    """Whether an XML part says that it is in UTF-8, or says nothing, which means the same. Looks at its first bytes."""
    return _codec(part[:_HEAD]) is None


def in_utf8(part: bytes) -> bytes:
    """An XML part in UTF-8 without byte order mark or declaration. A part in UTF-8 is returned as it is.

    Raises FileRejectedError ``file.unreadable`` for encodings that spreadsheet programs do not write, and for bytes
    that are invalid in the encoding.
    """
    codec = _codec(part[:_HEAD])
    if codec is None:
        return part
    try:
        text = part.decode(codec)
    except UnicodeDecodeError as error:
        raise unreadable(f"an XML part is not in {codec} as it says") from error
    return _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode()


def _codec(head: bytes) -> str | None:
    """The codec of a part that is not in UTF-8."""
    for mark, codec in (*_MARKS, *_UNMARKED):
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return codec
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8).decode("latin-1").lstrip())
    if declared is None or declared[1].lower() in _UTF8 or head.startswith(codecs.BOM_UTF8):
        return None
    if not _EIGHT_BITS.fullmatch(declared[1]):
        raise unreadable(f"an XML part in the encoding {declared[1]}")
    return declared[1].lower().replace("latin-1", "latin1")
