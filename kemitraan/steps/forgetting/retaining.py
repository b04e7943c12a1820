"""How long each class of data is kept: what is older than its setting is taken out, nightly. Nothing in force loses its
rows.

``archive``: files that were sent and returned, of submissions that are in force no more. ``sealed``: personal columns,
texts and names of such submissions. ``quarantine``: rows that were held back. ``logs``: who fetched and who read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from connectors.local_files import write_atomically
from kemitraan.steps.workshop import Workshop
from warehouse.contract_tables import SHEETS
from warehouse.forgetting.scrubbing import scrub
from warehouse.identities.tables import sealed_read
from warehouse.state import State
from warehouse.tables import (
    answer_file,
    applied_suggestion,
    delivery,
    in_force,
    quarantine,
    sealed_answer_name,
    sealed_name,
    sealed_text,
    submission,
    unknown_partner,
)

WHY = "masa simpan habis"
ARCHIVE, SEALED, QUARANTINE, LOGS = "arsip", "data pribadi", "baris ditahan", "catatan"
_DONE = (State.ANSWERED, State.FAILED)
_SEALED: tuple[Table, ...] = (
    *(tables.personal for tables in SHEETS.values() if tables.personal is not None),
    applied_suggestion,
    sealed_text,
    sealed_name,
    sealed_answer_name,
    unknown_partner,
    delivery,
)


def keep_for(workshop: Workshop, *, dry_run: bool = False) -> Mapping[str, int]:
    """Takes out what is older than the settings allow, and gives how much of each class that has a setting: files,
    rows, lines. ``dry_run`` only counts. Raises OutsideError when the archive fails.
    """
    settings = workshop.config.forgetting
    months = {
        ARCHIVE: settings.keep_archive_months,
        SEALED: settings.keep_sealed_months,
        QUARANTINE: settings.keep_quarantine_months,
        LOGS: settings.keep_log_months,
    }
    works = {ARCHIVE: _archive, SEALED: _sealed, QUARANTINE: _quarantine, LOGS: _logs}
    counts = {
        name: works[name](workshop, _months_ago(workshop.now(), kept), dry_run)
        for name, kept in months.items()
        if kept is not None
    }
    if not dry_run and any(count for name, count in counts.items() if name != ARCHIVE):
        scrub(workshop.warehouse)
    return counts


def _months_ago(now: datetime, months: int) -> datetime:
    return (pd.Timestamp(now) - pd.DateOffset(months=months)).to_pydatetime()


def _archive(workshop: Workshop, before: datetime, dry_run: bool) -> int:
    count = 0
    for sha256 in _old_files(workshop, before):
        if workshop.archive.has(sha256):
            count += 1
            if not dry_run:
                _bury_all(workshop, sha256)
    return count


def _bury_all(workshop: Workshop, sha256: str) -> None:
    """Buries a file and every successor of it, the last one first."""
    stone = workshop.archive.tombstone(sha256)
    if stone is not None and stone.successor is not None:
        _bury_all(workshop, stone.successor)
        return
    workshop.archive.bury(sha256, None, workshop.now(), WHY)


def _old_files(workshop: Workshop, before: datetime) -> list[str]:
    """Files that only old submissions sent or got back."""
    with workshop.warehouse.read() as connection:
        old = set(connection.scalars(select(submission.c.id).where(_is_over(before))))
        sent = connection.execute(select(submission.c.sha256, submission.c.id)).all()
        returned = connection.execute(select(answer_file.c.sha256, answer_file.c.submission_id)).all()
    kept = {sha256 for sha256, identifier in (*sent, *returned) if identifier not in old}
    return sorted({sha256 for sha256, identifier in (*sent, *returned) if identifier in old} - kept)


def _sealed(workshop: Workshop, before: datetime, dry_run: bool) -> int:
    return _delete(workshop, _SEALED, _is_over(before), dry_run)


def _quarantine(workshop: Workshop, before: datetime, dry_run: bool) -> int:
    return _delete(
        workshop, (quarantine,), (submission.c.received_at < before) & submission.c.state.in_(_DONE), dry_run
    )


def _delete(workshop: Workshop, tables: Iterable[Table], which: ColumnElement[bool], dry_run: bool) -> int:
    old = select(submission.c.id).where(which)

    def work(connection: Connection) -> int:
        if connection.dialect.name == "sqlite" and not dry_run:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        count = 0
        for table in tables:
            where = table.c.submission_id.in_(old)
            count += connection.scalar(select(func.count()).select_from(table).where(where)) or 0
            if not dry_run:
                connection.execute(delete(table).where(where))
        return count

    return workshop.warehouse.run(work)


def _is_over(before: datetime) -> ColumnElement[bool]:
    """Submissions that came before a moment, are done, and are in force with no sheet."""
    live = select(in_force.c.submission_id).where(in_force.c.live_to.is_(None))
    return (submission.c.received_at < before) & submission.c.state.in_(_DONE) & submission.c.id.not_in(live)


def _logs(workshop: Workshop, before: datetime, dry_run: bool) -> int:
    old = sealed_read.c.at < before

    def work(connection: Connection) -> int:
        count = connection.scalar(select(func.count()).select_from(sealed_read).where(old)) or 0
        if not dry_run:
            connection.execute(delete(sealed_read).where(old))
        return count

    return workshop.warehouse.run(work) + _fetch_log(workshop, before, dry_run)


def _fetch_log(workshop: Workshop, before: datetime, dry_run: bool) -> int:
    log = workshop.home.fetch_log
    if not log.exists():
        return 0
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if datetime.fromisoformat(json.loads(line)["kapan"]) >= before]
    if len(kept) < len(lines) and not dry_run:
        write_atomically(log, "".join(kept).encode(), mode=0o600)
    return len(lines) - len(kept)
