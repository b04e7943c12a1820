"""What a withdrawal or a restore changes: rows in force before and after by sheet, done or only tried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from warehouse.contract_tables import BY_TITLE, in_contract_order
from warehouse.engine import Warehouse, translated
from warehouse.errors import UnknownSubmission
from warehouse.orphans import Orphans, orphaned_by
from warehouse.tables import in_force, submission, submission_sheet


@dataclass(frozen=True)
class LiveSheet:
    """A sheet in force in a place: its submission, and its number of rows."""

    sheet: str
    submission: str
    rows: int


@dataclass(frozen=True)
class ForcePlan:
    """What is in force in the place of a submission (its office, kind and period) before and after a change.
    ``orphans`` are rows in force afterwards without the business, product or partner that they name.
    """

    submission: str
    before: tuple[LiveSheet, ...]
    after: tuple[LiveSheet, ...]
    orphans: tuple[Orphans, ...] = ()

    @property
    def came(self) -> tuple[str, ...]:
        """Submissions of which something came in force."""
        return tuple(dict.fromkeys(sheet.submission for sheet in self.after if sheet not in self.before))

    @property
    def went(self) -> tuple[str, ...]:
        """Submissions of which something went out of force."""
        return tuple(dict.fromkeys(sheet.submission for sheet in self.before if sheet not in self.after))

    @property
    def submissions(self) -> tuple[str, ...]:
        """Every submission of which something came in force or went out, and first the one that was named."""
        return tuple(dict.fromkeys([self.submission, *self.went, *self.came]))


def change_force(warehouse: Warehouse, submission_id: str, change: Callable[[Warehouse], object]) -> ForcePlan:
    """Carries out a change and tells what it changed. Raises what the change raises; then nothing has changed."""
    before = _in_place(warehouse, submission_id)
    change(warehouse)
    with warehouse.read() as connection:
        return _plan(connection, submission_id, before)


def try_out(warehouse: Warehouse, submission_id: str, change: Callable[[Warehouse], object]) -> ForcePlan:
    """What the change would do: does it in a transaction that is rolled back. Raises what the change raises."""
    before = _in_place(warehouse, submission_id)
    trial = _Trial(warehouse.engine, warehouse.path, warehouse.nik_key, warehouse.now, submission_id, before)
    change(trial)
    return trial.left[-1] if trial.left else ForcePlan(submission_id, before, before)


@dataclass(frozen=True)
class _Trial(Warehouse):
    """A warehouse that keeps nothing of the work in it. ``left`` holds what each transaction would have changed."""

    submission_id: str = ""
    before: tuple[LiveSheet, ...] = ()
    left: list[ForcePlan] = field(default_factory=list)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in one write transaction, rolled back at the end."""
        with translated(), self.engine.connect().execution_options(writes=True) as connection:
            transaction = connection.begin()
            try:
                yield connection
                self.left.append(_plan(connection, self.submission_id, self.before))
            finally:
                transaction.rollback()


def _plan(connection: Connection, submission_id: str, before: tuple[LiveSheet, ...]) -> ForcePlan:
    """The plan, from what was in force before and what is now."""
    after = _live(connection, submission_id)
    goes = {BY_TITLE[sheet.sheet].sheet.table: [sheet.submission] for sheet in before if sheet not in after}
    return ForcePlan(submission_id, before, after, orphaned_by(connection, goes))


def _in_place(warehouse: Warehouse, submission_id: str) -> tuple[LiveSheet, ...]:
    with warehouse.read() as connection:
        return _live(connection, submission_id)


def _live(connection: Connection, submission_id: str) -> tuple[LiveSheet, ...]:
    """What is in force in the submission's place, in contract order."""
    columns = [submission.c[name] for name in ("office", "kind", "period")]
    place = connection.execute(select(*columns).where(submission.c.id == submission_id)).one_or_none()
    if place is None:
        raise UnknownSubmission(submission_id)
    counts = submission_sheet
    same_sheet = (counts.c.submission_id == in_force.c.submission_id) & (counts.c.sheet == in_force.c.sheet)
    query = (
        select(in_force.c.sheet, in_force.c.submission_id, counts.c.accepted_rows)
        .join(counts, same_sheet)
        .where(in_force.c.office == place.office, in_force.c.kind == place.kind, in_force.c.period == place.period)
        .where(in_force.c.live_to.is_(None))
    )
    sheets = {row.sheet: LiveSheet(*row) for row in connection.execute(query)}
    return tuple(sheets[sheet] for sheet in in_contract_order(sheets))
