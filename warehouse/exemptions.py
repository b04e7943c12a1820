"""Exemptions: from which rules an office is exempt for the reports of which months, as dated data like corrections."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Index, Table, Text, func, insert, select, update

from schemas.codes import Code
from schemas.context import Waiver
from schemas.period import Period
from warehouse.corrections.entering import signed
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.locks import hold_until_the_end
from warehouse.tables import metadata
from warehouse.times import Month, UtcDateTime

exemption = Table(
    "exemption",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="Nomor pengecualian, dari 1."),
    Column("office", Text, nullable=False, comment="Kode Kemendagri pengirim."),
    Column("code", Text, nullable=False, comment="Kode aturan, misalnya document.missing."),
    Column("since", Month(), nullable=False, comment="Bulan laporan pertama, YYYY-MM."),
    Column("until", Month(), comment="Bulan laporan terakhir; kosong: seterusnya."),
    Column("why", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("entered_at", UtcDateTime(), nullable=False),
    Column("ended_at", UtcDateTime(), comment="Kosong selama berlaku."),
    Column("ended_by", Text),
    Column("ended_why", Text),
    Index(None, "office"),
    comment="Pengecualian kantor dari sebuah aturan; tidak pernah diubah atau dihapus, hanya diakhiri.",
)


@dataclass(frozen=True)
class Exemption:
    """An exemption. ``since`` and ``until`` are the first and the last month of the reports that it holds for."""

    id: int
    office: str
    code: str
    since: Period
    until: Period | None
    why: str
    who: str
    entered_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    ended_why: str | None

    @property
    def waiver(self) -> Waiver:
        """What the check takes of it."""
        return Waiver(self.code, self.since, self.until)


def enter_exemption(
    warehouse: Warehouse, office: str, code: str, since: Period, until: Period | None, *, who: str, why: str
) -> Exemption:
    """Enters an exemption; checks from now on follow it.

    Raises WarehouseError without a name or a reason, for months that end before they begin, and for a rule that no
    office may be exempted from.
    """
    who, why = signed(who, why)
    if code not in WAIVABLE:
        raise WarehouseError(f"Dari {code} tidak ada pengecualian. Yang boleh: {', '.join(WAIVABLE)}.")
    if until is not None and until < since:
        raise WarehouseError("Bulan terakhirnya mendahului bulan pertamanya.")

    def work(connection: Connection) -> Exemption:
        hold_until_the_end(connection, "exemptions")
        number = (connection.scalar(select(func.max(exemption.c.id))) or 0) + 1
        entry = Exemption(number, office, code, since, until, why, who, warehouse.now(), None, None, None)
        _insert(connection, entry)
        return entry

    return warehouse.run(work)


WAIVABLE = tuple(sorted(code.value for code in Code if code.may_be_waived))
"""The codes of rules that an office may be exempted from."""


def end_exemption(warehouse: Warehouse, number: int, *, who: str, why: str) -> Exemption:
    """Ends an exemption; what was loaded by it stays. Raises WarehouseError for one that does not hold."""
    who, why = signed(who, why)

    def work(connection: Connection) -> Exemption:
        hold_until_the_end(connection, "exemptions")
        holding = _read(connection, exemption.c.id == number, exemption.c.ended_at.is_(None))
        if not holding:
            raise WarehouseError(f"Tidak ada pengecualian nomor {number} yang berlaku.")
        ended = replace(holding[0], ended_at=warehouse.now(), ended_by=who, ended_why=why)
        _end(connection, ended)
        return ended

    return warehouse.run(work)


def put_exemption(warehouse: Warehouse, entry: Exemption) -> None:
    """Puts an exemption that was written down elsewhere back as it was, or ends it as it was ended."""

    def work(connection: Connection) -> None:
        hold_until_the_end(connection, "exemptions")
        stored = _read(connection, exemption.c.id == entry.id)
        if not stored:
            _insert(connection, entry)
        elif stored[0].ended_at is None and entry.ended_at is not None:
            _end(connection, entry)

    warehouse.run(work)


def all_exemptions(warehouse: Warehouse) -> list[Exemption]:
    """Every exemption ever entered, by number."""
    with warehouse.read() as connection:
        return _read(connection)


def exemptions_of(warehouse: Warehouse, office: str, at: datetime | None = None) -> list[Exemption]:
    """The exemptions of an office as known at a moment, by default now."""
    moment = at or warehouse.now()
    conditions = [exemption.c.entered_at <= moment, exemption.c.ended_at.is_(None) | (exemption.c.ended_at > moment)]
    with warehouse.read() as connection:
        return _read(connection, exemption.c.office == office, *conditions)


def _read(connection: Connection, *where: ColumnElement[bool]) -> list[Exemption]:
    return [Exemption(*row) for row in connection.execute(select(exemption).where(*where).order_by(exemption.c.id))]


def _insert(connection: Connection, entry: Exemption) -> None:
    connection.execute(
        insert(exemption).values({column.name: getattr(entry, column.name) for column in exemption.columns})
    )


def _end(connection: Connection, entry: Exemption) -> None:
    values = {name: getattr(entry, name) for name in ("ended_at", "ended_by", "ended_why")}
    connection.execute(update(exemption).where(exemption.c.id == entry.id).values(values))
