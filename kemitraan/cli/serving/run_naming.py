"""Gives runs our names as soon as the server makes them, from a form, an automation or a schedule.

Prefect gives every new run two random words (its form even sends some) and asks the flow for a name only when the run
begins. Here the server's two ways of making runs name those of our deployments first; the flow gives the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect.server import models
from prefect.server.database import orm_models
from prefect.server.schemas.core import FlowRun
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kemitraan.server_names import DECISION_FLOW, DECISION_RUN, TAG, run_name

_create_flow_run = models.flow_runs.create_flow_run
_insert_scheduled = models.deployments._insert_scheduled_flow_runs


def name_new_runs(zone: ZoneInfo) -> None:
    """Makes this process name the runs that it makes. ``zone`` is the office's time zone."""

    async def create_flow_run(session: AsyncSession, flow_run: FlowRun, **more: Any) -> orm_models.FlowRun:
        if TAG in flow_run.tags:
            (flow,) = (await _flows(session, [flow_run.flow_id])).values()
            flow_run.name = _name(flow, flow_run, zone)
        return await _create_flow_run(session=session, flow_run=flow_run, **more)

    async def insert_scheduled(session: AsyncSession, runs: list[dict[str, Any]]) -> Sequence[UUID]:
        flows = await _flows(session, {run["flow_id"] for run in runs})
        named_runs = [_named(run, flows[run["flow_id"]], zone) for run in runs]
        return await _insert_scheduled(session=session, runs=named_runs)

    models.flow_runs.create_flow_run = create_flow_run
    models.deployments._insert_scheduled_flow_runs = insert_scheduled


async def _flows(session: AsyncSession, identifiers: Iterable[UUID]) -> dict[UUID, str]:
    """The names of flows."""
    rows = await session.execute(
        select(orm_models.Flow.id, orm_models.Flow.name).where(orm_models.Flow.id.in_(identifiers))
    )
    return {row.id: row.name for row in rows}


def _name(flow: str, run: FlowRun, zone: ZoneInfo) -> str:
    """The name of a new run. A run in which a person decides is named by its maker, after the submission; the others
    after their time.
    """
    if flow == DECISION_FLOW:
        submission = str(run.parameters.get("kiriman", ""))
        return run.name if run.name.startswith(DECISION_RUN) else f"{DECISION_RUN} ({submission[:8]})"
    scheduled = run.state.state_details.scheduled_time if run.state else None
    return run_name(flow, (run.expected_start_time or scheduled or datetime.now(UTC)).astimezone(zone))


def _named(run: Mapping[str, Any], flow: str, zone: ZoneInfo) -> dict[str, Any]:
    if TAG not in run["tags"]:
        return dict(run)
    return {**run, "name": run_name(flow, run["expected_start_time"].astimezone(zone))}
