"""A finding about one cell, sheet or file. Text is made last, from the catalogue (``schemas.messages``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severity of a finding, worst first (contract section 1)."""

    FATAL = "fatal"
    ERROR = "error"
    WITHHELD = "withheld"
    WARNING = "warning"


class Outcome(StrEnum):
    """The outcome of a check (contract section 1)."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_NOTES = "accepted_with_notes"
    PARTIALLY_ACCEPTED = "partially_accepted"
    REJECTED = "rejected"


Suggestion = str | int | float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding. ``sheet`` is the contract's title (the name as sent for ``sheet.unknown``), ``cell`` the address in
    the file as sent, ``row`` its row number, ``column`` the column's id, ``label`` its header for people, ``key`` the
    row's key as text, ``got`` the cell's content (masked when personal), ``expected`` the expectation in Indonesian,
    ``suggestion`` text, an ISO date or a number.
    """

    code: str
    severity: Severity
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    key: str | None = None
    label: str | None = None
    got: str | None = None
    expected: str | None = None
    suggestion: Suggestion = None

    @property
    def is_repair(self) -> bool:
        """Whether the suggestion is the value that was used: a warning that carries one (contract section 1)."""
        return self.severity is Severity.WARNING and self.suggestion is not None
