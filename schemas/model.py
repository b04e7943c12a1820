"""The parts of a contract: columns, sheets, workbook kinds, and the bundle of one version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from schemas.kinds import Date, Key, Kind
from schemas.office import OfficeCode

if TYPE_CHECKING:
    from schemas.reading import ReadSheet


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    ``group`` is the upper half of a two-row header ("Tenaga Kerja" over "L"). ``reference`` names the sheet whose key
    this column repeats; ``warehouse_only`` marks a reference that only a warehouse can judge. ``restricted``: read row
    by row inside the office, never by analysts and never published.
    """

    name: str
    header: str
    kind: Kind
    about: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    personal: bool = False
    restricted: bool = False
    group: tuple[str, str] | None = None
    reference: str | None = None
    warehouse_only: bool = False

    @property
    def access(self) -> Literal["terbuka", "terbatas", "pribadi"]:
        """Who may read it: analysts too, the office alone, or only those who may read personal data."""
        return "pribadi" if self.personal else "terbatas" if self.restricted else "terbuka"

    @property
    def has_status(self) -> bool:
        """Whether a ``<name>_status`` column stands beside it in the warehouse."""
        return self.kind.has_status


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, other names, columns in the template's order, and what makes a row unique."""

    title: str
    table: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    required: bool = False

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def key_column(self) -> Column:
        """The column whose cell stands for the row: the first of the key."""
        return self[self.key[0]]

    def with_columns(self, *columns: Column, after: str | None = None) -> Sheet:
        """The sheet of a later version: these columns in the place of those of the same name, new ones behind ``after``
        (last without it). KeyError when there is no such column.
        """
        changed = {column.name: column for column in columns}
        standing_columns = [changed.pop(column.name, column) for column in self.columns]
        at = len(standing_columns) if after is None else self.names.index(self[after].name) + 1
        return replace(self, columns=(*standing_columns[:at], *changed.values(), *standing_columns[at:]))

    @property
    def words_are_no_key(self) -> bool:
        """Whether the key is free text: words of totals and signatures in it are no key (Persyaratan)."""
        return not isinstance(self.key_column.kind, Key | Date)


@dataclass(frozen=True)
class CoverField:
    """One label of Identitas. ``role`` says what the product uses it for: office, period, version, text."""

    name: str
    label: str
    role: str
    required: bool = False


@dataclass(frozen=True)
class WorkbookKind:
    """A kind of workbook: whose it is and which sheets it has. Identitas stands apart from the data sheets."""

    name: str
    title: str
    about: str
    cover: tuple[CoverField, ...]
    sheets: tuple[Sheet, ...]

    def sheet(self, title: str) -> Sheet:
        """The sheet with this title. Raises KeyError when the kind has none."""
        for sheet in self.sheets:
            if sheet.title == title:
                return sheet
        raise KeyError(title)

    @property
    def required_titles(self) -> tuple[str, ...]:
        """Titles of the sheets that must be there, Identitas first."""
        return (COVER_TITLE, *(sheet.title for sheet in self.sheets if sheet.required))


@dataclass(frozen=True)
class Office:
    """A sender known to the contract: Kemendagri code, prefix of its keys, kind of workbook it sends."""

    code: str
    name: str
    prefix: str | None
    kind: str


@dataclass(frozen=True)
class Contract:
    """The immutable bundle of one contract version. ``since`` is the month (``YYYY-MM``) from which its template is
    made. ``rules`` are those that run on the rows of each sheet (by title), in order.

    The gate, the tables, the dictionary, the template and the words of expectations are made from its sheets.
    """

    version: str
    since: str
    kinds: tuple[WorkbookKind, ...]
    rules: Mapping[str, tuple[Callable[[ReadSheet], None], ...]]
    regencies: tuple[Office, ...]
    collaborator_prefix: str
    guide_sheets: tuple[str, ...] = field(default=("Baca Dulu", "Perbaikan", "Petunjuk", "Kamus"))

    def kind(self, name: str) -> WorkbookKind:
        """The kind with this name. Raises KeyError when there is none."""
        for kind in self.kinds:
            if kind.name == name:
                return kind
        raise KeyError(name)

    def with_sheets(self, *sheets: Sheet) -> Contract:
        """The contract of a later version: these sheets in the place of those kept in the same tables. KeyError when
        there are none.
        """
        changed = {self.sheet_of(sheet.table).table: sheet for sheet in sheets}
        kinds = [
            replace(kind, sheets=tuple(changed.get(sheet.table, sheet) for sheet in kind.sheets)) for kind in self.kinds
        ]
        return replace(self, kinds=tuple(kinds))

    def sheet_of(self, table: str) -> Sheet:
        """The sheet of this table. Raises KeyError when there is none."""
        for kind in self.kinds:
            for sheet in kind.sheets:
                if sheet.table == table:
                    return sheet
        raise KeyError(table)

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """Every key prefix that some office has."""
        return frozenset({office.prefix for office in self.regencies if office.prefix} | {self.collaborator_prefix})

    def prefix_of(self, office_code: str) -> str | None:
        """The key prefix of an office code; None for the province."""
        for office in self.regencies:
            if office.code == office_code:
                return office.prefix
        return self.collaborator_prefix if OfficeCode(office_code).is_collaborator else None


COVER_TITLE = "Identitas"
