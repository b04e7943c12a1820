"""Homes of revision 0008, where a submission was in force whole, are carried along with what was recorded in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic import command
from sqlalchemy import column as col
from sqlalchemy import insert, select, table, text

from tests.conftest import on_sqlite
from tests.warehouse.factory import check_result, send, umkm
from warehouse.engine import Warehouse
from warehouse.publishing import Moved, restore, withdraw
from warehouse.submissions import get_submission
from warehouse.tables import in_force, statement
from warehouse.upgrade import alembic_config, upgrade

BOOK = {"UMKM": "1. Data UMKM", "Produk": "Produk"}
SUBMISSION = ("id", "office", "kind", "period", "sha256", "file_name", "source", "received_at", "state", "loaded_at")
SHEET = ("submission_id", "sheet", "sheet_name", "rows", "accepted_rows", "quarantined_rows", "skipped_rows", "merged")
SPAN = ("submission_id", "live_from", "live_to", "office", "kind", "period")


@pytest.fixture
def old(at_revision: Callable[[str], Warehouse]) -> Warehouse:
    """An empty warehouse of revision 0008."""
    return at_revision("0008")


def old_submission(
    warehouse: Warehouse, name: str, hour: int, sheets: dict[str, str], spans: list[tuple[int, int | None]]
) -> None:
    """A published submission as revision 0008 kept it: received at an hour, in force from hour to hour."""

    def row(table_name: str, columns: tuple[str, ...], *values: object) -> None:
        with warehouse.write() as connection:
            target = table(table_name, *(col(column_name) for column_name in columns))
            connection.execute(insert(target).values(dict(zip(columns, values, strict=True))))

    row("submission", SUBMISSION, name, "76.05", "regency", "2026-11", f"sidik {name}", f"{name}.xlsx", "majene/0",
        _at(hour), "answered", _at(hour))  # fmt: skip
    for sheet, sheet_name in sheets.items():
        row("submission_sheet", SHEET, name, sheet, sheet_name, 1, 1, 0, 0, "[]")
    for start, end in spans:
        row("in_force", SPAN, name, _at(start), None if end is None else _at(end), "76.05", "regency", "2026-11")


def _at(hour: int) -> str:
    return f"2026-11-05 {hour:02d}:00:00.000000"


def spans(warehouse: Warehouse) -> list[tuple[str, str, int, int | None]]:
    """All intervals: submission, sheet, from hour to hour."""
    columns = (in_force.c.submission_id, in_force.c.sheet, in_force.c.live_from, in_force.c.live_to)
    with warehouse.read() as connection:
        return sorted(
            (identifier, sheet, start.hour, end and end.hour)
            for identifier, sheet, start, end in connection.execute(select(*columns))
        )


def aside(warehouse: Warehouse) -> set[str]:
    with warehouse.read() as connection:
        return set(connection.scalars(select(statement.c.submission_id).where(statement.c.set_aside)))


def test_what_was_in_force_is_recorded_for_the_sheets_that_it_held(old: Warehouse) -> None:
    old_submission(old, "a", 1, BOOK, [(1, 2)])
    old_submission(old, "b", 2, BOOK | {"Kurasi": "Kurasi"}, [(2, 3), (5, None)])
    old_submission(old, "c", 3, {"UMKM": "csv"}, [(3, 5)])  # withdrawn at 5
    upgrade(old)
    assert spans(old) == [
        ("a", "Produk", 1, 2), ("a", "UMKM", 1, 2),
        ("b", "Kurasi", 2, 3), ("b", "Kurasi", 5, None), ("b", "Produk", 2, 3), ("b", "Produk", 5, None),
        ("b", "UMKM", 2, 3), ("b", "UMKM", 5, None),
        ("c", "UMKM", 3, 5),
    ]  # fmt: skip
    assert (get_submission(old, "c").only_sheet, get_submission(old, "b").only_sheet) == ("UMKM", None)
    assert aside(old) == {"c"}
    with old.read() as connection:
        unstated = select(statement.c.submission_id, statement.c.sheet).where(~statement.c.stated)
        held = set(connection.execute(unstated).all())
    assert ("c", "Produk") in held  # a csv took the place of the whole then
    assert {("a", "Kurasi"), ("b", "Kurasi")} & held == {("a", "Kurasi")}
    assert withdraw(old, "b", who="staf", why="coba") == (Moved("a", ("UMKM", "Produk")),)


@on_sqlite
def test_a_csv_that_emptied_a_sheet_then_stands_beside_another_once_it_is_put_back(old: Warehouse) -> None:
    old_submission(old, "u", 1, {"UMKM": "csv"}, [(1, 2)])
    old_submission(old, "p", 2, {"Produk": "csv"}, [(2, None)])
    upgrade(old)
    assert [span[:2] for span in spans(old) if span[3] is None] == [("p", "Produk")]
    assert restore(old, "u", who="staf", why="csv hanya menyatakan lembarnya") == ()
    assert {span[:2] for span in spans(old) if span[3] is None} == {("p", "Produk"), ("u", "UMKM")}


def test_the_next_submission_goes_on_from_there(old: Warehouse) -> None:
    old_submission(old, "a", 1, BOOK, [(1, None)])
    old_submission(old, "late", 0, BOOK, [])  # published, and never in force: received before the one in force
    upgrade(old)
    new, published = send(old, check_result({"umkm": [umkm(1)]}, lone=True), hours=90)
    assert published.replaced == (Moved("a", ("UMKM",)),)
    assert withdraw(old, new, who="staf", why="coba") == (Moved("a", ("UMKM",)),)
    assert withdraw(old, "a", who="staf", why="coba") == (Moved("late", ("UMKM", "Produk")),)
    with old.write() as connection:
        command.check(alembic_config(connection))
        assert connection.scalar(text("SELECT COUNT(*) FROM statement WHERE submission_id = 'a'")) == 5
