"""Runs as the server knows them, all of them however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType

_PAGE = 200


def runs_in(
    client: SyncPrefectClient, states: Iterable[StateType], *, flow: str | None = None, deployment: UUID | None = None
) -> list[FlowRun]:
    """Every run in one of these states, of one flow (by name) or one deployment where it is given."""
    runs: list[FlowRun] = []
    while True:
        page = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))),
            flow_filter=FlowFilter(name=FlowFilterName(any_=[flow])) if flow else None,
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])) if deployment else None,
            limit=_PAGE,
            offset=len(runs),
        )
        runs += page
        if len(page) < _PAGE:
            return runs
