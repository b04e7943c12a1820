"""What a candidate changes, office by office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kemitraan.steps.shadow.comparing import MOST_PLACES, ReadOtherwise, Said
from kemitraan.steps.shadow.trying import Tried


@dataclass(frozen=True)
class OfficeChange:
    """All that a candidate changes for an office (its code), over ``submissions`` that could be tried."""

    office: str
    submissions: int
    rows: int
    held: int
    freed: int
    refused: int
    refused_rows: int
    admitted: int
    admitted_rows: int
    said: tuple[Said, ...]
    read_otherwise: tuple[ReadOtherwise, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing is said, loaded or held back otherwise."""
        return not (self.said or self.read_otherwise or self.held or self.freed or self.refused or self.admitted)


def by_office(tried: Iterable[Tried]) -> list[OfficeChange]:
    """The changes of each office, by its code. What could not be tried is left out."""
    tried_of: dict[str, list[Tried]] = defaultdict(list)
    for entry in tried:
        if entry.problem is None:
            tried_of[entry.office].append(entry)
    return [_office(office, entries) for office, entries in sorted(tried_of.items())]


def _office(office: str, tried: Sequence[Tried]) -> OfficeChange:
    differences = [entry.difference for entry in tried]
    said: dict[tuple[str, str], Said] = {}
    otherwise: dict[tuple[str, str], ReadOtherwise] = {}
    for difference in differences:
        for entry in difference.said:
            key = entry.code, entry.severity
            said[key] = _both_said(said[key], entry) if key in said else entry
        for column in difference.read_otherwise:
            place = column.sheet, column.column
            otherwise[place] = _both_columns(otherwise[place], column) if place in otherwise else column
    return OfficeChange(
        office=office,
        submissions=len(tried),
        rows=sum(entry.rows for entry in tried),
        held=sum(difference.held for difference in differences),
        freed=sum(difference.freed for difference in differences),
        refused=sum(difference.refused > 0 for difference in differences),
        refused_rows=sum(difference.refused for difference in differences),
        admitted=sum(difference.admitted > 0 for difference in differences),
        admitted_rows=sum(difference.admitted for difference in differences),
        said=tuple(said[key] for key in sorted(said)),
        read_otherwise=tuple(otherwise.values()),
    )


def _both_said(former: Said, further: Said) -> Said:
    return replace(
        former,
        newly=former.newly + further.newly,
        no_longer=former.no_longer + further.no_longer,
        newly_at=(*former.newly_at, *further.newly_at)[:MOST_PLACES],
        no_longer_at=(*former.no_longer_at, *further.no_longer_at)[:MOST_PLACES],
    )


def _both_columns(former: ReadOtherwise, further: ReadOtherwise) -> ReadOtherwise:
    return replace(former, cells=former.cells + further.cells, at=(*former.at, *further.at)[:MOST_PLACES])
