"""Program errors, described by their place and never by the value that caused them: it may be personal."""

from __future__ import annotations

import re
import traceback
from pathlib import PurePath

_FRAME = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')
_INNERMOST = 6


class ProgramError(Exception):
    """The program failed. ``kind`` is the original error's type, ``where`` the code it came from, innermost first."""

    def __init__(self, kind: str, where: str) -> None:
        super().__init__(f"{kind} ({where})")
        self.kind = kind
        self.where = where

    def __reduce__(self) -> tuple[type[ProgramError], tuple[str, str]]:
        """Lets errors cross process borders (task runners pickle them)."""
        return type(self), (self.kind, self.where)


def without_values(error: BaseException) -> ProgramError:
    """The same error without its message, which would end up in logs and states. Frames of another process are
    included.
    """
    text = "".join(traceback.format_tb(error.__traceback__)) + str(error.__cause__ or "")
    frames = _FRAME.findall(text)[-_INNERMOST:]
    where = " < ".join(f"{'/'.join(PurePath(file).parts[-2:])}:{line} {name}" for file, line, name in reversed(frames))
    return ProgramError(type(error).__name__, where)


def error_kind(error: BaseException) -> str:
    """The type of the error, for people and for the audit row."""
    return error.kind if isinstance(error, ProgramError) else type(error).__name__
