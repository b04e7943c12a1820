"""``snapshot``: a month is published whole, once; a correction is the next number; what cannot be is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.homes import copy_of
from tests.steps.driver import days_later, run_job, send, workshop_of


@pytest.fixture
def home(month: Home, tmp_path: Path) -> Home:
    """A copy of the home after some days, to be changed."""
    return copy_of(month, tmp_path / "rumah")


def test_a_month_is_published_once_and_a_correction_is_the_next_number(run: Run, home: Home, tmp_path: Path) -> None:
    to = tmp_path / "terbitan"
    assert run("--home", home.path, "snapshot", "--to", to).status == 0
    [first] = to.glob("terbitan-*")
    before = {file.relative_to(first): file.read_bytes() for file in first.rglob("*") if file.is_file()}
    again = run("--home", home.path, "snapshot", "--to", to)
    assert again.out == f"Tidak ada yang berubah sejak {first.name}.\n"
    elsewhere = tmp_path / "lain"
    run("--home", home.path, "snapshot", "--to", elsewhere)
    [other] = elsewhere.glob("terbitan-*")
    assert {file.relative_to(other): file.read_bytes() for file in other.rglob("*") if file.is_file()} == before
    settings = home.config_file.read_text(encoding="utf-8")  # nothing is to wait for a person
    review = "[settings.review]\nquarantined_share = 1\nfewer_rows_share = 1\n"
    home.config_file.write_text(f"{settings}\n{review}", encoding="utf-8")
    workshop = days_later(workshop_of(home), 3)
    send(home, "majene", "04_majene_nomor_identitas.xlsx", "perbaikan.xlsx")
    run_job(workshop)
    workshop.warehouse.close()
    assert run("--home", home.path, "snapshot", "--to", to).status == 0
    numbers = sorted(path.name for path in to.glob("terbitan-*"))
    assert len(numbers) == 2
    changes = json.loads((to / numbers[1] / "perubahan.json").read_text(encoding="utf-8"))
    assert changes["before"] == first.name
    assert changes["changes"]
    assert {file.relative_to(first): file.read_bytes() for file in first.rglob("*") if file.is_file()} == before


def test_what_cannot_be_published_is_told_and_nothing_half_made_is_left(run: Run, home: Home, tmp_path: Path) -> None:
    to = tmp_path / "terbitan"
    early = run("--home", home.path, "snapshot", "--to", to, "--known-on", "2020-01-01")
    assert (early.status, "Belum ada yang berlaku" in early.err) == (2, True)
    (tmp_path / "berkas").write_text("bukan folder")
    assert run("--home", home.path, "snapshot", "--to", tmp_path / "berkas").status == 2
    with FileLock(to / ".terbitan.lock"):
        second = run("--home", home.path, "snapshot", "--to", to)
    assert (second.status, "Terbitan lain sedang dibuat" in second.err) == (2, True)
    assert [path.name for path in to.iterdir() if not path.name.endswith(".lock")] == []
