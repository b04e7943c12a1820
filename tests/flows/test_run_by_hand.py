"""A run of the deployment by a worker, over three offices of which one is closed and one's outbox fails at first."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from kemitraan.config.home import Home
from kemitraan.pages.markdown import plain
from schemas.finding import Severity
from schemas.messages import title
from tests.flows.conftest import FinishedRun, sample
from tests.flows.personal import declared, typed_in
from tests.flows.server import Server
from tests.steps.driver import SAMPLES

pytestmark = pytest.mark.xdist_group("runs")


def test_it_ends_well_and_says_in_the_list_of_runs_that_an_office_needs_attention(run_by_hand: FinishedRun) -> None:
    record = run_by_hand.record
    assert (record["state_type"], record["state_name"]) == ("COMPLETED", "Perlu perhatian")
    assert "Kabupaten Pasangkayu" in record["state"]["message"]
    assert "ringkasan-konsolidasi" in record["state"]["message"]
    assert record["name"].startswith("Konsolidasi ")


def test_what_was_asked_for_is_answered_and_the_rest_is_left_for_another_run(
    run_by_hand: FinishedRun,
) -> None:
    states = dict(run_by_hand.states)
    assert (states.pop("oktober.csv"), states.pop("mamasa november.xlsx")) == ("checked", "answered")
    assert list(states.values()) == ["answered"]


def test_there_is_a_task_for_each_submission_and_step(run_by_hand: FinishedRun) -> None:
    for step in ("arsipkan", "periksa", "muat", "terbitkan", "jawab"):
        tasks = {
            office: len(run_by_hand.tasks_of(step, office)) for office in ("majene", "mamasa", "pasangkayu", "mamuju")
        }
        assert tasks == {"majene": 1, "mamasa": 2, "pasangkayu": 0, "mamuju": 0}
    assert all(len(run_by_hand.tasks_of("kumpulkan", office)) == 1 for office in ("majene", "mamasa", "pasangkayu"))


def test_the_outside_world_is_tried_again_after_a_while(run_by_hand: FinishedRun, home: Home) -> None:
    (answered,) = run_by_hand.tasks_of("jawab", "majene")
    assert answered["state_type"] == "COMPLETED"
    assert answered["run_count"] > 1
    assert len(list(home.outbox("majene").iterdir())) == 1
    (closed,) = run_by_hand.tasks_of("kumpulkan", "pasangkayu")
    assert (closed["state_type"], closed["run_count"]) == ("FAILED", 3)


def test_the_summary_is_a_page_over_the_offices_that_names_the_closed_one(run_by_hand: FinishedRun) -> None:
    page = run_by_hand.artifacts["ringkasan-konsolidasi"]
    assert page["type"] == "markdown"
    rows = [line.split(" | ") for line in page["data"].splitlines() if line.startswith("| [")]
    mamasa = {row[1]: row for row in rows if "Kabupaten Mamasa" in row[0]}
    assert mamasa["November 2026"][2] == "Diterima sebagian"
    assert mamasa["Oktober 2026"][4] == "tidak |"
    assert "oktober.csv" not in page["data"]
    assert "### Perlu perhatian" in page["data"]
    assert "- **Kabupaten Pasangkayu**: " in page["data"]
    assert "mamuju" not in page["data"].casefold()
    assert page["description"].startswith("**3 kiriman**: ")


def test_compliance_is_a_table_over_offices_and_months(run_by_hand: FinishedRun) -> None:
    table = run_by_hand.artifacts["kepatuhan"]
    assert table["type"] == "table"
    rows = {row["Kantor"]: row for row in json.loads(table["data"])}
    assert rows["Kabupaten Mamasa"]["November 2026"].startswith("Diterima sebagian: ")
    assert rows["Kabupaten Pasangkayu"]["November 2026"] == "Belum mengirim"
    assert rows["Kota Parepare, Sulawesi Selatan"]["November 2026"] == "Belum mengirim"


def test_there_is_an_indonesian_page_for_each_submission(run_by_hand: FinishedRun) -> None:
    pages = {key: artifact for key, artifact in run_by_hand.artifacts.items() if key.startswith("kiriman-")}
    assert sorted(key.split("-")[1] for key in pages) == ["majene", "mamasa", "mamasa"]
    for page in pages.values():
        assert page["type"] == "markdown"
        assert "### Tanda terima" in page["data"]
        assert "SHA-256" in page["data"]
    (majene,) = [page["data"] for key, page in pages.items() if key.startswith("kiriman-majene")]
    (expected,) = (json.loads(path.read_text(encoding="utf-8")) for path in SAMPLES.glob("04_*.expected.json"))
    findings = [(finding["code"], finding["severity"]) for finding in expected["findings"]]
    said = Counter(finding for finding in findings if finding[0].startswith("nik."))
    assert len(said) > 3
    for (code, severity), number in said.items():
        assert f"- **{plain(title(code, Severity(severity)))}** ({number})" in majene


def test_nothing_personal_reaches_prefect(run_by_hand: FinishedRun, server: Server) -> None:
    personal = declared() | typed_in(sample(4)) | typed_in(sample(5)) | {"0812-3456-7890"}
    assert len(personal) > 100
    logs = "".join(path.read_text() for path in server.folder.glob("*.log"))
    stored = server.dump() + logs
    assert "jawab-majene" in stored
    assert {value for value in personal if value in stored} == set()
    assert list(server.folder.glob("prefect/storage/*")) == []  # no result is kept
