"""Doubtful pairs by their form, on a real server and worker: a decision, the next pair, the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.identities import ENDED
from flows.identity_form import STOP, WORDS
from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.steps.workshop import Workshop, open_workshop
from tests.flows.alike import PERSONAL, PHONE, SIGNED, three_doubtful_pairs
from tests.flows.conftest import finished
from tests.flows.server import Server, until
from warehouse.identities.decisions import Answer, all_decisions

pytestmark = pytest.mark.xdist_group("runs")
NAME = "usaha-yang-sama"


@pytest.fixture
def alike(tmp_path: Path) -> Iterator[Workshop]:
    """A home with three doubtful pairs."""
    home = Home(tmp_path / "usaha")
    init_home(home.path)
    upgrade_home(home)
    workshop = open_workshop(home)
    three_doubtful_pairs(workshop.warehouse)
    yield workshop
    workshop.warehouse.close()


def above_form(server: Server, run: str, number: int) -> str:
    """What stands above a run's form, once it is there."""
    path = f"/flow_runs/{run}/input/suspended-keputusan-1-{number}-description"
    until(lambda: server.ask("GET", path).is_success, bool)
    server.wait_for(f"/flow_runs/{run}", lambda record: record["state_name"] == "Suspended")
    return json.loads(server.ask("GET", path).text)


def resume(server: Server, run: str, choice: str) -> None:
    server.post(f"/flow_runs/{run}/resume", {"run_input": {"keputusan": WORDS[choice], **SIGNED}})


def test_a_person_decides_a_pair_sees_the_next_and_stops_and_nothing_of_the_owner_reaches_the_server(
    server: Server, alike: Workshop
) -> None:
    deployment = server.get(f"/deployments/name/{NAME}/{NAME}")["id"]
    there = {"job_variables": {"env": {"KEMITRAAN_HOME": str(alike.home.path)}}}
    run = server.post(f"/deployments/{deployment}/create_flow_run", there)["id"]
    assert "3 pasangan menunggu" in above_form(server, run, 1)
    resume(server, run, Answer.DIFFERENT)
    second = above_form(server, run, 2)
    assert "2 pasangan menunggu" in second
    with alike.warehouse.read() as connection:
        [decision] = all_decisions(connection)
    assert (decision.answer, decision.who) == (Answer.DIFFERENT, "Rahma")
    resume(server, run, STOP)
    ended = finished(server, alike.home, run).record
    assert (ended["state_name"], ended["state"]["message"]) == (ENDED, "Berhenti; 2 pasangan masih menunggu.")
    stored = server.dump()
    assert "2 pasangan menunggu" in stored
    assert not [personal for personal in (PHONE, *PERSONAL) if personal in stored]
