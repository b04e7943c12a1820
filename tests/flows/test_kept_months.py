"""The report of a month by its form: kept for ever beside its data, and linked to from its artifact."""

from __future__ import annotations

import json
import re

import pytest

from kemitraan.config.home import Home
from tests.flows.conftest import FinishedRun, finished
from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("runs")

NAME = "laporan-bulanan"


def test_a_months_report_is_kept_for_ever_and_its_artifact_links_to_it(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    deployment = server.get(f"/deployments/name/{NAME}/{NAME}")
    run = server.post(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": {"periode": "2026-11"}})["id"]
    done = finished(server, home, run)
    assert done.record["state_type"] == "COMPLETED"
    match = re.search(r"laporan/bulanan/(laporan-kemitraan_2026-11_\d+)\.html", done.record["state"]["message"])
    assert match
    files = {form: home.reports / "bulanan" / f"{match[1]}.{form}" for form in ("html", "pdf", "xlsx", "json")}
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o600}
    data = json.loads(files["json"].read_bytes())
    assert (data["untuk"], data["period"]) == ("kantor", "2026-11")
    assert json.dumps(data["asal"]).count('"berkas": "76.05_2026-11_')
    page = done.artifacts[NAME]["data"]
    assert all(f"laporan/bulanan/{path.name}" in page for path in files.values())
    names = [row["nama_usaha"] for row in data["marts"]["usaha"]]
    assert names
    assert not [name for name in names if name in page + files["html"].read_text(encoding="utf-8")]
