"""Finds the runs in which people decide, for links to them."""

from __future__ import annotations

from collections.abc import Iterable

import httpx
from prefect import get_client, get_run_logger
from prefect.client.schemas.objects import StateType
from prefect.exceptions import PrefectException

from flows.server_runs import runs_in
from flows.waiting import FLOW, PARAMETER

_NOT_ENDED = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.PAUSED]


def decision_runs(submissions: Iterable[str]) -> dict[str, str]:
    """The identifiers of the runs that have not ended, for the given submissions. A submission without a run is left
    out: the server has no such deployment, or does not answer (then the log says so).
    """
    submission_ids = set(submissions)
    if not submission_ids:
        return {}
    try:
        with get_client(sync_client=True) as client:
            runs = {str(run.parameters.get(PARAMETER)): str(run.id) for run in runs_in(client, _NOT_ENDED, flow=FLOW)}
    except (httpx.HTTPError, PrefectException) as error:
        get_run_logger().error("no links to the runs of decisions: %s", type(error).__name__)
        return {}
    return {submission: run for submission, run in runs.items() if submission in submission_ids}
