"""Doubtful pairs by their form, on a real server and worker: what it shows, a decision, the next pair, the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from flows.identities import CHANGED, ENDED, NONE_LEFT
from flows.identity_form import WORDS
from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.steps.identities.deciding import enter
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import finished
from tests.flows.server import Server, prefect_server, until
from tests.flows.test_in_force import create
from tests.warehouse.factory import ADDRESS, check_result, send, umkm
from warehouse.identities.decisions import Answer, all_decisions
from warehouse.identities.linking import link
from warehouse.identities.pairs import questions
from warehouse.identities.subjects import BUSINESSES

pytestmark = pytest.mark.xdist_group("runs")
NAME = "usaha-yang-sama"
OWNER, SIGNED = "Rosdiana Saharia", {"nama_petugas": "Rahma", "alasan": "Sudah ditelepon 081377776666."}
NIKS, NIB = [f"76050145019000{number:02d}" for number in (11, 12, 13)], "9120000077777"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with three records that are alike in all but their NIKs: three doubtful pairs."""
    new_home = Home(tmp_path_factory.mktemp("usaha") / "rumah")
    init_home(new_home.path)
    upgrade_home(new_home)
    workshop = open_workshop(new_home)
    names = ("UD Tunas Muda", "Tunas <b>Muda</b>", "Toko Tunas Moeda")
    same = {"nama_pemilik": OWNER, "nib": NIB, "telepon": "+6281299900011", "kbli": "10710"}
    rows = [
        umkm(number, nik_pemilik=nik, nama_usaha=name, **same)
        for number, (nik, name) in enumerate(zip(NIKS, names, strict=True), 1)
    ]
    send(workshop.warehouse, check_result({"umkm": rows}))
    assert link(workshop.warehouse).waiting == 3
    workshop.warehouse.close()
    return new_home


@pytest.fixture(scope="module")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with its worker for that home."""
    with prefect_server(tmp_path_factory.mktemp("prefect"), home.path) as started:
        yield started


def above_form(server: Server, run: str, number: int) -> str:
    """What stands above a run's form, once it is there."""
    path = f"/flow_runs/{run}/input/suspended-keputusan-1-{number}-description"
    until(lambda: server.ask("GET", path).is_success, bool)
    server.wait_for(f"/flow_runs/{run}", lambda record: record["state_name"] == "Suspended")
    return json.loads(server.ask("GET", path).text)


def resume(server: Server, run: str, choice: str, **signed: str) -> None:
    server.post(f"/flow_runs/{run}/resume", {"run_input": {"keputusan": WORDS[choice], **SIGNED, **signed}})


def decisions(home: Home) -> list[Any]:
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        entries = all_decisions(connection)
    workshop.warehouse.close()
    return entries


def test_a_person_decides_pair_after_pair_and_sees_nothing_of_the_owner_but_what_agrees(
    server: Server, home: Home
) -> None:
    run = create(server, NAME, {}).raise_for_status().json()["id"]
    first = above_form(server, run, 1)
    assert "3 pasangan menunggu" in first
    assert all(words in first for words in ("UD Tunas Muda", "Kabupaten Majene", "Banggae", "10710"))
    assert all(
        row in first for row in ("| Nama pemilik | sama |", "| NIK | beda |", "| NIB | sama |", "| Telepon | sama |")
    )
    for personal in (OWNER, ADDRESS, NIB, *NIKS, "81299900011", "<b>"):
        assert personal not in first
    resume(server, run, Answer.DIFFERENT)
    second = above_form(server, run, 2)
    assert "2 pasangan menunggu" in second
    [decision] = decisions(home)
    assert (decision.answer, decision.who) == (Answer.DIFFERENT, "Rahma")
    assert "081377776666" not in decision.why
    resume(server, run, "skip")
    assert "1 pasangan menunggu" in above_form(server, run, 3)
    resume(server, run, Answer.UNSURE)
    ended = finished(server, home, run)
    assert (ended.record["state_name"], ended.record["state"]["message"]) == (ENDED, NONE_LEFT)
    assert [decision.answer for decision in decisions(home)] == [Answer.DIFFERENT, Answer.UNSURE]
    typed = server.post("/flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    assert "081377776666" not in json.dumps(typed)


def test_a_person_may_stop_and_what_others_decided_meanwhile_is_told(server: Server, home: Home) -> None:
    run = create(server, NAME, {}).raise_for_status().json()["id"]
    assert "1 pasangan menunggu" in above_form(server, run, 1)
    resume(server, run, "stop")
    assert finished(server, home, run).record["state"]["message"] == "Berhenti; 1 pasangan masih menunggu."
    run = create(server, NAME, {}).raise_for_status().json()["id"]
    assert "1 pasangan menunggu" in above_form(server, run, 1)
    decide_the_last(home)
    resume(server, run, Answer.SAME)
    message = finished(server, home, run).record["state"]["message"]
    assert message == f"Keputusan yang terakhir tidak dicatat: {CHANGED} {NONE_LEFT}"
    assert [decision.answer for decision in decisions(home) if decision.live_to is None].count(Answer.SAME) == 0


def decide_the_last(home: Home) -> None:
    """Somebody else answers what still waits."""
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        [question] = questions(connection, BUSINESSES)
    enter(workshop, BUSINESSES, *question.pair, Answer.UNSURE, who="Andi", why="Belum jelas.")
    workshop.warehouse.close()
