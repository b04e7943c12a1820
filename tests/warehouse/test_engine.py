from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseUnavailable


def test_a_database_that_is_away_is_said_to_be_away_without_its_password() -> None:
    away = open_warehouse("postgresql://petani:rahasia@127.0.0.1:1/gudang?connect_timeout=2")
    with pytest.raises(WarehouseUnavailable, match="tidak dapat dipakai") as caught, away.read():
        pass
    assert "rahasia" not in str(caught.value)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "gudang.db").write_bytes(b"bukan basis data" * 100)
    opened = open_warehouse(f"sqlite:///{tmp_path / 'gudang.db'}")
    with pytest.raises(WarehouseUnavailable, match="not a database"), opened.read():
        pass
    opened.close()


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
