"""The pickup: idle ones leave nothing behind, something new starts one consolidation for its office, and never two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prefect import State
from prefect.events.worker import EventsWorker
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.pickup import NOTHING_TO_DO, pick_up
from kemitraan.config.home import Home
from tests.flows.conftest import finished, send
from tests.flows.server import Server, until
from tests.flows.test_again import start
from tests.steps.making import mitra_csv

pytestmark = pytest.mark.xdist_group("server")
OFFICE = "Provinsi Sulawesi Barat"
QUEUE = "/work_pools/kemitraan/queues/konsolidasi"


def runs(server: Server, flow: str) -> list[dict[str, Any]]:
    """All runs of a flow."""
    return server.post("/flow_runs/filter", {"flows": {"name": {"any_": [flow]}}, "limit": 200})


def test_it_looks_every_ten_minutes_in_office_hours_and_one_at_a_time(server: Server) -> None:
    deployment = server.get("/deployments/name/penjemputan/penjemputan")
    (often,) = deployment["schedules"]
    assert often["active"]
    assert (often["schedule"]["cron"], often["schedule"]["timezone"]) == ("*/10 8-15 * * 1-5", "Asia/Makassar")
    assert deployment["global_concurrency_limit"]["limit"] == 1
    assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


@pytest.fixture
def pick(
    server: Server,
    own_home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], State[None]]]:
    """A pickup of another home in this process, told to the server, after which no consolidation of it is left."""
    monkeypatch.setenv("KEMITRAAN_HOME", str(own_home.path))
    monkeypatch.setenv("PREFECT_LOGGING_TO_API_ENABLED", "false")
    with temporary_settings({PREFECT_API_URL: server.url}):
        yield lambda: pick_up(return_state=True)
        EventsWorker.drain_all()  # its line to the server asks for random numbers while it is open


@pytest.fixture
def no_worker(server: Server) -> Iterator[None]:
    """The worker takes no consolidation meanwhile; what was asked for in it is taken away again."""
    earlier = {run["id"] for run in runs(server, "konsolidasi")}
    until(
        lambda: [
            run for run in runs(server, "konsolidasi") if run["state_type"] in {"PENDING", "RUNNING", "SCHEDULED"}
        ],
        lambda active: not active,
    )
    server.ask("PATCH", QUEUE, {"concurrency_limit": 0}).raise_for_status()
    yield
    for run in runs(server, "konsolidasi"):
        if run["id"] not in earlier:
            server.ask("DELETE", f"/flow_runs/{run['id']}").raise_for_status()
    server.ask("PATCH", QUEUE, {"concurrency_limit": 1}).raise_for_status()


def test_pickups_that_find_nothing_are_off_the_server_with_the_next_one_and_make_no_page(
    server: Server, pick: Callable[[], State[None]], no_worker: None
) -> None:
    before = len(runs(server, "konsolidasi"))
    for _ in range(3):
        assert (pick().type, pick().name) == ("COMPLETED", NOTHING_TO_DO)
    (last,) = [run for run in runs(server, "penjemputan") if run["state_name"] == NOTHING_TO_DO]
    assert re.fullmatch(r"Penjemputan \d+ \w+ \d{4} pukul \d\d\.\d\d WITA", last["name"])
    assert len(runs(server, "konsolidasi")) == before
    of_run = {"artifacts": {"flow_run_id": {"any_": [last["id"]]}}}
    assert server.post("/artifacts/filter", of_run) == []


def test_the_same_files_start_one_consolidation_and_another_one_only_when_that_has_ended_and_more_came(
    server: Server,
    pick: Callable[[], State[None]],
    no_worker: None,
    own_home: Home,
) -> None:
    earlier = {run["id"] for run in runs(server, "konsolidasi")}

    def started() -> list[dict[str, Any]]:
        return [run for run in runs(server, "konsolidasi") if run["id"] not in earlier]

    send(own_home, "provinsi", mitra_csv("Satu", office="76"), "satu.csv")
    assert pick().message == f"Konsolidasi dimulai untuk {OFFICE}."
    (run,) = started()
    assert run["parameters"] == {"kantor": [OFFICE]}
    assert "penjemputan" in run["tags"]
    state = pick()
    assert (state.name, state.message) == (
        NOTHING_TO_DO,
        "Konsolidasi sedang berjalan atau mengantre. Penjemputan berikutnya melihat lagi.",
    )
    ended = {"state": {"type": "COMPLETED", "name": "Perlu perhatian"}, "force": True}
    server.post(f"/flow_runs/{run['id']}/set_state", ended)
    state = pick()  # it could not be taken
    assert state.name == NOTHING_TO_DO
    assert "sudah dicoba dalam satu jam ini" in str(state.message)
    send(own_home, "majene", mitra_csv("Dua", office="76.05"), "dua.csv")
    assert pick().message == f"Konsolidasi dimulai untuk Kabupaten Majene; {OFFICE}."
    assert len(started()) == 2


def test_a_file_is_answered_by_worker_and_deployments_without_anybody_asking(server: Server, home: Home) -> None:
    name = "dijemput.csv"
    send(home, "provinsi", mitra_csv("Jemput", office="76"), name)
    pickup_run = finished(
        server, home, start(server, server.get("/deployments/name/penjemputan/penjemputan")["id"], {})
    )
    assert pickup_run.record["state_type"] == "COMPLETED"
    assert "Konsolidasi dimulai untuk " in pickup_run.record["state"]["message"]
    assert OFFICE in pickup_run.record["state"]["message"]
    assert pickup_run.tasks == []
    started = [run for run in runs(server, "konsolidasi") if "penjemputan" in run["tags"]]
    (run,) = [run for run in started if OFFICE in run["parameters"]["kantor"]]
    assert finished(server, home, run["id"]).states[name] == "answered"
