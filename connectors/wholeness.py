"""Is a file whole, or is somebody still writing it? Judged by name, by time, and by the end of a zip package."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_CLUTTER = re.compile(r"(?is)\.[^.].*|~\$.*|.*~|thumbs\.db|desktop\.ini")
_UPLOAD = re.compile(r"(?is).*\.(part|partial|filepart|tmp|temp|crdownload|download|upload|swp)")
ZIP_START = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
ZIP_END_RECORD = 22
ZIP_END_AT_MOST = ZIP_END_RECORD + 65_535  # end-of-central-directory record and the longest comment (APPNOTE 4.3.16)


def is_clutter(name: str) -> bool:
    """Lock files of Office (``~$x.xlsx``), dotfiles, backups, leavings of Windows: never a submission."""
    return bool(_CLUTTER.fullmatch(name))


def is_upload_name(name: str) -> bool:
    """A name that programs give to a file until it is whole (``x.xlsx.part``, ``x.crdownload``)."""
    return bool(_UPLOAD.fullmatch(name))


@dataclass(frozen=True)
class Look:
    """What one look at a regular file shows; two equal looks mean that nobody wrote in between. ``changed_ns`` also
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
        """Seconds since the file was last touched in any way; never negative, for clocks that disagree."""
        return max(0.0, now - max(self.modified_ns, self.changed_ns) / 1e9)

    def seconds_old(self, now: float) -> float:
        """Seconds since the last write, as its writer tells it. A copy that keeps the time of its original is complete
        by the time it sets it, so an old time here means a whole file."""
        return max(0.0, now - self.modified_ns / 1e9)


def lacks_zip_end(path: Path) -> bool:
    """Whether a file begins as a zip package (xlsx, ods, …) and has no end: an upload that stalled, or damage.

    Raises OSError.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        if file.read(len(ZIP_START)) != ZIP_START:
            return False
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - ZIP_END_AT_MOST))
        return ZIP_END not in file.read()
