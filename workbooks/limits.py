"""The largest workbook that is accepted (contract section 3), and the refusal of a file that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one file; rows and columns count to the last cell that holds a value."""

    packed_bytes: int = 25 * MIB
    unpacked_bytes: int = 500 * MIB
    ratio: int = 200
    sheets: int = 50
    rows: int = 200_000
    columns: int = 200


class FileRejectedError(Exception):
    """The file cannot be a submission. ``code`` is one of ``file.type``, ``file.unreadable``, ``file.encrypted``,
    ``file.too_large``. ``detail`` says in English what was seen, for the log, never a cell's content.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
