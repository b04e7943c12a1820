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
def there(run: Run, waits: Home, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return lambda *arguments: run("--home", waits.path, *arguments)


def numbers(there: Run) -> dict[str, str]:
    """The submissions that wait, by period."""
    return {one["period"]: one["submission"] for one in there("waiting", "--json").json}


def today() -> str:
    """The day in the office's zone."""
    return date_words(datetime.now(ZoneInfo("Asia/Makassar")).date())


def test_what_waits_is_listed_with_reason_due_date_choices_and_offered_columns(there: Run) -> None:
    said = there("waiting").out
    assert "8 dari 12 baris ditahan, lebih dari 50 persen." in said
    assert "Untuk November 2026 kini tidak ada yang berlaku. Bila dimuat: 4 baris." in said
    assert "Pilihan: muat, tolak, minta-ulang" in said
    assert "Judul “Nama Toko” di lembar Mitra, sel B7: nama_mitra" in said
    assert "Pilihan: tolak, minta-ulang, cocokkan" in said
    assert there("waiting", "--office", "majene").out == "Tidak ada kiriman yang menunggu keputusan.\n"


def test_the_good_rows_are_loaded_and_answered_once_and_a_second_decision_is_told_who_decided(
    there: Run, waits: Home
) -> None:
    submission = numbers(there)["2026-11"]
    ran = there("decide", submission[:8], "muat", *WHO)
    assert (ran.status, ran.err) == (0, "")
    assert "Diterima sebagian" in ran.out
    assert len(list(waits.outbox(OFFICE).glob("*_hasil-*"))) == 1
    again = there("decide", submission, "tolak", *WHO)
    assert again.status == 2
    assert "sudah diputuskan oleh Rahma" in again.err


def test_who_decided_and_why_is_told_by_status_receipt_and_trace(there: Run) -> None:
    submission = numbers(there)["2026-11"]
    assert there("decide", submission, "muat", *WHO).status == 0
    decided = (
        r"Diputuskan oleh Rahma pada .* WITA: baris yang baik dimuat\. Alasannya: Sudah ditanyakan lewat telepon\."
    )
    for arguments in (("status", "--period", "2026-11"), ("receipt", submission), ("trace", "mitra", "SSL-0001")):
        assert re.search(decided, there(*arguments).out), arguments
        told = there(*arguments, "--json").json
        (kept,) = (told[0] if isinstance(told, list) else told)["decisions"]
        assert (kept["who"], kept["by_system"], kept["what"]) == ("Rahma", False, "load")
    assert there("withdraw", submission, "--who", "Andi", "--why", "berkas tertukar, hubungi 081234567890").status == 0
    said = there("status").out
    assert re.search(decided, said)
    assert re.search(
        r"Tidak diberlakukan lagi oleh Andi pada .* WITA\. Alasannya: berkas tertukar, hubungi 0812\*+7890\.", said
    )


def test_a_header_is_recognised_listed_and_forgotten(there: Run) -> None:
    submission = numbers(there)["2026-10"]
    before = today()
    ran = there("decide", submission, "cocokkan", "--header", "nama toko=nama_mitra", *WHO)
    assert (ran.status, ran.err) == (0, "")
    days = {before, today()}  # one, but at midnight
    listed = there("headers", "list").out
    assert all(word in listed for word in (OFFICE, "Mitra", "Nama Toko", "nama_mitra", "Rahma"))
    assert any(day in listed for day in days)
    which = ("--office", OFFICE, "--sheet", "Mitra", "--header", "Nama Toko")
    assert there("headers", "forget", *which).status == 0
    assert there("headers", "forget", *which).status == 1
    assert there("headers", "list").out == "Belum ada judul kolom yang dikenali petugas.\n"


def test_what_nobody_called_right_cannot_be_forgotten(there: Run) -> None:
    assert there("right-values", "list").out == "Belum ada isian yang dinyatakan memang benar.\n"
    which = ("--office", OFFICE, "--sheet", "Mitra", "--key", "SSL-0001")
    ran = there("right-values", "forget", *which, "--column", "kontak")
    assert (ran.status, ran.out[:36]) == (1, "Pernyataan itu tidak ada dalam ingat")
    assert there("right-values", "forget", *which).status == 2


@pytest.mark.parametrize(
    ("period", "words", "told"),
    [
        ("2026-10", ("cocokkan", "--header", "Nama Kios=nama_mitra"), "Judul yang ditanyakan: Nama Toko"),
        ("2026-10", ("cocokkan",), "yang belum: Nama Toko"),
        ("2026-10", ("muat",), "tidak dapat dipilih"),
        ("2026-11", ("tolak", "--header", "Nama Toko=nama_mitra"), "hanya untuk keputusan cocokkan"),
    ],
)
def test_what_cannot_be_is_told_and_goes_on_waiting(there: Run, period: str, words: tuple[str, ...], told: str) -> None:
    ran = there("decide", numbers(there)[period], *words, *WHO)
    assert ran.status == 2
    assert told in ran.err
    assert len(numbers(there)) == 2


def test_nothing_can_be_decided_about_what_is_not_there(there: Run) -> None:
    assert "tidak ada di gudang data" in there("decide", "0" * 20, "muat", *WHO).err
