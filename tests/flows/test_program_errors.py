"""A program error in one step: the command tells it, the server shows it, the file is kept, the others are done."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import pytest

from connectors.archive import Archive
from kemitraan.config.home import Home
from tests.flows.broken_run import VALUE
from tests.flows.conftest import FinishedRun, finished, sample, send
from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("runs")


@dataclass(frozen=True)
class Command:
    """A finished ``kemitraan run --json`` and its run on the server."""

    status: int
    summary: dict[str, Any]
    said: str
    run: FinishedRun


@pytest.fixture(scope="module")
def command(server: Server, home: Home, run_by_hand: FinishedRun) -> Command:
    """A run of all offices from the command line, told to the server, with the bug."""
    send(home, "mamuju-tengah", sample(7), "mateng.xlsx", age=7200)
    send(home, "mamuju-tengah", sample(16), "foto.xlsx")
    send(home, "sulsel-makassar", sample(8), "makassar.ods")
    ended = server.run("-m", "tests.flows.broken_run", "--home", str(home.path), "run", "--json")
    assert ended.stdout, ended.stderr
    newest = {"sort": "START_TIME_DESC", "limit": 1}
    run = finished(server, home, server.post("/flow_runs/filter", newest)[0]["id"])
    return Command(ended.returncode, json.loads(ended.stdout), ended.stderr, run)


def test_the_run_of_the_command_is_on_the_server_and_has_failed_in_plain_words(
    command: Command, run_by_hand: FinishedRun
) -> None:
    record = command.run.record
    assert record["id"] != run_by_hand.record["id"]
    assert record["state_type"] == "FAILED"
    assert "Kabupaten Mamuju Tengah" in record["state"]["message"]
    assert "kesalahan program" in record["state"]["message"]
    assert {"ringkasan-konsolidasi"} < set(command.run.artifacts)


def test_the_command_tells_it_and_says_nothing_else(command: Command) -> None:
    assert command.said == ""
    assert command.status == 1
    problems = {line["file"]: line["problem"] for line in command.summary["lines"] if line["problem"]}
    (broken,) = problems
    assert broken == f"76.06_2026-11_{hashlib.sha256(sample(7)).hexdigest()[:8]}.xlsx"
    assert "ValueError" in problems[broken]


def test_only_the_broken_one_fails_its_file_is_kept_and_the_others_are_done(command: Command, home: Home) -> None:
    states = dict(command.run.states)
    assert states.pop("mateng.xlsx") == "failed"
    assert set(states.values()) == {"answered"}  # among them the later file of the same office and what waited before
    assert {"foto.xlsx", "makassar.ods", "mamuju.xlsx", "oktober.csv"} < set(states)
    archived = Archive(str(home.archive)).get(hashlib.sha256(sample(7)).hexdigest())
    assert archived == sample(7)
    assert list(home.inbox("mamuju-tengah").glob("*.xlsx")) == []


def test_where_the_error_was_is_on_the_server_and_the_value_is_not(command: Command, server: Server) -> None:
    (broken,) = [task for task in command.run.tasks_of("muat", "mamuju-tengah") if task["state_type"] == "FAILED"]
    assert "ProgramError" in broken["state"]["message"]
    assert "broken_run.py" in broken["state"]["message"]
    assert broken["run_count"] == 1  # what is a program error stays so: no further try
    assert VALUE not in server.dump()


def test_a_month_still_to_come_is_refused_with_a_sentence_by_the_command_too(server: Server, home: Home) -> None:
    ended = server.run("-m", "kemitraan", "--home", str(home.path), "run", "--period", "2999-01")
    assert ended.returncode == 2
    assert "periode: bulan itu belum tiba." in ended.stderr
    assert "Traceback" not in ended.stderr
