"""References that lose what they name: which keys go with a statement, and which rows in force named them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from schemas.context import Stated
from schemas.model import Column
from warehouse.contract_tables import BY_TITLE, SHEETS, SheetTables
from warehouse.engine import Warehouse
from warehouse.keys import key_in_words
from warehouse.mentions import stated_keys
from warehouse.replacing import Keys, has_replaced
from warehouse.statements import covered_sheets
from warehouse.submissions import Submission
from warehouse.tables import in_force


@dataclass(frozen=True)
class Orphans:
    """Rows of a sheet in force (``keys`` in words) that name missing rows of another sheet (``parent``)."""

    sheet: str
    parent: str
    office: str
    keys: tuple[str, ...]


def keys_that_would_go(connection: Connection, stated: Stated, title: str) -> set[str]:
    """The keys of a sheet that only the statement in force has which a workbook replaces: no other month of the office
    has them.
    """
    tables, current = BY_TITLE[title], BY_TITLE[title].current
    live = (
        select(in_force.c.submission_id)
        .where(in_force.c.office == stated.office, in_force.c.kind == stated.kind, in_force.c.sheet == title)
        .where(in_force.c.live_to.is_(None))
    )
    giving_way = connection.scalar(live.where(in_force.c.period == stated.period))
    if giving_way is None:
        return set()
    standing = select(current.c.row_key).where(current.c.office == stated.office, current.c.submission_id == giving_way)
    gone_keys = set(connection.scalars(standing))
    other_statements = live.where(in_force.c.period != stated.period).order_by(in_force.c.period.desc())
    for other in connection.scalars(other_statements).all():
        if not gone_keys:
            break
        gone_keys -= stated_keys(connection, tables, [other])
    return gone_keys


def left_orphaned(warehouse: Warehouse, submission_id: str) -> tuple[Orphans, ...]:
    """The rows in force now whose businesses, products or partners went when this submission came into force."""
    replaced = has_replaced(warehouse, submission_id)
    if replaced is None or not replaced.goes:
        return ()
    with warehouse.read() as connection:
        return orphaned_by(connection, dict.fromkeys(SHEETS, replaced.goes))


def orphaned_by(connection: Connection, goes: Mapping[str, Collection[str]]) -> tuple[Orphans, ...]:
    """The rows in force now whose businesses, products or partners went with submissions. ``goes`` maps a sheet's table
    to the submissions whose statement of it is in force no more.
    """
    orphan_groups: list[Orphans] = []
    for table, submissions in goes.items():
        gone = _gone(connection, SHEETS[table], submissions)
        orphan_groups += _orphans(connection, SHEETS[table].sheet.title, gone) if gone else []
    return tuple(orphan_groups)


def would_orphan(warehouse: Warehouse, submission: Submission, keys: Keys) -> tuple[Orphans, ...]:
    """The same for a waiting submission: the rows in force that would lose what they name if it came into force.
    ``keys`` are those of the rows that would be loaded, by the sheet's table.
    """
    if submission.kind is None or submission.contract is None:
        return ()
    sheets = covered_sheets(submission.kind, submission.contract, submission.only_sheet)
    stated = Stated(submission.kind, submission.office, submission.period, sheets)
    orphan_groups: list[Orphans] = []
    with warehouse.read() as connection:
        for parent in sheets:
            if len(BY_TITLE[parent].sheet.key) == 1:
                gone = keys_that_would_go(connection, stated, parent) - set(keys.get(BY_TITLE[parent].sheet.table, ()))
                orphan_groups += _orphans(connection, parent, gone) if gone else []
    return tuple(group for group in orphan_groups if group.office != submission.office or group.sheet not in sheets)


def _gone(connection: Connection, parent: SheetTables, submissions: Collection[str]) -> set[str]:
    """Keys that submissions stated and that are in force no more, from whatever month."""
    if len(parent.sheet.key) > 1:
        return set()  # nothing can name it
    batch, current = parent.batch, parent.current
    same = (current.c.office == batch.c.office) & (current.c.row_key == batch.c.row_key)
    is_standing = select(current.c.row_key).where(same).correlate(batch).exists()
    return set(connection.scalars(select(batch.c.row_key).where(batch.c.submission_id.in_(submissions), ~is_standing)))


def _orphans(connection: Connection, parent: str, gone: set[str]) -> list[Orphans]:
    orphan_keys: dict[tuple[str, str], set[str]] = {}
    for tables in SHEETS.values():
        for column in tables.sheet.columns:
            if column.reference == parent:
                for office, key in _naming(connection, tables, column, gone):
                    orphan_keys.setdefault((tables.sheet.title, office), set()).add(key_in_words(key))
    return [Orphans(sheet, parent, office, tuple(sorted(keys))) for (sheet, office), keys in orphan_keys.items()]


def _naming(connection: Connection, tables: SheetTables, column: Column, gone: set[str]) -> list[tuple[str, str]]:
    """Office and key of the rows in force that name one of these keys."""
    current = tables.current
    rows = connection.execute(select(current.c.office, current.c.row_key, current.c[column.name]))
    return [(row[0], row[1]) for row in rows if row[2] in gone]
