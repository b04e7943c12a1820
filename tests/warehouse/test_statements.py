"""What is in force is said of each sheet: a workbook states all of them, a csv its own."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import on_sqlite
from tests.warehouse.factory import bring_to_loaded, check_result, kemitraan, kurasi, produk, send, umkm
from warehouse.contract_tables import BY_TITLE, titles_of_kind
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.mart_reading import at_point, read_mart_at
from warehouse.publishing import Moved, publish, restore, withdraw
from warehouse.reading import events, status
from warehouse.state import State
from warehouse.submissions import get_submission
from warehouse.tables import in_force

DAY = date(2026, 11, 2)
UMKM, PRODUK, KURASI, KEMITRAAN = "UMKM", "Produk", "Kurasi", "Kemitraan"


def csv(warehouse: Warehouse, table: str, rows: Iterable[Mapping[str, Any]], *, hours: int, period: str = "2026-11"):
    return send(warehouse, check_result({table: list(rows)}, lone=True, period=period), hours=hours)


def live(warehouse: Warehouse, period: str = "2026-11") -> dict[str, str]:
    query = select(in_force.c.sheet, in_force.c.submission_id)
    with warehouse.read() as connection:
        return dict(connection.execute(query.where(in_force.c.live_to.is_(None), in_force.c.period == period)).all())


def keys(warehouse: Warehouse, sheet: str) -> set[str]:
    table = BY_TITLE[sheet].current
    with warehouse.read() as connection:
        return set(connection.scalars(select(table.c.row_key)))


def test_two_csv_of_one_month_stand_beside_each_other(warehouse: Warehouse) -> None:
    businesses, _ = csv(warehouse, "umkm", [umkm(1), umkm(2)], hours=0)
    products, published = csv(warehouse, "produk", [produk(1), produk(2)], hours=1)
    assert (published.sheets, published.replaced) == ((PRODUK,), ())
    assert live(warehouse) == {UMKM: businesses, PRODUK: products}
    assert keys(warehouse, UMKM) == {"MJN-0001", "MJN-0002"}
    assert keys(warehouse, PRODUK) == {"MJN-0001-01", "MJN-0002-01"}
    [now] = status(warehouse)
    assert [submission.id for submission in now.live] == [businesses, products]
    [row] = [row for row in read_mart_at(warehouse, "kepatuhan").rows if row["office"] == "76.05"]
    assert row["kiriman_berlaku"] == products


def test_a_csv_after_a_workbook_takes_the_place_of_its_own_sheet_alone(warehouse: Warehouse) -> None:
    everything = {"umkm": [umkm(1), umkm(2)], "produk": [produk(1)], "kurasi": [kurasi(1, DAY)]}
    book, _ = send(warehouse, check_result(everything))
    sheet, published = csv(warehouse, "umkm", [umkm(1, nama_usaha="Baru")], hours=1)
    assert published.replaced == (Moved(book, (UMKM,)),)
    assert live(warehouse) == {UMKM: sheet, PRODUK: book, KURASI: book}
    submission = get_submission(warehouse, book)
    assert (submission.in_force, submission.wholly_in_force, submission.live_sheets) == (True, False, (PRODUK, KURASI))
    assert get_submission(warehouse, sheet).wholly_in_force
    assert keys(warehouse, UMKM) == {"MJN-0001"}
    assert [event.why for event in events(warehouse, book)][-1] == "digantikan kiriman baru (lembar UMKM)"


def test_a_workbook_takes_the_place_of_all_former_statements_also_of_sheets_that_it_does_not_hold(
    warehouse: Warehouse,
) -> None:
    csv(warehouse, "umkm", [umkm(1)], hours=0)
    curated, _ = csv(warehouse, "kurasi", [kurasi(1, DAY)], hours=1)
    book, published = send(warehouse, check_result({"umkm": [umkm(2)], "produk": []}), hours=2)
    assert Moved(curated, (KURASI,)) in published.replaced
    assert live(warehouse) == {UMKM: book, PRODUK: book}
    assert (keys(warehouse, UMKM), keys(warehouse, KURASI)) == ({"MJN-0002"}, set())


def test_a_sheet_without_rows_is_stated_and_empties_it(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)], "kemitraan": [kemitraan(1)]}))
    book, _ = send(warehouse, check_result({"umkm": [umkm(1)], "kemitraan": []}), hours=1)
    assert live(warehouse)[KEMITRAAN] == book
    assert keys(warehouse, KEMITRAAN) == set()


def test_the_order_of_receipt_decides_for_each_sheet_whatever_is_processed_first(warehouse: Warehouse) -> None:
    early = bring_to_loaded(warehouse, check_result({"kurasi": [kurasi(1, DAY)]}, lone=True))
    older = bring_to_loaded(warehouse, check_result({"umkm": [umkm(1)], "produk": [produk(1)]}), hours=1)
    late, _ = csv(warehouse, "umkm", [umkm(2)], hours=2)
    published = publish(warehouse, older)
    assert (published.sheets, published.replaced) == ((PRODUK,), ())
    assert not publish(warehouse, early).in_force  # the workbook says that there are no curations
    assert live(warehouse) == {UMKM: late, PRODUK: older}
    last_event = events(warehouse, older)[-1]
    assert (last_event.from_state, last_event.why) == (
        State.PUBLISHED,
        f"lembar UMKM tidak diberlakukan: kiriman {late} diterima lebih akhir",
    )
    assert events(warehouse, early)[-1].why == f"tidak diberlakukan: kiriman {older} diterima lebih akhir"


@on_sqlite
def test_withdrawing_a_csv_brings_back_what_it_had_replaced_for_its_sheet(warehouse: Warehouse) -> None:
    book, _ = send(warehouse, check_result({"umkm": [umkm(1)], "produk": [produk(1)]}))
    first, _ = csv(warehouse, "umkm", [umkm(2)], hours=1)
    second, _ = csv(warehouse, "umkm", [umkm(3)], hours=2)
    assert withdraw(warehouse, second, who="staf", why="salah berkas") == (Moved(first, (UMKM,)),)
    assert withdraw(warehouse, first, who="staf", why="salah berkas") == (Moved(book, (UMKM,)),)
    assert live(warehouse) == {UMKM: book, PRODUK: book}
    assert keys(warehouse, UMKM) == {"MJN-0001"}


@on_sqlite
def test_withdrawing_a_workbook_brings_back_each_sheet_of_its_own(warehouse: Warehouse) -> None:
    first, _ = send(warehouse, check_result({"umkm": [umkm(1)], "produk": [produk(1)], "kurasi": [kurasi(1, DAY)]}))
    sheet, _ = csv(warehouse, "umkm", [umkm(2)], hours=1)
    book, _ = send(warehouse, check_result({"umkm": [umkm(3)], "produk": []}), hours=2)
    after, _ = csv(warehouse, "produk", [produk(3)], hours=3)
    back = withdraw(warehouse, book, who="staf", why="salah berkas")
    assert set(back) == {Moved(first, (KURASI,)), Moved(sheet, (UMKM,))}
    assert live(warehouse) == {UMKM: sheet, PRODUK: after, KURASI: first}
    withdraw(warehouse, after, who="staf", why="salah berkas")
    assert live(warehouse) == {UMKM: sheet, PRODUK: first, KURASI: first}  # not the workbook's: it was withdrawn


def test_restoring_a_workbook_takes_every_sheet_and_what_came_after_it_stays_out(warehouse: Warehouse) -> None:
    book, _ = send(warehouse, check_result({"umkm": [umkm(1)], "produk": [produk(1)]}))
    sheet, _ = csv(warehouse, "umkm", [umkm(2)], hours=1)
    curated, _ = csv(warehouse, "kurasi", [kurasi(1, DAY)], hours=2)
    gone = restore(warehouse, book, who="staf", why="yang benar")
    assert set(gone) == {Moved(sheet, (UMKM,)), Moved(curated, (KURASI,))}
    assert live(warehouse) == {UMKM: book, PRODUK: book}
    assert restore(warehouse, book, who="staf", why="sekali lagi") == ()
    withdraw(warehouse, book, who="staf", why="keliru")
    assert live(warehouse) == {}
    with pytest.raises(WarehouseError, match="tidak sedang berlaku"):
        withdraw(warehouse, sheet, who="staf", why="keliru")


@dataclass
class Sent:
    """A submission of the naive model."""

    id: str
    period: str
    received: int
    rows: dict[str, set[str]]
    covers: tuple[str, ...]
    aside: bool = False
    published: bool = False


@dataclass
class Model:
    """The same, naively: every question is answered from all that was ever sent."""

    sent: list[Sent] = field(default_factory=list)

    def live(self, period: str, sheet: str) -> Sent | None:
        counted = [
            entry for entry in self.sent
            if entry.published and entry.period == period and sheet in entry.covers and (entry.id, sheet) not in self.aside
        ]  # fmt: skip
        last = max(counted, key=lambda entry: entry.received, default=None)
        return last if last is not None and sheet in last.rows else None

    aside: set[tuple[str, str]] = field(default_factory=set)

    def current(self, sheet: str) -> dict[str, str]:
        rows: dict[str, str] = {}
        for period in sorted({entry.period for entry in self.sent}):
            statements = self.live(period, sheet)
            rows |= dict.fromkeys(statements.rows[sheet] if statements else (), statements.id if statements else "")
        return rows


MAKERS = {UMKM: umkm, PRODUK: produk, KEMITRAAN: kemitraan}
SHEETS = titles_of_kind("regency", "2026.1")


def make(chance: random.Random, warehouse: Warehouse, received: int) -> Sent:
    """A random submission, loaded and not published."""
    lone = chance.random() < 0.5
    titles = [chance.choice(list(MAKERS))] if lone else [t for t in MAKERS if t != KEMITRAAN or chance.random() < 0.5]
    numbers = {title: chance.sample(range(1, 9), chance.randint(0 if title != titles[0] else 1, 5)) for title in titles}
    tables = {
        BY_TITLE[title].sheet.table: [MAKERS[title](number, **_mark(title, received)) for number in chosen]
        for title, chosen in numbers.items()
    }
    period = chance.choice(["2026-09", "2026-10", "2026-11"])
    identifier = bring_to_loaded(warehouse, check_result(tables, lone=lone, period=period), hours=received)
    suffix = {UMKM: "", PRODUK: "-01", KEMITRAAN: "||PT Midi Utama Indonesia Tbk"}
    rows = {title: {f"MJN-{number:04d}{suffix[title]}" for number in chosen} for title, chosen in numbers.items()}
    return Sent(identifier, period, received, rows, tuple(titles) if lone else SHEETS)


def _mark(title: str, received: int) -> dict[str, str]:
    """So that no two submissions are the same bytes."""
    return {"catatan": str(received)} if title == KEMITRAAN else {"nib": f"{received:013d}"} if title == UMKM else {
        "nama_produk": f"Kopi {received}"
    }  # fmt: skip


def step(chance: random.Random, warehouse: Warehouse, model: Model) -> None:
    """One random act, in the warehouse and in the model."""
    waiting = [entry for entry in model.sent if not entry.published]
    done = [entry for entry in model.sent if entry.published]
    act = chance.choice(["make", "publish", "publish", "withdraw", "restore"])
    if act == "make" or not model.sent:
        model.sent.append(make(chance, warehouse, len(model.sent)))
    elif act == "publish" and waiting:
        entry = chance.choice(waiting)
        publish(warehouse, entry.id)
        entry.published = True
    elif act == "withdraw" and done:
        entry = chance.choice(done)
        if any(model.live(entry.period, sheet) is entry for sheet in entry.covers):
            withdraw(warehouse, entry.id, who="staf", why="coba")
            model.aside |= {(entry.id, sheet) for sheet in entry.covers}
        else:
            with pytest.raises(WarehouseError):
                withdraw(warehouse, entry.id, who="staf", why="coba")
    elif act == "restore" and done:
        entry = chance.choice(done)
        restore(warehouse, entry.id, who="staf", why="coba")
        for sheet in entry.covers:
            model.aside.discard((entry.id, sheet))
            model.aside |= {
                (other.id, sheet) for other in done if other.period == entry.period and other.received > entry.received
            }


@pytest.mark.parametrize(
    ("databases", "seed"),
    [("sqlite", 0), ("sqlite", 1), ("postgresql", 2), ("postgresql", 3)],
    indirect=["databases"],
)
def test_whatever_happens_in_whatever_order_the_current_tables_are_what_a_naive_reading_gives(
    warehouse: Warehouse, seed: int
) -> None:
    chance, model = random.Random(seed), Model()
    for _ in range(60):
        step(chance, warehouse, model)
        for sheet in MAKERS:
            table = BY_TITLE[sheet].current
            with warehouse.read() as connection:
                current = dict(connection.execute(select(table.c.row_key, table.c.submission_id)).all())
            assert current == model.current(sheet), sheet
        for period in ("2026-09", "2026-10", "2026-11"):
            expected = {sheet: winner.id for sheet in SHEETS if (winner := model.live(period, sheet))}
            assert live(warehouse, period) == expected
    now = warehouse.now()
    for sheet in MAKERS:
        table = BY_TITLE[sheet].current
        with at_point(warehouse, known_on=now) as (connection, _):
            current = dict(connection.execute(select(table.c.row_key, table.c.submission_id)).all())
        assert current == model.current(sheet)
    assert model.aside
