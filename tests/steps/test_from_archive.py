"""The archive alone gives the same warehouse again: files, their senders and times, and what people decided."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from kemitraan.config.home import Home
from kemitraan.steps.archive_notes import NoteKind, read_notes
from kemitraan.steps.corrections.entering import correct, find_target
from kemitraan.steps.corrections.exempting import end, exempt
from kemitraan.steps.decisions.putting_in_force import ForceAct, put_in_force
from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.job.from_archive import make_from_archive, note_all_arrivals
from kemitraan.steps.job.replaying import take_up
from schemas.period import Period
from tests.conftest import Databases, on_sqlite
from tests.homes import MakeHome
from tests.steps.driver import TimelessWorkshop, days_later, process, run_job, send, workshop_of
from tests.steps.making import mitra_csv
from warehouse.contract_tables import SHEETS
from warehouse.corrections.entering import all_corrections
from warehouse.decisions import Choice, open_decisions
from warehouse.exemptions import all_exemptions
from warehouse.mart_reading import read_mart_at
from warehouse.marts import MARTS
from warehouse.movements import MOVEMENTS
from warehouse.reading import known_keys

WAITING = "[settings.review]\nquarantined_share = 0.01\n"


@pytest.fixture
def lived(make_home: MakeHome, databases: Databases) -> Iterator[TimelessWorkshop]:
    """A home in which submissions came, waited, were decided, corrected, taken up again, withdrawn and put back."""
    home = make_home()
    with home.config_file.open("a", encoding="utf-8") as settings:
        settings.write(f"\n{WAITING}")
    workshop = ticking(workshop_of(home, databases.fresh()))
    send(home, "majene", "01_majene_bersih.xlsx")
    send(home, "polewali-mandar", "06_polewali_antar_baris.xlsx")
    send(home, "sulsel-makassar", mitra_csv("Satu", "Dua"), "satu.csv")
    run_job(workshop)
    [waiting] = open_decisions(workshop.warehouse)
    decide_submission(workshop, waiting.submission, Choice.LOAD, who="Ibu Ani", why="boleh dimuat sebagian")
    run_job(workshop)
    key = min(known_keys(workshop.warehouse, "umkm", "76.05"))
    target = find_target(workshop, "76.05", "UMKM", key, "omzet_tahunan")
    for value in ("3000000000", "20000000000"):
        correct(workshop, target, value=value, who="Ibu Ani", why="laporan keuangannya dilihat")
    months = (Period(2026, 11), Period(2026, 12))
    exemption = exempt(workshop, "76.05", "date.order", *months, who="Ibu Ani", why="berkas lama")
    end(workshop, exemption.id, who="Ibu Ani", why="tidak perlu lagi")
    workshop = ticking(days_later(workshop, 1))
    send(home, "sulsel-makassar", mitra_csv("Tiga"), "tiga.csv")
    [line] = run_job(workshop).lines
    send(home, "sulsel-makassar", mitra_csv("Satu", kind="Entah"), "buruk.csv")
    run_job(workshop)
    put_in_force(workshop, line.submission, ForceAct.WITHDRAW, who="Ibu Ani", why="berkas kantor lain")
    process(workshop, take_up(workshop, waiting.submission, why="diproses ulang"))
    yield workshop
    workshop.warehouse.close()


def ticking(workshop: TimelessWorkshop) -> TimelessWorkshop:
    """A workshop whose clock goes on by a second each time that it is looked at: no two events are at once."""
    seconds, start = count(), workshop.noon
    return replace(
        workshop, warehouse=replace(workshop.warehouse, now=lambda: start + timedelta(seconds=next(seconds)))
    )


def anew(workshop: TimelessWorkshop, make_home: MakeHome, databases: Databases) -> TimelessWorkshop:
    """A new home with nothing but the archive of another, and its settings and key."""
    home: Home = make_home()
    for file in (workshop.home.config_file, workshop.home.key_file):
        shutil.copyfile(file, home.path / file.name)
    shutil.rmtree(home.archive, ignore_errors=True)
    shutil.copytree(workshop.home.archive, home.archive)
    return workshop_of(home, databases.fresh(), noon=workshop.noon + timedelta(days=60))


def current_rows(workshop: TimelessWorkshop) -> dict[str, list[tuple]]:
    names = [tables.current.name for tables in SHEETS.values()] + [movement.table.name for movement in MOVEMENTS]
    with workshop.warehouse.read() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr)  # noqa: S608
            for name in names
        }


def mart_rows(workshop: TimelessWorkshop, name: str) -> list[dict]:
    """A mart's rows. The numbers of businesses are given anew."""
    rows = [
        {**row, "usaha_id": None} if name == "usaha" else row for row in read_mart_at(workshop.warehouse, name).rows
    ]
    return sorted(rows, key=repr) if name == "usaha" else rows


def test_from_the_archive_alone_come_the_same_tables_marts_and_decisions(
    lived: TimelessWorkshop, make_home: MakeHome, databases: Databases
) -> None:
    again = anew(lived, make_home, databases)
    replay = make_from_archive(again)
    assert (replay.files, replay.decisions, replay.waiting, dict(replay.problems)) == (5, 2, 0, {})
    assert sum(map(len, current_rows(lived).values())) > 100
    assert current_rows(again) == current_rows(lived)
    assert all_corrections(again.warehouse) == all_corrections(lived.warehouse)
    assert all_exemptions(again.warehouse) == all_exemptions(lived.warehouse)
    for name in MARTS:
        assert mart_rows(again, name) == mart_rows(lived, name)
    assert not [path for path in (again.home.path / "keluar").rglob("*") if path.is_file()]  # nobody is answered again
    assert not run_job(again).lines
    made_twice = make_from_archive(again)
    assert not made_twice.problems
    assert current_rows(again) == current_rows(lived)
    again.warehouse.close()


@on_sqlite
def test_a_file_that_is_gone_is_named_and_holds_up_no_other(
    lived: TimelessWorkshop, make_home: MakeHome, databases: Databases
) -> None:
    again = anew(lived, make_home, databases)
    lost = next(note for note in read_notes(again.archive) if note.file_name == "satu.csv")
    next(again.home.archive.rglob(lost.sha256)).unlink()
    replay = make_from_archive(again)
    assert lost.submission in replay.problems
    rows = current_rows(again)
    assert rows["dim_umkm"] == current_rows(lived)["dim_umkm"]
    assert rows["dim_mitra"] == []
    again.warehouse.close()


@on_sqlite
def test_notes_are_their_owners_alone_and_written_once_for_files_of_earlier_versions(lived: TimelessWorkshop) -> None:
    notes = read_notes(lived.archive)
    files = sorted(lived.home.archive.rglob("*.json"))
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    written: dict[Path, tuple[bytes, datetime]] = {file: (file.read_bytes(), file.stat().st_mtime) for file in files}
    note_all_arrivals(lived)
    assert {file: (file.read_bytes(), file.stat().st_mtime) for file in lived.home.archive.rglob("*.json")} == written
    for file in files:
        file.unlink()
    note_all_arrivals(lived)
    kinds = (NoteKind.ARRIVAL, NoteKind.CHECK)
    assert read_notes(lived.archive) == [note for note in notes if note.kind in kinds]
