"""Reads what the matcher compares. Numbers come out of it as keyed hashes; names stay in memory."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pandas as pd
from sqlalchemy import Connection, select

from schemas.forgotten import PLACEHOLDER
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.identities.subjects import Subject
from warehouse.linkage.features import COLUMNS
from warehouse.right_values import signer

_SIGN = "sign"


def read_records(connection: Connection, warehouse: Warehouse, subject: Subject, version: str) -> pd.DataFrame:
    """Every standing record with the matcher's COLUMNS, and ``sign``: a keyed hash of them and the model's version."""
    if not warehouse.nik_key:
        raise WarehouseError("Kunci NIK belum diatur; usaha tidak dapat dibandingkan tanpanya.")
    tables = subject.tables
    current, personal = tables.current, tables.personal
    assert personal is not None
    sources = {name: personal if column in personal.c else current for name, column in subject.columns.items()}
    columns = [sources[name].c[column].label(name) for name, column in subject.columns.items()]
    same = (personal.c.submission_id == current.c.submission_id) & (personal.c.row_key == current.c.row_key)
    query = select(current.c.office, current.c.row_key, *columns).select_from(current).outerjoin(personal, same)
    rows = connection.execute(query.order_by(current.c.office, current.c.row_key)).all()
    frame = pd.DataFrame(rows, columns=["office", "row_key", *subject.columns], dtype=object)
    frame = _without_forgotten(frame).reindex(columns=list(COLUMNS))
    frame = frame.astype(object).where(frame.notna(), None)
    sign = signer(warehouse.nik_key)
    for name in subject.hashed:
        frame[name] = [_number(value, sign) for value in frame[name]]
    frame[_SIGN] = [
        sign("\0".join([version, *map(str, row)])) for row in zip(*(frame[name] for name in COLUMNS), strict=True)
    ]
    return frame


def _without_forgotten(frame: pd.DataFrame) -> pd.DataFrame:
    """Placeholders are no names: letters of each key's own stand for them, so that nobody is found alike by them."""
    for name in ("business", "owner_name"):
        values = zip(frame[name], frame["office"], frame["row_key"], strict=True)
        frame[name] = [
            sha256(f"{office}/{key}".encode()).hexdigest() if str(value).startswith(PLACEHOLDER) else value
            for value, office, key in values
        ]
    return frame


def _number(value: object, sign: Callable[[str], str]) -> str | None:
    """A number as its keyed hash; a telephone that was kept as typed, because it is none, compares with nothing."""
    text = "" if value is None else str(value)
    return sign(text) if text.removeprefix("+").isdigit() else None
