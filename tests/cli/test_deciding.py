"""``waiting``, ``decide`` and ``headers``: a person decides where there is no server."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kemitraan.config.home import Home
from schemas.messages import date_words
from tests.cli.conftest import Run
from tests.homes import MakeHome
from tests.steps.driver import run_job, send, workshop_of
from tests.steps.making import mitra_csv, mostly_bad_csv

OFFICE = "sulsel-makassar"
WHO = ("--name", "Rahma", "--reason", "Sudah ditanyakan lewat telepon.")


@pytest.fixture
def waits(make_home: MakeHome) -> Home:
    """A home in which two submissions wait: one for its rows, one for a header."""
    home = make_home()
    workshop = workshop_of(home)
    send(home, OFFICE, mostly_bad_csv(), "buruk.csv")
    send(home, OFFICE, mitra_csv("Satu", period="2026-10").replace(b";Nama Mitra;", b";Nama Toko;"), "judul.csv")
    run_job(workshop)
    workshop.warehouse.close()
    return home


@pytest.fixture
def command(run: Run, waits: Home, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return lambda *arguments: run("--home", waits.path, *arguments)


def numbers(command: Run) -> dict[str, str]:
    """The submissions that wait, by period."""
    return {entry["period"]: entry["submission"] for entry in command("waiting", "--json").json}


def today() -> str:
    """The day in the office's zone."""
    return date_words(datetime.now(ZoneInfo("Asia/Makassar")).date())


def test_what_waits_is_listed_with_reason_due_date_choices_and_offered_columns(command: Run) -> None:
    output = command("waiting").out
    assert "8 dari 12 baris ditahan, lebih dari 50 persen." in output
    assert "Untuk November 2026 kini tidak ada yang berlaku. Bila dimuat: 4 baris." in output
    assert "Pilihan: muat, tolak, minta-ulang" in output
    assert "Judul “Nama Toko” di lembar Mitra, sel B7: nama_mitra" in output
    assert "Pilihan: tolak, minta-ulang, cocokkan" in output
    assert command("waiting", "--office", "majene").out == "Tidak ada kiriman yang menunggu keputusan.\n"


def test_the_good_rows_are_loaded_and_answered_once_and_a_second_decision_is_told_who_decided(
    command: Run, waits: Home
) -> None:
    submission = numbers(command)["2026-11"]
    ran = command("decide", submission[:8], "muat", *WHO)
    assert (ran.status, ran.err) == (0, "")
    assert "Diterima sebagian" in ran.out
    assert len(list(waits.outbox(OFFICE).glob("*_hasil-*"))) == 1
    again = command("decide", submission, "tolak", *WHO)
    assert again.status == 2
    assert "sudah diputuskan oleh Rahma" in again.err


def test_who_decided_and_why_is_told_by_status_receipt_and_trace(command: Run) -> None:
    submission = numbers(command)["2026-11"]
    assert command("decide", submission, "muat", *WHO).status == 0
    decided = (
        r"Diputuskan oleh Rahma pada .* WITA: baris yang baik dimuat\. Alasannya: Sudah ditanyakan lewat telepon\."
    )
    for arguments in (("status", "--period", "2026-11"), ("receipt", submission), ("trace", "mitra", "SSL-0001")):
        assert re.search(decided, command(*arguments).out), arguments
        shown = command(*arguments, "--json").json
        (decision,) = (shown[0] if isinstance(shown, list) else shown)["decisions"]
        assert (decision["who"], decision["by_system"], decision["what"]) == ("Rahma", False, "load")
    assert (
        command("withdraw", submission, "--who", "Andi", "--why", "berkas tertukar, hubungi 081234567890").status == 0
    )
    output = command("status").out
    assert re.search(decided, output)
    assert re.search(
        r"Tidak diberlakukan lagi oleh Andi pada .* WITA\. Alasannya: berkas tertukar, hubungi 0812\*+7890\.", output
    )


def test_a_header_is_recognised_listed_and_forgotten(command: Run) -> None:
    submission = numbers(command)["2026-10"]
    before = today()
    ran = command("decide", submission, "cocokkan", "--header", "nama toko=nama_mitra", *WHO)
    assert (ran.status, ran.err) == (0, "")
    days = {before, today()}  # one, but at midnight
    listed = command("headers", "list").out
    assert all(word in listed for word in (OFFICE, "Mitra", "Nama Toko", "nama_mitra", "Rahma"))
    assert any(day in listed for day in days)
    which = ("--office", OFFICE, "--sheet", "Mitra", "--header", "Nama Toko")
    assert command("headers", "forget", *which).status == 0
    assert command("headers", "forget", *which).status == 1
    assert command("headers", "list").out == "Belum ada judul kolom yang dikenali petugas.\n"


def test_what_nobody_called_right_cannot_be_forgotten(command: Run) -> None:
    assert command("right-values", "list").out == "Belum ada isian yang dinyatakan memang benar.\n"
    which = ("--office", OFFICE, "--sheet", "Mitra", "--key", "SSL-0001")
    ran = command("right-values", "forget", *which, "--column", "kontak")
    assert (ran.status, ran.out[:36]) == (1, "Pernyataan itu tidak ada dalam ingat")
    assert command("right-values", "forget", *which).status == 2


@pytest.mark.parametrize(
    ("period", "words", "complaint"),
    [
        ("2026-10", ("cocokkan", "--header", "Nama Kios=nama_mitra"), "Judul yang ditanyakan: Nama Toko"),
        ("2026-10", ("cocokkan",), "yang belum: Nama Toko"),
        ("2026-10", ("muat",), "tidak dapat dipilih"),
        ("2026-11", ("tolak", "--header", "Nama Toko=nama_mitra"), "hanya untuk keputusan cocokkan"),
    ],
)
def test_what_cannot_be_is_told_and_goes_on_waiting(
    command: Run, period: str, words: tuple[str, ...], complaint: str
) -> None:
    ran = command("decide", numbers(command)[period], *words, *WHO)
    assert ran.status == 2
    assert complaint in ran.err
    assert len(numbers(command)) == 2


def test_nothing_can_be_decided_about_what_is_not_there(command: Run) -> None:
    assert "tidak ada di gudang data" in command("decide", "0" * 20, "muat", *WHO).err
