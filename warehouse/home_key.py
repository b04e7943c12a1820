"""The warehouse's memory of the home's key: a fingerprint, so that another key is noticed before it does harm.

With another key a NIK gets another hash, and a genuine receipt looks like an altered one. The fingerprint is an HMAC
with the key itself, so it does not reveal the key.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from sqlalchemy import Connection, delete, insert, inspect, select

from warehouse.engine import Warehouse
from warehouse.errors import WarehouseMissing, WrongKey
from warehouse.submissions import upsert
from warehouse.tables import home_key

_PURPOSE = b"sidik-kunci"
_SIGNS = 32


def fingerprint(key: bytes) -> str:
    """The fingerprint that is remembered of a key: 128 bits of an HMAC-SHA256, hexadecimal."""
    return hmac.digest(key, _PURPOSE, "sha256").hex()[:_SIGNS]


def require_key(warehouse: Warehouse) -> None:
    """Raises WrongKey unless this is the key that the warehouse is worked with. A warehouse without a remembered key
    remembers this one from now on.

    Raises WarehouseMissing for a warehouse whose tables are older than that.
    """
    if _remembered(warehouse) is None:
        warehouse.run(lambda connection: remember_key(connection, warehouse))
    compare_key(warehouse)


def compare_key(warehouse: Warehouse) -> None:
    """The same for a mere reader: nothing is remembered, and a warehouse that remembers no key takes any."""
    assert warehouse.nik_key is not None
    remembered = _remembered(warehouse)
    if remembered not in (None, fingerprint(warehouse.nik_key)):
        raise WrongKey


def remember_key(connection: Connection, warehouse: Warehouse) -> None:
    """Remembers the warehouse's key inside a write transaction, unless one is remembered. Raises WrongKey when that is
    another.
    """
    if warehouse.nik_key is None:
        return
    remembered = connection.scalar(_newest())
    if remembered is None:
        connection.execute(_inserted(connection, warehouse.nik_key, warehouse.now()).on_conflict_do_nothing())
    elif remembered != fingerprint(warehouse.nik_key):
        raise WrongKey


def accept_key(connection: Connection, warehouse: Warehouse) -> None:
    """Makes this the warehouse's key from now on, inside a write transaction, whatever it was: the former was lost for
    good.
    """
    if warehouse.nik_key is None or connection.scalar(_newest()) == fingerprint(warehouse.nik_key):
        return
    connection.execute(delete(home_key).where(home_key.c.fingerprint == fingerprint(warehouse.nik_key)))
    connection.execute(insert(home_key).values(fingerprint=fingerprint(warehouse.nik_key), since=warehouse.now()))


def key_replaced_at(warehouse: Warehouse) -> datetime | None:
    """When the present key replaced a lost one; None where there never was another."""
    with warehouse.read() as connection:
        since = connection.scalars(select(home_key.c.since).order_by(home_key.c.since)).all()
    return since[-1] if len(since) > 1 else None


def _remembered(warehouse: Warehouse) -> str | None:
    with warehouse.read() as connection:
        if not inspect(connection).has_table(home_key.name):
            raise WarehouseMissing("Gudang data belum pada versi program ini; jalankan `kemitraan upgrade`.")
        return connection.scalar(_newest())


def _newest():
    return select(home_key.c.fingerprint).order_by(home_key.c.since.desc()).limit(1)


def _inserted(connection: Connection, key: bytes, now: datetime):
    return upsert(connection)(home_key).values(fingerprint=fingerprint(key), since=now)
