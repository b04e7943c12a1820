"""Mail to the province's staff about submissions that wait for a decision: when one begins to wait, and on its last
day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kemitraan.steps.decisions.at_stake import at_stake_words
from kemitraan.steps.decisions.decision_words import overdue_words
from kemitraan.steps.decisions.reviewing import choice_when_overdue
from kemitraan.steps.letters.mailing import send_once
from kemitraan.steps.workshop import Workshop
from schemas.messages import period_words, time_words
from schemas.period import Period
from warehouse.decisions import Decision, last_decision, open_decisions
from warehouse.submissions import get_submission

LAST_DAY = timedelta(days=1)


class DecisionLetter(StrEnum):
    """What a letter about a decision says: that one is needed, or that there is a day left."""

    ASKED = "decision"
    LAST = "decision-last"


@dataclass(frozen=True)
class OpenDecision:
    """An open decision in words. ``at_stake`` says what the submission would replace, ``otherwise`` what happens when
    nobody decides. ``letters`` are those that are due by now.
    """

    decision: Decision
    office: str
    about: str
    due: str
    at_stake: str
    otherwise: str
    letters: tuple[DecisionLetter, ...]


def decisions_waiting(workshop: Workshop) -> list[OpenDecision]:
    """Every open decision, the earliest due first."""
    return [_in_words(workshop, decision) for decision in open_decisions(workshop.warehouse)]


def decision_waiting(workshop: Workshop, submission: str) -> OpenDecision | None:
    """The decision that this submission waits for; None when it waits for none (any more)."""
    decision = last_decision(workshop.warehouse, submission)
    return _in_words(workshop, decision) if decision and decision.is_open else None


def send_decision_letters(workshop: Workshop, open_decision: OpenDecision) -> None:
    """Sends staff the letters about the decision, each once. Raises OutsideError when the mail server fails: the next
    try sends it. Does nothing where the settings name no ``staff`` to write to.
    """
    mail = workshop.config.mail
    staff = mail.staff if mail else None
    decision = open_decision.decision
    for letter in open_decision.letters:
        kind = f"{letter}-{decision.submission}-{decision.round}"
        month = Period.of(decision.asked_at)
        send_once(workshop, staff, open_decision.office, kind, month, *_words(open_decision, letter))


def _in_words(workshop: Workshop, decision: Decision) -> OpenDecision:
    submission = get_submission(workshop.warehouse, decision.submission)
    month = f" {period_words(submission.period)}" if submission.period else ""
    due = decision.due_at.astimezone(workshop.config.settings.zone)
    is_last_day = decision.due_at - workshop.now() <= LAST_DAY
    return OpenDecision(
        decision=decision,
        office=submission.office,
        about=f"Kiriman{month}, {workshop.name_of(submission.office)}",
        due=time_words(due),
        at_stake=at_stake_words(workshop, decision),
        otherwise=overdue_words(choice_when_overdue(workshop, decision), due),
        letters=(DecisionLetter.ASKED, *([DecisionLetter.LAST] if is_last_day else [])),
    )


def _words(open_decision: OpenDecision, letter: DecisionLetter) -> tuple[str, str]:
    """Subject and text of the letter."""
    day_words = "tinggal sehari lagi" if letter is DecisionLetter.LAST else "menunggu keputusan"
    text = [
        f"{open_decision.about} {day_words if letter is DecisionLetter.ASKED else 'masih menunggu keputusan'}:",
        "",
        *(f"- {reason}" for reason in open_decision.decision.reasons),
        "",
        *([open_decision.at_stake, ""] if open_decision.at_stake else []),
        f"Putuskan sebelum {open_decision.due}, lewat putaran Keputusan di halaman Prefect (menu tiga titik, Resume) atau dengan",
        f"  kemitraan decide {open_decision.decision.submission} …",
        open_decision.otherwise,
        "",
        "Surel ini dikirim otomatis oleh Kemitraan Sulbar.",
    ]
    return f"{open_decision.about}: {day_words}", "\n".join(text)
