"""Headers that a person has recognised for one office: which column each means, or that it means none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from schemas.reference import HeaderAlias
from warehouse.engine import Warehouse
from warehouse.state import Reason
from warehouse.submissions import upsert
from warehouse.tables import header_alias, submission


@dataclass(frozen=True)
class HeaderAnswer:
    """What a header of a sheet means: ``header`` folded as the contract folds it, ``text`` as sent, a column or
    none.
    """

    sheet: str
    header: str
    text: str
    column: str | None


@dataclass(frozen=True)
class LearntHeader:
    """A remembered header. ``column_name`` is None where it is none of the contract's."""

    office: str
    kind: str
    sheet: str
    header: str
    text: str
    column_name: str | None
    who: str
    at: datetime


def learn(connection: Connection, submission_id: str, answers: Iterable[HeaderAnswer], reason: Reason) -> None:
    """Remembers for the submission's office and kind what its headers mean. A later answer replaces an earlier one."""
    query = select(submission.c.office, submission.c.kind).where(submission.c.id == submission_id)
    office, kind = connection.execute(query).one()
    for answer in answers:
        values = {"column_name": answer.column, "text": answer.text, "who": reason.who, "at": reason.at}
        connection.execute(
            upsert(connection)(header_alias)
            .values(
                office=office,
                kind=kind,
                sheet=answer.sheet,
                header=answer.header,
                submission_id=submission_id,
                **values,
            )
            .on_conflict_do_update(
                index_elements=["office", "kind", "sheet", "header"], set_=values | {"submission_id": submission_id}
            )
        )


def learnt_headers(warehouse: Warehouse, office: str | None = None) -> list[LearntHeader]:
    """All remembered headers (of this office), by office, sheet and header."""
    table = header_alias
    query = select(*(table.c[name] for name in LearntHeader.__dataclass_fields__))
    if office is not None:
        query = query.where(table.c.office == office)
    with warehouse.read() as connection:
        rows = connection.execute(query.order_by(table.c.office, table.c.kind, table.c.sheet, table.c.header))
        return [LearntHeader(*row) for row in rows]


def own_headers(warehouse: Warehouse, office: str) -> tuple[HeaderAlias, ...]:
    """The headers that the check of this office's submissions takes besides the contract's."""
    return tuple(
        (alias.kind, alias.sheet, alias.column_name, alias.header)
        for alias in learnt_headers(warehouse, office)
        if alias.column_name is not None
    )


def forget_header(warehouse: Warehouse, office: str, sheet: str, header: str) -> bool:
    """Forgets what a (folded) header means: when it comes again, a person is asked again. False when it was not
    known.
    """
    table = header_alias
    query = delete(table).where(table.c.office == office, table.c.sheet == sheet, table.c.header == header)
    return warehouse.run(lambda connection: connection.execute(query).rowcount > 0)
