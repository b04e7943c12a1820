"""Letters that went out, answers aside: reminders, complaints, digests, replies to mail. Each kind goes out once for an
office and period, whoever sends it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from schemas.period import Period
from warehouse.claims import claim
from warehouse.engine import Warehouse
from warehouse.submissions import upsert
from warehouse.tables import letter


@dataclass(frozen=True)
class SentLetter:
    """One letter that went out. ``office`` is its recipient, 76 (the province) for letters to its own staff."""

    kind: str
    office: str
    period: Period
    sent_at: datetime
    message_id: str


def sent_letters(warehouse: Warehouse, periods: Collection[str]) -> dict[tuple[str, str, Period], SentLetter]:
    """The letters about these periods, by kind, office and period."""
    fields = [letter.c[name] for name in SentLetter.__dataclass_fields__]
    with warehouse.read() as connection:
        rows = connection.execute(select(*fields).where(letter.c.period.in_(periods)))
        return {(row.kind, row.office, row.period): SentLetter(*row) for row in rows}


@contextmanager
def sending_of(warehouse: Warehouse, kind: str, office: str, period: Period) -> Iterator[SentLetter | None]:
    """Holds a letter while it is sent, so that nobody else sends it too. Gives the one that went out already, if any.

    Send it inside, and record it (``record_letter``) last. A kill between the two leaves a letter that is sent again
    under the same Message-ID, rather than one that nobody got.
    """
    with claim(warehouse, f"letter-{kind}-{office}-{period}"):
        yield sent_letters(warehouse, [period]).get((kind, office, period))


def record_letter(warehouse: Warehouse, kind: str, office: str, period: Period, message_id: str) -> None:
    """Records that the letter went out. Doing it again changes nothing."""
    values = {"kind": kind, "office": office, "period": period, "sent_at": warehouse.now(), "message_id": message_id}
    warehouse.run(
        lambda connection: connection.execute(upsert(connection)(letter).values(values).on_conflict_do_nothing())
    )
