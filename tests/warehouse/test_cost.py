"""What a publish costs must not depend on how many months are stored: counted in work done, not in time."""

from itertools import count

from sqlalchemy import Connection, event, text

from tests.conftest import NIK_KEY, Databases
from tests.warehouse.factory import bring_to_loaded, check_result, send, umkm
from warehouse.engine import Warehouse, open_warehouse
from warehouse.publishing import publish

ROWS = 40


def month(number: int) -> str:
    return f"{2024 + number // 12}-{number % 12 + 1:02d}"


def resubmission_after(warehouse: Warehouse, months: int) -> str:
    """Store so many months, and load a resubmission of the last one that lacks half its keys."""
    everything = [umkm(number) for number in range(ROWS)]
    for number in range(months):
        send(warehouse, check_result({"umkm": everything}, period=month(number)))
    half = [umkm(number, nama_usaha="Baru") for number in range(ROWS // 2)]
    return bring_to_loaded(warehouse, check_result({"umkm": half}, period=month(months - 1)), hours=1)


def steps_in_sqlite(url: str, months: int) -> int:
    """Tens of steps of SQLite's virtual machine that the publish takes."""
    warehouse = open_warehouse(url, nik_key=NIK_KEY)
    identifier = resubmission_after(warehouse, months)
    steps = count()
    with warehouse.read() as connection:
        connection.connection.driver_connection.set_progress_handler(lambda: next(steps) and None, 10)
    publish(warehouse, identifier)
    warehouse.close()
    return next(steps)


def rows_read_in_postgresql(url: str, months: int) -> int:
    """Rows that the publish reads from tables."""
    warehouse = open_warehouse(url, nik_key=NIK_KEY)
    identifier = resubmission_after(warehouse, months)
    with warehouse.write() as connection:  # so few rows would be read whole, index or not
        connection.execute(text(f"ALTER DATABASE {warehouse.engine.url.database} SET enable_seqscan = off"))
        connection.execute(text("ANALYZE"))
    warehouse.close()
    read: list[int] = []

    def note_rows_read(connection: Connection) -> None:
        counted = "SELECT SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
        read.append(int(connection.scalar(text(f"{counted} WHERE relname LIKE '%umkm'")) or 0))

    event.listen(warehouse.engine, "commit", note_rows_read)
    publish(warehouse, identifier)
    warehouse.close()
    return max(read)


def test_a_publish_costs_the_same_after_many_months(databases: Databases) -> None:
    cost = steps_in_sqlite if databases.kind == "sqlite" else rows_read_in_postgresql
    after_few = cost(databases.fresh(), 2)
    after_many = cost(databases.fresh(), 24)
    assert after_few > 0
    assert after_many < after_few * 1.1
