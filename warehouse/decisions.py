"""Submissions that wait for a person: each question is asked once and decided once, whoever decides and however often.

Asking and deciding are one transaction each, together with the change of state: a process that is killed has done it or
has not.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from schemas.finding import Outcome
from schemas.masking import mask_strays
from warehouse.contract_tables import BY_TITLE
from warehouse.engine import Warehouse
from warehouse.errors import AlreadyDecided, Overtaken, WarehouseError
from warehouse.header_aliases import HeaderAnswer, learn
from warehouse.state import Reason, State, advance, current_state, record, send_back
from warehouse.statements import counted_after
from warehouse.submissions import RECEIVED, SYSTEM
from warehouse.tables import decision, submission, submission_sheet


class About(StrEnum):
    """The subject of a question: whether the rows may be loaded, or which columns headers mean."""

    ROWS = "rows"
    HEADERS = "headers"


class Choice(StrEnum):
    """What can be decided. SUPERSEDED is the system's: a later submission is in force already."""

    LOAD = "load"
    REFUSE = "refuse"
    RESEND = "resend"
    RECHECK = "recheck"
    SUPERSEDED = "superseded"


REFUSING = frozenset({Choice.REFUSE, Choice.RESEND, Choice.SUPERSEDED})


@dataclass(frozen=True)
class Question:
    """A header that nobody claims, its place, and the columns that it may be, the likeliest first."""

    sheet: str
    cell: str
    text: str
    header: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """A question about a submission, and its decision: ``decided_at`` and what follows are None until there is one.

    ``outcome`` is the check's; ``round`` counts the questions about this submission from 1.
    """

    submission: str
    round: int
    about: About
    reasons: tuple[str, ...]
    questions: tuple[Question, ...]
    outcome: Outcome
    asked_at: datetime
    due_at: datetime
    decided_at: datetime | None
    choice: Choice | None
    who: str | None
    why: str | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.decided_at is None

    @property
    def is_by_system(self) -> bool:
        """Whether it was decided, and by no person."""
        return self.who == SYSTEM

    @property
    def decider(self) -> str:
        """The person who decided; "" where it was the system, or nobody yet."""
        return self.who if self.who and self.who != SYSTEM else ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What a person may choose. Rows of a submission that the check rejected cannot be loaded as they are."""
        able = {Choice.RECHECK: bool(self.questions), Choice.LOAD: self.outcome is not Outcome.REJECTED}
        return tuple(
            choice for choice in (Choice.RECHECK, Choice.LOAD, Choice.REFUSE, Choice.RESEND) if able.get(choice, True)
        )


def hold(
    warehouse: Warehouse,
    submission_id: str,
    *,
    about: About,
    reasons: Sequence[str],
    due_at: datetime,
    questions: Sequence[Question] = (),
    who: str = SYSTEM,
) -> bool:
    """Makes a checked submission wait for a person. False when it waits already or is past it."""

    def work(connection: Connection) -> bool:
        at = warehouse.now()
        if not advance(connection, submission_id, State.WAITING, Reason(who, f"menunggu: {' '.join(reasons)}", at)):
            return False
        _close(connection, submission_id, Choice.RECHECK, Reason(SYSTEM, "diperiksa ulang", at))  # one of a failed try
        rounds = select(func.count()).select_from(decision).where(decision.c.submission_id == submission_id)
        outcome = select(submission.c.outcome).where(submission.c.id == submission_id)
        connection.execute(
            insert(decision).values(
                submission_id=submission_id,
                round=(connection.scalar(rounds) or 0) + 1,
                about=about,
                reasons=json.dumps(list(reasons), ensure_ascii=False),
                questions=json.dumps([asdict(question) for question in questions], ensure_ascii=False),
                outcome=connection.scalar(outcome),
                asked_at=at,
                due_at=due_at,
            )
        )
        return True

    return warehouse.run(work)


def decide(
    warehouse: Warehouse,
    submission_id: str,
    choice: Choice,
    *,
    who: str,
    why: str,
    answers: Mapping[Question, str | None] | None = None,
) -> Decision:
    """Decides about a waiting submission, once: of two who decide at the same time, one is told that it is done.

    ``answers``, for RECHECK, gives the column that each header means, None for no column. They are remembered for the
    office, and the submission goes back to received. LOAD leaves it waiting, to be loaded by the next step.

    Raises AlreadyDecided when the question is closed, Overtaken when a later one is in force, WarehouseError for an
    impossible choice; all with words for whoever decides.
    """

    def work(connection: Connection) -> Decision:
        waiting = _asked(connection, submission_id)
        _must_be_possible(connection, waiting, choice, answers or {})
        reason = Reason(who, why, warehouse.now())
        if not _close(connection, submission_id, choice, reason):  # somebody was quicker
            raise AlreadyDecided(submission_id, "")
        _carry_out(connection, waiting, choice, reason, answers or {})
        return _last(connection, submission_id)

    return warehouse.run(work)


def open_decisions(warehouse: Warehouse, offices: Collection[str] | None = None) -> list[Decision]:
    """All open decisions (of these offices, by code), the earliest due first."""
    query = _select().where(decision.c.decided_at.is_(None), submission.c.state == State.WAITING)
    if offices is not None:
        query = query.where(submission.c.office.in_(offices))
    with warehouse.read() as connection:
        return [_as_decision(row) for row in connection.execute(query.order_by(decision.c.due_at, *RECEIVED))]


def last_decision(warehouse: Warehouse, submission_id: str) -> Decision | None:
    """The last question about a submission, decided or not; None when there never was one."""
    with warehouse.read() as connection:
        row = connection.execute(_of(submission_id)).first()
    return _as_decision(row) if row else None


def decisions_about(warehouse: Warehouse, submission_id: str) -> list[Decision]:
    """All questions about a submission, decided or not, oldest first."""
    query = _select().where(decision.c.submission_id == submission_id).order_by(decision.c.round)
    with warehouse.read() as connection:
        return [_as_decision(row) for row in connection.execute(query)]


def was_let_pass(warehouse: Warehouse, submission_id: str) -> bool:
    """Whether it was decided to load these bytes of this office, in this attempt or an earlier one."""
    attempt = submission.alias()
    same = (attempt.c.office == submission.c.office) & (attempt.c.sha256 == submission.c.sha256)
    query = _select().join(attempt, same).where(attempt.c.id == submission_id, decision.c.choice == Choice.LOAD)
    with warehouse.read() as connection:
        return connection.execute(query).first() is not None


def was_superseded(warehouse: Warehouse, submission_id: str) -> bool:
    """Whether a later submission took a waiting one's place before anybody decided about it."""
    last = last_decision(warehouse, submission_id)
    return last is not None and last.choice is Choice.SUPERSEDED


def superseded(warehouse: Warehouse, offices: Collection[str] | None = None) -> list[str]:
    """Waiting submissions that a later one of the same office, kind and period has overtaken: it is in force
    already.
    """
    waiting = open_decisions(warehouse, offices)
    with warehouse.read() as connection:
        return [decision.submission for decision in waiting if _overtaken(connection, decision.submission)]


def superseded_unanswered(warehouse: Warehouse, offices: Collection[str]) -> list[str]:
    """The submissions of these offices (by code) that were closed as superseded and whose senders have no answer
    yet.
    """
    query = (
        _select()
        .where(decision.c.choice == Choice.SUPERSEDED, submission.c.state == State.REFUSED)
        .where(submission.c.office.in_(offices))
        .order_by(*RECEIVED)
    )
    with warehouse.read() as connection:
        return [row.submission_id for row in connection.execute(query)]


def _asked(connection: Connection, submission_id: str) -> Decision:
    """The open question. Raises AlreadyDecided when there is none."""
    state = current_state(connection, submission_id)
    row = connection.execute(_of(submission_id)).first()
    if row is None:
        raise WarehouseError(f"Kiriman {submission_id} tidak menunggu keputusan.")
    last = _as_decision(row)
    if not last.is_open or state is not State.WAITING:
        raise AlreadyDecided(submission_id, last.decider)
    return last


def _must_be_possible(
    connection: Connection, waiting: Decision, choice: Choice, answers: Mapping[Question, str | None]
) -> None:
    if choice is Choice.SUPERSEDED:
        return
    if choice not in waiting.choices:
        raise WarehouseError(f"Keputusan itu tidak dapat dipilih untuk kiriman {waiting.submission}.")
    if choice not in REFUSING and _overtaken(connection, waiting.submission):
        raise Overtaken(waiting.submission)
    if choice is Choice.RECHECK:
        _must_fit(waiting, answers)


def _must_fit(waiting: Decision, answers: Mapping[Question, str | None]) -> None:
    unanswered = [question for question in waiting.questions if question not in answers]
    if unanswered:
        raise WarehouseError(f"Sebutkan kolom untuk setiap judul; yang belum: {_texts(unanswered)}.")
    strange = [
        question for question, column in answers.items() if column is not None and column not in question.columns
    ]
    if strange:
        raise WarehouseError(f"Kolom itu tidak ditawarkan untuk judul {_texts(strange)}.")
    chosen = [(question.sheet, column) for question, column in answers.items() if column is not None]
    twice = sorted({_column_words(*pair) for pair in chosen if chosen.count(pair) > 1})
    if twice:
        raise WarehouseError(f"Satu kolom hanya boleh dipilih untuk satu judul; dipilih dua kali: {', '.join(twice)}.")


def _texts(questions: Iterable[Question]) -> str:
    """The headers as sent; personal numbers in them masked."""
    return ", ".join(mask_strays(question.text) for question in questions)


def _column_words(sheet: str, column: str) -> str:
    """The people's name of a column: its header."""
    return BY_TITLE[sheet].sheet[column].header


def _carry_out(
    connection: Connection, waiting: Decision, choice: Choice, reason: Reason, answers: Mapping[Question, str | None]
) -> None:
    """Carries out the decision, in its transaction."""
    if choice is Choice.LOAD:
        record(connection, waiting.submission, State.WAITING, State.WAITING, reason)
    elif choice is Choice.RECHECK:
        if reason.who != SYSTEM:  # which answers only with what a person has taught it
            header_answers = [
                HeaderAnswer(question.sheet, question.header, question.text, column)
                for question, column in answers.items()
            ]
            learn(connection, waiting.submission, header_answers, reason)
        send_back(connection, waiting.submission, reason)
    else:
        advance(connection, waiting.submission, State.REFUSED, reason)
        connection.execute(
            update(submission)
            .where(submission.c.id == waiting.submission)
            .values(outcome=Outcome.REJECTED, note=reason.why)
        )


def _close(connection: Connection, submission_id: str, choice: Choice, reason: Reason) -> bool:
    closed = connection.execute(
        update(decision)
        .where(decision.c.submission_id == submission_id, decision.c.decided_at.is_(None))
        .values(decided_at=reason.at, choice=choice, who=reason.who, why=reason.why)
    )
    return closed.rowcount == 1


def _overtaken(connection: Connection, submission_id: str) -> bool:
    """Whether a statement received later counts already for every sheet that it holds."""
    names = ("office", "kind", "period", "received_at", "attempt", "id")
    mine = connection.execute(select(*(submission.c[name] for name in names)).where(submission.c.id == submission_id))
    holds = select(submission_sheet.c.sheet).where(submission_sheet.c.submission_id == submission_id)
    sheets = set(connection.scalars(holds))
    return bool(sheets) and sheets <= counted_after(connection, mine.one(), sheets).keys()


def _select() -> Select:
    return select(decision).join(submission, submission.c.id == decision.c.submission_id)


def _of(submission_id: str) -> Select:
    return _select().where(decision.c.submission_id == submission_id).order_by(decision.c.round.desc()).limit(1)


def _last(connection: Connection, submission_id: str) -> Decision:
    return _as_decision(connection.execute(_of(submission_id)).one())


def _as_decision(row: Row) -> Decision:
    questions = [Question(**fields | {"columns": tuple(fields["columns"])}) for fields in json.loads(row.questions)]
    return Decision(
        submission=row.submission_id,
        round=row.round,
        about=About(row.about),
        reasons=tuple(json.loads(row.reasons)),
        questions=tuple(questions),
        outcome=Outcome(row.outcome),
        asked_at=row.asked_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        choice=Choice(row.choice) if row.choice else None,
        who=row.who,
        why=row.why,
    )
