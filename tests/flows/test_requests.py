"""One request makes one attempt, however often its run is retried and whatever came since; a change of what is in force
is told by the run that made it, and by no other.
"""

from __future__ import annotations

import hashlib

import pytest

from flows.events import WAREHOUSE_CHANGED
from kemitraan.config.home import Home
from kemitraan.config.own_reference import Lore
from tests.flows.conftest import FinishedRun, finished, send
from tests.flows.server import Server, until
from tests.flows.test_again import facts_of, retry, start
from tests.steps.making import learn, mitra_csv

pytestmark = pytest.mark.xdist_group("runs")

MAKASSAR, PAREPARE = "Kota Makassar, Sulawesi Selatan", "Kota Parepare, Sulawesi Selatan"


def consolidate(server: Server, home: Home, office: str, again: bool = False) -> FinishedRun:
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")
    parameters = {"kantor": [office], "periode": "", "proses_ulang": again}
    return finished(server, home, start(server, deployment["id"], parameters))


def attempts(home: Home, data: bytes, office: str) -> list[str]:
    """The states of every attempt at these bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    rows = [row for row in facts_of(home, office)["submission"] if row["sha256"] == sha256]
    return [row["state"] for row in sorted(rows, key=lambda row: int(row["attempt"]))]


def runs_told(server: Server) -> list[str]:
    """The runs that told that the warehouse has changed."""
    events = server.post("/events/filter", {"filter": {"event": {"name": [WAREHOUSE_CHANGED]}}})["events"]
    related = [related_resource["prefect.resource.id"] for event in events for related_resource in event["related"]]
    return [
        identifier.removeprefix("prefect.flow-run.")
        for identifier in related
        if identifier.startswith("prefect.flow-run.")
    ]


def test_a_request_is_done_once_also_when_another_came_in_between_and_only_what_a_run_published_is_told(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    again = server.get("/deployments/name/proses-ulang-kiriman/proses-ulang-kiriman")["id"]
    # Earlier than all that other tests send for Parepare: compared with more rows of an earlier month it would wait.
    first = mitra_csv("Permintaan", "Pertama", office="73.72", period="2025-05").replace(b";Makassar;", b";Parepare;")
    send(home, "sulsel-parepare", first, "permintaan.csv")
    runs = [consolidate(server, home, PAREPARE).record["id"]]
    for _ in range(2):
        parameters = {"kiriman": hashlib.sha256(first).hexdigest()}
        runs.append(finished(server, home, start(server, again, parameters)).record["id"])
    once = facts_of(home)
    assert attempts(home, first, "73.72") == ["answered"] * 3
    retry(server, home, runs[1])
    send(home, "sulsel-parepare", first, "permintaan sekali lagi.csv")
    consolidate(server, home, PAREPARE)
    assert facts_of(home) == once
    later = first.replace(b"2025-05", b"2025-04")
    send(home, "sulsel-parepare", later, "kemudian.csv")
    runs.append(consolidate(server, home, PAREPARE).record["id"])
    runs_seen: list[str] = until(lambda: runs_told(server), lambda runs_seen: runs[-1] in runs_seen)
    assert sorted(run_id for run_id in runs_seen if run_id in runs) == sorted(runs)


def test_a_consolidation_that_found_nothing_to_do_again_does_nothing_again_when_it_is_retried(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    office = "Kabupaten Polewali Mandar"
    ended = consolidate(server, home, office, again=True)
    send(home, "polewali-mandar", b"bukan buku kerja", "baru.xlsx")
    consolidate(server, home, office)
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
    consolidate(server, home, MAKASSAR)
    learn(home, Lore.PLACE, kode="73.71", alias="Kota Daeng")
    run = finished(server, home, start(server, replay, {"kantor": [MAKASSAR]}))
    assert run.record["state"]["message"].startswith("1 baris masuk dari karantina (1 kiriman); ")
    assert attempts(home, chosen, "73.71") == ["answered"] * 2
    send(home, "sulsel-makassar", since, "angin.csv")
    consolidate(server, home, MAKASSAR)
    learn(home, Lore.PLACE, kode="73.71", alias="Kota Angin")
    once = facts_of(home, "73.71")
    again = retry(server, home, run.record["id"])
    assert facts_of(home, "73.71") == once
    assert again.record["state"]["message"].startswith("1 baris masuk dari karantina (1 kiriman); ")
    finished(server, home, start(server, replay, {"kantor": [MAKASSAR]}))
    assert attempts(home, since, "73.71") == ["answered"] * 2  # another run does
