"""What Cancel and Pause of the run's page do to a run under way: it stops, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import ENDED, send, work_off
from tests.flows.marks import SLOW_MARK, SLOW_SEEN
from tests.flows.server import Server, until
from tests.flows.test_again import start
from tests.flows.test_heavy import deployed
from tests.steps.making import mitra_csv
from warehouse.submissions import select_submissions

pytestmark = pytest.mark.xdist_group("server")

OFFICE = "sulsel-parepare"
PAUSED = {"type": "PAUSED", "name": "Suspended", "state_details": {"pause_reschedule": True}}


@pytest.fixture
def other_home(tmp_path: Path) -> Iterator[Home]:
    """A home of its own, in which loading waits for the mark to go."""
    home = Home(tmp_path / "rumah")
    init_home(home.path)
    upgrade_home(home)
    (home.path / SLOW_MARK).touch()
    yield home
    (home.path / SLOW_MARK).unlink(missing_ok=True)  # no run waits for ever where a test fails


def begun(server: Server, home: Home, deployment: str) -> str:
    """A run that is in the middle of loading the file."""
    (home.path / SLOW_SEEN).unlink(missing_ok=True)
    run = start(server, deployment, {})
    until((home.path / SLOW_SEEN).exists, bool)
    return run


def states(home: Home) -> dict[str, str]:
    """Of every submission, by the file's name."""
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        states_by_file = {row.file_name: str(row.state) for row in connection.execute(select_submissions())}
    workshop.warehouse.close()
    return states_by_file


def press(server: Server, run: str, state: dict[str, Any]) -> None:
    """Set a state as the button of the run's page does."""
    server.post(f"/flow_runs/{run}/set_state", {"state": state, "force": True})


def test_a_run_that_is_paused_or_cancelled_in_the_middle_stops_and_each_submission_is_answered_once(
    server: Server, other_home: Home, supervised: None
) -> None:
    deployment = deployed(server, other_home, name="lambat", entrypoint="tests.flows.slow_flow.consolidate")
    send(other_home, OFFICE, mitra_csv("Satu", "Dua", office="73.72"), "lambat satu.csv")
    run = begun(server, other_home, deployment)
    press(server, run, PAUSED)
    until(lambda: states(other_home), lambda seen: seen == {"lambat satu.csv": "loaded"})  # the step under way is done
    assert server.get(f"/flow_runs/{run}")["state_name"] == "Suspended"
    server.post(f"/flow_runs/{run}/resume", {})
    # Tasks that the pause kept from beginning stay as they were; the run that goes on has others.
    ended = server.wait_for(f"/flow_runs/{run}", lambda seen: seen["state_type"] in ENDED)
    assert (ended["state_type"], states(other_home)) == ("COMPLETED", {"lambat satu.csv": "answered"})

    send(other_home, OFFICE, mitra_csv("Tiga", period="2026-10", office="73.72"), "lambat dua.csv")
    run = begun(server, other_home, deployment)
    press(server, run, {"type": "CANCELLING", "name": "Cancelling"})
    stopped = server.wait_for(f"/flow_runs/{run}", lambda seen: seen["state_type"] in ENDED)
    assert (stopped["state_type"], states(other_home)["lambat dua.csv"]) == ("CANCELLED", "checked")
    (other_home.path / SLOW_MARK).unlink()
    work_off(other_home, OFFICE)  # as the next run does
    assert set(states(other_home).values()) == {"answered"}
    assert len(list(other_home.outbox(OFFICE).iterdir())) == 2
