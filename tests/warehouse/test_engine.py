import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from tests.conftest import Databases, on_sqlite
from warehouse.claims import claim
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseError, WarehouseUnavailable


def test_a_database_that_is_away_is_said_to_be_away_without_its_password() -> None:
    away = open_warehouse("postgresql://petani:rahasia@127.0.0.1:1/gudang?connect_timeout=2")
    with pytest.raises(WarehouseUnavailable, match="tidak dapat dipakai") as caught, away.read():
        pass
    assert "rahasia" not in str(caught.value)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "gudang.db").write_bytes(b"bukan basis data" * 100)
    warehouse = open_warehouse(f"sqlite:///{tmp_path / 'gudang.db'}")
    with pytest.raises(WarehouseUnavailable, match="bukan gudang data"), warehouse.read():
        pass
    warehouse.close()


@on_sqlite
def test_what_goes_wrong_in_a_transaction_leaves_nothing(warehouse: Warehouse) -> None:

    def fail(connection: Connection) -> None:
        connection.execute(text("DELETE FROM dim_office"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        warehouse.run(fail)
    with warehouse.read() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM dim_office")) == 31


def test_readers_see_one_moment_while_somebody_writes(warehouse: Warehouse) -> None:
    count = text("SELECT COUNT(*) FROM dim_office")
    with warehouse.read() as reading:
        assert reading.scalar(count) == 31
        with warehouse.write() as writing:
            writing.execute(text("DELETE FROM dim_office"))
        assert reading.scalar(count) == 31
    with warehouse.read() as reading:
        assert reading.scalar(count) == 0


@pytest.mark.parametrize("url", ["bukan url", "postgresql://petugas:rahasia@@@:x/y", "://"])
def test_what_is_no_url_is_told_without_showing_it(url: str) -> None:
    with pytest.raises(WarehouseError) as caught:
        open_warehouse(url)
    assert "rahasia" not in str(caught.value)
    assert "tidak terbaca" in str(caught.value)


def test_a_server_that_is_not_there_is_told_in_words() -> None:
    away = open_warehouse("postgresql://petugas:rahasia@127.0.0.1:1/gudang?connect_timeout=2")
    with pytest.raises(WarehouseUnavailable) as caught, away.read():
        pass
    assert str(caught.value) == "Gudang data tidak dapat dipakai: servernya tidak menjawab atau menolak sambungan."
    away.close()


def test_a_damaged_file_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "gudang.db"
    path.write_bytes(b"bukan gudang" * 100)
    damaged = open_warehouse(f"sqlite:///{path}")
    with (
        pytest.raises(WarehouseUnavailable, match="bukan gudang data; pulihkan dari cadangan"),
        damaged.read() as connection,
    ):
        connection.exec_driver_sql("SELECT * FROM sqlite_master")
    damaged.close()


def test_a_pool_without_a_free_connection_is_a_warehouse_that_is_too_busy(postgres_warehouse: Warehouse) -> None:
    engine = create_engine(postgres_warehouse.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    narrow = replace(postgres_warehouse, engine=engine)
    for further in (narrow.read, narrow.write, lambda: claim(narrow, "dua")):
        with claim(narrow, "satu"), pytest.raises(WarehouseUnavailable, match="terlalu sibuk"), further():
            pass
    engine.dispose()


def test_a_server_that_does_not_let_claims_wait_is_too_busy_and_no_program_error(
    postgres_databases: Databases,
) -> None:
    url = make_url(postgres_databases.fresh()).update_query_dict({"options": "-c lock_timeout=50ms"})
    warehouse = open_warehouse(url.render_as_string(hide_password=False))
    with claim(warehouse, "satu"), pytest.raises(WarehouseUnavailable, match="terlalu sibuk"), claim(warehouse, "satu"):
        pass
    with claim(warehouse, "satu"):
        pass
    warehouse.close()


def test_a_reader_who_is_kept_waiting_is_told_that_the_warehouse_is_too_busy(sqlite_warehouse: Warehouse) -> None:
    path = sqlite_warehouse.path
    assert path
    engine = create_engine(sqlite_warehouse.engine.url, connect_args={"timeout": 0.05})
    with closing(sqlite3.connect(path)) as another:
        another.execute("PRAGMA locking_mode = EXCLUSIVE")
        another.execute("BEGIN EXCLUSIVE")
        waiting = replace(sqlite_warehouse, engine=engine)
        with pytest.raises(WarehouseUnavailable, match="terlalu sibuk"), waiting.read() as connection:
            connection.execute(text("SELECT COUNT(*) FROM dim_office"))
    engine.dispose()
