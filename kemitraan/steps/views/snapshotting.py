"""Publishing a month: a folder that appears whole, and is never changed. A correction is the next number."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, select, text

from connectors.local_files import force_folder, write_new
from kemitraan.steps.workshop import Workshop
from reports.snapshot.contents import DATABASE, PACKAGE, OfficePeriod, Snapshot, contents, description
from reports.snapshot.suppression import suppressed
from schemas.period import Period
from warehouse.difference import Change, difference
from warehouse.errors import WarehouseError
from warehouse.mart_reading import MartReading, at_point, contributing_rows, mart_rows
from warehouse.marts import MARTS
from warehouse.marts.description import MartView, mart
from warehouse.reference_tables import dim_bulan
from warehouse.tables import in_force

FOLDER = "terbitan"
"""Where a home keeps its snapshots."""
LOCK = ".terbitan.lock"
CHANGES = "perubahan.json"
_HALF = ".sedang-dibuat-"


@dataclass(frozen=True)
class Published:
    """The folder of a month's snapshot, and whether it is new: nothing is published twice."""

    folder: Path
    is_new: bool
    emptied: int


def publish_snapshot(
    workshop: Workshop, to: Path, *, period: str | None = None, known_on: datetime | None = None
) -> Published:
    """Publishes a month (by default the newest in force, as known now) into a folder of its own inside ``to``.

    Raises OSError where nothing can be written, WarehouseError where nothing is in force, or another snapshot is being
    made; nothing half made is left.
    """
    to.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(to / LOCK, timeout=0):
            return _publish(workshop, to, _read(workshop, period, known_on))
    except Timeout:
        raise WarehouseError("Terbitan lain sedang dibuat di folder itu. Jalankan lagi sesudahnya.") from None


def _read(workshop: Workshop, period: str | None, known_on: datetime | None) -> Snapshot:
    """Reads everything in one transaction."""
    readings, emptied = [], {}
    with at_point(workshop.warehouse, period=period, known_on=known_on) as (connection, point):
        offices = [] if point is None else _offices(connection, point.period)
        if point is None or not offices:
            raise WarehouseError(
                "Belum ada yang berlaku dari sudut pandang itu, jadi tidak ada yang dapat diterbitkan."
            )
        for name in MARTS:
            described = mart(name)
            if not described.is_open:
                continue
            rows, hidden_cells = suppressed(
                described, mart_rows(connection, described), contributing_rows(connection, described)
            )
            readings.append(MartReading(described, point, tuple(rows), True))
            emptied[name] = hidden_cells
    return Snapshot(point, readings, emptied, offices)


def _offices(connection: Connection, period: str) -> list[OfficePeriod]:
    query = text(
        "SELECT office, MAX(period) AS period FROM pernyataan_berlaku WHERE sheet IN ('UMKM', 'Mitra') "
        "GROUP BY office ORDER BY office"
    )
    return [OfficePeriod(row.office, row.period, row.period < period) for row in connection.execute(query)]


def _publish(workshop: Workshop, to: Path, snapshot: Snapshot) -> Published:
    for half in to.glob(f"{_HALF}*"):  # what a killed one left
        shutil.rmtree(half)
    zone, emptied = workshop.config.settings.zone, sum(snapshot.emptied.values())
    numbers_before = _numbers(to, snapshot.point.period)
    last_number = numbers_before[max(numbers_before)] if numbers_before else None
    files = contents(snapshot, zone)
    if last_number is not None and (last_number / PACKAGE).read_bytes() == description(
        snapshot, files, max(numbers_before), zone
    ):
        return Published(last_number, False, emptied)
    number = max(numbers_before, default=0) + 1
    files[PACKAGE] = description(snapshot, files, number, zone)
    if last_number is not None:
        files[CHANGES] = _changes(workshop, last_number, snapshot)
    folder = to / f"terbitan-{snapshot.point.period}-{number}"
    being_made = Path(tempfile.mkdtemp(prefix=_HALF, dir=to))
    try:
        for path, content in files.items():
            (being_made / path).parent.mkdir(exist_ok=True)
            write_new(being_made / path, content, mode=0o644)
        being_made.chmod(0o755)
        being_made.rename(folder)
    except BaseException:
        shutil.rmtree(being_made, ignore_errors=True)
        raise
    force_folder(to)
    return Published(folder, True, emptied)


def month_due(workshop: Workshop) -> Period | None:
    """The newest month in force or before whose due day has passed, of which something is in force; None for none."""
    query = (
        select(dim_bulan.c.period)
        .where(dim_bulan.c.batas_lewat <= workshop.warehouse.now(), dim_bulan.c.period.in_(select(in_force.c.period)))
        .order_by(dim_bulan.c.period.desc())
        .limit(1)
    )
    with workshop.warehouse.read() as connection:
        return connection.scalar(query)


def publish_when_due(workshop: Workshop) -> Published | None:
    """Publishes the month whose due day has passed, unless it was published before; None when there is nothing
    to do.
    """
    to, period = workshop.home.path / FOLDER, month_due(workshop)
    if period is None or (to.is_dir() and _numbers(to, period)):
        return None
    return publish_snapshot(workshop, to, period=period)


def newest_snapshot(folder: Path) -> Path | None:
    """The last number of the newest month that was published into a folder; None where there is none."""
    name = re.compile(r"terbitan-(\d{4}-\d{2})-(\d+)")
    there = folder.iterdir() if folder.is_dir() else ()
    matches = [(match[1], int(match[2]), path) for path in there if (match := name.fullmatch(path.name))]
    return max(matches)[2] if matches else None


def _numbers(to: Path, period: str) -> dict[int, Path]:
    """The published numbers of a month, each with its folder."""
    name = re.compile(rf"terbitan-{re.escape(period)}-(\d+)")
    return {int(match[1]): path for path in to.iterdir() if (match := name.fullmatch(path.name))}


def _changes(workshop: Workshop, last_file: Path, snapshot: Snapshot) -> bytes:
    """What differs from the number before, and by what: of cells that both publish, or that one of them does not
    have.
    """
    known_on = datetime.fromisoformat(json.loads((last_file / PACKAGE).read_text(encoding="utf-8"))["known_on"])
    point_before = replace(snapshot.point, known_on=known_on)
    changes_by_mart: dict[str, list[dict[str, Any]]] = {}
    with closing(sqlite3.connect(f"file:{last_file / DATABASE}?mode=ro", uri=True)) as database:
        for reading in snapshot.readings:
            hidden_cells = _hidden(reading.mart.figures, reading.rows) | _hidden(
                reading.mart.figures, _published_rows(database, reading.mart.figures)
            )
            diff = difference(workshop.warehouse, reading.mart.name, point_before, snapshot.point)
            changes_shown = [_told(change) for change in diff.changes if _cell(change) not in hidden_cells]
            if changes_shown:
                changes_by_mart[reading.mart.name] = changes_shown
    return (
        json.dumps({"before": last_file.name, "changes": changes_by_mart}, ensure_ascii=False, indent=1) + "\n"
    ).encode()


def _published_rows(database: sqlite3.Connection, view: MartView) -> list[dict[str, Any]]:
    cursor = database.execute(f"SELECT * FROM {view.name}")  # noqa: S608
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _hidden(view: MartView, rows: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    """The empty cells: the grain's values and the column's name."""
    return {
        (*(row[name] for name in view.grain), column) for row in rows for column in view.columns if row[column] is None
    }


def _cell(change: Change) -> tuple[Any, ...]:
    return (*change.grain.values(), change.measure)


def _told(change: Change) -> dict[str, Any]:
    """A change without the share of each cause, which may belong to one business."""
    causes = sorted({(cause.cause, cause.office or "", cause.submission or "") for cause in change.causes})
    return {
        **change.grain,
        "measure": change.measure,
        "from": change.before,
        "to": change.after,
        "causes": [{"cause": kind, "office": office, "submission": number} for kind, office, number in causes],
    }
