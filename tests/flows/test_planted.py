"""On a real server: what is personal and was typed in the wrong place reaches neither Prefect nor any file of
others.
"""

from __future__ import annotations

import json

import pytest

from kemitraan.config.home import Home
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import FinishedRun, finished, send
from tests.flows.server import Server
from tests.planting import FILE_NAME, leaks, outside, planted_book
from warehouse.publishing import withdraw
from warehouse.reading import live_submissions

pytestmark = pytest.mark.xdist_group("runs")

REGENCY = (("Kabupaten", "Mamuju Tengah"), ("Periode", "2026-01"), ("Versi Templat", "2026.1"))


def test_what_is_planted_everywhere_reaches_no_run_page_or_log(
    server: Server,
    home: Home,
    run_by_hand: FinishedRun,  # which tells of everything in the home: it comes first
) -> None:
    send(home, "mamuju-tengah", planted_book("regency", REGENCY, "MTG"), FILE_NAME)
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")
    parameters = {"kantor": ["Kabupaten Mamuju Tengah"], "periode": "2026-01"}
    run = server.post(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})["id"]
    ended = finished(server, home, run)
    pages = [key for key in ended.artifacts if key.startswith("kiriman-")]
    assert len(pages) == 1
    commands = {
        "status": server.run("-m", "kemitraan", "status", "--json"),
        "waiting": server.run("-m", "kemitraan", "waiting"),
    }
    outputs = {name: ran.stdout + ran.stderr for name, ran in commands.items()}
    assert len(json.loads(commands["status"].stdout)) > 0
    outputs["artefak"] = json.dumps(ended.artifacts)
    outputs["prefect"] = server.dump()
    outputs |= {path.name: path.read_text() for path in server.folder.glob("*.log")}
    assert "jawab-mamuju-tengah" in outputs["prefect"]
    try:
        assert leaks(outputs | outside(home)) == {}
    finally:  # other tests of this server know nothing of it
        workshop = open_workshop(home)
        for submission in live_submissions(workshop.warehouse, offices=["76.06"], periods=["2026-01"]):
            withdraw(workshop.warehouse, submission.id, who="uji", why="selesai")
        workshop.warehouse.close()
