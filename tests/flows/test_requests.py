"""A run that is retried does what it was asked for when it began, whatever came since. A request is done once: see also
``tests/steps/test_submissions.py``, and ``test_again.py`` for one that is retried.
"""

from __future__ import annotations

import hashlib

import pytest

from kemitraan.config.home import Home
from kemitraan.config.own_reference import Lore
from kemitraan.steps.job.replaying import try_replay
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import FinishedRun, finished, send, work_off
from tests.flows.server import Server
from tests.flows.test_again import facts_of, retry, start
from tests.steps.making import learn, mitra_csv

pytestmark = pytest.mark.xdist_group("runs")

MAKASSAR = "Kota Makassar, Sulawesi Selatan"


def attempts(home: Home, data: bytes, office: str) -> list[str]:
    """The states of every attempt at these bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    rows = [row for row in facts_of(home, office)["submission"] if row["sha256"] == sha256]
    return [row["state"] for row in sorted(rows, key=lambda row: int(row["attempt"]))]


def test_a_consolidation_that_found_nothing_to_do_again_does_nothing_again_when_it_is_retried(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    office = "Kabupaten Polewali Mandar"
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")["id"]
    ended = finished(server, home, start(server, deployment, {"kantor": [office], "proses_ulang": True}))
    send(home, "polewali-mandar", b"bukan buku kerja", "baru.xlsx")
    work_off(home, "polewali-mandar")
    once = facts_of(home, "76.04")
    assert [row["state"] for row in once["submission"]] == ["answered"]
    retry(server, home, ended.record["id"])
    assert facts_of(home, "76.04") == once


def test_a_replay_of_the_quarantine_that_is_retried_takes_up_nothing_that_came_or_would_come_in_since(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    replay = server.get("/deployments/name/ulangi-karantina/ulangi-karantina")["id"]
    chosen, since = (
        mitra_csv("Satu", "Dua", period=period).replace(b";Makassar;", f";{name};".encode(), 1)
        for name, period in (("Kota Daeng", "2026-09"), ("Kota Angin", "2026-08"))
    )
    send(home, "sulsel-makassar", chosen, "daeng.csv")
    work_off(home, "sulsel-makassar")
    learn(home, Lore.PLACE, kode="73.71", alias="Kota Daeng")
    run = finished(server, home, start(server, replay, {"kantor": [MAKASSAR]}))
    assert run.record["state"]["message"].startswith("1 baris masuk dari karantina (1 kiriman); ")
    assert attempts(home, chosen, "73.71") == ["answered"] * 2
    send(home, "sulsel-makassar", since, "angin.csv")
    work_off(home, "sulsel-makassar")
    learn(home, Lore.PLACE, kode="73.71", alias="Kota Angin")
    once = facts_of(home, "73.71")
    again = retry(server, home, run.record["id"])
    assert facts_of(home, "73.71") == once
    assert again.record["state"]["message"].startswith("1 baris masuk dari karantina (1 kiriman); ")
    assert would_gain(home, since)  # what another run would take up


def would_gain(home: Home, data: bytes) -> int:
    """How many rows of these bytes would come in by now."""
    sha256 = hashlib.sha256(data).hexdigest()
    [row] = [row for row in facts_of(home, "73.71")["submission"] if row["sha256"] == sha256]
    workshop = open_workshop(home)
    rows = try_replay(workshop, row["id"]).would_come_in
    workshop.warehouse.close()
    return rows
