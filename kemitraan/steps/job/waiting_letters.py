"""Tells a sender at once that its submission waits for a decision: once for each question, in every place where answers
go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from connectors.base import Answer, Outbox
from kemitraan.config.connect import MAIL
from kemitraan.steps.decisions.reviewing import choice_when_overdue
from kemitraan.steps.job.answering import answer_name, outboxes_of
from kemitraan.steps.letters.answer_words import contact_sentence
from kemitraan.steps.letters.mailing import send_once
from kemitraan.steps.letters.writing import written
from kemitraan.steps.workshop import Workshop
from schemas.messages import period_words, time_words
from schemas.period import Period
from warehouse.decisions import Choice, Decision, last_decision, open_decisions
from warehouse.letters import record_letter, sending_of, sent_letters
from warehouse.submissions import Submission, get_submission

LAID = "ditaruh di kotak keluar"
"""What is recorded of a letter that is a file, for it has no Message-ID; its name is made of that of the
sender's file.
"""
Key = tuple[str, str, Period]
_LATER = {
    Choice.REFUSE: "Bila sampai saat itu belum diputuskan, kiriman ini tidak dimuat, dan Anda kami beri tahu.",
    Choice.LOAD: "Bila sampai saat itu belum diputuskan, barisnya dimuat tanpa kolom itu.",
}


def senders_to_tell(workshop: Workshop) -> list[str]:
    """The submissions that wait for a decision and whose senders have not been told in every place where answers go."""
    open_decision_list = open_decisions(workshop.warehouse, [office.code for office in workshop.config.offices])
    return [decision.submission for decision in open_decision_list if _untold(workshop, decision)]


def tell_sender_waiting(workshop: Workshop, submission_id: str) -> None:
    """Tells the sender what its submission waits for, and until when, unless it was told of this question.

    Raises OutsideError when an outbox or the mail server fails: the next try goes on with that one.
    """
    decision = last_decision(workshop.warehouse, submission_id)
    if decision is None or not decision.is_open:
        return
    submission = get_submission(workshop.warehouse, submission_id)
    subject, text = _words(workshop, submission, decision)
    for name, make in _untold(workshop, decision):
        kind, office, period = key = _key(submission, decision, name)
        if name == MAIL:
            send_once(workshop, workshop.office_of(submission.office).email, office, kind, period, subject, text)
        else:
            _lay(workshop, make, key, Answer(_file_name(submission, decision), _as_file(text), subject, text))


def _untold(workshop: Workshop, decision: Decision) -> list[tuple[str, Callable[[], Outbox]]]:
    submission = get_submission(workshop.warehouse, decision.submission)
    letters = sent_letters(workshop.warehouse, [_month(decision)])
    return [
        (name, make)
        for name, make in outboxes_of(workshop, submission)
        if _key(submission, decision, name) not in letters
    ]


def _key(submission: Submission, decision: Decision, outbox: str) -> Key:
    """The key under which the sender's letter is recorded."""
    return f"waiting-{submission.id}-{decision.round}-{outbox}", submission.office, _month(decision)


def _month(decision: Decision) -> Period:
    return Period.of(decision.asked_at)


def _lay(workshop: Workshop, make: Callable[[], Outbox], key: Key, answer: Answer) -> None:
    """Puts the text in an outbox and records it last: after a kill between the two, the same file is found there."""
    with sending_of(workshop.warehouse, *key) as letter_before:
        if letter_before is None:
            with make() as outbox:
                outbox.deliver(answer)
            record_letter(workshop.warehouse, *key, LAID)


def _words(workshop: Workshop, submission: Submission, decision: Decision) -> tuple[str, str]:
    due = decision.due_at.astimezone(workshop.config.settings.zone)
    return written(
        "menunggu",
        kantor=workshop.office_of(submission.office).name,
        periode=period_words(submission.period) if submission.period else None,
        berkas=submission.file_name,
        sampai=time_words(due),
        kelak=_LATER[choice_when_overdue(workshop, decision)],
        sebab_sebab=decision.reasons,
        kontak=contact_sentence(workshop.config),
        nomor=submission.id,
    )


def _file_name(submission: Submission, decision: Decision) -> str:
    """The file's name, like that of the answer: ``2026-11_laporan_menunggu-1a2b3c4d.txt``. A later question has a
    number.
    """
    stem = PurePath(answer_name(submission)).stem
    number = f"-{decision.round}" if decision.round > 1 else ""
    return re.sub(r"_hasil-([0-9a-f]{8})$", rf"_menunggu-\1{number}.txt", stem)


def _as_file(text: str) -> bytes:
    """The text in the form that the simplest program on an office's computer opens."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")
