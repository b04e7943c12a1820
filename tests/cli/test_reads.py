"""``reads``: every command and page that shows personal data notes who looked, and what for, before it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemitraan.config.home import Home
from kemitraan.steps.views.fetching import record_fetch
from tests.cli.conftest import Run
from tests.homes import copy_of
from tests.steps.driver import workshop_of
from warehouse.reading import live_submissions


@pytest.fixture
def home(month: Home, tmp_path: Path) -> Home:
    """A home of the test's own."""
    return copy_of(month, tmp_path / "rumah")


def test_who_filled_a_template_and_who_fetched_a_file_is_listed(run: Run, home: Home, tmp_path: Path) -> None:
    before = run("--home", home.path, "reads", "--office", "majene", "--json").json
    signed = ("--name", "Rahma", "--reason", "diminta kantornya, hp 081234567890")
    template = ("template", "--office", "majene", "--fill", "--out", tmp_path / "templat.xlsx")
    assert run("--home", home.path, *template, *signed).status == 0
    workshop = workshop_of(home)
    [submission, *_] = [sent for sent in live_submissions(workshop.warehouse) if sent.office == "76.05"]
    record_fetch(workshop, who="andi", address="10.0.0.7", kind="berkas asli", submission=submission.id)
    workshop.warehouse.close()
    reads = run("--home", home.path, "reads", "--office", "majene", "--json").json
    new_reads = sorted((read for read in reads if read not in before), key=lambda read: read["who"])
    assert [(read["who"], read["office"], read["what"]) for read in new_reads] == [
        ("Rahma", "76.05", "usaha: semua catatan"),
        ("andi", "76.05", f"berkas asli kiriman {submission.id[:8]}"),
    ]
    listed = run("--home", home.path, "reads").out
    assert "halaman, dari 10.0.0.7" in listed
    assert "081234567890" not in listed
    assert run("--home", home.path, "reads", "--office", "mamuju").out == "Belum ada yang membaca data pribadi.\n"
    home.fetch_log.write_text("bukan catatan\n")
    broken = run("--home", home.path, "reads")
    assert (broken.status, broken.out) == (2, "")
    assert "Baris 1 di pengambilan.log rusak" in broken.err
