"""What makes a server ready: one consolidation at a time, lost runs taken up, what staff switched off left off."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.deploying import ONE_AT_A_TIME, TAKE_UP, take_up_lost_runs
from kemitraan.config.home import Home
from tests.flows.conftest import ENDED, finished
from tests.flows.server import Server, prepare

pytestmark = pytest.mark.xdist_group("prefect")


def start(server: Server, deployment: str, **more: Any) -> str:
    made = server.get(f"/deployments/name/konsolidasi/{deployment}")
    return server.post(f"/deployments/{made['id']}/create_flow_run", more)["id"]


def test_two_consolidations_of_different_deployments_run_one_after_the_other(server: Server) -> None:
    runs = [start(server, name) for name in ("konsolidasi-harian", "konsolidasi-ulang", "konsolidasi-ulang")]
    ended = [server.wait_for(f"/flow_runs/{run}", lambda seen: seen["state_type"] in ENDED) for run in runs]
    times = sorted((run["start_time"], run["end_time"]) for run in ended)
    assert all(former[1] <= later[0] for former, later in zip(times, times[1:], strict=False))
    assert {run["work_queue_name"] for run in ended} == {ONE_AT_A_TIME}


def test_runs_that_are_not_heard_from_any_more_are_taken_up(server: Server, home: Home) -> None:
    began = start(server, "konsolidasi-ulang", state={"type": "PENDING"})  # no worker takes it
    taken = start(server, "konsolidasi-ulang", state={"type": "PENDING"})  # its process never began
    server.post(f"/flow_runs/{began}/set_state", {"state": {"type": "RUNNING"}})
    watching = take_up_lost_runs(timedelta(seconds=10)).model_dump(mode="json")
    watching["name"] = "uji"
    watching["trigger"]["match"] = {"prefect.resource.id": [f"prefect.flow-run.{run}" for run in (began, taken)]}
    made = server.post("/automations/", watching)["id"]
    heard = [last_heard(began, "heartbeat"), last_heard(taken, "Pending")]
    server.ask("POST", "/events", heard).raise_for_status()
    again = {run: finished(server, home, run) for run in (began, taken)}
    server.ask("DELETE", f"/automations/{made}").raise_for_status()
    for run, times_running in ((began, 2), (taken, 1)):
        assert again[run].record["state_type"] == "COMPLETED"
        states = [state["name"] for state in server.get(f"/flow_run_states/?flow_run_id={run}")]
        assert states.count("Running") + states.count("Retrying") == times_running
        assert "AwaitingRetry" in states


def last_heard(run: str, of: str) -> dict[str, Any]:
    """An event of a run that no other follows."""
    return {
        "id": str(uuid.uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": f"prefect.flow-run.{of}",
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run}"},
    }


def test_what_staff_switched_off_stays_off_when_the_server_is_made_ready_again(server: Server) -> None:
    daily = server.get("/deployments/name/konsolidasi/konsolidasi-harian")
    [schedule] = daily["schedules"]
    [automation] = [one for one in server.post("/automations/filter", {}) if one["name"] == TAKE_UP]
    path, off = f"/deployments/{daily['id']}/schedules/{schedule['id']}", {"active": False}
    server.ask("PATCH", path, off).raise_for_status()
    server.ask("PATCH", f"/automations/{automation['id']}", {"enabled": False}).raise_for_status()
    before = server.post("/deployments/count", {})
    prepare(server)
    again = server.get("/deployments/name/konsolidasi/konsolidasi-harian")
    automations = {one["name"]: one for one in server.post("/automations/filter", {})}
    still = automations[TAKE_UP]
    assert (again["id"], [one["active"] for one in again["schedules"]]) == (daily["id"], [False])
    assert not still["enabled"]
    assert not automations["laporan-setelah-data-berubah"]["enabled"]  # switched off for all tests of this server
    assert server.post("/deployments/count", {}) == before
    server.ask("PATCH", f"/automations/{automation['id']}", {"enabled": True}).raise_for_status()
    server.ask(
        "PATCH", f"/deployments/{daily['id']}/schedules/{again['schedules'][0]['id']}", {"active": True}
    ).raise_for_status()
