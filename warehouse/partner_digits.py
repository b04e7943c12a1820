"""The digits of partners whom nobody has confirmed, made anew where they stand: those without a key, and those of a key
that was lost for good.

Public tables come first, in the transaction of the upgrade, sealed ones in one of their own: two SQLite files do not
commit together. What a sealed row says of a name tells what stood in public, so that it may be done again from wherever
it was stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, Table, Text, or_, select

from schemas import kinds
from warehouse.contract_tables import SHEETS
from warehouse.forgetting.change import Change, apply, row_of
from warehouse.home_key import fingerprint
from warehouse.partners import partner_signer
from warehouse.submissions import upsert
from warehouse.tables import PERSONAL, metadata, stored_form, unknown_partner

WORK = "mitra"
_ANY = re.compile(rf"{kinds.UNKNOWN} \([0-9a-f]{{4}}-?[0-9a-f]{{4}}\)")
_BEGINNING = f"{kinds.UNKNOWN} ("


def digits_are_of(connection: Connection, key: bytes) -> bool:
    """Whether all digits that are stored were made with this key."""
    form = connection.scalar(select(stored_form.c.form).where(stored_form.c.work == WORK))
    return form == fingerprint(key)


def rewrite_public(connection: Connection, key: bytes) -> None:
    """Makes the digits in public tables anew."""
    _rewrite(connection, key, [table for table in metadata.sorted_tables if table.schema != PERSONAL])


def rewrite_sealed(connection: Connection, key: bytes) -> None:
    """Makes the digits in sealed tables anew, once public tables have them."""
    _rewrite(connection, key, [table for table in metadata.sorted_tables if table.schema == PERSONAL])


def remember_form(connection: Connection, key: bytes, at: datetime) -> None:
    """Notes that all stored digits are of this key."""
    values = {"form": fingerprint(key), "until": None, "at": at}
    row = upsert(connection)(stored_form).values(work=WORK, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["work"], set_=values))


def holds_any(connection: Connection) -> bool:
    """Whether a name that nobody has confirmed was ever kept and is kept yet."""
    return connection.scalar(select(unknown_partner.c.shown).limit(1)) is not None


def _rewrite(connection: Connection, key: bytes, tables: list[Table]) -> None:
    sign = partner_signer(key)
    named = {row.shown: kinds.unknown_partner(row.name, sign) for row in connection.execute(select(unknown_partner))}

    def anew(text: str) -> str:
        return _ANY.sub(lambda match: named.get(match[0]) or kinds.signed_partners(match[0], sign), text)

    for table in tables:
        apply(connection, list(_changes(connection, table, anew)))


def _changes(connection: Connection, table: Table, anew: Callable[[str], str]) -> Iterator[Change]:
    names = [column.name for column in table.columns if isinstance(column.type, Text)]
    if not names or table in _WITHOUT_PARTNERS:
        return
    holding = or_(*(table.c[name].contains(_BEGINNING, autoescape=True) for name in names))
    for row in connection.execute(select(table).where(holding)).mappings():
        values = _rewritten(row, names, anew)
        if values:
            yield Change(table.key, row_of(table, row), values)


def _rewritten(row: Mapping[str, str | None], names: list[str], anew: Callable[[str], str]) -> dict[str, str]:
    texts = {name: text for name in names if (text := row[name])}
    return {name: after for name, text in texts.items() if (after := anew(text)) != text}


_WITHOUT_PARTNERS = frozenset(
    table
    for tables in SHEETS.values()
    if not any(isinstance(column.kind, kinds.Partner) for column in tables.sheet.columns)
    for table in (tables.batch, tables.current, tables.personal)
    if table is not None
)
"""Tables of rows that name no partner."""
