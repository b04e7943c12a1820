"""Runs in which a person decides: one for each submission that waits, made on a server that has the deployment."""

from __future__ import annotations

from itertools import count
from uuid import UUID

import httpx
from prefect import get_client, get_run_logger
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound, PrefectException
from prefect.states import Completed

from flows.artifacts import DECISION_RUN
from flows.server_runs import runs_in
from kemitraan.steps.summary import Notice
from kemitraan.steps.workshop import Workshop
from schemas.messages import period_words
from warehouse.decisions import Decision, last_decision, open_decisions
from warehouse.submissions import get_submission

FLOW = "keputusan-kiriman"
DEPLOYMENT = f"{FLOW}/{FLOW}"
DECIDED = "Sudah diputuskan"
PARAMETER = "kiriman"


def tend_decision_runs(workshop: Workshop) -> bool:
    """Make a run for each submission that waits and has none, and end those whose decision was made elsewhere.

    Doing it again, or by two at once, makes no second run. False where the server has no such deployment.
    """
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(DEPLOYMENT).id
        except ObjectNotFound:
            return False
        asked = {one.submission: one for one in open_decisions(workshop.warehouse)}
        for run in runs_in(client, [StateType.PAUSED], deployment=deployment):
            if run.parameters.get(PARAMETER) not in asked:
                client.set_flow_run_state(run.id, Completed(name=DECIDED, message="Diputuskan di tempat lain."))
            elif not _has_form(client, run):
                client.set_flow_run_state(run.id, Completed(name="Terputus", message="Diganti putaran yang baru."))
        for one in asked.values():
            _ensure(client, deployment, workshop, one)
    return True


def make_forms(workshop: Workshop, notices: list[Notice]) -> None:
    """The same, for a run that has more to do: where the server will not, a notice says that the next run tries again."""
    try:
        tend_decision_runs(workshop)
    except (httpx.HTTPError, PrefectException) as error:
        get_run_logger().error("no runs for decisions: %s", type(error).__name__)
        text = "Formulir keputusan belum dapat dibuat di server Prefect; dicoba lagi pada putaran berikutnya."
        notices.append(Notice("Prefect", text))


def decision_run_name(workshop: Workshop, submission: str) -> str:
    """``Keputusan November 2026, Kabupaten Majene (1a2b3c4d)``."""
    known = get_submission(workshop.warehouse, submission)
    period = f" {period_words(known.period)}" if known.period else ""
    return f"{DECISION_RUN}{period}, {workshop.office_of(known.office).name} ({submission[:8]})"


def _ensure(client: SyncPrefectClient, deployment: UUID, workshop: Workshop, asked: Decision) -> None:
    """A run that has not ended: one that was cancelled, or failed, has a successor, unless its question was answered
    meanwhile.
    """
    for number in count(1):
        run = client.create_flow_run_from_deployment(
            deployment,
            parameters={PARAMETER: asked.submission},
            name=decision_run_name(workshop, asked.submission),
            idempotency_key=f"{asked.submission}-{asked.round}-{number}",
        )
        if run.state is None or not run.state.is_final() or not _is_still_asked(workshop, asked):
            return


def _is_still_asked(workshop: Workshop, asked: Decision) -> bool:
    last = last_decision(workshop.warehouse, asked.submission)
    return last is not None and last.is_open and last.round == asked.round


def _has_form(client: SyncPrefectClient, run: FlowRun) -> bool:
    """A run that was killed while it suspended has none, and could not be resumed."""
    keys = run.state.state_details.run_input_keyset if run.state else None
    return bool(keys and client.filter_flow_run_input(run.id, keys["schema"], limit=1, exclude_keys=set()))
