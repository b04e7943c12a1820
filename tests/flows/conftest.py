"""One Prefect server and worker for all tests of this room, and the run that most of them look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.steps.workshop import open_workshop
from tests.flows.personal import SAMPLES
from tests.flows.server import Server, prefect_server, until
from tests.steps.driver import run_job
from warehouse.submissions import select_submissions

TELLING_NAME = "Laporan 7605010706849335 hp 0812-3456-7890.xlsx"
"""A file name with a NIK and a telephone number in it: senders do that."""
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def send(home: Home, office: str, data: bytes, name: str, age: int = 3600) -> None:
    """Lay a file into an office's inbox as if it had been there for ``age`` seconds."""
    target = home.inbox(office) / name
    target.write_bytes(data)
    sent = target.stat().st_mtime - age
    os.utime(target, (sent, sent))


def sample(number: int) -> bytes:
    """The sample submission with this number."""
    return next(SAMPLES.glob(f"{number:02}_*[!n]")).read_bytes()


def work_off(home: Home, office: str) -> None:
    """Do in this process what a run would do: it costs a hundredth."""
    workshop = open_workshop(home)
    run_job(workshop, [office])
    workshop.warehouse.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A new home with a warehouse; nothing in its inboxes."""
    new_home = Home(tmp_path_factory.mktemp("flows") / "rumah")
    init_home(new_home.path)
    upgrade_home(new_home)
    return new_home


@pytest.fixture(scope="session")
def ready_database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where the first of all servers leaves a copy of its database; the same for all processes of the session."""
    own = tmp_path_factory.getbasetemp()
    return (own if worker_id == "master" else own.parent) / "prefect.db"


@pytest.fixture(scope="session")
def server(home: Home, ready_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server with its worker and the deployments."""
    with prefect_server(tmp_path_factory.mktemp("prefect"), home.path, ready_database) as started:
        for automation in started.post("/automations/filter", {}):
            if automation["name"] in {
                "laporan-setelah-data-berubah",
                "surat-setelah-kiriman-menunggu",
            }:  # they cost too much
                started.ask("PATCH", f"/automations/{automation['id']}", {"enabled": False}).raise_for_status()
        yield started


@pytest.fixture
def supervised(server: Server) -> Iterator[None]:
    """Runs begin as on an installation."""
    with server.supervised():
        yield


@dataclass(frozen=True)
class FinishedRun:
    """A run on the server: its record, its tasks, its artifacts by key, and what the warehouse said of every submission
    right after it (its state, by the file's name).
    """

    record: dict[str, Any]
    tasks: list[dict[str, Any]]
    artifacts: dict[str, Any]
    states: dict[str, str]

    def tasks_of(self, step: str, office: str) -> list[dict[str, Any]]:
        """The tasks of one step for one office."""
        return [task for task in self.tasks if task["name"].startswith(f"{step}-{office}")]


@pytest.fixture(scope="session")
def run_by_hand(server: Server, home: Home) -> FinishedRun:
    """The deployment run from its form for three offices and November, the worker doing it.

    Majene's outbox is missing until its answer has failed once; Mamasa sent a second file, for October; Pasangkayu's
    inbox is gone; Mamuju sent something too and was not asked for.
    """
    send(home, "majene", sample(4), TELLING_NAME)
    send(home, "mamasa", sample(5), "mamasa november.xlsx")
    send(home, "mamasa", sample(11).replace(b"November", b"Oktober").replace(b"2026-11", b"2026-10"), "oktober.csv")
    send(home, "mamuju", sample(2), "mamuju.xlsx")
    shutil.rmtree(home.outbox("majene"))
    shutil.rmtree(home.inbox("pasangkayu"))
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")
    parameters = {
        "kantor": ["Kabupaten Majene", "Kabupaten Mamasa", "Kabupaten Pasangkayu"],
        "periode": "2026-11",
        "proses_ulang": False,
    }
    run = server.post(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})["id"]
    until(lambda: _tasks(server, run), _an_answer_waits)
    home.outbox("majene").mkdir()
    return finished(server, home, run)


def _an_answer_waits(tasks: list[dict[str, Any]]) -> bool:
    again = {"AwaitingRetry", "Retrying"}
    return any(task["name"].startswith("jawab-majene") and task["state_name"] in again for task in tasks)


def finished(server: Server, home: Home, run: str) -> FinishedRun:
    """The run, once it has ended, with everything that the server has of it."""
    record = server.wait_for(f"/flow_runs/{run}", lambda record: record["state_type"] in ENDED)
    tasks = until(lambda: _tasks(server, run), _all_at_rest)
    of_run = {"artifacts": {"flow_run_id": {"any_": [run]}}}
    by_age = sorted(server.post("/artifacts/filter", of_run), key=lambda artifact: artifact["created"])
    artifacts = {artifact["key"]: artifact for artifact in by_age}  # of each its newest version
    return FinishedRun(record, tasks, artifacts, _states(home))


def _all_at_rest(tasks: list[dict[str, Any]]) -> bool:
    return all(task["state_type"] in ENDED or task["state_name"] == "NotReady" for task in tasks)


def _tasks(server: Server, run: str) -> list[dict[str, Any]]:
    of_run = {"flow_runs": {"id": {"any_": [run]}}, "limit": 200}
    return server.post("/task_runs/filter", of_run)


def _states(home: Home) -> dict[str, str]:
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        states = {row.file_name: str(row.state) for row in connection.execute(select_submissions())}
    workshop.warehouse.close()
    return states
