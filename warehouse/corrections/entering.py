"""Corrections entered, ended and listed. One is never changed or deleted; a further one with the same expectation takes
its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from schemas.masking import mask_strays
from warehouse.contract_tables import BY_TITLE, SheetTables
from warehouse.corrections.applying import Correction, corrections_where, follow_correction
from warehouse.corrections.cells import cell_text
from warehouse.corrections.tables import corrected_cell, correction
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.keys import key_in_words
from warehouse.locks import hold_until_the_end
from warehouse.tables import in_force

AGAIN = "dikoreksi lagi"
LEAST_WHO, LEAST_WHY = 2, 3


@dataclass(frozen=True)
class Place:
    """A cell: office (code), the sheet's title, the row's key and the column, all as the warehouse has them."""

    office: str
    sheet: str
    row_key: str
    column: str


class Standing(StrEnum):
    """How a correction stands: it acts on the row that stands; the sender states the new value by itself; it is
    stale.
    """

    ACTS = "berlaku"
    MENDED = "sudah dibetulkan pengirim"
    STALE = "usang"
    ENDED = "diakhiri"


@dataclass(frozen=True)
class CorrectionState:
    """A correction, how it stands, and what the standing row states now; None where no such row stands. ``cells``: on
    how many cells of statements in force it acts.
    """

    correction: Correction
    standing: Standing
    stated: str | None
    cells: int


def enter_correction(
    warehouse: Warehouse, place: Place, *, expected: str, value: str, who: str, why: str
) -> Correction:
    """Enters a correction over cells as texts (``warehouse.corrections.cells``); it acts at once.

    Raises WarehouseError without a name or a reason, and where no row in force states what is expected.
    """
    who, why = signed(who, why)
    if expected == value:
        raise WarehouseError("Isi baru sama dengan isi yang dikoreksi.")

    def work(connection: Connection) -> Correction:
        _hold(connection, place.office)
        at = warehouse.now()
        entered = Correction(
            _next_number(connection), place.office, place.sheet, place.row_key, place.column, expected, value, why, who,
            at, None, None, None,
        )  # fmt: skip
        _must_state(connection, entered)
        same = [
            getattr(correction.c, name) == getattr(entered, name) for name in ("office", "sheet", "row_key", "expected")
        ]
        same += [correction.c.column_name == entered.column, correction.c.ended_at.is_(None)]
        connection.execute(update(correction).where(*same).values(ended_at=at, ended_by=who, ended_why=AGAIN))
        _insert(connection, entered)
        follow_correction(connection, entered)
        return entered

    return warehouse.run(work)


def end_correction(warehouse: Warehouse, number: int, *, who: str, why: str) -> Correction:
    """Ends a correction: what was sent counts again. Raises WarehouseError for one that does not hold."""
    who, why = signed(who, why)

    def work(connection: Connection) -> Correction:
        for entry in corrections_where(connection, correction.c.id == number):
            _hold(connection, entry.office)
        holding = corrections_where(connection, correction.c.id == number, correction.c.ended_at.is_(None))
        if not holding:
            raise WarehouseError(f"Tidak ada koreksi nomor {number} yang berlaku.")
        ended = replace(holding[0], ended_at=warehouse.now(), ended_by=who, ended_why=why)
        connection.execute(
            update(correction)
            .where(correction.c.id == number)
            .values(ended_at=ended.ended_at, ended_by=who, ended_why=why)
        )
        follow_correction(connection, ended)
        return ended

    return warehouse.run(work)


def put_correction(warehouse: Warehouse, entry: Correction) -> bool:
    """Puts a correction that was written down elsewhere back as it was, or ends it as it was ended. Gives whether
    anything changed.
    """

    def work(connection: Connection) -> bool:
        _hold(connection, entry.office)
        stored = corrections_where(connection, correction.c.id == entry.id)
        if stored and (stored[0].ended_at is not None or entry.ended_at is None):
            return False
        if stored:
            values = {name: getattr(entry, name) for name in ("ended_at", "ended_by", "ended_why")}
            connection.execute(update(correction).where(correction.c.id == entry.id).values(values))
        else:
            _insert(connection, entry)
        follow_correction(connection, entry)
        return True

    return warehouse.run(work)


def all_corrections(warehouse: Warehouse) -> list[Correction]:
    """Every correction ever entered, by number."""
    with warehouse.read() as connection:
        return corrections_where(connection)


def correction_states(warehouse: Warehouse, office: str | None = None, *, ended: bool = False) -> list[CorrectionState]:
    """The corrections that hold (and those that were ended), of one office or of all, each with how it stands now."""
    where: list[Any] = [] if ended else [correction.c.ended_at.is_(None)]
    where += [correction.c.office == office] if office else []
    with warehouse.read() as connection:
        counts = select(corrected_cell.c.correction_id, func.count()).group_by(corrected_cell.c.correction_id)
        cells: dict[int, int] = {row[0]: row[1] for row in connection.execute(counts)}
        return [_state(connection, entry, cells.get(entry.id, 0)) for entry in corrections_where(connection, *where)]


def stated_cell(warehouse: Warehouse, place: Place) -> str | None:
    """What the standing row states in a cell, whatever is corrected; None where no such row stands."""
    with warehouse.read() as connection:
        return _stated(connection, place.office, place.sheet, place.row_key, place.column)


def standing_row(warehouse: Warehouse, office: str, tables: SheetTables, key: str) -> dict[str, Any] | None:
    """The row of an office that stands under a key, as it counts. ``key`` is as in the warehouse, or in words."""
    current = tables.current
    beginning = key.partition("|")[0].partition(" / ")[0]
    query = select(current).where(
        current.c.office == office,
        (current.c.row_key == key) | current.c.row_key.startswith(beginning, autoescape=True),
    )
    with warehouse.read() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    exact = [row for row in rows if row["row_key"] == key] or [
        row for row in rows if key_in_words(row["row_key"]) == key
    ]
    return exact[0] if len(exact) == 1 else None


def signed(who: str, why: str) -> tuple[str, str]:
    """Who says so and why, with possible telephone numbers and NIKs masked. Raises WarehouseError without either."""
    who, why = mask_strays(" ".join(who.split())), mask_strays(" ".join(why.split()))
    if len(who) < LEAST_WHO or len(why) < LEAST_WHY:
        raise WarehouseError("Tulis nama Anda dan alasannya.")
    return who, why


def _hold(connection: Connection, office: str) -> None:
    """Keeps others from publishing for the office, or entering a correction, meanwhile."""
    hold_until_the_end(connection, f"publish:{office}")
    hold_until_the_end(connection, "corrections")


def _next_number(connection: Connection) -> int:
    return (connection.scalar(select(func.max(correction.c.id))) or 0) + 1


def _insert(connection: Connection, entered: Correction) -> None:
    values = {
        column.name: getattr(entered, column.name) for column in correction.columns if column.name != "column_name"
    }
    connection.execute(insert(correction).values(**values, column_name=entered.column))


def _must_state(connection: Connection, entered: Correction) -> None:
    """Raises WarehouseError where no statement in force states in this cell what is expected."""
    tables, column = BY_TITLE[entered.sheet], BY_TITLE[entered.sheet].sheet[entered.column]
    batch = tables.batch
    live = select(in_force.c.submission_id).where(
        in_force.c.office == entered.office, in_force.c.sheet == entered.sheet, in_force.c.live_to.is_(None)
    )
    query = select(batch).where(batch.c.submission_id.in_(live), batch.c.row_key == entered.row_key)
    texts = [cell_text(column, row) for row in connection.execute(query.order_by(batch.c.period.desc())).mappings()]
    if not texts:
        raise WarehouseError(f"Baris {key_in_words(entered.row_key)} tidak ada di lembar {entered.sheet} kantor itu.")
    if entered.expected not in texts:
        raise WarehouseError(
            f"Kolom {column.header} baris itu kini berisi {_quoted(texts[0])}, bukan {_quoted(entered.expected)}."
        )


def _state(connection: Connection, entry: Correction, cells: int) -> CorrectionState:
    stated = _stated(connection, entry.office, entry.sheet, entry.row_key, entry.column)
    if entry.ended_at is not None:
        standing = Standing.ENDED
    elif stated == entry.expected:
        standing = Standing.ACTS
    else:
        standing = Standing.MENDED if stated == entry.value else Standing.STALE
    return CorrectionState(entry, standing, stated, cells)


def _stated(connection: Connection, office: str, sheet: str, row_key: str, column: str) -> str | None:
    tables = BY_TITLE[sheet]
    batch, current = tables.batch, tables.current
    same = (batch.c.submission_id == current.c.submission_id) & (batch.c.row_key == current.c.row_key)
    query = select(batch).select_from(current.join(batch, same))
    row = (
        connection.execute(query.where(current.c.office == office, current.c.row_key == row_key))
        .mappings()
        .one_or_none()
    )
    return None if row is None else cell_text(tables.sheet[column], row)


def _quoted(cell: str) -> str:
    return f"“{cell}”" if cell else "kosong"
