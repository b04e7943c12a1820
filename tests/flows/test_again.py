"""What the pages' Retry and Run do at every state: a run that failed half-way, one that is finished, the same one anew.

A report is made by itself after data in force has changed: an automation of ``prefect.yaml`` waits for our event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, select

from flows.events import WAREHOUSE_CHANGED
from kemitraan.config.home import Home
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import FinishedRun, finished, send
from tests.flows.marks import FILE, MARK
from tests.flows.server import Server, until
from tests.homes import copy_of
from tests.steps.driver import run_job, workshop_of
from tests.steps.driver import send as lay
from tests.steps.making import mitra_csv
from warehouse.contract_tables import SHEETS
from warehouse.tables import finding, in_force, submission, submission_event, submission_sheet

pytestmark = pytest.mark.xdist_group("runs")

OFFICE, NAME = "sulsel-parepare", "Kota Parepare, Sulawesi Selatan"
GOOD = mitra_csv("Baik", "Lagi", office="73.72")
WRONG = mitra_csv("Rusak", "Juga", "Entah", office="73.72", period="2026-10").replace(b";Makassar;", b";Parepare;")
ASKED = {"kantor": [NAME], "periode": "", "proses_ulang": False}
FACTS = (submission, submission_sheet, finding, in_force, *(tables.batch for tables in SHEETS.values()))
TIMES = {"received_at", "loaded_at", "live_from", "live_to", "checked_on", "file_name", "source", "note"}

Facts = dict[str, list[dict[str, Any]]]


def facts_of(home: Home, office: str = "73.72") -> Facts:
    """All that the warehouse holds of an office's submissions, but when."""
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        identifiers = list(connection.scalars(select(submission.c.id).where(submission.c.office == office)))
        facts = {table.name: _rows(connection, table, identifiers) for table in FACTS}
    workshop.warehouse.close()
    return facts


def _rows(connection: Connection, table: Any, identifiers: list[str]) -> list[dict[str, Any]]:
    column = table.c.id if table is submission else table.c.submission_id
    rows = [dict(row._mapping) for row in connection.execute(select(table).where(column.in_(identifiers)))]
    plain = [{name: str(value) for name, value in row.items() if name not in TIMES} for row in rows]
    return sorted(plain, key=str)


def answers(home: Home) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.outbox(OFFICE).iterdir() if path.is_file()}


def audit(home: Home) -> int:
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        rows = len(connection.execute(select(submission_event)).all())
    workshop.warehouse.close()
    return rows


def retry(server: Server, home: Home, run: str) -> FinishedRun:
    """Click Retry and wait for the end."""
    before = server.get(f"/flow_runs/{run}")["run_count"]
    state = {"type": "SCHEDULED", "name": "AwaitingRetry", "message": "Retry from the UI"}
    server.post(f"/flow_runs/{run}/set_state", {"state": state, "force": True})
    server.wait_for(f"/flow_runs/{run}", lambda record: record["run_count"] > before)
    return finished(server, home, run)


def start(server: Server, deployment: str, parameters: dict[str, Any]) -> str:
    """Fill in the form of a deployment (by its identifier) and send it."""
    return server.post(f"/deployments/{deployment}/create_flow_run", {"parameters": parameters})["id"]


@dataclass(frozen=True)
class Story:
    """A run that failed half-way, was retried, retried once more, and done anew; and what was there after each."""

    failed: FinishedRun
    retried: FinishedRun
    facts: tuple[Facts, ...]
    answers: tuple[dict[str, bytes], ...]
    audits: tuple[int, ...]


@pytest.fixture(scope="module")
def broken(server: Server) -> str:
    """The deployment of ``konsolidasi-ulang`` with the bug in it."""
    like = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")
    copied = (
        "flow_id",
        "path",
        "pull_steps",
        "work_pool_name",
        "work_queue_name",
        "parameter_openapi_schema",
        "enforce_parameter_schema",
    )
    definition = {name: like[name] for name in copied} | {"entrypoint": "tests.flows.broken_flow.consolidate"}
    return server.post("/deployments/", {"name": "rusak", **definition})["id"]


@pytest.fixture(scope="module")
def reports(server: Server) -> Iterator[None]:
    """The automation that makes reports, switched on for these tests."""
    (automation,) = [
        automation
        for automation in server.post("/automations/filter", {})
        if automation["name"] == "laporan-setelah-data-berubah"
    ]
    server.ask("PATCH", f"/automations/{automation['id']}", {"enabled": True}).raise_for_status()
    yield
    server.ask("PATCH", f"/automations/{automation['id']}", {"enabled": False}).raise_for_status()


@pytest.fixture(scope="module")
def story(server: Server, home: Home, run_by_hand: FinishedRun, broken: str, reports: None) -> Story:
    mark = home.path / MARK
    mark.touch()
    send(home, OFFICE, GOOD, "baik.csv")
    send(home, OFFICE, WRONG, FILE)
    run = start(server, broken, ASKED)
    failed = finished(server, home, run)
    mark.unlink()
    facts, answers_left, audits = [], [], []

    def look() -> None:
        facts.append(facts_of(home))
        answers_left.append(answers(home))
        audits.append(audit(home))

    retried = retry(server, home, run)
    look()
    anew = start(server, broken, ASKED)
    retry(server, home, run)
    finished(server, home, anew)
    look()
    return Story(failed, retried, tuple(facts), tuple(answers_left), tuple(audits))


def test_a_run_that_failed_half_way_and_is_retried_ends_as_an_undisturbed_one(
    story: Story,
    model_home: Home,
    tmp_path: Path,
) -> None:
    assert (story.failed.record["state_type"], story.failed.states[FILE]) == ("FAILED", "failed")
    assert story.failed.states["baik.csv"] == "answered"
    assert (story.retried.record["state_type"], story.retried.states[FILE]) == ("COMPLETED", "answered")
    undisturbed = copy_of(model_home, tmp_path / "rumah")
    workshop = workshop_of(undisturbed)
    lay(undisturbed, OFFICE, GOOD, "baik.csv")
    lay(undisturbed, OFFICE, WRONG, FILE)
    assert len(run_job(workshop).lines) == 2
    workshop.warehouse.close()
    assert story.facts[0] == facts_of(undisturbed)
    assert set(story.answers[0]) == set(answers(undisturbed))


def test_a_finished_run_that_is_retried_and_the_same_run_anew_change_nothing(story: Story) -> None:
    assert story.facts[0] == story.facts[1]
    assert story.answers[0] == story.answers[1]
    assert story.audits[0] == story.audits[1]


def test_a_report_is_made_by_itself_after_data_in_force_has_changed(server: Server, story: Story, home: Home) -> None:
    of_report = {"flows": {"name": {"any_": ["laporan-kemitraan"]}}}
    runs = until(lambda: server.post("/flow_runs/filter", of_report), lambda runs: len(runs) == 2)
    report, _ = [finished(server, home, run["id"]) for run in runs]  # after the run that failed, and after its retry
    assert report.record["state_type"] == "COMPLETED"
    assert {"laporan", "kepatuhan"} < set(report.artifacts)
    (book,) = (home.path / "laporan").glob("*.xlsx")
    assert book.stem in report.record["state"]["message"]
    assert load_workbook(book).sheetnames[0] == "Ringkasan"
    majene = next(
        row for row in json.loads(report.artifacts["kepatuhan"]["data"]) if row["Kantor"] == "Kabupaten Majene"
    )
    assert majene["November 2026"].startswith("Diterima sebagian: ")


def test_events_tell_of_each_submission_once_and_only_who_and_what(server: Server, story: Story) -> None:
    of_office = {"event": {"prefix": ["kemitraan."]}, "resource": {"labels": {"kemitraan.kantor": [OFFICE]}}}
    emitted = until(
        lambda: server.post("/events/filter", {"filter": of_office})["events"], lambda events: len(events) >= 4
    )
    event_names = sorted((event["event"], event["resource"]["prefect.resource.id"]) for event in emitted)
    resources = [f"kemitraan.kiriman.{row['id']}" for row in story.facts[0]["submission"]]
    assert event_names == sorted(
        (f"kemitraan.kiriman.{kind}", resource) for kind in ("diterima", "diterbitkan") for resource in resources
    )
    assert {tuple(event["payload"]) for event in emitted} == {("periode", "hasil", "berlaku")}
    assert {event["related"][0]["prefect.resource.id"] for event in emitted} == {f"kemitraan.kantor.{OFFICE}"}


def test_a_submission_processed_again_by_its_form_is_one_new_attempt_also_when_that_run_is_retried(
    server: Server, story: Story, home: Home
) -> None:
    deployment = server.get("/deployments/name/proses-ulang-kiriman/proses-ulang-kiriman")
    submission_row = next(row for row in story.facts[0]["submission"] if row["period"] == "2026-11")
    run = finished(server, home, start(server, deployment["id"], {"kiriman": submission_row["sha256"]}))
    assert run.record["state_type"] == "COMPLETED"
    assert "Kota Parepare, Sulawesi Selatan, November 2026: Diterima" in run.record["state"]["message"]
    assert run.artifacts["ringkasan-proses-ulang"]["data"].startswith("**1 kiriman**: 1 diterima.")
    once = facts_of(home)
    assert sorted(row["attempt"] for row in once["submission"]) == ["1", "1", "2"]
    retry(server, home, run.record["id"])
    assert facts_of(home) == once
    assert runs_told(server).count(run.record["id"]) == 1


def runs_told(server: Server) -> list[str]:
    """The runs that told that the warehouse has changed."""
    events = server.post("/events/filter", {"filter": {"event": {"name": [WAREHOUSE_CHANGED]}}})["events"]
    related = [resource["prefect.resource.id"] for event in events for resource in event["related"]]
    return [
        identifier.removeprefix("prefect.flow-run.")
        for identifier in related
        if identifier.startswith("prefect.flow-run.")
    ]


def test_maintenance_and_the_quarantine_say_what_they_did(server: Server, story: Story, home: Home) -> None:
    damaged = next(home.archive.rglob(story.facts[0]["submission"][0]["sha256"]))
    good = damaged.read_bytes()
    damaged.write_bytes(b"lain")
    paths = ("pemeliharaan/pemeliharaan", "ulangi-karantina/ulangi-karantina")
    care, replay = [start(server, server.get(f"/deployments/name/{path}")["id"], {}) for path in paths]
    cared = finished(server, home, care)
    damaged.write_bytes(good)
    assert (cared.record["state_type"], cared.record["state_name"]) == ("COMPLETED", "Perlu perhatian")
    assert "Arsip" in cared.record["state"]["message"]
    assert story.facts[0]["submission"][0]["id"] in cared.artifacts["pemeliharaan"]["data"]
    assert "folder cadangan belum disetel" in cared.artifacts["pemeliharaan"]["data"]
    replayed = finished(server, home, replay)
    assert replayed.record["state_type"] == "COMPLETED"
    assert "ringkasan-karantina" in replayed.artifacts
    assert replayed.record["state"]["message"].startswith("0 baris masuk dari karantina (0 kiriman); ")
