"""The check of a file's bytes: read, accepted suggestions put in place, judged by the contract, proven by the gate."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from schemas.check import check_workbook, keys_of_rows, rejected_file
from schemas.context import Asked
from schemas.finding import Outcome
from schemas.grid import Grid
from schemas.messages import expected_for
from schemas.result import CheckResult
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook
from workbooks.returned import apply_accepted, find_csv_copy, find_perbaikan, follow_rows, read_accepted


@dataclass(frozen=True)
class Checked:
    """What became of a file. ``type`` and ``grids`` are as sent (None and empty when it cannot be read)."""

    result: CheckResult
    type: str | None
    grids: tuple[Grid, ...]
    refusal: FileRejectedError | None = None


def check_bytes(data: bytes, asked: Asked, limits: Limits) -> Checked:
    """Check a file. Raises ``schemas.gate.GateError`` when our own readers let something wrong through."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        workbook = read_workbook(data, limits)
    except FileRejectedError as refusal:
        return Checked(rejected_file(refusal.code, asked, sha256), None, (), refusal)
    grids, lone, applied = workbook.grids, workbook.lone, ()
    perbaikan = find_perbaikan(grids)
    if perbaikan is not None:
        if (of_csv := find_csv_copy(grids)) is not None:
            grids, lone = (of_csv,), True
        accepted = read_accepted(perbaikan)
        if accepted:
            accepted = follow_rows(accepted, keys_of_rows(grids, asked, lone=lone))
        grids, log = apply_accepted(grids, accepted)
        applied = tuple(log)
    result = check_workbook(
        grids,
        asked,
        sha256,
        lone=lone,
        applied=applied,
        expected=expected_for,
    )
    if result.outcome is not Outcome.REJECTED:
        from schemas.gate import assert_loadable  # pandera is imported as late as can be

        assert_loadable(result)
    return Checked(result, workbook.type, workbook.grids)
