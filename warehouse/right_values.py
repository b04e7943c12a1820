"""What senders have said is right as it is: the same value gets no warning again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from schemas.context import RightValue
from warehouse.engine import Warehouse
from warehouse.state import Reason
from warehouse.submissions import upsert
from warehouse.tables import right_value, submission

SENDER = "pengirim"
_PURPOSE = b"memang-benar"


def signer(key: bytes) -> Callable[[str], str]:
    """Makes the sign of a value: a keyed hash, because a value may be personal."""
    own = hmac.digest(key, _PURPOSE, hashlib.sha256)
    return lambda value: hmac.digest(own, value.encode(), hashlib.sha256).hex()


def remember(connection: Connection, submission_id: str, values: Iterable[RightValue], reason: Reason) -> None:
    """Remembers what this submission's sender says is right. Doing it again changes nothing."""
    office = connection.scalar(select(submission.c.office).where(submission.c.id == submission_id))
    for value in values:
        connection.execute(
            upsert(connection)(right_value)
            .values(
                office=office,
                sheet=value.sheet,
                row_key=value.key,
                column_name=value.column,
                sign=value.sign,
                submission_id=submission_id,
                who=reason.who,
                at=reason.at,
            )
            .on_conflict_do_nothing()
        )


def right_values(warehouse: Warehouse, office: str) -> frozenset[RightValue]:
    """Everything that this office has said is right."""
    table = right_value
    columns = (table.c.sheet, table.c.row_key, table.c.column_name, table.c.sign)
    with warehouse.read() as connection:
        return frozenset(
            RightValue(*row) for row in connection.execute(select(*columns).where(table.c.office == office))
        )


@dataclass(frozen=True)
class Acknowledged:
    """A cell that its office (code) calls right as it is: sheet, row key in words, column, and when."""

    office: str
    sheet: str
    row_key: str
    column_name: str
    submission_id: str
    at: datetime


def acknowledged(warehouse: Warehouse, office: str | None = None) -> list[Acknowledged]:
    """All cells called right (by this office), by office, sheet, key and column. The values themselves are not kept."""
    table = right_value
    query = select(*(table.c[name] for name in Acknowledged.__dataclass_fields__))
    if office is not None:
        query = query.where(table.c.office == office)
    with warehouse.read() as connection:
        rows = connection.execute(query.order_by(table.c.office, table.c.sheet, table.c.row_key, table.c.column_name))
        return [Acknowledged(*row) for row in rows]


def forget(warehouse: Warehouse, office: str, sheet: str, key: str, column: str) -> int:
    """Forgets what an office said of this cell, so that its warnings come again. Gives how many values that were."""
    table = right_value
    query = delete(table).where(
        table.c.office == office, table.c.sheet == sheet, table.c.row_key == key, table.c.column_name == column
    )
    return warehouse.run(lambda connection: connection.execute(query).rowcount)
