"""``kemitraan shadow`` as people and programs read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.homes import MakeHome
from tests.steps.driver import run_job, send, workshop_of
from tests.steps.test_shadow import SYNONYMS, majene


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    home = make_home()
    workshop = workshop_of(home)
    send(home, "majene", majene(), "majene.xlsx")
    run_job(workshop)
    workshop.warehouse.close()
    return home


def test_it_says_per_office_what_a_sharper_rule_would_change(home: Home, run: Run) -> None:
    settings = home.config_file.read_text(encoding="utf-8")
    dates = '[[rules]]\ncode = "score.below_pass"\nerror_from = "2027-03"\n'
    home.config_file.write_text(dates + settings, encoding="utf-8")
    ran = run("--home", home.path, "shadow", "--months", 120)
    assert ran.status == 0
    assert "score.below_pass sebagai kesalahan" in ran.out
    assert "Kabupaten Majene (1 kiriman, 6 baris): 1 baris akan ditahan." in ran.out
    assert "Kurasi I3 (2026-11, " in ran.out
    assert "MJN-0002" not in ran.out
    document = run("--home", home.path, "shadow", "--months", 120, "--format", "json").json
    assert document["candidate"] == {"rules": {"score.below_pass": "error"}}
    (office,) = document["offices"]
    assert (office["office"], office["held"], [said["newly"] for said in office["said"]]) == ("76.05", 1, [1, 0])
    assert document["problems"] == []


def test_what_cannot_be_tried_is_told_in_a_sentence(home: Home, run: Run, tmp_path: Path) -> None:
    assert run("--home", home.path, "shadow").status == 2
    missing = run("--home", home.path, "shadow", "--synonyms", "tidak-ada.csv")
    assert (missing.status, "tidak ada berkas ini" in missing.err) == (2, True)
    broken = tmp_path / "padanan.csv"
    broken.write_text(f"{SYNONYMS}jenis,Warung,kios,2026-11-01,Rahma,\n", encoding="utf-8")
    ran = run("--home", home.path, "shadow", "--synonyms", broken)
    assert ran.status == 2
    assert 'baris 2, acuan/padanan.csv: "Warung" bukan pilihan kolom jenis.' in ran.err
    for path in (home.archive).glob("??/??/*"):
        if len(path.name) == 64:
            path.unlink()
    ran = run("--home", home.path, "shadow", "--rule", "score.below_pass", "--months", 120)
    assert ran.status == 1
    assert "Tidak dapat dicoba (1):" in ran.out
