import io
import stat
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from tests.warehouse.factory import PERSONAL_TEXTS, check_result, send, umkm
from warehouse.engine import Warehouse, open_warehouse, personal_path
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.program_sign import program_sign
from warehouse.reading import known_keys
from warehouse.upgrade import alembic_config, require_ready, upgrade
from warehouse.views import VIEWS, view_sql


def test_migrations_give_what_the_contract_describes(warehouse: Warehouse) -> None:
    require_ready(warehouse)
    with warehouse.write() as connection:
        command.check(alembic_config(connection))


def test_upgrading_again_changes_nothing_and_keeps_the_rows(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)]}))
    assert upgrade(warehouse) == []
    assert known_keys(warehouse, "umkm") == {"MJN-0001"}


def test_places_and_offices_are_there(warehouse: Warehouse) -> None:
    with warehouse.read() as connection:
        assert connection.scalar(text("SELECT name FROM dim_office WHERE code = '76.05'")) == "Kabupaten Majene"
        assert connection.scalar(text("SELECT COUNT(*) FROM dim_office WHERE kind = 'sulsel'")) == 24
        assert connection.scalar(text("SELECT COUNT(*) FROM dim_wilayah WHERE level IN ('desa', 'kelurahan')")) == 648


def test_the_migrations_can_be_written_as_sql_without_a_database() -> None:
    written = io.StringIO()
    config = alembic_config()
    config.output_buffer = written
    with redirect_stdout(written):
        command.upgrade(config, "head", sql=True)
    assert "CREATE TABLE batch_umkm" in written.getvalue()
    assert "CREATE SCHEMA IF NOT EXISTS pribadi" in written.getvalue()


def test_a_warehouse_that_is_not_there_or_not_upgraded_says_what_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gudang.db'}"
    with pytest.raises(WarehouseMissing, match="kemitraan init"):
        open_warehouse(url)
    empty = open_warehouse(url, create=True)
    with pytest.raises(WarehouseMissing, match="kemitraan upgrade"):
        require_ready(empty)
    empty.close()
    with pytest.raises(WarehouseError, match="mysql"):
        open_warehouse("mysql://server/gudang")


def test_the_file_of_personal_data_is_its_owners_alone(sqlite_warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse = open_warehouse(f"sqlite:///{tmp_path / 'gudang.db'}", create=True)
    upgrade(warehouse)
    warehouse.close()
    assert stat.S_IMODE(personal_path(tmp_path / "gudang.db").stat().st_mode) == 0o600


def test_nothing_personal_stands_in_the_public_file(sqlite_warehouse: Warehouse) -> None:
    send(sqlite_warehouse, check_result({"umkm": [umkm(1)]}))
    path = sqlite_warehouse.path
    assert path is not None
    public = b"".join(file.read_bytes() for file in path.parent.glob("gudang.db*"))
    private = b"".join(file.read_bytes() for file in path.parent.glob("gudang-pribadi.db*"))
    assert b"Usaha 1" in public
    for personal in PERSONAL_TEXTS:
        assert personal.encode() not in public
    assert b"Ibu Mawar Rahasia" in private
    assert PERSONAL_TEXTS[0].encode() not in private  # a NIK stands nowhere


def test_marts_of_another_program_are_told_when_the_warehouse_is_opened(warehouse: Warehouse) -> None:
    require_ready(warehouse)
    with warehouse.write() as connection:
        connection.execute(text("UPDATE upgrade_sign SET sign = 'lain'"))
    with pytest.raises(WarehouseMissing, match="jalankan `kemitraan upgrade`"):
        require_ready(warehouse)
    upgrade(warehouse)
    require_ready(warehouse)


@pytest.mark.parametrize("part", ["mart_sql", "view_sql", "open_columns"])
def test_the_sign_is_another_one_when_any_part_is(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    before = program_sign()
    program_sign.cache_clear()
    changed = {"x": {}} if part == "open_columns" else "SELECT 1"
    monkeypatch.setattr(f"warehouse.program_sign.{part}", lambda *_: changed)
    assert program_sign() != before
    monkeypatch.undo()
    program_sign.cache_clear()
    assert program_sign() == before


def test_a_view_that_this_version_does_not_make_any_more_goes_before_its_table_changes(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("warehouse.views", "warehouse.upgrade"):
        monkeypatch.setattr(f"{room}.VIEWS", (*VIEWS, "pandangan_lama"))
    former = {"pandangan_lama": "SELECT row_key FROM batch_umkm"}
    monkeypatch.setattr("warehouse.views.view_sql", lambda name: former.get(name) or view_sql(name))
    upgrade(warehouse)
    with warehouse.read() as connection:
        assert "pandangan_lama" in inspect(connection).get_view_names()
    monkeypatch.undo()
    upgrade(warehouse)
    with warehouse.read() as connection:
        names = set(inspect(connection).get_view_names())
    assert "pandangan_lama" not in names
    assert set(VIEWS) <= names
