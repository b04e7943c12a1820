"""Review: whether a checked submission must wait for a person, and carrying out the person's decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from kemitraan.steps.archive_notes import HeaderNote, NoteKind, keep_note
from kemitraan.steps.decisions.header_questions import header_questions, remembered_answers
from kemitraan.steps.decisions.review_rules import row_reasons
from kemitraan.steps.workshop import Workshop
from schemas.masking import mask_strays
from schemas.messages import date_words
from schemas.result import CheckResult
from warehouse.decisions import (
    About,
    Choice,
    Decision,
    Question,
    decide,
    hold,
    last_decision,
    open_decisions,
    superseded,
    superseded_unanswered,
    was_let_pass,
)
from warehouse.errors import AlreadyDecided, Overtaken, WarehouseError
from warehouse.submissions import SYSTEM, Submission, get_submission

LEAST_NAME = 3
LEAST_REASON = 10


def must_wait(workshop: Workshop, submission: Submission, result: CheckResult | None) -> bool:
    """Holds a checked submission when a rule asks for a person. False when it may go on. ``result`` is the check's;
    None for a rejected one, of which no row would be loaded. Hold its claim.
    """
    if was_let_pass(workshop.warehouse, submission.id):
        return False
    questions = header_questions(workshop, submission)
    reasons = row_reasons(workshop, submission, result) if result else []
    if questions:
        return _hold(workshop, submission, About.HEADERS, [_header_words(questions), *reasons], questions)
    return bool(reasons) and _hold(workshop, submission, About.ROWS, reasons)


def decide_submission(
    workshop: Workshop,
    submission: str,
    choice: Choice,
    *,
    who: str,
    why: str,
    answers: Mapping[Question, str | None] | None = None,
) -> Decision:
    """Records a person's decision with name and reason (possible telephone numbers and NIKs in them masked). The steps
    do the rest of the work.

    Raises AlreadyDecided, or WarehouseError with words for the person when it is impossible, also when the office is
    gone from the settings and nobody could be answered.
    """
    workshop.sender_of(get_submission(workshop.warehouse, submission))
    who, why = mask_strays(who.strip()), mask_strays(" ".join(why.split()))
    if len(who) < LEAST_NAME:
        raise WarehouseError("Tulis nama petugas yang memutuskan.")
    if len(why) < LEAST_REASON:
        raise WarehouseError(f"Tulis alasannya, paling sedikit {LEAST_REASON} huruf; pengirim membacanya.")
    decision = decide(workshop.warehouse, submission, choice, who=who, why=why, answers=answers)
    headers = [
        HeaderNote(sheet=question.sheet, header=question.header, column=column)
        for question, column in (answers or {}).items()
    ]
    assert decision.decided_at is not None
    more = {"who": who, "why": why, "choice": choice, "headers": headers}
    decided = get_submission(workshop.warehouse, submission)
    keep_note(workshop.archive, NoteKind.DECISION, decided, decision.decided_at, **more)
    return decision


def settle(workshop: Workshop, slugs: Sequence[str]) -> None:
    """Decides what the system decides by itself: submissions that a later one has overtaken, headers recognised since,
    and questions that nobody answered in time.
    """
    codes = [workshop.office_of(slug).code for slug in slugs]
    settle_overtaken(workshop, codes)
    settle_recognised(workshop, codes)
    now = workshop.warehouse.now()
    for open_decision in open_decisions(workshop.warehouse, codes):
        if open_decision.due_at <= now:
            choice = choice_when_overdue(workshop, open_decision)
            day = date_words(open_decision.due_at.astimezone(workshop.config.settings.zone).date())
            _by_itself(workshop, open_decision.submission, choice, f"tidak ada keputusan sampai {day}")


def choice_when_overdue(workshop: Workshop, decision: Decision) -> Choice:
    """The system's choice when nobody decides in time: refuse and tell. Where the only questions were about headers of
    columns that may be empty, the rows are loaded without those columns.
    """
    only_headers = Choice.LOAD in decision.choices and len(decision.reasons) == 1  # the headers' own
    return Choice.LOAD if decision.about is About.HEADERS and only_headers else Choice.REFUSE


def settle_overtaken(workshop: Workshop, codes: Collection[str]) -> None:
    """Refuses the waiting submissions of these offices whose place a later one has already taken."""
    for submission in superseded(workshop.warehouse, codes):
        _by_itself(workshop, submission, Choice.SUPERSEDED, "kiriman yang lebih baru sudah berlaku")


def settle_recognised(workshop: Workshop, codes: Collection[str]) -> list[str]:
    """Sends those waiting submissions of these offices to a new check whose unknown headers were all recognised in
    another submission meanwhile. Gives their identifiers.
    """
    settled = []
    for open_decision in open_decisions(workshop.warehouse, codes):
        answers = remembered_answers(workshop, open_decision)
        if answers and _by_itself(
            workshop, open_decision.submission, Choice.RECHECK, "judulnya sudah dikenali", answers
        ):
            settled.append(open_decision.submission)
    return settled


def stranded(workshop: Workshop) -> list[Decision]:
    """Submissions that wait for a decision while their offices are gone from the settings. Nobody can be answered, so
    they go on waiting.
    """
    codes_here = {office.code for office in workshop.config.offices}
    return [
        open_decision
        for open_decision in open_decisions(workshop.warehouse)
        if get_submission(workshop.warehouse, open_decision.submission).office not in codes_here
    ]


def is_to_be_loaded(workshop: Workshop, submission: str) -> bool:
    """Whether a person has let a waiting submission's good rows pass."""
    decision = last_decision(workshop.warehouse, submission)
    return decision is not None and decision.choice is Choice.LOAD


def overtaken_unanswered(workshop: Workshop, submissions: Sequence[str]) -> list[str]:
    """Other submissions that later ones of the same offices have closed and whose senders have no answer yet. Whoever
    works on these answers those, too.
    """
    codes = {get_submission(workshop.warehouse, submission).office for submission in submissions}
    return [
        submission for submission in superseded_unanswered(workshop.warehouse, codes) if submission not in submissions
    ]


def _by_itself(
    workshop: Workshop,
    submission: str,
    choice: Choice,
    reason: str,
    answers: Mapping[Question, str | None] | None = None,
) -> bool:
    with suppress(AlreadyDecided, Overtaken):  # somebody was quicker: what they did stands
        decide(workshop.warehouse, submission, choice, who=SYSTEM, why=reason, answers=answers)
        return True
    return False


def _hold(
    workshop: Workshop, submission: Submission, about: About, reasons: Sequence[str], questions: Sequence[Question] = ()
) -> bool:
    """Holds the submission until a full hour: a question from a daily run some seconds past six is due when the daily
    run begins that decides in its place.
    """
    asked_at = workshop.warehouse.now().replace(minute=0, second=0, microsecond=0)
    due_at = asked_at + timedelta(days=workshop.config.settings.review.decide_within_days)
    hold(workshop.warehouse, submission.id, about=about, reasons=reasons, due_at=due_at, questions=questions)
    return True


def _header_words(questions: Sequence[Question]) -> str:
    headers = ", ".join(
        f"“{mask_strays(question.text)}” (lembar {question.sheet}, sel {question.cell})" for question in questions
    )
    return f"Judul kolom tidak dikenal: {headers}."
