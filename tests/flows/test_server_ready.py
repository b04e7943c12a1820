"""What makes a server ready: one consolidation at a time, lost runs taken up, what staff switched off left off."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from flows.deploying import ONE_AT_A_TIME, lost_run_automations
from kemitraan.config.home import Home
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import ENDED
from tests.flows.server import Server, prepare
from warehouse.diary import Work, last_done

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("supervised")]


def start(server: Server, deployment: str, **more: Any) -> str:
    found_deployment = server.get(f"/deployments/name/konsolidasi/{deployment}")
    return server.post(f"/deployments/{found_deployment['id']}/create_flow_run", more)["id"]


def test_two_consolidations_of_different_deployments_run_one_after_the_other_and_are_remembered(
    server: Server, home: Home
) -> None:
    runs = [start(server, name) for name in ("konsolidasi-harian", "konsolidasi-ulang")]
    ended = [server.wait_for(f"/flow_runs/{run}", lambda record: record["state_type"] in ENDED) for run in runs]
    times = sorted((run["start_time"], run["end_time"]) for run in ended)
    assert times[0][1] <= times[1][0]
    assert {run["work_queue_name"] for run in ended} == {ONE_AT_A_TIME}
    workshop = open_workshop(home)
    last = last_done(workshop.warehouse, Work.CONSOLIDATION)
    workshop.warehouse.close()
    assert last is not None
    assert last.at > datetime.fromisoformat(times[-1][0])


@pytest.fixture
def watched(server: Server) -> Iterator[list[str]]:
    """Runs that are lost after ten seconds of silence."""
    runs = [start(server, "konsolidasi-ulang", state={"type": "PENDING"}) for _ in range(4)]  # no worker takes them
    automation_ids = []
    for automation in lost_run_automations(timedelta(seconds=10)):
        watching = automation.model_dump(mode="json")
        if watching["trigger"]["posture"] == "Proactive":
            watching["name"] = f"uji-{automation.name}"
            watching["trigger"]["match"] = {"prefect.resource.id": [f"prefect.flow-run.{run}" for run in runs]}
            automation_ids.append(server.post("/automations/", watching)["id"])
    yield runs
    for automation in automation_ids:
        server.ask("DELETE", f"/automations/{automation}").raise_for_status()


def test_runs_that_are_not_heard_from_any_more_are_taken_up_and_ended_ones_are_left(
    server: Server, watched: list[str]
) -> None:
    began, taken, cancelled, forgotten = watched
    set_state(server, began, "RUNNING")
    set_state(server, forgotten, "RUNNING")  # nothing is heard of it after the server was started again
    set_state(server, cancelled, "CANCELLING")  # and its process is gone
    tell(server, [(began, "heartbeat"), (taken, "Pending"), (taken, "Submitting"), (cancelled, "Cancelling")])
    watch = "from prefect import get_client; from flows.deploying import watch_anew; watch_anew(get_client(sync_client=True))"
    assert server.run("-c", watch).returncode == 0
    for run, times_running in ((began, 2), (taken, 1), (forgotten, 2)):
        server.wait_for(f"/flow_runs/{run}", lambda record: record["state_type"] == "COMPLETED")
        states = [state["name"] for state in server.get(f"/flow_run_states/?flow_run_id={run}")]
        assert states.count("Running") + states.count("Retrying") == times_running
        assert "AwaitingRetry" in states
    server.wait_for(f"/flow_runs/{cancelled}", lambda record: record["state_type"] == "CANCELLED")
    tell(server, [(run, "heartbeat") for run in watched])  # they arrive after the end
    time.sleep(13)
    records = [server.get(f"/flow_runs/{run}") for run in watched]
    assert [run["state_type"] for run in records] == ["COMPLETED", "COMPLETED", "CANCELLED", "COMPLETED"]
    assert [run["run_count"] for run in records] == [2, 1, 0, 2]


@pytest.fixture
def untaken(server: Server) -> Iterator[str]:
    """A run that no worker takes."""
    flow = server.get("/flows/name/konsolidasi")["id"]
    deployment_id = server.post("/deployments/", {"name": "uji-tanpa-pekerja", "flow_id": flow})["id"]
    yield server.post(f"/deployments/{deployment_id}/create_flow_run", {})["id"]
    server.ask("DELETE", f"/deployments/{deployment_id}").raise_for_status()


def test_a_run_that_crashes_again_at_once_is_not_taken_up_again_and_again(server: Server, untaken: str) -> None:
    run = untaken
    set_state(server, run, "RUNNING")
    set_state(server, run, "CRASHED")
    server.wait_for(f"/flow_runs/{run}", lambda record: record["state_name"] == "AwaitingRetry")
    set_state(server, run, "CRASHED")  # before it could begin
    time.sleep(5)
    assert server.get(f"/flow_runs/{run}")["state_type"] == "CRASHED"


def set_state(server: Server, run: str, state: str) -> None:
    server.post(f"/flow_runs/{run}/set_state", {"state": {"type": state}})


def tell(server: Server, heard: list[tuple[str, str]]) -> None:
    """Events of runs that no other follows."""
    events = [
        {
            "id": str(uuid.uuid4()),
            "occurred": datetime.now(UTC).isoformat(),
            "event": f"prefect.flow-run.{of}",
            "resource": {"prefect.resource.id": f"prefect.flow-run.{run}"},
        }
        for run, of in heard
    ]
    server.ask("POST", "/events", events).raise_for_status()


def triggers(server: Server) -> dict[str, str]:
    """The triggers of the automations for lost runs; a new identifier means that it was made anew."""
    names = {automation.name for automation in lost_run_automations()}
    trigger_ids = {
        automation_found["name"]: automation_found["trigger"]["id"]
        for automation_found in server.post("/automations/filter", {})
    }
    return {name: identifier for name, identifier in trigger_ids.items() if name in names}


def test_many_at_once_are_all_served(server: Server) -> None:
    def write(number: int) -> int:
        body = {"name": f"uji_{number}", "value": number}
        return httpx.post(f"{server.url}/variables/", json=body, timeout=120, trust_env=False, verify=False).status_code

    with ThreadPoolExecutor(24) as threads:
        assert set(threads.map(write, range(120))) == {201}


def test_what_staff_switched_off_stays_off_when_the_server_is_made_ready_again(server: Server) -> None:
    daily = server.get("/deployments/name/konsolidasi/konsolidasi-harian")
    [schedule] = daily["schedules"]
    name = lost_run_automations()[0].name
    [automation] = [
        automation_found
        for automation_found in server.post("/automations/filter", {})
        if automation_found["name"] == name
    ]
    path, off = f"/deployments/{daily['id']}/schedules/{schedule['id']}", {"active": False}
    server.ask("PATCH", path, off).raise_for_status()
    server.ask("PATCH", f"/automations/{automation['id']}", {"enabled": False}).raise_for_status()
    before = server.post("/deployments/count", {})
    watching = triggers(server)
    prepare(server)
    assert triggers(server) == watching  # an update ends what an automation waits for: then no lost run is found
    again = server.get("/deployments/name/konsolidasi/konsolidasi-harian")
    automations = {
        automation_found["name"]: automation_found for automation_found in server.post("/automations/filter", {})
    }
    still = automations[name]
    assert (again["id"], [schedule["active"] for schedule in again["schedules"]]) == (daily["id"], [False])
    assert not still["enabled"]
    assert not automations["laporan-setelah-data-berubah"]["enabled"]  # switched off for all tests of this server
    assert server.post("/deployments/count", {}) == before
    server.ask("PATCH", f"/automations/{automation['id']}", {"enabled": True}).raise_for_status()
    server.ask(
        "PATCH", f"/deployments/{daily['id']}/schedules/{again['schedules'][0]['id']}", {"active": True}
    ).raise_for_status()
