"""A person decides about one waiting submission. The run is suspended meanwhile: no process, no worker slot waits."""

from __future__ import annotations

from itertools import count
from typing import Annotated, Any

from prefect import State, flow, suspend_flow_run
from prefect.events.worker import EventsWorker
from prefect.input import delete_flow_run_input, read_flow_run_input
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field

from flows.artifacts import DECISION_RUN, publish_artifacts
from flows.asking import refused
from flows.consolidation import process
from flows.decision_form import decision_form, read_form
from flows.ending import end_state
from flows.events import tell_warehouse_changed
from flows.markdown import page_link
from flows.settings import task_runner, this_run
from flows.settings import workshop as open_home
from flows.submission_page import DECIDED_BY_THEN, page_key
from flows.waiting import DECIDED, PARAMETER, decision_run_name, tend_decision_runs
from kemitraan.steps.reviewing import decide_submission, settle_overtaken
from kemitraan.steps.summary import RunSummary, summarise
from kemitraan.steps.workshop import Workshop
from warehouse.decisions import Decision, last_decision
from warehouse.errors import AlreadyDecided, Overtaken, UnknownSubmission, WarehouseError, WarehouseUnavailable
from warehouse.submissions import get_submission

SUBMISSION = r"^[0-9a-f]{20}$"
HEARD_SECONDS = 10
AGAIN = "**Belum dapat dipakai:** "


def _run_name() -> str:
    submission = str(flow_run.parameters.get(PARAMETER))
    try:
        return decision_run_name(open_home(), submission)
    except UnknownSubmission:
        return f"{DECISION_RUN} ({submission[:8]})"


@flow(name="keputusan-kiriman", flow_run_name=_run_name, task_runner=task_runner(), validate_parameters=True)
def decide_waiting(kiriman: Annotated[str, Field(pattern=SUBMISSION)]) -> State[Any]:
    """Tanyakan keputusan petugas tentang satu kiriman yang menunggu, lalu lanjutkan kirimannya.

    Args:
        kiriman: Nomor kiriman, dua puluh huruf dan angka. Biasanya diisi oleh konsolidasi.
    """
    workshop = open_home()
    try:
        known = get_submission(workshop.warehouse, kiriman)
    except UnknownSubmission as error:
        return refused(error)
    settle_overtaken(workshop, [known.office])
    asked = last_decision(workshop.warehouse, kiriman)
    if asked is None:
        return Completed(name="Tidak menunggu", message="Kiriman ini tidak menunggu keputusan.")
    told = _ask(workshop, asked) if asked.is_open else ""
    problems, answers = process(workshop, [kiriman], False, "")
    office = workshop.office_of(known.office).slug
    summary = summarise(workshop, [kiriman], [office], [], problems, answers)
    publish_artifacts(workshop, summary)
    tell_warehouse_changed(this_run(), [line.submission for line in summary.lines if line.in_force])
    tend_decision_runs(workshop)
    return end_state(summary) if problems else Completed(name=DECIDED, message=told or _ended(summary))


def _ask(workshop: Workshop, asked: Decision) -> str:
    """Suspend until the form is filled in, and again where it cannot be carried out; returns when it is decided. Gives
    what to tell whoever filled it in after somebody else had decided, else "".
    """
    known = get_submission(workshop.warehouse, asked.submission)
    trouble = ""
    for number in count(1):
        key = f"keputusan-{number}"
        if read_flow_run_input(f"suspended-{key}-schema") is None:
            form = decision_form(asked, known).with_initial_data(description=trouble + _description(workshop, asked))
            _let_the_server_hear()
            suspend_flow_run(wait_for_input=form, key=key)  # the process ends here
        filled = read_flow_run_input(f"suspended-{key}-response")
        if filled is None:
            continue  # nobody will fill in that form any more: its run was ended, and begun again
        choice, who, why, answers = read_form(asked, known, filled)
        try:
            decide_submission(workshop, asked.submission, choice, who=who, why=why, answers=answers)
        except AlreadyDecided as error:
            return str(error)
        except Overtaken as error:
            settle_overtaken(workshop, [known.office])
            return str(error)
        except WarehouseUnavailable:
            raise
        except WarehouseError as error:  # what was filled in cannot be
            trouble = f"{AGAIN}{error}\n\n"
        else:
            delete_flow_run_input(f"suspended-{key}-response")  # what was typed stays in the warehouse alone
            break
    return ""


def _let_the_server_hear() -> None:
    """Have this run's heartbeat reach the server before it is suspended. One that came after would be the last thing
    heard of it, and the automation for lost runs would start it again.
    """
    EventsWorker.drain_all(timeout=HEARD_SECONDS, at_exit=False)


def _ended(summary: RunSummary) -> str:
    (line,) = summary.lines
    if any(one.submission == line.submission for one in summary.undecided):
        return "Kiriman diperiksa lagi dan masih menunggu keputusan lain; buka putaran Keputusan yang baru."
    return f"{line.office_name}: {line.outcome_in_words.lower()}, {'berlaku' if line.in_force else 'tidak berlaku'}."


def _description(workshop: Workshop, asked: Decision) -> str:
    """Why it waits and until when, as Markdown above the form."""
    due = asked.due_at.astimezone(workshop.config.settings.zone)
    lines = [decision_run_name(workshop, asked.submission), "", *(f"- {reason}" for reason in asked.reasons)]
    known = get_submission(workshop.warehouse, asked.submission)
    slug = workshop.office_of(known.office).slug
    page = page_link("Halaman kiriman, dengan semua temuannya", page_key(slug, known.period, known.id))
    return "\n".join([*lines, "", DECIDED_BY_THEN.format(due=f"{due:%Y-%m-%d %H.%M}"), "", page])
