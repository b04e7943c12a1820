"""``dues`` and ``remind``: the calendar, and the letters that a day asks for."""

from __future__ import annotations

import json
from pathlib import Path

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.flows.server import free_port
from tests.homes import copy_of


def test_the_calendar_shows_every_office_that_owes_with_the_worst_first(at_home: Run) -> None:
    ran = at_home("dues", "--today", "2026-12-06")
    lines = ran.out.splitlines()
    assert (ran.status, lines[0].split()[:2]) == (0, ["Kantor", "Periode"])
    assert "Belum mengirim, sudah lewat batas" in lines[1]
    by_office = {line.split("  ")[0]: line for line in lines if "2026-11" in line}
    assert "Sudah diterima" in by_office["Kabupaten Majene"]
    assert "Provinsi Sulawesi Barat" not in ran.out
    assert [line for line in lines if "2026-12 " in line]  # the next one


def test_the_calendar_as_json_can_be_narrowed(at_home: Run) -> None:
    [row] = at_home("dues", "--today", "2026-12-06", "--office", "majene", "--period", "2026-11", "--json").json
    assert list(row) == ["office", "name", "period", "due", "standing", "came_on", "told_on", "reminded_on", "complained_on"]  # fmt: skip
    assert (row["office"], row["due"], row["standing"], row["came_on"]) == ("majene", "2026-12-05", "received", "2026-11-24")  # fmt: skip


def test_without_mail_the_letters_of_a_day_are_named_all_the_same(at_home: Run) -> None:
    ran = at_home("remind", "--today", "2026-12-06")
    assert ran.status == 0
    assert "Kabupaten Mamuju " in ran.out
    assert "tanpa surel; hubungi dengan cara lain" in ran.out
    letters = at_home("remind", "--today", "2026-12-06", "--json").json
    assert {letter["kind"] for letter in letters} == {"late", "digest"}
    assert {letter["fate"] for letter in letters} == {"no_address"}
    assert [letter["office"] for letter in letters if letter["kind"] == "digest"] == ["76"]
    assert "76.05" not in {letter["office"] for letter in letters}


def test_a_day_without_letters_says_so(at_home: Run) -> None:
    assert at_home("remind", "--today", "2026-11-24").out == "Tidak ada surat untuk hari ini.\n"
    assert json.loads(at_home("remind", "--today", "2026-11-24", "--json").out) == []


def test_a_letter_that_could_not_be_sent_is_told_with_what_to_do(run: Run, month: Home, tmp_path: Path) -> None:
    home = copy_of(month, tmp_path / "rumah")
    text = home.config_file.read_text(encoding="utf-8")
    text = text.replace('slug = "mamuju"\n', 'slug = "mamuju"\nemail = "dinas@mamuju.example"\n')
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {free_port()}\nsender = "kemitraan@sulbar.example"\n'
    home.config_file.write_text(text + mail, encoding="utf-8")
    dry = run("--home", home.path, "remind", "--today", "2026-12-06", "--dry-run", "--json")
    assert (dry.status, [letter["office"] for letter in dry.json if letter["fate"] == "planned"]) == (0, ["76.02"])
    ran = run("--home", home.path, "remind", "--today", "2026-12-06")
    assert ran.status == 1
    assert "Kabupaten Mamuju" in ran.out
    assert "belum terkirim" in ran.out
    assert "\nKabupaten Mamuju: Server surel" in ran.out
    [failed_letter] = [
        letter
        for letter in run("--home", home.path, "remind", "--today", "2026-12-06", "--json").json
        if letter["fate"] == "failed"
    ]
    assert failed_letter["problem"]
