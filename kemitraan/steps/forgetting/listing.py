"""The list of requests beside the archive, as CSV: one small file for each event, written once.

It holds no more than the list in the warehouse: keys, keyed hashes, fingerprints of files. From it a restored or newly
made warehouse knows whom it must forget again.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from connectors.local_files import make_private_folder, write_atomically
from kemitraan.steps.workshop import Workshop
from warehouse.engine import Warehouse
from warehouse.forgetting.requests import Mark, Request, add_marks, all_requests, marks, put_request
from warehouse.forgetting.tables import forget_request

KIND = "hapus"
_TIMES = ("entered_at", "due_at", "carried_at", "ended_at")
_FIELDS = (*Request.__dataclass_fields__, "kind", "office", "value")


def keep_list(workshop: Workshop) -> None:
    """Writes what is not written yet. Raises OutsideError."""
    kept = set(workshop.archive.tables(KIND))
    for name, text in _tables(workshop.warehouse).items():
        if name not in kept:
            workshop.archive.put_table(name, text.encode())


def copy_list(workshop: Workshop, folder: Path) -> None:
    """Keeps the list beside backups, too: a restored archive may be an older one."""
    make_private_folder(folder)
    for name in workshop.archive.tables(KIND):
        write_atomically(folder / f"{name}.csv", workshop.archive.table(name), mode=0o600)


def kept_list(workshop: Workshop) -> list[str]:
    """The list beside the archive, as texts."""
    return [workshop.archive.table(name).decode() for name in workshop.archive.tables(KIND)]


def copied_list(folder: Path) -> list[str]:
    """The list beside backups."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"{KIND}-*.csv"))]


def put_back_list(warehouse: Warehouse, texts: Iterable[str]) -> list[Request]:
    """Puts requests and marks that are not there into the warehouse. Gives all requests of the list that hold."""
    requests: dict[int, Request] = {}
    listed: dict[int, set[Mark]] = {}
    for text in texts:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            mark = Mark(row.pop("kind"), row.pop("office"), row.pop("value"))
            request = _request(row)
            requests[request.id] = _later(requests.get(request.id), request)
            if mark.value:
                listed.setdefault(request.id, set()).add(mark)
    holding = [request for request in requests.values() if request.ended_at is None]

    def work(connection: Connection) -> None:
        there = {row.id: Request(*row) for row in connection.execute(select(forget_request))}
        for request in requests.values():
            put_request(connection, _later(there.get(request.id), request))
            if request.ended_at is None:
                add_marks(connection, request.id, listed.get(request.id, ()))

    warehouse.run(work)
    return holding


def is_behind(warehouse: Warehouse, texts: Iterable[str]) -> bool:
    """Whether a list knows a request, or the end of one, that the warehouse does not."""
    there = {request.id: request for request in all_requests(warehouse)}
    for text in texts:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            listed = _request({name: row[name] for name in Request.__dataclass_fields__})
            stored = there.get(listed.id)
            if stored is None or _later(stored, listed) != stored:
                return True
    return False


def _later(former: Request | None, request: Request) -> Request:
    """The state that is further on: an open request is carried out or cancelled once."""
    if former is None:
        return request
    return replace(
        former,
        carried_at=former.carried_at or request.carried_at,
        ended_at=former.ended_at or request.ended_at,
        ended_by=former.ended_by or request.ended_by,
        ended_why=former.ended_why or request.ended_why,
    )


def _tables(warehouse: Warehouse) -> dict[str, str]:
    """Name → text of each file of the list. What a request gained later gives a file of its own."""
    tables = {}
    for request in all_requests(warehouse):
        with warehouse.read() as connection:
            request_marks = marks(connection, request.id)
        text = _as_csv(request, request_marks)
        sign = hashlib.sha256(text.encode()).hexdigest()[:8]
        tables[f"{KIND}-{request.entered_at.astimezone(UTC):%Y-%m-%d}-{request.id}-{sign}"] = text
    return tables


def _as_csv(request: Request, marks: list[Mark]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _FIELDS, lineterminator="\n")
    writer.writeheader()
    cells = {name: _cell(getattr(request, name)) for name in Request.__dataclass_fields__}
    for mark in marks or [Mark("", "", "")]:
        writer.writerow(cells | {"kind": mark.kind, "office": mark.office, "value": mark.value})
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else str(value)


def _request(row: dict[str, str]) -> Request:
    values = {name: text or None for name, text in row.items()}
    times = {name: datetime.fromisoformat(text) for name in _TIMES if (text := values[name])}
    return Request(**values | times | {"id": int(row["id"])})  # type: ignore[arg-type]
