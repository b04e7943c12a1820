"""The rhythm of the month as a flow: reminders, complaints and the digest, and the calendar as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prefect import State, flow, task
from prefect.artifacts import create_table_artifact
from prefect.states import Completed

from connectors.errors import OutsideError
from flows.ending import NEEDS_PERSON
from flows.settings import workshop
from flows.tasks import OUTSIDE
from flows.trouble import sentence, told_without_values
from kemitraan.steps.decision_letters import OpenDecision, decisions_waiting, send_decision_letters
from kemitraan.steps.due_calendar import Calendar, CalendarRow, calendar, calendar_rows
from kemitraan.steps.dues import Due, Standing
from kemitraan.steps.letter_words import fate_words, kind_of_letter_words, standing_words
from kemitraan.steps.letters import Fate, LetterKind, Wanted
from kemitraan.steps.reminding import LetterLine, failed, planned, send_wanted, wanted_letters
from schemas.messages import date_words, period_words

ARTIFACT = "kalender-setoran"
_CAME = (Standing.RECEIVED, Standing.RECEIVED_LATE)


def run_name() -> str:
    """What a run is called in lists: ``Pengingat 2026-12-02``."""
    return f"Pengingat {workshop().now():%Y-%m-%d}"


@task(name="surat", task_run_name="surat-{kind}-{office}-{period}", **OUTSIDE)
def send(kind: LetterKind, office: str, period: str, today: date) -> LetterLine | None:
    """Send one letter, unless it went out before; None when it is no longer called for."""
    with told_without_values():
        seen = calendar(workshop(), today)
        called_for = {one.key: one for one in wanted_letters(workshop(), seen)}
        one = called_for.get((kind.value, office, period))
        return send_wanted(workshop(), workshop().channels.mailer(), one, seen) if one else None


@task(name="surat-keputusan", task_run_name="surat-keputusan-{submission}", **OUTSIDE)
def send_about_decision(submission: str) -> None:
    """Send staff the letters about one decision that waits, each once."""
    with told_without_values():
        for one in decisions_waiting(workshop()):
            if one.decision.submission == submission:
                send_decision_letters(workshop(), one)


@flow(name="pengingat", flow_run_name=run_name, validate_parameters=True)
def remind_offices(uji_coba: bool = False) -> State[None]:
    """Ingatkan kantor yang belum mengirim sebelum batasnya, tegur sekali sesudahnya, dan rangkum bagi petugas provinsi.

    Petugas juga disurati tentang kiriman yang menunggu keputusan: saat mulai menunggu, dan sehari sebelum batasnya.

    Args:
        uji_coba: Nyalakan untuk melihat kalender dan surat yang akan dikirim saja; tidak ada yang dikirim.
    """
    today = workshop().now().date()
    seen = calendar(workshop(), today)
    wanted = wanted_letters(workshop(), seen)
    lines = planned(workshop(), seen, wanted)
    if not uji_coba:
        lines = [line for pair in zip(wanted, lines, strict=True) if (line := _sent(*pair, today))]
    waiting = decisions_waiting(workshop())
    failures = 0 if uji_coba else sum(not _told_of_decision(one) for one in waiting)
    seen = calendar(workshop(), today)
    rows = calendar_rows(workshop(), seen)
    create_table_artifact(key=ARTIFACT, table=[_row(row) for row in rows], description=page(seen, lines, waiting))
    unsent = failures + sum(line.error is not None for line in lines)
    if unsent:
        message = f"{unsent} surat belum terkirim dan dicoba lagi pada putaran berikutnya. Lihat artefak {ARTIFACT}."
        return Completed(name=NEEDS_PERSON, message=message)
    done = sum(line.fate is Fate.SENT for line in lines)
    return Completed(message=f"{done} surat dikirim." if done else "Tidak ada surat yang perlu dikirim.")


def _sent(one: Wanted, line: LetterLine, today: date) -> LetterLine | None:
    """The letter's fate; where the mail server fails, the others go out all the same."""
    if line.fate is not Fate.PLANNED:
        return line
    state = send(one.kind, one.office, one.period, today, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, OutsideError):
        return failed(workshop().config, one, result)
    if isinstance(result, BaseException):
        raise result
    return result


def _told_of_decision(one: OpenDecision) -> bool:
    """Whether staff have been written to, or there is nobody to write to."""
    state = send_about_decision(one.decision.submission, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException) and not isinstance(result, OutsideError):
        raise result
    return not isinstance(result, OutsideError)


def page(seen: Calendar, lines: Sequence[LetterLine], waiting: Sequence[OpenDecision] = ()) -> str:
    """How many have sent, what waits for a decision, and the letters of the day, as Markdown."""
    told = [_count(part) for part in (seen.past, seen.upcoming) if part]
    if waiting:
        told += ["", "**Menunggu keputusan**", *(f"- {one.about}: sampai {one.due}" for one in waiting)]
    if lines:
        told += ["", "**Surat hari ini**", *map(_line, lines)]
    return "\n".join(told)


def _count(part: Sequence[Due]) -> str:
    came = sum(one.standing in _CAME for one in part)
    first = part[0]
    return (
        f"- **{period_words(first.period)}** (batas kirim {date_words(first.due)}): {came} dari {len(part)} kantor "
        "sudah mengirim."
    )


def _line(line: LetterLine) -> str:
    why = f". {sentence(line.error)}" if line.error else ""
    return f"- {kind_of_letter_words(line.kind)}, {line.name}: {fate_words(line.fate)}{why}"


def _row(row: CalendarRow) -> dict[str, str]:
    return {
        "Kantor": row.name,
        "Periode": row.period,
        "Batas kirim": date_words(row.due),
        "Keadaan": standing_words(row.standing),
        "Dikirim": _shown(row.came_on),
        "Dijawab": _shown(row.told_on),
        "Diingatkan": _shown(row.reminded_on),
        "Ditegur": _shown(row.complained_on),
    }


def _shown(day: date | None) -> str:
    return date_words(day) if day else "–"
