"""What senders have said to be right as it is: of the same value no warning is said again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable

from sqlalchemy import Connection, select

from schemas.context import RightValue
from warehouse.engine import Warehouse
from warehouse.state import Reason
from warehouse.submissions import upsert
from warehouse.tables import right_value, submission

SENDER = "pengirim"
_PURPOSE = b"memang-benar"


def signer(key: bytes) -> Callable[[str], str]:
    """Makes the sign of a value: a keyed hash, for a value may be personal."""
    own = hmac.digest(key, _PURPOSE, hashlib.sha256)
    return lambda value: hmac.digest(own, value.encode(), hashlib.sha256).hex()


def remember(connection: Connection, submission_id: str, values: Iterable[RightValue], reason: Reason) -> None:
    """Remember what this submission's sender says to be right. Again changes nothing."""
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
    """All that this office has said to be right."""
    table = right_value
    columns = (table.c.sheet, table.c.row_key, table.c.column_name, table.c.sign)
    with warehouse.read() as connection:
        return frozenset(
            RightValue(*row) for row in connection.execute(select(*columns).where(table.c.office == office))
        )
