"""The check of a file's bytes: read, accepted suggestions put in place, judged by the contract, proven by the gate."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from schemas.check import LocatedRows, check_workbook, located_rows, located_table, rejected_file, what_is_stated
from schemas.context import Circumstances, GivenKey, KeyBook, RightValue, Stated
from schemas.finding import Outcome
from schemas.given_keys import TABLE, give_keys
from schemas.grid import Grid, parse_address
from schemas.messages import expected_for
from schemas.result import AppliedSuggestion, CheckResult
from schemas.text import shown
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook
from workbooks.returned import (
    Accepted,
    apply_accepted,
    find_csv_copy,
    find_perbaikan,
    find_sheet,
    follow,
    holds,
    read_answers,
)


@dataclass(frozen=True)
class Checked:
    """The result for a file. ``type`` and ``grids`` are as sent (None and empty when it cannot be read)."""

    result: CheckResult
    type: str | None
    grids: tuple[Grid, ...]
    refusal: FileRejectedError | None = None


KnownKeys = Callable[[Stated], Mapping[str, frozenset[str]]]
"""The keys that a workbook may refer to, by the sheet's title, once it is known what it replaces."""


def check_bytes(
    data: bytes, circumstances: Circumstances, limits: Limits, known_keys: KnownKeys | None = None
) -> Checked:
    """Checks a file. ``known_keys`` looks up what is in force; None means that there is no warehouse.

    Raises ``schemas.gate.GateError`` when our own readers let something wrong through.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        workbook = read_workbook(data, limits)
    except FileRejectedError as refusal:
        return Checked(rejected_file(refusal.code, circumstances, sha256), None, (), refusal)
    grids, is_lone = workbook.grids, workbook.lone
    applied_suggestions: tuple[AppliedSuggestion, ...] = ()
    right_values: tuple[RightValue, ...] = ()
    perbaikan = find_perbaikan(grids)
    if perbaikan is not None:
        if (of_csv := find_csv_copy(grids)) is not None:
            grids, is_lone = (of_csv,), True
        if answers := read_answers(perbaikan):
            sheets = located_rows(grids, circumstances, lone=is_lone)
            right_values = _right_values(follow(answers.right_values, sheets), sheets, circumstances)
            grids, log = apply_accepted(grids, follow(answers.accepted, sheets))
            applied_suggestions = (*log, *answers.unheard)
    given_keys: tuple[GivenKey, ...] = ()
    if circumstances.key_book is not None:
        grids, given_keys = _with_given_keys(grids, circumstances, circumstances.key_book, is_lone)
    if known_keys is not None:
        circumstances = replace(
            circumstances, known_keys=known_keys(what_is_stated(grids, circumstances, lone=is_lone))
        )
    result = check_workbook(
        grids,
        circumstances,
        sha256,
        lone=is_lone,
        applied=applied_suggestions,
        said_right=right_values,
        expected=expected_for,
    )
    result = replace(result, given=given_keys)
    if result.outcome is not Outcome.REJECTED:
        from schemas.gate import assert_loadable  # pandera is imported as late as can be

        assert_loadable(result)
    return Checked(result, workbook.type, workbook.grids)


def _with_given_keys(
    grids: tuple[Grid, ...], circumstances: Circumstances, book: KeyBook, is_lone: bool
) -> tuple[tuple[Grid, ...], tuple[GivenKey, ...]]:
    """The grids with a key for each business that has none, and what was given."""
    located = located_table(grids, circumstances, TABLE, lone=is_lone)
    if located is None:
        return grids, ()
    table, context = located
    grid, given_keys = give_keys(table, context, book)
    return tuple(grid if other_grid is table.grid else other_grid for other_grid in grids), given_keys


def _right_values(
    answers: list[Accepted], sheets: list[LocatedRows], circumstances: Circumstances
) -> tuple[RightValue, ...]:
    """The values that the sender says are right as they are, where they still stand; none where nobody remembers
    them.
    """
    if circumstances.sign_of is None:
        return ()
    values = []
    for answer in answers:
        located = find_sheet(answer.sheet, sheets)
        if located is None or answer.is_lost:
            continue
        row, at = parse_address(answer.cell)
        name = next((name for name, column in located.columns.items() if column == at), None)
        value = located.grid.value(row, at)
        if name is not None and (holds(value, answer.shown_value) or not (answer.shown_value or shown(value))):
            values.append(
                RightValue(located.sheet.title, located.keys.get(row, ""), name, circumstances.sign_of(shown(value)))
            )
    return tuple(dict.fromkeys(values))
