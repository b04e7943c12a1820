"""Notes and corrections that lie beside archived files: a file's name, a reason, a business's name may be the
person's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from kemitraan.steps.archive_notes import Note
from kemitraan.steps.workshop import Workshop
from schemas.forgotten import placeholder
from warehouse.contract_tables import SHEETS
from warehouse.corrections.entering import all_corrections
from warehouse.forgetting.subject import Subject

_CORRECTIONS, _EXEMPTIONS = "koreksi-", "pengecualian-"
_NAMES = "nama_usaha"


def clean_notes(workshop: Workshop, subject: Subject) -> int:
    """Takes the person out of every note and CSV. Gives how many held him. Raises OutsideError."""
    expected = {entry.id: entry.expected for entry in all_corrections(workshop.warehouse)}
    return workshop.archive.clean_notes(lambda name, text: _cleaned(subject, name, text, expected))


def is_beside(workshop: Workshop, subject: Subject) -> list[str]:
    """The names of those that hold the person."""
    names: list[str] = []

    def look(name: str, text: str) -> str:
        if _cleaned(subject, name, text, {}) != text:
            names.append(name)
        return text

    workshop.archive.clean_notes(look)
    return names


def _cleaned(subject: Subject, name: str, text: str, expected: Mapping[int, str]) -> str:
    if name.endswith(".json"):
        return _note(subject, text)
    if name.startswith(_CORRECTIONS):
        return _corrections(subject, text, expected)
    return subject.redact(text) if name.startswith(_EXEMPTIONS) else text


def _note(subject: Subject, text: str) -> str:
    note = Note.model_validate_json(text)
    file_name = subject.redact(note.file_name, names=True) if note.file_name else None
    cleaned = note.model_copy(
        update={
            "file_name": file_name,
            "why": subject.redact(note.why) if note.why else None,
            "headers": tuple(
                header.model_copy(update={"header": subject.redact(header.header)}) for header in note.headers
            ),
        }
    )
    return text if cleaned == note else f"{cleaned.model_dump_json(indent=1, exclude_none=True)}\n"


def _corrections(subject: Subject, text: str, expected: Mapping[int, str]) -> str:
    """A correction of his business's name, as the warehouse has it now (``expected``); his numbers in any other."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for row in rows:
        own = row["sheet"] == SHEETS["umkm"].sheet.title and (row["office"], row["row_key"]) in subject.keys
        if own and row["column"] == _NAMES:
            name = placeholder(row["row_key"])
            row |= {"expected": expected.get(int(row["id"]), name), "value": name}
        row |= {name: subject.redact(row[name]) for name in ("expected", "value", "why", "ended_why")}
    cleaned = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(cleaned, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return cleaned.getvalue() if rows else text
