"""Who read the sealed data of which records, when, and what for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from schemas.masking import mask_strays
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.identities.decisions import LEAST_WHO, LEAST_WHY
from warehouse.identities.tables import sealed_read
from warehouse.linkage.grouping import Record

ALL = "*"
"""Stands in the place of a key for every record of the office."""


@dataclass(frozen=True)
class SealedRead:
    """One reading of one record's sealed data, or (``row_key`` ALL) of all records of an office."""

    at: datetime
    who: str
    why: str
    subject: str
    office: str
    row_key: str


def note_read(warehouse: Warehouse, subject: str, records: Sequence[Record], *, who: str, why: str) -> None:
    """Notes it. Raises WarehouseError without a name or a reason."""
    who, why = mask_strays(" ".join(who.split())), mask_strays(" ".join(why.split()))
    if len(who) < LEAST_WHO or len(why) < LEAST_WHY:
        raise WarehouseError("Tulis nama Anda dan alasannya.")
    at = warehouse.now()
    rows = [
        {"at": at, "who": who, "why": why, "subject": subject, "office": office, "row_key": key}
        for office, key in records
    ]
    warehouse.run(lambda connection: connection.execute(insert(sealed_read), rows))


def sealed_reads(warehouse: Warehouse) -> list[SealedRead]:
    """Every reading, in order."""
    names = list(SealedRead.__dataclass_fields__)
    with warehouse.read() as connection:
        rows = connection.execute(select(*(sealed_read.c[name] for name in names)).order_by(sealed_read.c.id))
        return [SealedRead(*row) for row in rows]
