"""A person decides about one waiting submission. The run is suspended meanwhile: no process and no worker slot
waits.
"""

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
from kemitraan.config.errors import ConfigError
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
    """The run's name in lists. The run itself reports errors: a run without a name would not begin."""
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
        submission = get_submission(workshop.warehouse, kiriman)
        workshop.sender_of(submission)
    except WarehouseUnavailable:
        raise
    except WarehouseError as error:  # unknown, or of an office that is gone from the settings
        return refused(error)
    settle_overtaken(workshop, [submission.office])
    decision = last_decision(workshop.warehouse, kiriman)
    if decision is None:
        return Completed(name="Tidak menunggu", message="Kiriman ini tidak menunggu keputusan.")
    if decision.is_open and is_shown_elsewhere(decision, this_run()):
        return Completed(name="Ada di putaran lain", message="Formulirnya sudah ada di putaran keputusan yang lain.")
    if decision.is_open:
        opening = ask_until_decided(workshop, decision)
    else:
        opening = str(AlreadyDecided(kiriman, decision.decider)) if anything_typed() else ""
    forget_typed()
    also = settle_recognised(workshop, [submission.office])
    job = Job(workshop, Tasks(workshop))
    job.process([kiriman, *also])
    summary = job.end()
    tell_people(workshop, RunPage.DECISION, summary)
    if job.errors or job.notices:
        return end_state(summary, RunPage.DECISION)
    return Completed(
        name=DECIDED, message=" ".join(part for part in (opening, _ended(workshop, summary, kiriman)) if part)
    )


def ask_until_decided(workshop: Workshop, decision: Decision) -> str:
    """Suspends until the form is filled in, and again where the decision cannot be carried out. Returns when it is
    decided, with a message for whoever filled the form in after somebody else had decided, else "".
    """
    submission = get_submission(workshop.warehouse, decision.submission)
    remark = ANOTHER_QUESTION if anything_typed() and not was_shown(Form(decision.round, 1)) else ""
    for number in count(1):
        form = Form(decision.round, number)
        if not was_shown(form):
            line = submission_line(workshop, decision.submission)
            publish_pages(workshop, [line])  # the form links it
            description = remark + form_description(workshop, decision, page_key(line))
            forget_typed()
            show(
                form, decision_form(decision, submission).with_initial_data(description=description)
            )  # the process ends here
        form_data = typed(form)
        if form_data is None:
            continue  # nobody will fill in that form any more: its run was ended, and started again
        try:
            choice, who, why, answers = read_form(decision, submission, form_data)
            if choice is Choice.LOAD:
                _must_be_as_shown(workshop, decision, form)
            decide_submission(workshop, decision.submission, choice, who=who, why=why, answers=answers)
        except ValidationError:  # the form was another version's; its own words would quote what was typed
            remark = f"{AGAIN}formulirnya sudah berganti. Isilah sekali lagi.\n\n"
        except AlreadyDecided as error:
            return str(error)
        except Overtaken as error:
            settle_overtaken(workshop, [submission.office])
            return str(error)
        except WarehouseUnavailable:
            raise
        except WarehouseError as error:  # what was filled in cannot be
            remark = f"{AGAIN}{plain(str(error))}\n\n"
        else:
            break
    return ""


def _must_be_as_shown(workshop: Workshop, decision: Decision, form: Form) -> None:
    """Checks that what is in force is still what the form showed: nobody has agreed to replace anything else."""
    if plain(now_in_force_words(workshop, decision)) not in said_above(form):
        raise WarehouseError(
            "yang berlaku sudah berubah sejak formulir ini dibuat. Bacalah angkanya, lalu isilah sekali lagi."
        )


def _ended(workshop: Workshop, summary: RunSummary, submission: str) -> str:
    line = next(candidate for candidate in summary.lines if candidate.submission == submission)
    if any(undecided.submission == submission for undecided in summary.undecided):
        return "Kiriman diperiksa lagi dan masih menunggu keputusan lain; buka putaran Keputusan yang baru."
    decision = last_decision(workshop.warehouse, submission)
    if line.superseded and decision:
        return ended_words(workshop, decision, line)
    return f"{line.office_name}: {line.result.lower()}, {_force(line)}."


def _force(line: SubmissionLine) -> str:
    if line.live_part:
        return f"berlaku sebagian ({', '.join(line.live_part)})"
    return "berlaku" if line.in_force else "tidak berlaku"


def form_description(workshop: Workshop, decision: Decision, page: str) -> str:
    """The Markdown above the form: why it waits, what it would replace, where to see it (``page``, the artifact's key),
    and what happens when nobody decides.
    """
    at_stake = at_stake_words(workshop, decision)
    due = decision.due_at.astimezone(workshop.config.settings.zone)
    return "\n".join(
        [
            f"**{plain(decision_run_name(workshop, decision.submission))}**",
            "",
            *(f"- {plain(reason)}" for reason in decision.reasons),
            "",
            *([f"**{plain(at_stake)}**", ""] if at_stake else []),
            f"Temuannya ada di {page_link('halaman kiriman ini', page)}.",
            "",
            overdue_words(choice_when_overdue(workshop, decision), due),
        ]
    )
