"""What a retailer would list if it accepted products while a duty of law is in process, until a date. This alone may be
asked of it about duties of law: they are never waived.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection

from reports.partnership.columns import columns_of
from reports.partnership.states import Products, Readiness
from schemas.period import Period

LAW = "hukum"
COLUMNS = {"P-IRT": "pirt", "BPOM MD": "md", "P-IRT atau BPOM MD": "pirt_atau_md", "Halal": "halal"}
"""By requirement that can be in process: its column in ``status_produk``."""

InProcess = Mapping[str, np.ndarray]
"""By requirement: of which products, by their places, it is in process."""


@dataclass(frozen=True)
class Accepted:
    """Products that lack a duty of law which is in process: all of them, and those that lack nothing else, which the
    retailer could list at once if it accepted them while it is in process, until the date ``sampai``.
    """

    ritel: str
    persyaratan: str
    proses: int
    membuka: int
    sampai: date


def read_in_process(connection: Connection, products: Products) -> InProcess:
    """From this connection's point of view, which has ``status_produk``."""
    office, key, bits = columns_of(connection, _IN_PROCESS, {"office": "word", "row_key": "text", _BITS: "whole"})
    places = products.places(office, key)
    return {name: np.sort(places[bits & 1 << at > 0]) for at, name in enumerate(COLUMNS)}


def accepted(readiness: Readiness, in_process: InProcess, period: Period, months: int) -> tuple[Accepted, ...]:
    """By retailer and duty, where any product waits for it; accepted until the end of the month so many after the
    period.
    """
    until = period
    for _ in range(months):
        until = until.after()
    rows = []
    for at, retailer in enumerate(readiness.retailers):
        for requirement in retailer.requirements:
            if requirement.group == LAW:
                waiting, alone = waiting_for(readiness, in_process, at, requirement.name)
                if len(waiting):
                    rows.append(Accepted(retailer.name, requirement.name, len(waiting), len(alone), until.last_day))
    return tuple(rows)


def waiting_for(readiness: Readiness, in_process: InProcess, at: int, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The places of products that lack a requirement of the retailer ``at`` because it is in process; of those the ones
    that lack nothing else.
    """
    retailer, lacks = readiness.retailers[at], readiness.lacks[at]
    bit = retailer.mask_of((name,))
    places = in_process.get(name, np.empty(0, dtype=np.int64))
    waiting = places[lacks[places] & bit > 0]
    return waiting, waiting[lacks[waiting] == bit]


_IN_PROCESS = f"status_produk WHERE 'proses' IN ({', '.join(COLUMNS.values())})"
_BITS = " + ".join(
    f"CASE {column} WHEN 'proses' THEN {1 << at} ELSE 0 END" for at, column in enumerate(COLUMNS.values())
)
