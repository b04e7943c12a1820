"""Corrections beside the archive, as CSV: one small file for each entry and one for each end, dated, written once.

From the archive alone the warehouse is made again with them (``kemitraan.steps.job.from_archive``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime

from pydantic import TypeAdapter

from connectors.archive import Archive
from kemitraan.steps.workshop import Workshop
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import all_corrections, put_correction

KIND = "koreksi"
FIELDS = tuple(field.name for field in fields(Correction))
_READ = TypeAdapter(Correction)


def keep_corrections(workshop: Workshop) -> None:
    """Writes what is not written yet. Raises OutsideError."""
    kept_names = set(workshop.archive.tables(KIND))
    for entry in all_corrections(workshop.warehouse):
        for name, state in _states(entry):
            if name not in kept_names:
                workshop.archive.put_table(name, as_csv([state]).encode())


def put_back_corrections(workshop: Workshop) -> int:
    """Puts the corrections that lie beside the archive into the warehouse, as they were entered and ended. Gives how many there
    are. Raises OutsideError, and pydantic's ValidationError for a file that is not ours.
    """
    newest: dict[int, Correction] = {}
    for entry in read_corrections(workshop.archive):
        if entry.id not in newest or entry.ended_at is not None:
            newest[entry.id] = entry
    for entry in sorted(newest.values(), key=lambda entry: (entry.ended_at is None, entry.id)):
        put_correction(workshop.warehouse, entry)
    return len(newest)


def read_corrections(archive: Archive) -> Iterator[Correction]:
    """What the files hold."""
    for name in archive.tables(KIND):
        for row in csv.DictReader(io.StringIO(archive.table(name).decode(), newline="")):
            empty = {name: None for name in ("ended_at", "ended_by", "ended_why") if not row[name]}
            yield _READ.validate_python(row | empty)


def as_csv(corrections: list[Correction]) -> str:
    """Corrections as CSV; moments in UTC."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FIELDS, lineterminator="\n")
    writer.writeheader()
    for entry in corrections:
        writer.writerow({name: _cell(value) for name, value in asdict(entry).items()})
    return text.getvalue()


def _states(entry: Correction) -> Iterator[tuple[str, Correction]]:
    """Each file's name with what it holds: the correction as it was entered, and as it was ended."""
    entered = replace(entry, ended_at=None, ended_by=None, ended_why=None)
    yield f"{KIND}-{entry.entered_at.astimezone(UTC):%Y-%m-%d}-{entry.id}", entered
    if entry.ended_at is not None:
        yield f"{KIND}-{entry.ended_at.astimezone(UTC):%Y-%m-%d}-{entry.id}-akhir", entry


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else str(value)
