"""Withdrawing and restoring by their forms, on a real server and worker: asked, agreed to, left, done once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from flows.in_force import AGAIN
from flows.in_force_form import AGREED
from kemitraan.config.home import Home
from kemitraan.steps.decisions.putting_in_force import ForceAct
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import FinishedRun, finished
from tests.flows.server import Server, until
from tests.flows.test_again import retry
from warehouse.reading import live_submissions

pytestmark = pytest.mark.xdist_group("runs")

PHONE = "081377776666"
WHO = {"nama_petugas": "Rahma", "alasan": f"Berkas kecamatan lain, kata {PHONE}."}
WITHDRAW, RESTORE = "cabut-kiriman", "berlakukan-kiriman"
FORM = "input/suspended-keputusan-1-1"


def create(server: Server, name: str, parameters: dict[str, Any]) -> Any:
    deployment = server.get(f"/deployments/name/{name}/{name}")
    return server.ask("POST", f"/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})


@pytest.fixture
def ask(server: Server) -> Callable[[str, str], str]:
    """Fill in the first form, wait for the second, and give the run."""

    def start_run(name: str, number: str) -> str:
        run = create(server, name, {"kiriman": number}).raise_for_status().json()["id"]
        server.wait_for(f"/flow_runs/{run}", lambda record: record["state_name"] == "Suspended")
        until(lambda: server.ask("GET", f"/flow_runs/{run}/{FORM}-description").is_success, bool)
        return run

    return start_run


@pytest.fixture
def answer(server: Server, home: Home) -> Callable[..., FinishedRun]:
    """Send the second form and wait for the end."""

    def answered(run: str, choice: str) -> FinishedRun:
        server.post(f"/flow_runs/{run}/resume", {"run_input": {"keputusan": choice, **WHO}})
        return finished(server, home, run)

    return answered


def above_form(server: Server, run: str) -> str:
    return json.loads(server.ask("GET", f"/flow_runs/{run}/{FORM}-description").raise_for_status().text)


def in_force(home: Home) -> dict[str, str]:
    """The submissions in force, by file name."""
    workshop = open_workshop(home)
    identifiers = {submission.file_name: submission.id for submission in live_submissions(workshop.warehouse)}
    workshop.warehouse.close()
    return identifiers


def test_a_submission_is_withdrawn_and_put_back_by_forms_that_say_first_what_would_be_and_hold_nobody_up(
    server: Server,
    home: Home,
    run_by_hand: FinishedRun,
    ask: Callable[[str, str], str],
    answer: Callable[..., FinishedRun],
) -> None:
    number = in_force(home)["mamasa november.xlsx"]
    first = ask(WITHDRAW, number[:8])
    second = ask(WITHDRAW, number)  # the first waits for a person and is in nobody's way
    assert "Kini berlaku: " in above_form(server, first)
    assert "Bila dicabut: tidak ada." in above_form(server, first)
    assert "mamasa november.xlsx" in in_force(home)
    server.ask("DELETE", f"/flow_runs/{second}").raise_for_status()

    done = answer(first, AGREED[ForceAct.WITHDRAW])
    assert done.record["state_type"] == "COMPLETED"
    assert done.record["state"]["message"].startswith(f"Kabupaten Mamasa, November 2026 (kiriman {number[:8]}): ")
    assert "Dicabut oleh Rahma. Tadinya berlaku: " in done.record["state"]["message"]
    assert "mamasa november.xlsx" not in in_force(home)
    page = done.artifacts["ringkasan-keberlakuan"]["data"]
    assert "Dicabut oleh Rahma. Alasannya: Berkas kecamatan lain, kata 0813\\*\\*\\*\\*6666." in page
    assert "| Lembar | Tadinya berlaku | Kini berlaku |" in page
    own = done.artifacts[f"kiriman-mamasa-2026-11-{number[:8]}"]["data"]
    assert "- Tidak diberlakukan lagi oleh Rahma pada " in own

    restoring = ask(RESTORE, number)
    assert "Kini berlaku: tidak ada. Bila diberlakukan lagi: " in above_form(server, restoring)
    back = answer(restoring, AGREED[ForceAct.RESTORE])
    assert "Diberlakukan lagi oleh Rahma. Tadinya berlaku: tidak ada. Kini berlaku: " in back.record["state"]["message"]
    assert in_force(home)["mamasa november.xlsx"] == number
    assert retry(server, home, first).record["state"]["message"] == AGAIN  # it is not taken out a second time
    assert in_force(home)["mamasa november.xlsx"] == number
    assert PHONE not in server.dump()
    changes = until(lambda: _changes(server), lambda events_seen: len(events_seen) >= 2)
    assert {"diterbitkan": 0, "dicabut": 1, "dikoreksi": 0} in changes
    assert {"diterbitkan": 1, "dicabut": 0, "dikoreksi": 0} in changes


def _changes(server: Server) -> list[dict[str, int]]:
    query = {"filter": {"event": {"name": ["kemitraan.gudang.diperbarui"]}}, "limit": 50}
    return [event["payload"] for event in server.post("/events/filter", query)["events"] if event["payload"]]


@pytest.mark.parametrize("wrong", [{}, {"kiriman": "majene"}], ids=["nothing", "no number"])
@pytest.mark.parametrize("name", [WITHDRAW, RESTORE])
def test_a_wrong_entry_is_refused_before_the_server_keeps_it(server: Server, name: str, wrong: dict[str, Any]) -> None:
    assert create(server, name, wrong).status_code == 409
