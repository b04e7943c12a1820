"""Is a file whole, or is somebody still writing it? The answer comes from its name, its time, and its first and last
bytes.
"""

from __future__ import annotations

import os
import re
import stat
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_CLUTTER = re.compile(r"(?is)\.[^.].*|~\$.*|.*~|thumbs\.db|desktop\.ini")
_UPLOAD = re.compile(r"(?is).*\.(part|partial|filepart|tmp|temp|crdownload|download|upload|swp)")
ZIP_START = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
ZIP_END_RECORD = 22
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES = 512
"""How many first bytes show whether a file has begun ([MS-CFB] 2.2: the header of an OLE file)."""
_SIGNATURES = (ZIP_START, OLE_START)
_NO_SECTOR = 0xFFFFFFFA
ZIP_END_AT_MOST = ZIP_END_RECORD + 65_535  # end-of-central-directory record and the longest comment (APPNOTE 4.3.16)


def is_clutter(name: str) -> bool:
    """Whether a name is clutter: lock files of Office (``~$x.xlsx``), dotfiles, backups, leavings of Windows."""
    return bool(_CLUTTER.fullmatch(name))


def is_upload_name(name: str) -> bool:
    """A name that programs give to a file until it is whole (``x.xlsx.part``, ``x.crdownload``)."""
    return bool(_UPLOAD.fullmatch(name))


@dataclass(frozen=True)
class Look:
    """What one look at a regular file shows. Two equal looks mean that nobody wrote in between. ``changed_ns`` also
    moves when a file is renamed or its rights change, which is no writing. ``version`` is a server's own mark of the
    contents (an ETag), where it has one.
    """

    size: int
    modified_ns: int
    changed_ns: int = field(default=0, compare=False)
    version: str = ""

    @classmethod
    def of(cls, status: os.stat_result) -> Self | None:
        """The look of a file's status; None when it is no regular file."""
        if not stat.S_ISREG(status.st_mode):
            return None
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    def seconds_quiet(self, now: float) -> float:
        """Seconds since the file was last touched in any way; never negative, because clocks may disagree."""
        return max(0.0, now - max(self.modified_ns, self.changed_ns) / 1e9)

    def seconds_old(self, now: float) -> float:
        """Seconds since the last write, by the writer's clock. A copy that keeps the time of its original is complete
        when it sets that time, so an old time means a whole file.
        """
        return max(0.0, now - self.modified_ns / 1e9)


def has_only_begun(head: bytes, size: int) -> bool:
    """Whether a file of this size with these first bytes (``HEAD_BYTES`` of them) can only be a beginning: nothing,
    reserved room, a piece of a signature, or an OLE file (xls) that ends before its own tables.
    """
    if head[:1] in (b"", b"\0") or any(signature.startswith(head) for signature in _SIGNATURES):
        return True
    return head.startswith(OLE_START) and len(head) >= HEAD_BYTES and size <= _ole_reaches(head)


def _ole_reaches(head: bytes) -> int:
    """The position of the last sector that an OLE header names ([MS-CFB] 2.2: directory, and tables of sectors)."""
    (shift,) = struct.unpack_from("<H", head, 30)
    sectors = [struct.unpack_from("<I", head, place)[0] for place in (48, 60, 68)]
    sectors += struct.unpack_from("<109I", head, 76)
    last_sector = max((sector for sector in sectors if sector < _NO_SECTOR), default=0)
    return (last_sector + 1) << min(shift, 12)


def is_unfinished(path: Path) -> bool:
    """Whether a file has only begun, or begins as a zip package (xlsx, ods, …) and has no end: an upload that stalled,
    or damage. Raises OSError.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        head = file.read(HEAD_BYTES)
        size = file.seek(0, os.SEEK_END)
        if has_only_begun(head, size):
            return True
        if not head.startswith(ZIP_START):
            return False
        file.seek(max(0, size - ZIP_END_AT_MOST))
        return ZIP_END not in file.read()
