"""More than two megabytes in one run: checking, loading and answering go to further processes, on both databases."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.steps.job.order import HEAVY_BYTES
from tests.conftest import Databases
from tests.flows.conftest import finished, sample, send
from tests.flows.deadly_step import FILE, MARK
from tests.flows.server import Server
from tests.flows.test_again import start
from tests.steps.making import mitra_csv

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("supervised")]

KEPT = (
    "flow_id",
    "path",
    "pull_steps",
    "work_pool_name",
    "work_queue_name",
    "parameter_openapi_schema",
    "enforce_parameter_schema",
    "entrypoint",
)

DEATHS = 5


def with_picture(data: bytes, size: int) -> bytes:
    """The workbook with a picture in it: large, and quick to check."""
    package_bytes = io.BytesIO(data)
    with zipfile.ZipFile(package_bytes, "a") as package:
        package.writestr("xl/media/foto.png", os.urandom(size))
    return package_bytes.getvalue()


def home_on(databases: Databases, folder: Path) -> Home:
    """A new home with its warehouse on a database of this sort."""
    home = Home(folder / "rumah")
    init_home(home.path)
    settings = home.config_file.read_text(encoding="utf-8")
    if databases.kind == "postgresql":
        settings = settings.replace("[settings]\n", f'[settings]\nwarehouse = "{databases.fresh()}"\n', 1)
        home.config_file.write_text(settings, encoding="utf-8")
    upgrade_home(home)
    return home


def home_with_work(databases: Databases, folder: Path) -> Home:
    """The same, with two workbooks that are heavy together."""
    home = home_on(databases, folder)
    for office, number in (("majene", 4), ("mamasa", 5)):
        send(home, office, with_picture(sample(number), HEAVY_BYTES // 2), f"{office}.xlsx")
    return home


def deployed(server: Server, home: Home, **changes: str) -> str:
    """The daily consolidation deployed for another home."""
    like = server.get("/deployments/name/konsolidasi/konsolidasi-harian")
    definition = {name: like[name] for name in KEPT} | {"job_variables": {"env": {"KEMITRAAN_HOME": str(home.path)}}}
    return server.post("/deployments/", definition | {"name": home.path.parent.name} | changes)["id"]


def test_a_heavy_run_answers_every_submission(server: Server, tmp_path: Path, postgres_databases: Databases) -> None:
    home = home_with_work(postgres_databases, tmp_path)
    run = finished(server, home, start(server, deployed(server, home), {}))
    assert run.states == {"majene.xlsx": "answered", "mamasa.xlsx": "answered"}
    assert (run.record["state_type"], run.record["state_name"]) == ("COMPLETED", "Completed")


def test_one_that_kills_its_process_costs_the_others_nothing_and_is_answered_by_the_next_run(
    server: Server, tmp_path: Path, sqlite_databases: Databases
) -> None:
    home = home_with_work(sqlite_databases, tmp_path)
    send(home, "provinsi", mitra_csv("Toko", office="76"), FILE)
    mark = home.path / MARK
    mark.write_text("x" * DEATHS)
    deadly = deployed(server, home, name="mematikan", entrypoint="tests.flows.deadly_flow.consolidate")
    run = finished(server, home, start(server, deadly, {}))
    assert run.states == {"majene.xlsx": "answered", "mamasa.xlsx": "answered", FILE: "received"}
    assert (run.record["state_type"], run.record["state_name"]) == ("COMPLETED", "Perlu perhatian")
    page = run.artifacts["ringkasan-konsolidasi"]["data"]
    assert "- **Provinsi Sulawesi Barat**: Komputer ini menghentikan pekerjaannya di tengah jalan" in page
    assert "Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya." in page
    assert page.count("Komputer ini menghentikan") == 1
    assert len(mark.read_text()) == DEATHS - 4  # in company, alone, and tried again twice
    assert finished(server, home, start(server, deadly, {})).states[FILE] == "answered"
    assert mark.read_text() == ""  # it was worked on in another process than the run's, though that run was a light one
