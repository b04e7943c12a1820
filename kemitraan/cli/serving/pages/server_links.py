"""Finds Prefect's pages for a submission in this server's own database when somebody clicks."""

from __future__ import annotations

from prefect.client.schemas.objects import StateType
from prefect.server.api.server import _resolve_ui_base_urls
from prefect.server.database import orm_models, provide_database_interface
from prefect.settings import PREFECT_UI_SERVE_BASE
from sqlalchemy import select

from kemitraan.server_names import DECISION_FLOW

_NOT_ENDED = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.PAUSED]


async def decision_page(submission: str) -> str | None:
    """The path of the run in which a person decides about it; None where none waits."""
    run, flow = orm_models.FlowRun, orm_models.Flow
    query = (
        select(run.id, run.parameters)
        .join(flow, flow.id == run.flow_id)
        .where(flow.name == DECISION_FLOW, run.state_type.in_([state.value for state in _NOT_ENDED]))
        .order_by(run.created)
    )
    async with provide_database_interface().session_context() as session:
        runs = [row.id for row in await session.execute(query) if row.parameters.get("kiriman") == submission]
    return f"{_pages()}/runs/flow-run/{runs[-1]}" if runs else None


async def newest_artifact(key: str) -> str | None:
    """The path of the newest artifact with this key; None where there is none."""
    collection = orm_models.ArtifactCollection
    async with provide_database_interface().session_context() as session:
        newest = (await session.execute(select(collection.latest_id).where(collection.key == key))).scalar_one_or_none()
    return f"{_pages()}/artifacts/artifact/{newest}" if newest else None


def _pages() -> str:
    """The root of Prefect's second UI."""
    return _resolve_ui_base_urls(PREFECT_UI_SERVE_BASE.value())[1]
