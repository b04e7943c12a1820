"""The code of a figure: which mart, measure and values of its columns, for which month as known when.

``mart_kesiapan.siap/ritel=PT%20Contoh/office=76.05@2026-11@2026-11-30T23:59:59+08:00``: without a blank, so that it can be
copied from a page behind ``kemitraan trace``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from schemas.period import Period
from warehouse.errors import NothingToTrace
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView

_CODE = re.compile(
    r"mart_(?P<mart>\w+)(\.(?P<measure>\w+))?(?P<dimensions>(/\w+=[^/@]+)*)@(?P<period>[^@]+)@(?P<known_on>[^@]+)"
)


@dataclass(frozen=True)
class FigureCode:
    """A figure: the sum of a measure (None: the rows themselves) over a mart's rows with these values of columns."""

    mart: str
    point: PointOfView
    measure: str | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)

    def text(self, zone: ZoneInfo) -> str:
        """The code, its moment by the clock of this zone."""
        measure = f".{self.measure}" if self.measure else ""
        dimensions = "".join(f"/{name}={quote(value, safe='')}" for name, value in self.dimensions.items())
        return f"mart_{self.mart}{measure}{dimensions}@{self.point.period}@{self.point.known_on.astimezone(zone).isoformat()}"


def is_code(text: str) -> bool:
    """Whether this is meant as a code, and not as the name of a table."""
    return "@" in text


def read_code(text: str) -> FigureCode:
    """The figure of a code. Raises NothingToTrace for what is none, or names what does not exist."""
    match = _CODE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        moment = datetime.fromisoformat(match["known_on"])
        if moment.tzinfo is None:
            raise ValueError(text)
        point = PointOfView(Period.read(match["period"]), moment)
    except ValueError:
        raise NothingToTrace(
            f"{text!r} bukan kode angka. Salin seluruhnya, dari mart_ sampai jamnya, misalnya "
            "mart_kesiapan.siap/office=76.05@2026-11@2026-11-30T23:59:59+08:00."
        ) from None
    name, measure = match["mart"], match["measure"]
    if name not in MARTS:
        raise NothingToTrace(f"Angka mart_{name} tidak ada; yang ada: {', '.join(f'mart_{known}' for known in MARTS)}.")
    if measure is not None and measure not in mart(name).measures:
        raise NothingToTrace(
            f"mart_{name} tidak mempunyai ukuran {measure} yang dapat dijumlahkan; yang ada: {', '.join(mart(name).measures)}."
        )
    pairs = (part.partition("=")[::2] for part in match["dimensions"].split("/") if part)
    return FigureCode(name, point, measure, {column: unquote(value) for column, value in pairs})
