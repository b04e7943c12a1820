"""When each archived file was last compared with its hash, and which are damaged or gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, select

from schemas.codes import Code
from schemas.period import Period
from warehouse.engine import Warehouse
from warehouse.submissions import upsert
from warehouse.tables import archive_check, finding, submission

Damage = Literal["missing", "damaged"]

NOT_KEPT = Code.FILE_TOO_LARGE
"""A file with this finding was never put into the archive."""


@dataclass(frozen=True)
class DamagedFile:
    """A submission whose archived file is missing or damaged."""

    submission: str
    office: str
    period: Period | None
    sha256: str
    damage: Damage


def next_to_check(warehouse: Warehouse, most: int | None = None) -> list[str]:
    """Hashes of archived files, at most so many: those never compared first, then those compared longest ago."""
    archived = _kept().subquery()
    query = (
        select(archived.c.sha256)
        .outerjoin(archive_check, archive_check.c.sha256 == archived.c.sha256)
        .order_by(archive_check.c.checked_at.is_not(None), archive_check.c.checked_at, archived.c.sha256)
        .limit(most)
    )
    with warehouse.read() as connection:
        return list(connection.scalars(query))


def record_check(warehouse: Warehouse, sha256: str, damage: Damage | None) -> None:
    """Records how a file was found."""
    values = {"checked_at": warehouse.now(), "damage": damage}

    def work(connection: Connection) -> None:
        connection.execute(
            upsert(connection)(archive_check)
            .values(sha256=sha256, **values)
            .on_conflict_do_update(index_elements=["sha256"], set_=values)
        )

    warehouse.run(work)


def count_kept(warehouse: Warehouse) -> int:
    """How many files the archive should hold."""
    with warehouse.read() as connection:
        return connection.scalar(select(func.count()).select_from(_kept().subquery())) or 0


def damaged_files(warehouse: Warehouse) -> list[DamagedFile]:
    """Every submission whose file was damaged or missing when it was last compared, oldest first."""
    columns = (submission.c.id, submission.c.office, submission.c.period, submission.c.sha256, archive_check.c.damage)
    query = (
        select(*columns)
        .join(archive_check, archive_check.c.sha256 == submission.c.sha256)
        .where(archive_check.c.damage.is_not(None))
        .order_by(submission.c.received_at, submission.c.id)
    )
    with warehouse.read() as connection:
        return [DamagedFile(*row) for row in connection.execute(query)]


def _kept():
    too_large = (
        select(finding.c.seq).where(finding.c.submission_id == submission.c.id, finding.c.code == NOT_KEPT).exists()
    )
    return select(submission.c.sha256).where(~too_large).distinct()
