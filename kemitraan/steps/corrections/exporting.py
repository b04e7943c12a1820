"""Corrections and exemptions beside the archive, as CSV: one small file for each entry and one for each end, dated,
written once.

From the archive alone the warehouse is made again with them (``kemitraan.steps.job.from_archive``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from kemitraan.steps.workshop import Workshop
from schemas.kinds import signed_partners
from schemas.period import Period
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import all_corrections, put_correction
from warehouse.engine import Warehouse
from warehouse.exemptions import Exemption, all_exemptions, put_exemption
from warehouse.partners import partner_signer

Dated = Correction | Exemption
_MAY_BE_EMPTY = ("ended_at", "ended_by", "ended_why", "until")
_READERS: dict[str, Callable[[str], Any]] = {
    "id": int,
    "since": Period.read,
    "until": Period.read,
    "entered_at": datetime.fromisoformat,
    "ended_at": datetime.fromisoformat,
}
"""How columns that are no text are read."""


@dataclass(frozen=True)
class _Kind:
    """A kind of dated data: the beginning of its files' names, what an entry is, how all are read and one is put
    back.
    """

    name: str
    entry: type
    read_all: Callable[[Warehouse], Sequence[Any]]
    put: Callable[[Warehouse, Any], object]


KINDS = (
    _Kind("koreksi", Correction, all_corrections, put_correction),
    _Kind("pengecualian", Exemption, all_exemptions, put_exemption),
)


def keep_dated(workshop: Workshop) -> None:
    """Writes what is not written yet. Raises OutsideError."""
    for kind in KINDS:
        kept_names = set(workshop.archive.tables(kind.name))
        for entry in kind.read_all(workshop.warehouse):
            for name, state in _states(kind, entry):
                if name not in kept_names:
                    workshop.archive.put_table(name, as_csv(kind.entry, [state]).encode())


def put_back_dated(workshop: Workshop) -> dict[str, int]:
    """Puts what lies beside the archive into the warehouse, as it was entered and ended. Gives how many there are of
    each kind. Raises OutsideError, and ValueError or TypeError for a file that is not ours.
    """
    counts = {}
    for kind in KINDS:
        newest: dict[int, Dated] = {}
        for entry in _read(workshop, kind):
            if entry.id not in newest or entry.ended_at is not None:
                newest[entry.id] = entry
        for entry in sorted(newest.values(), key=lambda entry: (entry.ended_at is None, entry.id)):
            kind.put(workshop.warehouse, entry)
        counts[kind.name] = len(newest)
    return counts


def as_csv(entry_type: type, entries: Sequence[Dated]) -> str:
    """Entries as CSV; moments in UTC."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [field.name for field in fields(entry_type)], lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerow({name: _cell(value) for name, value in asdict(entry).items()})
    return text.getvalue()


def _read(workshop: Workshop, kind: _Kind) -> Iterator[Any]:
    """The entries as they lie there; partners whom nobody has confirmed go by the digits of today in old ones too."""
    archive, key = workshop.archive, workshop.warehouse.nik_key
    assert key is not None  # a workshop is opened with it
    sign = partner_signer(key)
    for name in archive.tables(kind.name):
        text = signed_partners(archive.table(name).decode(), sign)
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield kind.entry(**{column: _value(column, cell) for column, cell in row.items()})


def _value(column: str, text: str) -> Any:
    return None if column in _MAY_BE_EMPTY and not text else _READERS.get(column, str)(text)


def _states(kind: _Kind, entry: Any) -> Iterator[tuple[str, Any]]:
    """Each file's name with what it holds: the entry as it was made, and as it was ended."""
    entered = replace(entry, ended_at=None, ended_by=None, ended_why=None)
    yield f"{kind.name}-{entry.entered_at.astimezone(UTC):%Y-%m-%d}-{entry.id}", entered
    if entry.ended_at is not None:
        yield f"{kind.name}-{entry.ended_at.astimezone(UTC):%Y-%m-%d}-{entry.id}-akhir", entry


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else str(value)
