"""What an upgrade puts into a warehouse beside its tables, as one sign: views, marts, reference rows, open columns,
rights.

A program whose sign differs from the one remembered would show other figures than its own texts say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from schemas.contracts import CONTRACTS
from warehouse import roles
from warehouse.marts import MARTS, mart_sql
from warehouse.marts.description import mart
from warehouse.open_views import open_columns
from warehouse.views import VIEWS, view_sql

_DATA = (("schemas", "wilayah"), ("warehouse", "persyaratan"), ("warehouse", "konversi"))


@lru_cache(maxsize=1)
def program_sign() -> str:
    """A SHA-256 over all of it, hexadecimal."""
    digest = hashlib.sha256()
    for part in _parts():
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _parts() -> Iterator[str]:
    for name in VIEWS:
        yield view_sql(name)
    for name in MARTS:
        described = mart(name)
        yield described.model_dump_json()
        for view in described.views:
            yield mart_sql(view.name)
    for room, name in _DATA:
        yield resources.files(room).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    yield repr(CONTRACTS.whole.regencies)
    yield repr(open_columns())
    yield roles.RIGHTS
