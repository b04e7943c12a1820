"""Gets a server ready for its work: the pool, one consolidation at a time, automations, and what prefect.yaml deploys.

Doing it again changes nothing. A schedule that staff have paused stays paused, and runs under way are watched anew.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists

from flows.server_runs import runs_in
from kemitraan.server_names import POOL

ONE_AT_A_TIME = "konsolidasi"
"""The work queue of everything that consolidates: one run of it at a time, by whichever deployment."""
LOST_AFTER = timedelta(seconds=150)
"""A run that has not been heard from for so long has lost its machine."""
MOST_TAKEN_UP = 3
"""How many times a crashed run is restarted automatically."""
FORMER_AUTOMATIONS = ("ambil-lagi-putaran-yang-hilang",)
"""Automations that earlier versions made; they are removed."""


class DeployError(Exception):
    """The deployments could not be brought to the server. Holds the words of ``prefect deploy``."""


def prepare_server(folder: Path) -> list[str]:
    """Makes the server that PREFECT_API_URL names ready. ``folder`` holds prefect.yaml. Gives the deployments'
    names.
    """
    with get_client(sync_client=True) as client:
        _pool(client)
        paused, switched_off = _paused(client), _switched_off(client)
        _deploy(folder)
        _one_at_a_time(client)
        _pause(client, paused)
        _switch_off(client, switched_off)
        for automation in lost_run_automations():
            _automate(client, automation)
        for name in FORMER_AUTOMATIONS:
            _forget(client, name)
        watch_anew(client)
        return sorted(deployment.name for deployment in client.read_deployments())


def lost_run_automations(lost_after: timedelta = LOST_AFTER) -> tuple[AutomationCore, ...]:
    """Automations that find runs whose process or machine is gone, and take them up: every step goes on where it stood.

    Prefect names a run's events after the state's name, and ours have names of their own, so whatever comes counts as a
    sign of life. A run that has ended cannot be called crashed any more, which makes a heartbeat after the end
    harmless. Only a run that crashed, and not too often, is scheduled again: its run count decides. It is not scheduled
    twice within ``lost_after``, because a process that cannot even begin crashes again within seconds with its count
    unchanged.
    """
    events_taken = {"prefect.flow-run.Pending", "prefect.flow-run.Submitting", "prefect.flow-run.InfrastructurePending"}
    started = {"prefect.flow-run.Running", "prefect.flow-run.Retrying", "prefect.flow-run.heartbeat"}
    retry_filter = {"state": StateType.SCHEDULED, "name": "AwaitingRetry"}
    return (
        AutomationCore(
            name="putaran-yang-hilang",
            description="Putaran yang tidak terdengar lagi (pekerja atau komputernya mati) dinyatakan terputus.",
            trigger=_silence(started, {"prefect.flow-run.*"}, lost_after),
            actions=[ChangeFlowRunState(state=StateType.CRASHED, message="Pekerja yang menjalankannya hilang.")],
        ),
        AutomationCore(
            name="putaran-yang-tidak-jadi-mulai",
            description="Putaran yang diambil pekerja tetapi tidak dimulai dijadwalkan lagi.",
            trigger=_silence(events_taken, {"prefect.flow-run.*"}, lost_after),
            actions=[ChangeFlowRunState(message="Pekerja yang mengambilnya hilang; diambil lagi.", **retry_filter)],
        ),
        AutomationCore(
            name="putaran-yang-terputus",
            description=f"Putaran yang terputus diambil lagi, paling banyak {MOST_TAKEN_UP} kali; yang segera terputus lagi tidak.",
            trigger=EventTrigger(
                expect={"prefect.flow-run.Crashed"},
                match=ResourceSpecification(
                    {
                        "prefect.resource.id": ["prefect.flow-run.*"],
                        "prefect.run-count": [str(count) for count in range(1, MOST_TAKEN_UP + 1)],
                    }
                ),
                for_each={"prefect.resource.id"},
                posture=Posture.Reactive,
                threshold=1,
                within=lost_after,
            ),
            actions=[ChangeFlowRunState(message="Terputus di tengah jalan; putaran ini diambil lagi.", **retry_filter)],
        ),
        AutomationCore(
            name="putaran-yang-tidak-selesai-dibatalkan",
            description="Putaran yang dibatalkan tetapi pekerjanya sudah hilang diakhiri.",
            trigger=_silence({"prefect.flow-run.Cancelling"}, {"prefect.flow-run.Cancelled"}, lost_after),
            actions=[ChangeFlowRunState(state=StateType.CANCELLED, message="Dibatalkan.")],
        ),
    )


def _silence(events_before: set[str], expected_events: set[str], within: timedelta) -> EventTrigger:
    """A trigger for a run that shows no expected event for so long after one of these events."""
    return EventTrigger(
        after=events_before,
        expect=expected_events,
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=within,
    )


def _pool(client: SyncPrefectClient) -> None:
    with suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))


def _deploy(folder: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode != 0:
        raise DeployError(f"{process.stdout}{process.stderr}")


def _paused(client: SyncPrefectClient) -> set[UUID]:
    """Deployments whose schedules somebody has switched off."""
    return {
        deployment.id
        for deployment in client.read_deployments()
        if deployment.schedules and not any(schedule.active for schedule in deployment.schedules)
    }


def _pause(client: SyncPrefectClient, paused: set[UUID]) -> None:
    for deployment in client.read_deployments():
        if deployment.id in paused:
            for schedule in deployment.schedules:
                client.update_deployment_schedule(deployment.id, schedule.id, active=False)


def _switched_off(client: SyncPrefectClient) -> set[str]:
    """Names of automations that somebody has switched off: ``prefect deploy`` makes those of prefect.yaml anew."""
    return {automation.name for automation in client.read_automations() if not automation.enabled}


def _switch_off(client: SyncPrefectClient, names: set[str]) -> None:
    for automation in client.read_automations():
        if automation.name in names and automation.enabled:
            client.pause_automation(automation.id)


def _one_at_a_time(client: SyncPrefectClient) -> None:
    path, names = "/work_pools/{pool}/queues/{queue}", {"pool": POOL, "queue": ONE_AT_A_TIME}
    client.request("PATCH", path, path_params=names, json={"concurrency_limit": 1})  # pyrefly: ignore[bad-argument-type]


def _automate(client: SyncPrefectClient, new_automation: AutomationCore) -> None:
    """Makes the automation, or updates it; one that staff have switched off stays off. A correct one is not touched,
    because an update ends whatever it is waiting for.
    """
    existing = client.read_automations_by_name(new_automation.name)
    if not existing:
        client.create_automation(new_automation)
    for automation in existing:
        if _what_it_does(automation) != _what_it_does(new_automation):
            client.update_automation(automation.id, new_automation.model_copy(update={"enabled": automation.enabled}))


def _what_it_does(automation: AutomationCore) -> dict[str, Any]:
    return automation.model_dump(include={"description", "trigger", "actions"})


def watch_anew(client: SyncPrefectClient) -> None:
    """Reports every run under way to the automations for lost runs, as if it had just been heard of.

    They miss events while the server is down, or before an automation is updated. A run whose machine died then would
    stay under way for ever, and hold its queue's only place. A server that was started again has also forgotten which
    event a run's next one follows, and would keep that one back for a quarter of an hour.
    """
    under_way = runs_in(client, [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
    events = [event for run in under_way if run.state for event in _heard(run, run.state)]
    if events:
        client.request("POST", "/events", json=events)


def _heard(run: FlowRun, state: State) -> Iterator[dict[str, Any]]:
    """Sends the event of the run's state once more (its identifier is the state's, so it is kept once), and a
    heartbeat.
    """
    names = {f"prefect.flow-run.{state.name}": state.id}
    if state.type is StateType.RUNNING:
        names["prefect.flow-run.heartbeat"] = uuid4()
    for name, identifier in names.items():
        yield {
            "id": str(identifier),
            "occurred": datetime.now(UTC).isoformat(),
            "event": name,
            "resource": {"prefect.resource.id": f"prefect.flow-run.{run.id}", "prefect.resource.name": run.name},
        }


def _forget(client: SyncPrefectClient, name: str) -> None:
    for automation in client.read_automations_by_name(name):
        client.delete_automation(automation.id)
