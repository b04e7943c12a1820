"""Runs in which a person decides: one for each question that waits, made on a server that has the deployment."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from uuid import UUID

import httpx
from prefect import get_client, get_run_logger
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import ArtifactCreate
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound, PrefectException
from prefect.states import Completed

from flows.decision_input import round_of
from flows.server_runs import runs_in
from kemitraan.pages.submission import page_key, page_key_of, submission_page
from kemitraan.server_names import DECISION_FLOW, DECISION_RUN
from kemitraan.steps.decisions.decided_words import decision_words, successor_words
from kemitraan.steps.job.summary import Notice, SubmissionLine, submission_line
from kemitraan.steps.workshop import Workshop
from schemas.messages import period_words
from warehouse.decisions import Decision, last_decision, open_decisions
from warehouse.submissions import get_submission
from warehouse.successors import successors

FLOW = DECISION_FLOW
DEPLOYMENT = f"{FLOW}/{FLOW}"
DECIDED = "Sudah diputuskan"
NOT_ASKED = "Kini tidak ditanyakan; bila perlu lagi, putaran Keputusan yang baru dibuat."
ANOTHER_QUESTION = "Yang ditanyakan sudah berganti; buka putaran Keputusan yang baru."
PARAMETER = "kiriman"


def tend_decision_runs(workshop: Workshop) -> bool:
    """Makes a run for each waiting question that has none, and ends those whose question was answered elsewhere.
    Questions of an office that is gone from the settings get no run: nobody could be answered.

    Doing it again, or by two at once, makes no second run. False where the server has no such deployment.
    """
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(DEPLOYMENT).id
        except ObjectNotFound:
            return False
        offices = [office.code for office in workshop.config.offices]
        decisions_by_submission = {
            decision.submission: decision for decision in open_decisions(workshop.warehouse, offices)
        }
        for run in runs_in(client, [StateType.PAUSED], deployment=deployment):
            decision = decisions_by_submission.get(str(run.parameters.get(PARAMETER)))
            if decision is None:
                _end_decided(client, run, workshop)
            elif round_shown(run) not in (None, decision.round):
                client.set_flow_run_state(run.id, Completed(name=DECIDED, message=ANOTHER_QUESTION))
            elif not _has_form(client, run):
                client.set_flow_run_state(run.id, Completed(name="Terputus", message="Diganti putaran yang baru."))
        for decision in decisions_by_submission.values():
            _ensure(client, deployment, workshop, decision)
    return True


def _end_decided(client: SyncPrefectClient, run: FlowRun, workshop: Workshop) -> None:
    """Ends a run whose question was answered elsewhere, with who decided what, and makes its submission's page anew."""
    submission = str(run.parameters.get(PARAMETER))
    decision = last_decision(workshop.warehouse, submission)
    offices = {office.code for office in workshop.config.offices}
    if decision is None or decision.is_open or get_submission(workshop.warehouse, submission).office not in offices:
        client.set_flow_run_state(run.id, Completed(name=DECIDED, message=NOT_ASKED))
        return
    line = submission_line(workshop, submission)
    page = ArtifactCreate(key=page_key(line), type="markdown", data=submission_page(workshop, line), flow_run_id=run.id)
    client.create_artifact(page)
    client.set_flow_run_state(run.id, Completed(name=DECIDED, message=ended_words(workshop, decision, line)))


def ended_words(workshop: Workshop, decided: Decision, line: SubmissionLine) -> str:
    """The words of a run that need not ask any more: who decided what, or what took the submission's place, and its
    page.
    """
    successor_list = successors(workshop.warehouse, decided)
    if not successor_list:
        return f"Diputuskan di tempat lain. {decision_words(workshop, decided)}"
    pages = ", ".join(page_key_of(workshop, submission) for submission in successor_list)
    return f"{line.result}. {successor_words(workshop, decided)} Halamannya: artefak {pages}."


def is_shown_elsewhere(decision: Decision, this_run: str) -> bool:
    """Whether another run shows the form for this question already: its successor, where somebody had this one tried
    again after all.
    """
    with get_client(sync_client=True) as client:
        return any(
            str(run.id) != this_run
            and run.parameters.get(PARAMETER) == decision.submission
            and round_shown(run) == decision.round
            and _has_form(client, run)
            for run in runs_in(client, [StateType.PAUSED], flow=FLOW)
        )


def round_shown(run: FlowRun) -> int | None:
    """The round of the question whose form a suspended run shows; None where it shows none."""
    keys = run.state.state_details.run_input_keyset if run.state else None
    return round_of(keys["schema"]) if keys else None


def make_forms(workshop: Workshop) -> Sequence[Notice]:
    """Does the same for a run that has more to do. Where the server fails, a notice says that the next run tries
    again.
    """
    try:
        tend_decision_runs(workshop)
    except (httpx.HTTPError, PrefectException) as error:
        get_run_logger().error("no runs for decisions: %s", type(error).__name__)
        text = "Formulir keputusan belum dapat dibuat di server Prefect; dicoba lagi pada putaran berikutnya."
        return [Notice("Prefect", text)]
    return ()


def decision_run_name(workshop: Workshop, submission_id: str) -> str:
    """The run's name: ``Keputusan November 2026, Kabupaten Majene (1a2b3c4d)``."""
    submission = get_submission(workshop.warehouse, submission_id)
    period = f" {period_words(submission.period)}" if submission.period else ""
    return f"{DECISION_RUN}{period}, {workshop.name_of(submission.office)} ({submission_id[:8]})"


def _ensure(client: SyncPrefectClient, deployment: UUID, workshop: Workshop, decision: Decision) -> None:
    """Makes sure that the question has a run that has not ended. One that was cancelled, or failed, has a successor,
    unless its question was answered meanwhile.
    """
    for number in count(1):
        run = client.create_flow_run_from_deployment(
            deployment,
            parameters={PARAMETER: decision.submission},
            name=decision_run_name(workshop, decision.submission),
            idempotency_key=f"{decision.submission}-{decision.round}-{number}",
        )
        if run.state is None or not run.state.is_final() or not _is_still_asked(workshop, decision):
            return


def _is_still_asked(workshop: Workshop, decision: Decision) -> bool:
    last = last_decision(workshop.warehouse, decision.submission)
    return last is not None and last.is_open and last.round == decision.round


def _has_form(client: SyncPrefectClient, run: FlowRun) -> bool:
    """Whether a run has its form. A run that was killed while it suspended has none, and could not be resumed."""
    keys = run.state.state_details.run_input_keyset if run.state else None
    return bool(keys and client.filter_flow_run_input(run.id, keys["schema"], limit=1, exclude_keys=set()))
