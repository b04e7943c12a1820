"""The pickup: looks every ten minutes in office hours whether something new waits, and only then starts a
consolidation.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from prefect import State, flow, get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed

from flows.asking import refused_in_words
from flows.offices import office_choices
from flows.settings import named, office_time, this_run, workshop
from kemitraan.steps.job.peeking import Peek, peek

FLOW = "penjemputan"
NOTHING_TO_DO = "Tidak ada yang dikerjakan"
CONSOLIDATION = "konsolidasi"
DEPLOYMENT = f"{CONSOLIDATION}/konsolidasi-ulang"
SOON = timedelta(minutes=10)
_UNDER_WAY = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


@flow(name=FLOW, flow_run_name=named(FLOW), validate_parameters=False)
@refused_in_words
def pick_up() -> State[None]:
    """Lihat apakah ada kiriman baru di kotak masuk; bila ada, mulai konsolidasi untuk kantornya saja.

    Di sini tidak ada yang diambil dan tidak ada yang disurati. Tautan (https) dilihat oleh konsolidasi harian.
    """
    with get_client(sync_client=True) as client:
        forget_idle_runs(client)
        if consolidation_is_coming(client):
            message = "Konsolidasi sedang berjalan atau mengantre. Penjemputan berikutnya melihat lagi."
            return Completed(name=NOTHING_TO_DO, message=message)
        look = peek(workshop())
        if not look.new_items:
            return Completed(name=NOTHING_TO_DO, message=f"Tidak ada kiriman baru.{_unread(look)}")
        return _consolidate(client, look)


def consolidation_is_coming(client: SyncPrefectClient) -> bool:
    """Whether a consolidation is under way, waits in line, or begins by its schedule within minutes."""
    start_filter = FlowRunFilterExpectedStartTime(before_=datetime.now(UTC) + SOON)
    run_filter = FlowRunFilter(state=_of_type(StateType.SCHEDULED), expected_start_time=start_filter)
    under_way = FlowRunFilter(state=_of_type(*_UNDER_WAY))
    return any(_runs(client, CONSOLIDATION, state, limit=1) for state in (under_way, run_filter))


def forget_idle_runs(client: SyncPrefectClient) -> None:
    """Removes earlier pickups from the server that had nothing to do, or that no worker took in time: fifty a day would
    bury the runs that people look for.
    """
    names = FlowRunFilterStateName(any_=[NOTHING_TO_DO, "Late", "Cancelled"])
    for run in _runs(client, FLOW, FlowRunFilter(state=FlowRunFilterState(name=names)), limit=200):
        if str(run.id) != this_run():
            with suppress(ObjectNotFound):
                client.delete_flow_run(run.id)


def _consolidate(client: SyncPrefectClient, look: Peek) -> State[None]:
    """Starts a consolidation, for the same files at most once an hour: what it could not take is not tried every ten
    minutes.
    """
    offices = [choice.value for choice in office_choices() if choice.slug in look.new_items]
    ids = ",".join(sorted(f"{slug}:{item}" for slug, items in look.new_items.items() for item in items))
    key = f"{FLOW}-{office_time():%Y%m%d%H}-{hashlib.sha256(ids.encode()).hexdigest()[:32]}"
    started = client.create_flow_run_from_deployment(
        client.read_deployment_by_name(DEPLOYMENT).id, parameters={"kantor": offices}, tags=[FLOW], idempotency_key=key
    )
    if started.state is not None and started.state.is_final():
        message = (
            "Yang menunggu sudah dicoba dalam satu jam ini dan belum dapat diambil; dicoba lagi pada jam berikutnya."
        )
        return Completed(name=NOTHING_TO_DO, message=f"{message}{_unread(look)}")
    return Completed(message=f"Konsolidasi dimulai untuk {'; '.join(offices)}.{_unread(look)}")


def _unread(look: Peek) -> str:
    if not look.unread_sources:
        return ""
    return f" {len(look.unread_sources)} sumber tidak terbaca ({', '.join(look.unread_sources)}); konsolidasi berikutnya menyebut sebabnya."


def _of_type(*types: StateType) -> FlowRunFilterState:
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types)))


def _runs(client: SyncPrefectClient, of_flow: str, runs: FlowRunFilter, limit: int) -> list[FlowRun]:
    named_so = FlowFilter(name=FlowFilterName(any_=[of_flow]))
    return client.read_flow_runs(flow_filter=named_so, flow_run_filter=runs, limit=limit)
