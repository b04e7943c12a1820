"""A person decides about one waiting submission. The run is suspended meanwhile: no process, no worker slot waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field

from flows.artifacts import DECISION_RUN, publish_artifacts, publish_pages
from flows.asking import refused, refused_in_words
from flows.consolidation import process
from flows.decision_form import decision_form, read_form
from flows.decision_input import forget_typed, show, typed, was_shown
from flows.decision_runs import decision_runs
from flows.ending import RunPage, end_state
from flows.events import tell_warehouse_changed
from flows.markdown import page_link, plain
from flows.settings import task_runner, this_run
from flows.settings import workshop as open_home
from flows.submission_page import page_key
from flows.waiting import DECIDED, PARAMETER, decision_run_name, make_forms
from kemitraan.steps.decision_words import overdue_words
from kemitraan.steps.reviewing import choice_when_overdue, decide_submission, settle_overtaken
from kemitraan.steps.summary import Notice, RunSummary, summarise
from kemitraan.steps.workshop import Workshop
from warehouse.decisions import Decision, last_decision
from warehouse.errors import AlreadyDecided, Overtaken, UnknownSubmission, WarehouseError, WarehouseUnavailable
from warehouse.submissions import get_submission

SUBMISSION = r"^[0-9a-f]{20}$"
AGAIN = "**Belum dapat dipakai:** "


def _run_name() -> str:
    submission = str(flow_run.parameters.get(PARAMETER))
    try:
        return decision_run_name(open_home(), submission)
    except UnknownSubmission:
        return f"{DECISION_RUN} ({submission[:8]})"


@flow(name="keputusan-kiriman", flow_run_name=_run_name, task_runner=task_runner(), validate_parameters=False)
@refused_in_words
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
    told = ask_until_decided(workshop, asked) if asked.is_open else ""
    forget_typed()
    problems, answers = process(workshop, [kiriman], False, "")
    notices: list[Notice] = []
    make_forms(workshop, notices)
    summary = _summary(workshop, kiriman, notices, problems, answers)
    publish_artifacts(workshop, RunPage.DECISION, summary, decision_runs(one.submission for one in summary.undecided))
    tell_warehouse_changed(this_run(), [line.submission for line in summary.lines if line.in_force])
    if problems or notices:
        return end_state(summary, RunPage.DECISION)
    return Completed(name=DECIDED, message=told or _ended(summary))


def ask_until_decided(workshop: Workshop, asked: Decision) -> str:
    """Suspend until the form is filled in, and again where it cannot be carried out; returns when it is decided. Gives
    what to tell whoever filled it in after somebody else had decided, else "".
    """
    known = get_submission(workshop.warehouse, asked.submission)
    trouble = ""
    for number in count(1):
        if not was_shown(number):
            summary = _summary(workshop, asked.submission, [], {}, {})
            publish_pages(workshop, summary)  # the form links it
            told = trouble + form_description(workshop, asked, page_key(summary.lines[0]))
            forget_typed()
            show(number, decision_form(asked, known).with_initial_data(description=told))  # the process ends here
        filled = typed(number)
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
            trouble = f"{AGAIN}{plain(str(error))}\n\n"
        else:
            break
    return ""


def _summary(
    workshop: Workshop,
    submission: str,
    notices: Sequence[Notice],
    problems: Mapping[str, str],
    answers: Mapping[str, str],
) -> RunSummary:
    office = workshop.office_of(get_submission(workshop.warehouse, submission).office).slug
    return summarise(workshop, [submission], [office], notices, problems, answers)


def _ended(summary: RunSummary) -> str:
    (line,) = summary.lines
    if any(one.submission == line.submission for one in summary.undecided):
        return "Kiriman diperiksa lagi dan masih menunggu keputusan lain; buka putaran Keputusan yang baru."
    return f"{line.office_name}: {line.result.lower()}, {'berlaku' if line.in_force else 'tidak berlaku'}."


def form_description(workshop: Workshop, asked: Decision, page: str) -> str:
    """Why it waits, where it is seen (``page``: the artifact's key), and what happens when nobody decides, as Markdown
    above the form.
    """
    due = asked.due_at.astimezone(workshop.config.settings.zone)
    return "\n".join(
        [
            f"**{plain(decision_run_name(workshop, asked.submission))}**",
            "",
            *(f"- {plain(reason)}" for reason in asked.reasons),
            "",
            f"Temuannya ada di {page_link('halaman kiriman ini', page)}.",
            "",
            overdue_words(choice_when_overdue(workshop, asked), due),
        ]
    )
