"""A number that grows with every change of identities: whoever computed on an older one computes again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from warehouse.identities.subjects import Subject
from warehouse.identities.tables import identity_run

LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
"""The time of change of identities that were never made."""


def change_number(connection: Connection, subject: Subject) -> int:
    """The number now; 0 before the first change."""
    return connection.scalar(select(identity_run.c.number).where(identity_run.c.subject == subject.name)) or 0


def note_change(connection: Connection, subject: Subject, changed_at: datetime | None) -> None:
    """Raises the number; ``changed_at``: when a record got another identity, None where none did."""
    number = change_number(connection, subject)
    if not number:
        first_run = {"subject": subject.name, "number": 1, "changed_at": changed_at or LONG_AGO}
        connection.execute(insert(identity_run).values(first_run))
        return
    values: dict[str, object] = {"number": number + 1} | ({"changed_at": changed_at} if changed_at else {})
    connection.execute(update(identity_run).where(identity_run.c.subject == subject.name).values(values))
