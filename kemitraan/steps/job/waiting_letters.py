"""Telling a sender at once that its submission waits for a decision: once for each question, wherever answers go."""

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
from schemas.masking import mask_file_name
from schemas.messages import period_words, time_words
from schemas.period import Period
from warehouse.decisions import Choice, Decision, last_decision, open_decisions
from warehouse.letters import record_letter, sending_of, sent_letters
from warehouse.submissions import Submission, get_submission

Key = tuple[str, str, Period]
_LATER = {
    Choice.REFUSE: "Bila sampai saat itu belum diputuskan, kiriman ini tidak dimuat, dan Anda kami beri tahu.",
    Choice.LOAD: "Bila sampai saat itu belum diputuskan, barisnya dimuat tanpa kolom itu.",
}


def senders_to_tell(workshop: Workshop) -> list[str]:
    """The submissions that wait for a decision whose senders have not been told everywhere where answers go."""
    asked = open_decisions(workshop.warehouse, [office.code for office in workshop.config.offices])
    return [one.submission for one in asked if _untold(workshop, one)]


def tell_sender_waiting(workshop: Workshop, submission: str) -> None:
    """Tell the sender what its submission waits for, and until when, unless it was told of this question.

    Raises OutsideError when an outbox or the mail server fails: the next try goes on with that one.
    """
    asked = last_decision(workshop.warehouse, submission)
    if asked is None or not asked.is_open:
        return
    known = get_submission(workshop.warehouse, submission)
    subject, text = _words(workshop, known, asked)
    for name, make in _untold(workshop, asked):
        kind, office, period = key = _key(known, asked, name)
        if name == MAIL:
            send_once(workshop, workshop.office_of(known.office).email, office, kind, period, subject, text)
        else:
            _lay(workshop, make, key, Answer(_file_name(known, asked), _as_file(text), subject, text))


def _untold(workshop: Workshop, asked: Decision) -> list[tuple[str, Callable[[], Outbox]]]:
    known = get_submission(workshop.warehouse, asked.submission)
    sent = sent_letters(workshop.warehouse, [_month(asked)])
    return [(name, make) for name, make in outboxes_of(workshop, known) if _key(known, asked, name) not in sent]


def _key(known: Submission, asked: Decision, outbox: str) -> Key:
    """By which it is known that the sender was told there."""
    return f"waiting-{known.id}-{asked.round}-{outbox}", known.office, _month(asked)


def _month(asked: Decision) -> Period:
    return Period.of(asked.asked_at)


def _lay(workshop: Workshop, make: Callable[[], Outbox], key: Key, answer: Answer) -> None:
    """Lay the text in an outbox and record it last: whoever is killed between the two finds the same file there."""
    with sending_of(workshop.warehouse, *key) as before:
        if before is None:
            with make() as outbox:
                name = outbox.deliver(answer).name
            record_letter(workshop.warehouse, *key, mask_file_name(name))


def _words(workshop: Workshop, known: Submission, asked: Decision) -> tuple[str, str]:
    due = asked.due_at.astimezone(workshop.config.settings.zone)
    return written(
        "menunggu",
        kantor=workshop.office_of(known.office).name,
        periode=period_words(known.period) if known.period else None,
        berkas=known.file_name,
        sampai=time_words(due),
        kelak=_LATER[choice_when_overdue(workshop, asked)],
        sebab_sebab=asked.reasons,
        kontak=contact_sentence(workshop.config),
        nomor=known.id,
    )


def _file_name(known: Submission, asked: Decision) -> str:
    """``2026-11_laporan_menunggu-1a2b3c4d.txt``, as the answer will be called; a later question has a number."""
    stem = PurePath(answer_name(known)).stem
    number = f"-{asked.round}" if asked.round > 1 else ""
    return re.sub(r"_hasil-([0-9a-f]{8})$", rf"_menunggu-\1{number}.txt", stem)


def _as_file(text: str) -> bytes:
    """As the simplest program on an office's computer opens it."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")
