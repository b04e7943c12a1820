"""The code of a figure: where it stands, its measure and its values of columns, for which month as known when.

``mart_kesiapan.siap/ritel=PT%20Contoh/office=76.05@2026-11@2026-11-30T23:59:59+08:00``: without a blank, so that it can
be copied from a page behind ``kemitraan trace``. A figure stands in a mart (``mart_…``) or in a part of the report
(``laporan_…``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from schemas.kinds import signed_partners
from schemas.period import Period
from warehouse.errors import NothingToTrace
from warehouse.point_of_view import PointOfView

MART, REPORT = "mart_", "laporan_"

_CODE = re.compile(
    r"(?P<name>(mart|laporan)_\w+)(\.(?P<measure>\w+))?(?P<dimensions>(/\w+=[^/@]+)*)@(?P<period>[^@]+)@(?P<known_on>[^@]+)"
)


@dataclass(frozen=True)
class FigureCode:
    """A figure: a measure (None: the rows themselves) of a mart or a part of the report, for these values of
    columns.
    """

    name: str
    point: PointOfView
    measure: str | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)

    def text(self, zone: ZoneInfo) -> str:
        """The code, its moment by the clock of this zone."""
        measure = f".{self.measure}" if self.measure else ""
        dimensions = "".join(f"/{name}={quote(str(value), safe=';')}" for name, value in self.dimensions.items())
        moment = self.point.known_on.astimezone(zone).isoformat()
        return f"{self.name}{measure}{dimensions}@{self.point.period}@{moment}"


def signed_code(code: FigureCode, sign: Callable[[str], str]) -> FigureCode:
    """A code on paper of before: partners whom nobody has confirmed go by digits that are made with the home's key."""
    return replace(code, dimensions={name: signed_partners(value, sign) for name, value in code.dimensions.items()})


def is_code(text: str) -> bool:
    """Whether this is meant as a code, and not as the name of a table."""
    return "@" in text


def read_code(text: str) -> FigureCode:
    """The figure of a code. Raises NothingToTrace for what is none."""
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
            f"{text!r} bukan kode angka. Salin seluruhnya, dari mart_ atau laporan_ sampai jamnya, misalnya "
            "mart_kesiapan.siap/office=76.05@2026-11@2026-11-30T23:59:59+08:00."
        ) from None
    pairs = (part.partition("=")[::2] for part in match["dimensions"].split("/") if part)
    return FigureCode(match["name"], point, match["measure"], {column: unquote(value) for column, value in pairs})
