"""``look_at_all``: what is well, what is not and what to do, on both databases; nothing wrong is told as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from kemitraan.config.home import Home
from kemitraan.steps.care.backing_up import back_up
from kemitraan.steps.care.health import Check, look_at_all
from tests.conftest import Databases, on_sqlite
from tests.steps.driver import TimelessWorkshop, run_job, send
from tests.steps.making import mitra_csv
from warehouse.diary import Work, record_done

pytestmark = pytest.mark.usefixtures("pg_dump")

NAMES = ["Setelan", "Acuan", "Kunci", "Gudang data", "Arsip", "Konsolidasi", "Cadangan", "Ruang cakram"]


@pytest.fixture
def environment(workshop: TimelessWorkshop) -> dict[str, str]:
    """How the command finds the warehouse that the workshop is open at."""
    url = workshop.warehouse.engine.url.render_as_string(hide_password=False)
    return {} if workshop.warehouse.is_sqlite else {"KEMITRAAN_WAREHOUSE": url}


def looked(
    workshop: TimelessWorkshop, environment: dict[str, str], later: timedelta = timedelta(0)
) -> dict[str, Check]:
    now = max(workshop.noon, datetime.now(UTC)) + later
    return {check.name: check for check in look_at_all(workshop.home, environment, now)}


def bad(checks: dict[str, Check]) -> list[str]:
    assert all(check.remedy or check.name == "Gudang data" for check in checks.values() if check.well is False)
    return [name for name, check in checks.items() if check.well is False]


def test_a_new_home_is_well(workshop: TimelessWorkshop, environment: dict[str, str]) -> None:
    checks = looked(workshop, environment)
    assert list(checks) == NAMES
    assert bad(checks) == []
    assert all(check.well for check in checks.values())
    assert not list(workshop.home.archive.iterdir())  # the probe is gone again


@on_sqlite
def test_what_was_never_done_or_long_ago_is_told_once_it_is_overdue(
    workshop: TimelessWorkshop, environment: dict[str, str], tmp_path: Path
) -> None:
    late = timedelta(hours=27)
    never = looked(workshop, environment, late)
    assert bad(never) == ["Konsolidasi", "Cadangan"]
    assert never["Cadangan"].told == "belum pernah dibuat."
    record_done(workshop.warehouse, Work.CONSOLIDATION)
    back_up(workshop, tmp_path / "cadangan", 3)
    moved = workshop.noon - datetime.now(UTC)  # the workshop's clock stands still
    checks = {
        check.name: check for check in look_at_all(workshop.home, environment, workshop.noon + timedelta(hours=25))
    }
    assert bad(checks) == []
    assert "cadangan" in checks["Ruang cakram"].told
    checks = {check.name: check for check in look_at_all(workshop.home, environment, workshop.noon + late)}
    assert bad(checks) == ["Konsolidasi", "Cadangan"]
    assert checks["Konsolidasi"].told == (
        "yang terakhir selesai 24 November 2026 pukul 12.00 WITA, lebih dari 26 jam yang lalu."
    ), moved


def test_a_consolidation_that_ended_with_an_error_is_told(
    workshop: TimelessWorkshop, environment: dict[str, str]
) -> None:
    record_done(workshop.warehouse, Work.CONSOLIDATION, error="ada kiriman yang gagal karena kesalahan program.")
    checks = {check.name: check for check in look_at_all(workshop.home, environment, workshop.noon)}
    assert bad(checks) == ["Konsolidasi"]
    assert "ada kiriman yang gagal" in checks["Konsolidasi"].told


def test_wrong_settings_leave_what_needs_them_unchecked(embedded: TimelessWorkshop) -> None:
    with embedded.home.config_file.open("a", encoding="utf-8") as file:
        file.write("[health]\nleast_free_mib = 0\n")
    checks = looked(embedded, {})
    assert bad(checks) == ["Setelan"]
    assert "health.least_free_mib: terlalu kecil. Paling kecil 1." in checks["Setelan"].told
    assert [name for name, check in checks.items() if check.well is None] == [*NAMES[1:2], *NAMES[3:]]


def test_another_key_and_an_old_warehouse_and_one_that_is_away_are_told(
    workshop: TimelessWorkshop, environment: dict[str, str]
) -> None:
    key = workshop.home.key_file.read_bytes()
    workshop.home.key_file.write_bytes(key[::-1])
    checks = looked(workshop, environment)
    assert bad(checks) == ["Gudang data"]
    assert checks["Gudang data"].told.startswith("Kunci rumah ini bukan kunci yang dipakai gudang data ini.")
    assert checks["Konsolidasi"].well is None
    workshop.home.key_file.unlink()
    assert bad(looked(workshop, environment)) == ["Kunci"]
    workshop.home.key_file.write_bytes(key)
    with workshop.warehouse.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert "jalankan `kemitraan upgrade`" in looked(workshop, environment)["Gudang data"].told
    away = {"KEMITRAAN_WAREHOUSE": "postgresql://petugas:rahasia@127.0.0.1:1/gudang?connect_timeout=2"}
    check = looked(workshop, away)["Gudang data"]
    assert (check.well, "rahasia" in check.told) == (False, False)


def test_a_wrong_line_of_staff_an_archive_that_is_away_and_a_full_disk_are_told(embedded: TimelessWorkshop) -> None:
    home = embedded.home
    with (home.reference / "mitra.csv").open("a", encoding="utf-8") as file:
        file.write("PT Baru,Alfamidi,2026-11-29,Rahma,\n")
    with home.config_file.open("a", encoding="utf-8") as file:
        file.write("[health]\nleast_free_mib = 1_000_000_000\n")
    home.archive.rmdir()
    checks = looked(embedded, {})
    assert bad(checks) == ["Acuan", "Arsip", "Ruang cakram"]
    assert "hampir penuh (rumah)" in checks["Ruang cakram"].told
    assert not home.archive.exists()


def test_an_empty_folder_in_place_of_the_archive_is_told(embedded: TimelessWorkshop) -> None:
    send(embedded.home, "sulsel-makassar", mitra_csv("Satu"), "satu.csv")
    run_job(embedded)
    embedded.home.archive.rename(embedded.home.path / "dilepas")
    embedded.home.archive.mkdir()
    assert "Arsip" in bad(looked(embedded, {}))


@contextmanager
def server(status: int, answer: Any) -> Iterator[str]:
    """A server that answers every question so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.dumps(answer).encode()
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/api"
        running.shutdown()


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (200, [{"status": "OFFLINE"}, {"status": "ONLINE"}], "menjawab, dan ada pekerja."),
        (200, [{"status": "OFFLINE"}], "menjawab, tetapi tidak ada pekerja yang terdengar."),
        (401, {}, "menolak kata masuk."),
        (404, {}, "belum ada penerapannya."),
        (500, {}, "tidak menjawab."),
    ],
)
def test_a_server_that_is_named_is_asked_for_its_workers(
    embedded: TimelessWorkshop, status: int, answer: Any, words: str
) -> None:
    with server(status, answer) as url:
        checks = looked(embedded, {"PREFECT_API_URL": url, "PREFECT_API_AUTH_STRING": "petugas:rahasia"})
    assert (checks["Server Prefect"].told, checks["Server Prefect"].well) == (
        words,
        words == "menjawab, dan ada pekerja.",
    )


def test_a_server_that_is_not_there_is_told(embedded: TimelessWorkshop) -> None:
    checks = looked(embedded, {"PREFECT_API_URL": "http://127.0.0.1:1/api"})
    assert bad(checks) == ["Server Prefect"]


def test_a_home_that_is_none_is_told_and_raises_nothing(tmp_path: Path, databases: Databases) -> None:
    checks = look_at_all(Home(tmp_path), {"KEMITRAAN_WAREHOUSE": databases.fresh()}, datetime.now(UTC))
    assert [check.name for check in checks if check.well is False] == ["Setelan", "Kunci"]
