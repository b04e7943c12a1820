"""Runs have our names from the moment that they are made, whoever makes them; until they have ended: see the flight
check in ``test_deployments.py``.
"""

from __future__ import annotations

import pytest

from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("server")


def test_a_run_that_is_planned_for_later_is_called_by_the_time_for_which_it_is_planned(server: Server) -> None:
    deployment = server.get("/deployments/name/pemeliharaan/pemeliharaan")
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2031-02-03T18:00:00Z"}}
    run = server.post(f"/deployments/{deployment['id']}/create_flow_run", {"state": later})
    server.ask("DELETE", f"/flow_runs/{run['id']}").raise_for_status()
    assert run["name"] == "Pemeliharaan 4 Februari 2031 pukul 02.00 WITA"


def test_runs_that_a_schedule_makes_are_called_by_their_time(server: Server) -> None:
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-harian")
    days = {"start_time": "2031-02-03T00:00:00Z", "end_time": "2031-02-05T00:00:00Z", "min_runs": 2, "max_runs": 2}
    server.ask("POST", f"/deployments/{deployment['id']}/schedule", days).raise_for_status()
    runs = server.post("/flow_runs/filter", {"deployments": {"id": {"any_": [deployment["id"]]}}})
    for run in runs:
        server.ask("DELETE", f"/flow_runs/{run['id']}").raise_for_status()
    assert {run["name"] for run in runs} == {
        "Konsolidasi 4 Februari 2031 pukul 06.00 WITA",
        "Konsolidasi 5 Februari 2031 pukul 06.00 WITA",
    }


def test_a_decision_that_is_asked_for_by_hand_is_called_after_its_submission(server: Server) -> None:
    deployment = server.get("/deployments/name/keputusan-kiriman/keputusan-kiriman")
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2031-02-03T18:00:00Z"}}
    request = {"state": later, "parameters": {"kiriman": "0123456789abcdef0123"}}
    run = server.post(f"/deployments/{deployment['id']}/create_flow_run", request)
    server.ask("DELETE", f"/flow_runs/{run['id']}").raise_for_status()
    assert run["name"] == "Keputusan (01234567)"


def test_a_run_of_somebody_elses_keeps_its_name(server: Server) -> None:
    flow = server.post("/flows/", {"name": "percobaan"})["id"]
    deployment = server.post("/deployments/", {"name": "lain", "flow_id": flow})["id"]
    assert server.post(f"/deployments/{deployment}/create_flow_run", {"name": "coba-saja"})["name"] == "coba-saja"
