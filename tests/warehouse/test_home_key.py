"""The warehouse remembers with which key it is worked, and refuses another."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tests.conftest import Databases
from tests.warehouse.factory import check_result, send, umkm
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseMissing, WrongKey
from warehouse.home_key import compare_key, fingerprint, key_replaced_at, require_key
from warehouse.reading import known_keys
from warehouse.upgrade import upgrade

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


def with_key(warehouse: Warehouse, key: bytes) -> Warehouse:
    return replace(warehouse, nik_key=key)


def test_the_first_key_is_remembered_and_another_is_refused_whoever_comes(warehouse: Warehouse) -> None:
    compare_key(with_key(warehouse, OTHER))  # only reads: remembers nothing
    require_key(with_key(warehouse, KEY))
    require_key(with_key(warehouse, KEY))
    for refuse in (require_key, compare_key, upgrade):
        with pytest.raises(WrongKey, match=r"Taruh kembali berkas `kunci` yang asli"):
            refuse(with_key(warehouse, OTHER))


def test_an_upgrade_remembers_the_key_of_a_warehouse_that_has_none_yet(warehouse: Warehouse) -> None:
    upgrade(with_key(warehouse, KEY))
    with pytest.raises(WrongKey):
        require_key(with_key(warehouse, OTHER))


def test_an_upgrade_with_another_key_changes_nothing(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)]}))
    require_key(with_key(warehouse, KEY))
    with warehouse.write() as connection:
        connection.execute(text("UPDATE dim_office SET name = 'belum diubah'"))
    with pytest.raises(WrongKey):
        upgrade(with_key(warehouse, OTHER))
    with warehouse.read() as connection:
        assert connection.scalar(text("SELECT DISTINCT name FROM dim_office")) == "belum diubah"
    assert known_keys(warehouse, "umkm") == {"MJN-0001"}


def test_a_key_that_was_lost_can_be_replaced_on_purpose_and_the_warehouse_knows_since_when(
    warehouse: Warehouse,
) -> None:
    require_key(with_key(warehouse, KEY))
    assert key_replaced_at(warehouse) is None
    noon = datetime(2040, 11, 24, 4, tzinfo=UTC)
    upgrade(replace(warehouse, nik_key=OTHER, now=lambda: noon), accept_new_key=True)
    require_key(with_key(warehouse, OTHER))
    assert key_replaced_at(warehouse) == noon
    with pytest.raises(WrongKey):
        require_key(with_key(warehouse, KEY))
    later = noon.replace(year=2041)
    upgrade(replace(warehouse, nik_key=KEY, now=lambda: later), accept_new_key=True)  # it was found again
    require_key(with_key(warehouse, KEY))
    assert key_replaced_at(warehouse) == later


def test_what_is_remembered_is_not_the_key_and_no_part_of_what_it_makes() -> None:
    assert fingerprint(KEY) == "df0b6edf314b9dbb3beec2ee7e3547c5"
    assert fingerprint(KEY) != fingerprint(OTHER)
    assert KEY.hex()[:8] not in fingerprint(KEY)


def test_a_warehouse_of_an_older_version_is_to_be_upgraded_first(databases: Databases) -> None:
    warehouse = open_warehouse(databases.fresh(), nik_key=KEY)
    with warehouse.write() as connection:
        connection.execute(text("DROP TABLE home_key"))
    with pytest.raises(WarehouseMissing, match="kemitraan upgrade"):
        require_key(warehouse)
    warehouse.close()


def test_the_error_crosses_process_borders() -> None:
    assert str(pickle.loads(pickle.dumps(WrongKey()))) == str(WrongKey())
