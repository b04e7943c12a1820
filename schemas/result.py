"""The result of a check: the outcome, the typed rows that may be loaded, and all findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd

from schemas.context import GivenKey, RightValue
from schemas.finding import Finding, Outcome
from schemas.grid import Span
from schemas.model import Sheet
from schemas.period import Period


class NotApplied(StrEnum):
    """Why an answer in Perbaikan changed nothing: the cell holds another value now, its cell cannot be found for
    certain, or the answer is neither yes nor no.
    """

    CHANGED = "changed"
    LOST = "lost"
    UNHEARD = "unheard"


@dataclass(frozen=True)
class AppliedSuggestion:
    """A suggestion that the sender accepted in Perbaikan. ``applied`` is false when the cell no longer fits it, and
    ``why`` gives the reason. For an answer that is UNHEARD, ``got`` is the text of the answer.
    """

    sheet: str
    cell: str
    got: str
    value: str
    applied: bool
    why: NotApplied | None = None


@dataclass(frozen=True)
class SheetResult:
    """One data sheet, checked.

    ``accepted``: one row a row that may be loaded; index ``row`` = sheet row number (int, unique); one column a
    contract column (absent ones all empty) plus ``<name>_status`` after each licence. Dtypes: ``str`` for text, keys,
    codes, choices (canonical word; several joined by ", ") and identifiers; ``Int64`` for integers and money (rupiah);
    ``Float64`` for decimals; ``datetime64[s]`` for dates; ``boolean`` for yes/no. Dropped identical rows are not in it.

    ``quarantined``: index ``row``; column ``raw`` holds the row's cells as sent, a dict header → text (personal data
    unmasked), column ``key`` the row's key as text or None.

    ``located``: contract column → zero-based sheet column, for those that are there. ``sheet_name``: name as sent.
    ``merged``: the sheet's merged ranges. ``unknown_partners``: names of partners that nobody has confirmed, as typed,
    by what stands in the frames for them. ``rows``, ``accepted_rows``, ``quarantined_rows``, ``skipped`` are the counts
    of the interface.
    """

    sheet: Sheet
    sheet_name: str
    located: dict[str, int]
    headers: dict[str, str]
    accepted: pd.DataFrame
    quarantined: pd.DataFrame
    rows: int
    accepted_rows: int
    quarantined_rows: int
    skipped: int
    merged: tuple[Span, ...] = ()
    unknown_partners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckResult:
    """A workbook, checked. ``sheets`` is keyed by the contract's title, in contract order; ``today`` is the day used;
    ``cover_name`` is the name of Identitas as sent. ``lone``: a csv, which states its one sheet and no other.
    ``given``: the keys that we gave to rows without one.
    """

    contract: str
    sha256: str
    kind: str | None
    office: str | None
    period: Period | None
    outcome: Outcome
    sheets: dict[str, SheetResult]
    findings: tuple[Finding, ...]
    today: date
    applied: tuple[AppliedSuggestion, ...] = ()
    said_right: tuple[RightValue, ...] = ()
    cover_name: str | None = None
    lone: bool = False
    given: tuple[GivenKey, ...] = ()

    @property
    def only_sheet(self) -> str | None:
        """The title of a csv's sheet; None for a workbook, which speaks of every sheet of its kind."""
        return next(iter(self.sheets), None) if self.lone else None
