"""Accepted suggestions find their rows again, wherever rows were put in, taken out or sorted since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from schemas.grid import address, parse_address
from workbooks.returned.accepted import Accepted


def follow_rows(accepted: Sequence[Accepted], keys: Mapping[str, Mapping[int, str]]) -> list[Accepted]:
    """The suggestions at the rows that bear their keys now. ``keys``: sheet as sent → zero-based row → key for people.

    Where no row has the key any more (it was mended, or is what the suggestion is about) or several have it, the
    address stands as it is.
    """
    by_sheet = {sheet.casefold(): of_sheet for sheet, of_sheet in keys.items()}
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for sheet, of_sheet in by_sheet.items():
        for row, key in of_sheet.items():
            rows[sheet, key].append(row)
    return [_followed(one, rows.get((one.sheet.casefold(), one.key), [])) for one in accepted]


def _followed(one: Accepted, rows: Sequence[int]) -> Accepted:
    if len(rows) != 1:
        return one
    return replace(one, cell=address(rows[0], parse_address(one.cell)[1]))
