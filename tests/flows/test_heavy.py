"""More than two megabytes in one run: checking, loading and answering go to further processes, on both databases."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from flows.consolidation import HEAVY_BYTES
from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from tests.conftest import Databases
from tests.flows.conftest import finished, sample, send
from tests.flows.server import Server
from tests.flows.test_again import start

pytestmark = pytest.mark.xdist_group("prefect")

KEPT = ("flow_id", "path", "pull_steps", "work_pool_name", "work_queue_name", "parameter_openapi_schema", "entrypoint")


def with_picture(data: bytes, size: int) -> bytes:
    """The workbook with a picture in it: large, and quick to check."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("xl/media/foto.png", os.urandom(size))
    return made.getvalue()


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


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_heavy_run_by_worker_and_deployment_answers_every_submission(
    kind: str, server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    home = home_on(request.getfixturevalue(f"{'sqlite' if kind == 'sqlite' else 'postgres'}_databases"), tmp_path)
    files = {"majene": with_picture(sample(4), HEAVY_BYTES // 2), "mamasa": with_picture(sample(5), HEAVY_BYTES // 2)}
    for office, data in files.items():
        send(home, office, data, f"{office}.xlsx")
    like = server.get("/deployments/name/konsolidasi/konsolidasi-harian")
    made = {name: like[name] for name in KEPT} | {"job_variables": {"env": {"KEMITRAAN_HOME": str(home.path)}}}
    deployment = server.post("/deployments/", {"name": f"berat-{kind}", **made})["id"]
    run = finished(server, home, start(server, deployment, {}))
    assert run.states == {"majene.xlsx": "answered", "mamasa.xlsx": "answered"}
    assert (run.record["state_type"], run.record["state_name"]) == ("COMPLETED", "Completed")
    assert len(run.artifacts) > 3
