"""The flow does the steps in the order that is written in ``kemitraan.steps.job.order``, and waits for what that waits
for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flows.tasks import task_label
from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.steps.job.execution import Here, Pending, Where
from kemitraan.steps.job.order import Wish, do_job
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import finished, send
from tests.flows.server import Server
from tests.steps.making import mitra_csv

pytestmark = pytest.mark.xdist_group("server")

OFFICES = {"mamuju-tengah": "Kabupaten Mamuju Tengah", "sulsel-parepare": "Kota Parepare, Sulawesi Selatan"}
Edge = tuple[str, list[str]]
"""A step, and the steps that it waits for, by name."""


@dataclass(frozen=True)
class Recorder:
    """Does each step here, and notes what it waits for."""

    here: Here
    edges: list[Edge] = field(default_factory=list)
    begun: list[tuple[str, Pending[Any]]] = field(default_factory=list)

    def begin(
        self,
        step: Callable[..., Any],
        *arguments: Any,
        office: str | None = None,
        where: Where = Where.HERE,
        after: Sequence[Pending[Any]] = (),
        whatever: Sequence[Pending[Any]] = (),
    ) -> Pending[Any]:
        label = task_label(step, office, arguments)
        waits = [*after, *whatever]
        self.edges.append(
            (label, sorted(name for name, step in self.begun if any(step is awaited for awaited in waits)))
        )
        pending = self.here.begin(step, *arguments, office=office, where=where, after=after, whatever=whatever)
        self.begun.append((label, pending))
        return pending

    def ask_people(self) -> Sequence[Any]:
        return ()


def home_with_files(path: Path) -> Home:
    """A new home with two files of a regency, and one of a collaborator, who comes after it, sent before them."""
    home = Home(path)
    init_home(path)
    upgrade_home(home)
    send(home, "mamuju-tengah", mitra_csv("Urutan satu", office="76.06"), "satu.csv", age=7200)
    send(home, "mamuju-tengah", mitra_csv("Urutan dua", office="76.06"), "dua.csv", age=3600)
    send(home, "sulsel-parepare", mitra_csv("Urutan tiga", office="73.72"), "tiga.csv", age=9000)
    return home


def test_the_flow_waits_for_what_the_written_order_waits_for(server: Server, tmp_path: Path) -> None:
    home = home_with_files(tmp_path / "alur")  # of its own: other tests look at what is in the server's
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")
    request = {
        "parameters": {"kantor": list(OFFICES.values())},
        "job_variables": {"env": {"KEMITRAAN_HOME": str(home.path)}},
    }
    run = server.post(f"/deployments/{deployment['id']}/create_flow_run", request)["id"]
    assert order_on_the_server(server, home, run) == written_order(tmp_path / "tertulis")


def written_order(path: Path) -> list[Edge]:
    """What the same files ask for in another home, without a server."""
    home = home_with_files(path)
    workshop = open_workshop(home)
    recorder = Recorder(Here(workshop))
    do_job(workshop, recorder, Wish(list(OFFICES)))
    workshop.warehouse.close()
    assert len(recorder.edges) == 2 + 3 + 3 * 4 + 1  # one step for all: which businesses are one
    (first,) = [waits for step, waits in recorder.edges if step.startswith("periksa-sulsel-parepare")]
    assert [name.split("-")[0] for name in first] == ["terbitkan"]  # of the regency
    return sorted(recorder.edges)


def order_on_the_server(server: Server, home: Home, run: str) -> list[Edge]:
    """The tasks of the run, and those that each was told to wait for."""
    tasks = finished(server, home, run).tasks
    names = {task["id"]: task["name"] for task in tasks}
    return sorted(
        (task["name"], sorted(names[parent["id"]] for parent in task["task_inputs"].get("wait_for", [])))
        for task in tasks
    )
