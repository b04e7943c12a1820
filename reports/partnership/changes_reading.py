"""What changed since the month before, by cause, as the report asks the warehouse for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from reports.partnership.past import months_before
from schemas.period import Period
from warehouse.difference import Difference, difference
from warehouse.engine import Warehouse
from warehouse.point_of_view import PointOfView

CAUSED = ("legalitas", "kesiapan")
"""The marts whose differences are put down to causes where there are few products; ``kemitraan`` is everywhere."""

MOST_PRODUCTS = 25_000
"""Beyond so many products both differences take more than three seconds of a core. The report names the commands
then.
"""

FLOWS = (("realisasi", "nilai_realisasi_rp", "Kemitraan"), ("pemasaran", "nilai_penjualan_rp", "Pemasaran"))
"""What flows: mart, measure, and the sheet that states it. Its causes are cheap at any size: no month stands for
another.
"""


@dataclass(frozen=True)
class FlowCause:
    """How far an office's own statement of the month has moved a flow since the month before: ``submission`` made it;
    None where the office states nothing for this month. ``rows`` of it say another amount than a month earlier.
    """

    mart: str
    measure: str
    office: str
    submission: str | None
    rows: int
    delta: int


@dataclass(frozen=True)
class Changed:
    """What changed since the month before. ``dear`` are the marts whose causes are left to commands."""

    differences: Mapping[str, Difference] = field(default_factory=dict)
    flows: tuple[FlowCause, ...] = ()
    dear: tuple[str, ...] = ()


def read_changed(warehouse: Warehouse, connection: Connection, point: PointOfView, products: int) -> Changed:
    """The differences from the month before to a point of view, which the connection shows; ``products`` says how many
    rows of products stand there.
    """
    before = months_before(point.period, 1)
    if before is None:
        return Changed()
    flows = tuple(_flows(connection, before, point.period))
    if products > MOST_PRODUCTS:
        return Changed(flows=flows, dear=CAUSED)
    then = PointOfView(before, point.known_on)
    return Changed({name: difference(warehouse, name, then, point) for name in CAUSED}, flows)


def _flows(connection: Connection, before: Period, now: Period) -> Iterator[FlowCause]:
    months = {"before": str(before), "now": str(now)}
    for mart, measure, sheet in FLOWS:
        statements = text("SELECT office, submission_id FROM pernyataan_berlaku WHERE sheet = :sheet AND period = :now")
        stated = dict(connection.execute(statements, {"sheet": sheet, "now": str(now)}).tuples().all())
        moved = text(
            "SELECT office, COUNT(*), SUM(beda) FROM ("  # noqa: S608
            f"SELECT office, row_key, SUM(CASE WHEN period = :now THEN {measure} ELSE -{measure} END) AS beda "
            f"FROM mart_{mart}_rows WHERE period IN (:before, :now) GROUP BY office, row_key) b "
            "WHERE beda <> 0 GROUP BY office ORDER BY office"
        )
        for office, rows, delta in connection.execute(moved, months):
            yield FlowCause(mart, measure, office, stated.get(office), rows, int(delta))
