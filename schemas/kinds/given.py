"""The surroundings that a kind knows besides the cell: its column and the check. Kinds know neither contract nor
settings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from schemas.day_count import DayCount
from schemas.reference import Reference


class ColumnLike(Protocol):
    """The column as its kind sees it (``schemas.model.Column``)."""

    @property
    def name(self) -> str:
        """The column's id."""
        ...

    @property
    def header(self) -> str:
        """Its title."""
        ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""
        ...

    @property
    def reference(self) -> str | None:
        """The sheet whose key it repeats."""
        ...

    @property
    def personal(self) -> bool:
        """Whether its values are personal data, kept apart as they are."""
        ...

    @property
    def warehouse_only(self) -> bool:
        """Whether only a warehouse can judge that reference."""
        ...


class ContextLike(Protocol):
    """The check as readers see it (``schemas.context.Context``)."""

    @property
    def reference(self) -> Reference:
        """The reference data."""
        ...

    @property
    def office(self) -> str | None:
        """The office's code, None while it is unknown."""
        ...

    @property
    def period_year(self) -> int | None:
        """The period's year."""
        ...

    @property
    def period_end(self) -> date | None:
        """The period's last day."""
        ...

    @property
    def digits_are_numbers(self) -> bool:
        """Whether digits count as number cells: a csv has no types of cells."""
        ...

    @property
    def day_count(self) -> DayCount:
        """How the workbook counts its days."""
        ...

    @property
    def partner_sign(self) -> Callable[[str], str] | None:
        """Makes the digits that stand for a partner whom nobody has confirmed; None where nothing is kept."""
        ...

    @property
    def own_prefixes(self) -> frozenset[str]:
        """The prefix of the office's keys; all prefixes while the office is unknown or has none."""
        ...

    @property
    def regency_prefixes(self) -> frozenset[str]:
        """The prefixes of all regencies' keys."""
        ...
