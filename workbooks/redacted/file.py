"""Takes cells out of a file of any format, and proves that nothing else changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.grid import Grid
from schemas.text import shown
from workbooks.inspection.sound import sound_file
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook
from workbooks.redacted.erasure import Erasure
from workbooks.redacted.package import redact_package
from workbooks.redacted.text import redact_text
from workbooks.returned.package import UnmarkableError
from workbooks.returned.regular import IrregularSheetError
from workbooks.returned.xml_text import MalformedXmlError


class RedactionError(ValueError):
    """The cells cannot be taken out so that everything else reads as before."""


class Way(StrEnum):
    """How a file was redacted: its own bytes edited, or its cells written anew as xlsx."""

    IN_PLACE = "in_place"
    REBUILT = "rebuilt"


@dataclass(frozen=True)
class Redacted:
    """The file without the cells, and how it came about."""

    data: bytes
    way: Way


def redact_file(data: bytes, kind: str, erasure: Erasure, limits: Limits) -> Redacted:
    """The file (of this ``kind``, as ``read_workbook`` tells it) without the cells.

    Raises RedactionError where no way gives a file that otherwise reads as before.
    """
    if kind in ("csv", "xlsx"):
        try:
            if kind == "csv":
                redacted = redact_text(data, next(iter(erasure.sheets.values()), {}))
            else:
                redacted = redact_package(sound_file(data, limits), erasure)
            if _reads_as_told(redacted, erasure, limits):
                return Redacted(redacted, Way.IN_PLACE)
        except (UnmarkableError, IrregularSheetError, MalformedXmlError):
            pass
        if kind == "csv":
            raise RedactionError(kind)
    from workbooks.redacted.rebuilt import rebuild_redacted  # late: openpyxl takes a while

    redacted = rebuild_redacted(erasure)
    if not _reads_as_told(redacted, erasure, limits):
        raise RedactionError(kind)
    return Redacted(redacted, Way.REBUILT)


def _reads_as_told(redacted: bytes, erasure: Erasure, limits: Limits) -> bool:
    try:
        grids = read_workbook(redacted, limits).grids
    except FileRejectedError:
        return False
    return [grid.name for grid in grids] == erasure.names and all(
        _same(before, after, erasure.sheets.get(before.name, {}))
        for before, after in zip(erasure.grids, grids, strict=True)
    )


def _same(before: Grid, after: Grid, cells: Mapping[tuple[int, int], str]) -> bool:
    if before.visible != after.visible or set(before.merged) != set(after.merged):
        return False
    flags = {at: flag for at, flag in before.flags.items() if at not in cells}
    if flags != after.flags:
        return False
    return all(
        _same_column(before, after, column, {row: text for (row, at), text in cells.items() if at == column})
        for column in range(max(before.width, after.width))
    )


def _same_column(before: Grid, after: Grid, column: int, cells: Mapping[int, str]) -> bool:
    if not cells and before.columns[column : column + 1] == after.columns[column : column + 1]:
        return True
    return all(
        _alike(cells.get(row, before.value(row, column)), after.value(row, column))
        for row in range(max(before.height, after.height))
    )


def _alike(expected: object, read: object) -> bool:
    return expected == read or shown(expected) == shown(read)
