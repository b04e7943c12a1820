"""The contract versions that are accepted side by side, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from schemas.kinds import Choice, Choices, Kind
from schemas.model import Column, Contract, Sheet, WorkbookKind
from schemas.period import Period

_Named = TypeVar("_Named", Column, Sheet, WorkbookKind)


class VersionsDisagree(Exception):
    """Two versions cannot share the warehouse's tables: a program error. Names version, sheet and column."""


@dataclass(frozen=True)
class Contracts:
    """Every accepted contract version, oldest first. Each is whole and immutable; a submission is judged by the one
    that it names. All load into the same tables, and what they must agree on for that is verified when they are put
    together.

    Raises VersionsDisagree when they do not agree.
    """

    versions: tuple[Contract, ...]

    def __post_init__(self) -> None:
        periods = [contract.since for contract in self.versions]
        if not periods or sorted(set(periods)) != periods:
            raise VersionsDisagree("contract versions come oldest first, each in force since another month")
        for older, newer in zip(self.versions, self.versions[1:], strict=False):
            _must_agree(older, newer)

    def __iter__(self) -> Iterator[Contract]:
        return iter(self.versions)

    def __getitem__(self, version: str) -> Contract:
        for contract in self.versions:
            if contract.version == version:
                return contract
        raise KeyError(version)

    def __contains__(self, version: object) -> bool:
        return any(contract.version == version for contract in self.versions)

    def at(self, period: Period) -> Contract:
        """The newest version in force in a month (``YYYY-MM``); the oldest for months before all."""
        in_force = [contract for contract in self.versions if contract.since <= period]
        return in_force[-1] if in_force else self.versions[0]

    @property
    def newest(self) -> Contract:
        """The last version."""
        return self.versions[-1]

    @cached_property
    def whole(self) -> Contract:
        """Everything that any version has, in the form of the newest that has it: what the tables hold and what staff
        may teach names for. Nothing is judged by it.
        """
        whole = self.versions[0]
        for newer in self.versions[1:]:
            whole = replace(newer, kinds=_joined(whole.kinds, newer.kinds, _both_kinds))
        return whole


def _joined(older: tuple[_Named, ...], newer: tuple[_Named, ...], both) -> tuple[_Named, ...]:
    """What is in either, in the newer one's order; ``both`` joins what is in both."""
    former = {_name(part): part for part in older}
    combined = [both(former.pop(_name(part)), part) if _name(part) in former else part for part in newer]
    return (*combined, *former.values())


def _name(part: Column | Sheet | WorkbookKind) -> str:
    return part.table if isinstance(part, Sheet) else part.name


def _both_kinds(older: WorkbookKind, newer: WorkbookKind) -> WorkbookKind:
    return replace(newer, sheets=_joined(older.sheets, newer.sheets, _both_sheets))


def _both_sheets(older: Sheet, newer: Sheet) -> Sheet:
    return replace(newer, columns=_joined(older.columns, newer.columns, _both_columns))


def _both_columns(older: Column, newer: Column) -> Column:
    names = dict.fromkeys((*newer.aliases, older.header, *older.aliases))
    names.pop(newer.header, None)
    return replace(newer, aliases=tuple(names), kind=_both_lists(older.kind, newer.kind))


def _both_lists(older: Kind, newer: Kind) -> Kind:
    if isinstance(older, Choice | Choices) and isinstance(newer, Choice | Choices):
        listed = {word.text for word in newer.words}
        return replace(newer, words=(*newer.words, *(word for word in older.words if word.text not in listed)))
    return newer


def _must_agree(older: Contract, newer: Contract) -> None:
    """Raises VersionsDisagree when rows of both cannot stand in the same tables, or their statements not beside each
    other.
    """
    former = {sheet.table: (kind, sheet) for kind in older.kinds for sheet in kind.sheets}
    titles = {sheet.title: sheet.table for _, sheet in former.values()}
    for kind in newer.kinds:
        for sheet in kind.sheets:
            where = f"{newer.version}, {sheet.title}"
            if titles.get(sheet.title, sheet.table) != sheet.table:
                raise VersionsDisagree(f"{where}: another table than in {older.version}")
            if sheet.table not in former:
                continue
            old_kind, old = former[sheet.table]
            if (kind.name, sheet.title, sheet.key) != (old_kind.name, old.title, old.key):
                raise VersionsDisagree(f"{where}: another kind of workbook, title or key than in {older.version}")
            for column in sheet.columns:
                if column.name in old and _storage(column) != _storage(old[column.name]):
                    raise VersionsDisagree(f"{where}, {column.name}: kept in another form than in {older.version}")


def _storage(column: Column) -> tuple[object, ...]:
    """What decides the tables and columns of its values, and what they are compared with."""
    return column.kind.storage, column.has_status, column.personal, column.reference
