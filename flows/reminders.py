"""The rhythm of the month as a flow: reminders, complaints and the digest, and the calendar as a page."""

from __future__ import annotations

from datetime import date

from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed

from connectors.errors import OutsideError
from flows.asking import refused_in_words
from flows.decision_runs import decision_runs
from flows.ending import NEEDS_PERSON
from flows.overview import keeps_overview
from flows.settings import named, workshop
from flows.tasks import OUTSIDE
from kemitraan.pages.dues import due_page
from kemitraan.steps.job.error_words import told_without_values
from kemitraan.steps.letters.decision_letters import (
    OpenDecision,
    decision_waiting,
    decisions_waiting,
    send_decision_letters,
)
from kemitraan.steps.letters.due_calendar import calendar, calendar_rows
from kemitraan.steps.letters.reminding import LetterLine, failed, planned, send_wanted, wanted_letters
from kemitraan.steps.letters.wanted import Fate, LetterKind, Wanted
from schemas.period import Period

ARTIFACT = "kalender-setoran"


@task(name="surat", task_run_name="surat-{kind}-{office}-{period}", **OUTSIDE)
def send(kind: LetterKind, office: str, period: Period, today: date) -> LetterLine | None:
    """Sends one letter, unless it went out before; None when it is no longer needed."""
    with told_without_values():
        due_calendar = calendar(workshop(), today)
        called_for = {letter.key: letter for letter in wanted_letters(workshop(), due_calendar)}
        letter = called_for.get((kind.value, office, period))
        return send_wanted(workshop(), workshop().connectors.mailer(), letter, due_calendar) if letter else None


@task(name="surat-keputusan", task_run_name="surat-keputusan-{submission}", **OUTSIDE)
def send_about_decision(submission: str) -> None:
    """Sends staff the letters about one open decision, each once."""
    with told_without_values():
        open_decision = decision_waiting(workshop(), submission)
        if open_decision:
            send_decision_letters(workshop(), open_decision)


@flow(name="pengingat", flow_run_name=named("pengingat"), validate_parameters=False)
@keeps_overview
@refused_in_words
def remind_offices(uji_coba: bool = False, hanya_keputusan: bool = False) -> State[None]:
    """Ingatkan kantor yang belum mengirim sebelum batasnya, tegur sekali sesudahnya, dan rangkum bagi petugas provinsi.

    Petugas juga disurati tentang kiriman yang menunggu keputusan: saat mulai menunggu, dan sehari sebelum batasnya.

    Args:
        uji_coba: Nyalakan untuk melihat kalender dan surat yang akan dikirim saja; tidak ada yang dikirim.
        hanya_keputusan: Nyalakan untuk menyurati petugas tentang kiriman yang menunggu keputusan saja, tanpa surat
            kepada kantor.
    """
    today = workshop().now().date()
    due_calendar = calendar(workshop(), today)
    letters = [] if hanya_keputusan else wanted_letters(workshop(), due_calendar)
    lines = planned(workshop(), due_calendar, letters)
    if not uji_coba:
        lines = [line for pair in zip(letters, lines, strict=True) if (line := _sent(*pair, today))]
    open_decision_list = decisions_waiting(workshop())
    failures = 0 if uji_coba else sum(not _told_of_decision(open_decision) for open_decision in open_decision_list)
    due_calendar = calendar(workshop(), today)
    runs = decision_runs(open_decision.decision.submission for open_decision in open_decision_list)
    page = due_page(calendar_rows(workshop(), due_calendar), lines, open_decision_list, runs)
    create_markdown_artifact(
        key=ARTIFACT, markdown=page, description="Siapa sudah mengirim, siapa belum, dan surat hari ini"
    )
    unsent = failures + sum(line.error is not None for line in lines)
    if unsent:
        message = f"{unsent} surat belum terkirim dan dicoba lagi pada putaran berikutnya. Lihat artefak {ARTIFACT}."
        return Completed(name=NEEDS_PERSON, message=message)
    sent_count = sum(line.fate is Fate.SENT for line in lines)
    return Completed(message=f"{sent_count} surat dikirim." if sent_count else "Tidak ada surat yang perlu dikirim.")


def _sent(letter: Wanted, line: LetterLine, today: date) -> LetterLine | None:
    """Sends a letter and gives its fate. Where the mail server fails, the others go out all the same."""
    if line.fate is not Fate.PLANNED:
        return line
    state = send(letter.kind, letter.office, letter.period, today, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, OutsideError):
        return failed(workshop().config, letter, result)
    if isinstance(result, BaseException):
        raise result
    return result


def _told_of_decision(open_decision: OpenDecision) -> bool:
    """Whether staff have been written to, or there is nobody to write to."""
    state = send_about_decision(open_decision.decision.submission, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException) and not isinstance(result, OutsideError):
        raise result
    return not isinstance(result, OutsideError)
