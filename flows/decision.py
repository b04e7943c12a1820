"""A person decides about one waiting submission. The run is suspended meanwhile: no process, no worker slot waits."""

from __future__ import annotations

from itertools import count
from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field, ValidationError

from flows.artifacts import publish_pages, tell_people
from flows.asking import refused, refused_in_words
from flows.decision_form import decision_form, read_form
from flows.decision_input import Form, anything_typed, forget_typed, said_above, show, typed, was_shown
from flows.ending import RunPage, end_state
from flows.overview import keeps_overview
from flows.settings import task_runner, this_run
from flows.settings import workshop as open_home
from flows.tasks import Tasks
from flows.waiting import (
    DECIDED,
    FLOW,
    PARAMETER,
    decision_run_name,
    ended_words,
    is_shown_elsewhere,
)
from kemitraan.config.faults import ConfigError
from kemitraan.pages.markdown import page_link, plain
from kemitraan.pages.submission import page_key
from kemitraan.server_names import DECISION_RUN
from kemitraan.steps.decisions.at_stake import at_stake_words, now_in_force_words
from kemitraan.steps.decisions.decision_words import overdue_words
from kemitraan.steps.decisions.reviewing import (
    choice_when_overdue,
    decide_submission,
    settle_overtaken,
    settle_recognised,
)
from kemitraan.steps.job.order import Job
from kemitraan.steps.job.summary import RunSummary, SubmissionLine, submission_line
from kemitraan.steps.workshop import Workshop
from warehouse.decisions import Choice, Decision, last_decision
from warehouse.errors import AlreadyDecided, Overtaken, WarehouseError, WarehouseUnavailable
from warehouse.submissions import get_submission

SUBMISSION = r"^[0-9a-f]{20}$"
AGAIN = "**Belum dapat dipakai:** "
ANOTHER_QUESTION = f"{AGAIN}yang ditanyakan sudah berganti. Isilah sekali lagi.\n\n"


def _run_name() -> str:
    """What it is called in lists. Whatever is the matter is for the run to say: one that failed here would not begin."""
    submission = str(flow_run.parameters.get(PARAMETER))
    try:
        return decision_run_name(open_home(), submission)
    except (ConfigError, WarehouseError):
        return f"{DECISION_RUN} ({submission[:8]})"


@flow(name=FLOW, flow_run_name=_run_name, task_runner=task_runner(), validate_parameters=False)
@keeps_overview
@refused_in_words
def decide_waiting(kiriman: Annotated[str, Field(pattern=SUBMISSION)]) -> State[Any]:
    """Tanyakan keputusan petugas tentang satu kiriman yang menunggu, lalu lanjutkan kirimannya.

    Args:
        kiriman: Nomor kiriman, dua puluh huruf dan angka. Biasanya diisi oleh konsolidasi.
    """
    workshop = open_home()
    try:
        known = get_submission(workshop.warehouse, kiriman)
        workshop.sender_of(known)
    except WarehouseUnavailable:
        raise
    except WarehouseError as error:  # unknown, or of an office that is gone from the settings
        return refused(error)
    settle_overtaken(workshop, [known.office])
    asked = last_decision(workshop.warehouse, kiriman)
    if asked is None:
        return Completed(name="Tidak menunggu", message="Kiriman ini tidak menunggu keputusan.")
    if asked.is_open and is_shown_elsewhere(asked, this_run()):
        return Completed(name="Ada di putaran lain", message="Formulirnya sudah ada di putaran keputusan yang lain.")
    if asked.is_open:
        told = ask_until_decided(workshop, asked)
    else:
        told = str(AlreadyDecided(kiriman, asked.decider)) if anything_typed() else ""
    forget_typed()
    also = settle_recognised(workshop, [known.office])
    job = Job(workshop, Tasks(workshop))
    job.process([kiriman, *also])
    summary = job.end()
    tell_people(workshop, RunPage.DECISION, summary)
    if job.errors or job.notices:
        return end_state(summary, RunPage.DECISION)
    return Completed(
        name=DECIDED, message=" ".join(part for part in (told, _ended(workshop, summary, kiriman)) if part)
    )


def ask_until_decided(workshop: Workshop, asked: Decision) -> str:
    """Suspend until the form is filled in, and again where it cannot be carried out; returns when it is decided. Gives
    what to tell whoever filled it in after somebody else had decided, else "".
    """
    known = get_submission(workshop.warehouse, asked.submission)
    trouble = ANOTHER_QUESTION if anything_typed() and not was_shown(Form(asked.round, 1)) else ""
    for number in count(1):
        form = Form(asked.round, number)
        if not was_shown(form):
            line = submission_line(workshop, asked.submission)
            publish_pages(workshop, [line])  # the form links it
            told = trouble + form_description(workshop, asked, page_key(line))
            forget_typed()
            show(form, decision_form(asked, known).with_initial_data(description=told))  # the process ends here
        filled = typed(form)
        if filled is None:
            continue  # nobody will fill in that form any more: its run was ended, and begun again
        try:
            choice, who, why, answers = read_form(asked, known, filled)
            if choice is Choice.LOAD:
                _must_be_as_shown(workshop, asked, form)
            decide_submission(workshop, asked.submission, choice, who=who, why=why, answers=answers)
        except ValidationError:  # the form was another version's; its own words would quote what was typed
            trouble = f"{AGAIN}formulirnya sudah berganti. Isilah sekali lagi.\n\n"
        except AlreadyDecided as error:
            return str(error)
        except Overtaken as error:
            settle_overtaken(workshop, [known.office])
            return str(error)
        except WarehouseUnavailable:
            raise
        except WarehouseError as error:  # what was filled in cannot be
            trouble = f"{AGAIN}{plain(str(error))}\n\n"
        else:
            break
    return ""


def _must_be_as_shown(workshop: Workshop, asked: Decision, form: Form) -> None:
    """What is in force may have changed since the form was shown: nobody has agreed to replace that."""
    if plain(now_in_force_words(workshop, asked)) not in said_above(form):
        raise WarehouseError(
            "yang berlaku sudah berubah sejak formulir ini dibuat. Bacalah angkanya, lalu isilah sekali lagi."
        )


def _ended(workshop: Workshop, summary: RunSummary, submission: str) -> str:
    line = next(one for one in summary.lines if one.submission == submission)
    if any(one.submission == submission for one in summary.undecided):
        return "Kiriman diperiksa lagi dan masih menunggu keputusan lain; buka putaran Keputusan yang baru."
    last = last_decision(workshop.warehouse, submission)
    if line.superseded and last:
        return ended_words(workshop, last, line)
    return f"{line.office_name}: {line.result.lower()}, {_force(line)}."


def _force(line: SubmissionLine) -> str:
    if line.live_part:
        return f"berlaku sebagian ({', '.join(line.live_part)})"
    return "berlaku" if line.in_force else "tidak berlaku"


def form_description(workshop: Workshop, asked: Decision, page: str) -> str:
    """Why it waits, what it would replace, where it is seen (``page``: the artifact's key), and what happens when nobody
    decides, as Markdown above the form.
    """
    at_stake = at_stake_words(workshop, asked)
    due = asked.due_at.astimezone(workshop.config.settings.zone)
    return "\n".join(
        [
            f"**{plain(decision_run_name(workshop, asked.submission))}**",
            "",
            *(f"- {plain(reason)}" for reason in asked.reasons),
            "",
            *([f"**{plain(at_stake)}**", ""] if at_stake else []),
            f"Temuannya ada di {page_link('halaman kiriman ini', page)}.",
            "",
            overdue_words(choice_when_overdue(workshop, asked), due),
        ]
    )
