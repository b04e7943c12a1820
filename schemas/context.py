"""What a check needs to know besides the workbook: the day, the settings, the reference, and keys known from before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from schemas.codes import Code
from schemas.day_count import FROM_1900, DayCount
from schemas.finding import Severity
from schemas.model import Contract
from schemas.period import Period
from schemas.reference import HeaderAlias, Reference
from schemas.versions import Contracts

SCORES = ("skor_legalitas", "skor_kemasan", "skor_kualitas", "skor_kapasitas", "skor_harga")


@dataclass(frozen=True)
class Rulebook:
    """Settings of rules: the pass mark of a curation, the weights of its five scores, the tolerance."""

    pass_mark: float = 70.0
    weights: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(SCORES, 1.0))
    score_tolerance: float = 0.5


class RightValue(NamedTuple):
    """A value that its sender says is right as it is: the contract's sheet, the row's key for people, the column, and a
    sign of the value as typed.
    """

    sheet: str
    key: str
    column: str
    sign: str


class GivenKey(NamedTuple):
    """A key that we gave to a row without one: sheet as sent, cell, key, and the new signs (kind, sign) that it goes
    by. ``is_header``: no key, but the header of a column that we made for them.
    """

    sheet: str
    cell: str
    key: str
    signs: tuple[tuple[str, str], ...]
    is_header: bool = False


@dataclass(frozen=True)
class KeyBook:
    """The keys that an office was given: sign → (kind of sign, key). ``sign_of`` makes the sign of an identity, which
    may be personal.
    """

    known: Mapping[str, tuple[str, str]]
    sign_of: Callable[[str], str]


class Waiver(NamedTuple):
    """An exemption of the office from a rule, for reports from one month to another; ``until`` None for no end."""

    code: str
    since: Period
    until: Period | None

    def holds_for(self, period: Period) -> bool:
        """Whether the report of a month is exempt."""
        return self.since <= period and (self.until is None or period <= self.until)


class RuleDates(NamedTuple):
    """The first month in whose reports a rule (its code) is a warning, and the first in which it is an error; None for
    never.
    """

    code: str
    warning_from: Period | None = None
    error_from: Period | None = None

    def severity_in(self, period: Period) -> Severity | None:
        """Its severity in the report of a month; None before the first."""
        if self.error_from is not None and self.error_from <= period:
            return Severity.ERROR
        if self.warning_from is not None and self.warning_from <= period:
            return Severity.WARNING
        return None

    def steps(self) -> tuple[tuple[Period, Severity], ...]:
        """The months in which its severity changes, in order."""
        dates = ((self.warning_from, Severity.WARNING), (self.error_from, Severity.ERROR))
        return tuple((month, severity) for month, severity in dates if month is not None)


@dataclass(frozen=True)
class Circumstances:
    """What the caller knows. ``contracts``: the versions that are accepted. ``office``: the code that the source is
    registered for, None when unknown.

    ``known_keys``: sheet title → keys in force in the warehouse, without those that only a statement has that this
    workbook takes the place of; None when no warehouse was told of. ``known_identities``: keys of businesses for which
    the warehouse has a NIK on record. ``own_headers``: headers of this office that a person has recognised; those of
    the contract come before them. ``right_values``: what this office has said to be right as it is, so that no warning
    is said of it again; ``sign_of`` makes of a value the sign by which it is remembered, None where nothing is
    remembered; ``partner_sign`` the digits that stand for a partner whom nobody has confirmed. ``key_book``: the keys
    that we gave to businesses of an office which has none of ours; None where it has. ``waivers``: the rules that the
    office is exempt from. ``rule_dates``: the rules that hold, or are errors, from a month on. ``judged_by``: the
    version that judges whatever the cover names; None: the one that the cover names.
    """

    contracts: Contracts
    reference: Reference
    today: date
    office: str | None = None
    rulebook: Rulebook = field(default_factory=Rulebook)
    known_keys: Mapping[str, frozenset[str]] | None = None
    known_identities: frozenset[str] = frozenset()
    own_headers: tuple[HeaderAlias, ...] = ()
    right_values: frozenset[RightValue] = frozenset()
    sign_of: Callable[[str], str] | None = None
    partner_sign: Callable[[str], str] | None = None
    key_book: KeyBook | None = None
    waivers: tuple[Waiver, ...] = ()
    rule_dates: tuple[RuleDates, ...] = ()
    judged_by: str | None = None

    def is_right(self, sheet: str, key: str | None, column: str, value: str) -> bool:
        """Whether this office has called the value, as typed, right as it is."""
        if not self.right_values or self.sign_of is None:
            return False
        return RightValue(sheet, key or "", column, self.sign_of(value)) in self.right_values

    @property
    def header_aliases(self) -> tuple[HeaderAlias, ...]:
        """All headers learnt since the contract: for everybody, then this office's own."""
        return (*self.reference.header_aliases, *self.own_headers)


@dataclass(frozen=True)
class Stated:
    """The sheets (titles) of an office's month that a workbook covers: a csv its own, another workbook every sheet of
    its kind. ``office`` and ``period`` are as the cover gives them.
    """

    kind: str
    office: str | None
    period: Period | None
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """What the cell readers need: the circumstances, the contract that judges, office and period as the cover gives
    them (None when unreadable).
    """

    circumstances: Circumstances
    contract: Contract
    office: str | None
    period: Period | None
    digits_are_numbers: bool = False
    day_count: DayCount = FROM_1900

    @property
    def reference(self) -> Reference:
        """The reference data."""
        return self.circumstances.reference

    @property
    def partner_sign(self) -> Callable[[str], str] | None:
        """Makes the digits that stand for a partner whom nobody has confirmed; None where nothing is kept."""
        return self.circumstances.partner_sign

    @property
    def period_year(self) -> int | None:
        """The period's year."""
        return self.period.year if self.period else None

    @property
    def period_end(self) -> date | None:
        """The period's last day."""
        return self.period.last_day if self.period else None

    @property
    def waived_codes(self) -> frozenset[str]:
        """The codes of rules that the office is exempt from in this period."""
        period = self.period
        if period is None:
            return frozenset()
        return frozenset(waiver.code for waiver in self.circumstances.waivers if waiver.holds_for(period))

    @property
    def dated_severities(self) -> Mapping[str, Severity | None]:
        """Codes whose severity in this period is not the contract's: the severity, or None where nothing is said of the
        rule yet.
        """
        severities: dict[str, Severity | None] = {code: None for code in Code if code.is_new}
        if self.period is not None:
            dated = {dates.code: dates.severity_in(self.period) for dates in self.circumstances.rule_dates}
            severities |= {code: severity for code, severity in dated.items() if severity or code in severities}
        return severities

    @property
    def own_prefixes(self) -> frozenset[str]:
        """The prefix of the office's keys; all prefixes while the office is unknown or has none."""
        prefix = self.contract.prefix_of(self.office) if self.office else None
        return frozenset((prefix,)) if prefix else self.contract.prefixes

    @property
    def regency_prefixes(self) -> frozenset[str]:
        """The prefixes of all regencies' keys."""
        return frozenset(office.prefix for office in self.contract.regencies if office.prefix)
