"""The kind of a file by its content, as far as mail has to know: what may be a workbook is handed on, and the check
says what it is. Workbooks by their name never come here.
"""

from __future__ import annotations

from enum import Enum, auto

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
HEAD = 2048
"""How many bytes ``by_beginning`` needs at most."""

_SURELY_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"{\\rtf")
_OTHER_BINARIES = (b"BM", b"ID3")  # short enough to begin a text, too
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_OTHER_BOXES = (b"WEBP", b"WAVE", b"AVI ")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKUP = (b"<", b"{", b"[", b"BEGIN:", b"MIME-Version:")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"
_LINES_LOOKED_AT = 20
_WORD, _SLIDES, _MAIL = (
    name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__properties_version1.0")
)
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book\0"))
_OTHER_FOLDERS = ("word/", "ppt/", "visio/")
_SPREADSHEET = b"opendocument.spreadsheet"


class Kind(Enum):
    """``OTHER`` is surely no workbook (a PDF, a picture, a letter). ``UNKNOWN`` cannot be told, or may hold a workbook
    that we cannot reach (a rar, a mail).
    """

    WORKBOOK = auto()
    OTHER = auto()
    UNKNOWN = auto()


def needs_whole(head: bytes) -> bool:
    """Whether only the whole file tells what it is."""
    return head.startswith((ZIP, OLE))


def by_beginning(head: bytes) -> Kind:
    """The kind of a file that is neither a zip nor an OLE container."""
    if head.startswith(_ARCHIVES):
        return Kind.UNKNOWN
    if not head.strip() or head.startswith(_SURELY_OTHER):
        return Kind.OTHER
    if (head.startswith(b"RIFF") and head[8:12] in _OTHER_BOXES) or head[4:8] == b"ftyp":
        return Kind.OTHER
    if head.startswith(_BOMS[1:]):
        return Kind.WORKBOOK  # text as Excel saves it under "Unicode"; the check says that it is not taken
    if len(head) != len(head.translate(None, _CONTROLS)):
        return Kind.OTHER if head.startswith(_OTHER_BINARIES) else Kind.UNKNOWN
    text = head.removeprefix(_BOMS[0]).lstrip()
    return Kind.OTHER if text.startswith(_MARKUP) or not _is_table(text) else Kind.WORKBOOK


def by_ole(data: bytes) -> Kind:
    """The kind of an OLE container, by the names in its directory. Old workbooks, and everything that Office has
    encrypted, may be workbooks.
    """
    if any(name in data for name in _BOOKS):
        return Kind.WORKBOOK
    if _MAIL in data:
        return Kind.UNKNOWN
    return Kind.OTHER if _WORD in data or _SLIDES in data else Kind.WORKBOOK


def by_package(names: set[str], mimetype: bytes) -> Kind | None:
    """The kind of an Office or OpenDocument package; None when the zip is no package. ``mimetype`` is the content of
    the member of that name.
    """
    if "mimetype" in names:
        return Kind.OTHER if b"opendocument" in mimetype and _SPREADSHEET not in mimetype else Kind.WORKBOOK
    if "[Content_Types].xml" not in names:
        return None
    if any(name.startswith("xl/") for name in names):
        return Kind.WORKBOOK
    return Kind.OTHER if any(name.startswith(_OTHER_FOLDERS) for name in names) else Kind.WORKBOOK


def _is_table(text: bytes) -> bool:
    """Whether most lines have a semicolon or a tab, or all of them a comma; the last one may be cut."""
    lines = [line for line in text.splitlines()[:_LINES_LOOKED_AT] if line.strip()]
    whole = lines[:-1] or lines
    return any(2 * sum(mark in line for line in whole) > len(whole) for mark in (b";", b"\t")) or (
        len(whole) > 1 and all(b"," in line for line in whole)
    )
