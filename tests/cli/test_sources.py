"""``sources``: the flight check of every source, and when each was last heard from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kemitraan.config.home import Home
from tests.cli.conftest import Run

LINK = """
[mail]
host = "127.0.0.1"
port = 1
sender = "kemitraan@sulbar.example"

[[offices]]
slug = "barru"
code = "73.11"
name = "Kabupaten Barru"
email = "dinas@barru.example"

[[offices.sources]]
type = "https"
url = "env:TAUTAN_YANG_TIDAK_ADA"
"""


def test_sources_that_are_ready_take_a_line_each(at_home: Run) -> None:
    ran = at_home("sources", "check")
    assert ran.status == 0
    assert "Kabupaten Majene (majene/0, folder: masuk/majene): siap" in ran.out
    assert ran.out.endswith("Semua 9 sumber siap.\n")


def test_a_source_with_an_error_says_why_and_what_to_do(at_home: Run, month: Home, tmp_path: Path) -> None:
    outbox = month.outbox("majene")
    away = shutil.move(outbox, tmp_path / "keluar")
    try:
        ran = at_home("sources", "check", "--office", "majene", "--office", "mamuju")
        [majene, mamuju] = at_home("sources", "check", "--json", "--office", "majene", "--office", "mamuju").json
    finally:
        shutil.move(away, outbox)
    assert ran.status == 1
    assert "Terjangkau: GAGAL" in ran.out
    assert "Kotak keluar tidak ada" in ran.out
    assert "Jawaban dapat ditaruh: belum dicoba" in ran.out
    assert ran.out.endswith("1 dari 2 sumber bermasalah.\n")
    assert (majene["holds"], mamuju["holds"]) == (False, True)


def test_a_secret_that_is_not_there_is_told_without_trying(
    at_home: Run, month: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = month.config_file.read_text(encoding="utf-8")
    month.config_file.write_text(before + LINK, encoding="utf-8")
    try:
        ran = at_home("sources", "check", "--office", "barru")
    finally:
        month.config_file.write_text(before, encoding="utf-8")
    assert ran.status == 1
    assert "Rahasianya ada: GAGAL" in ran.out
    assert "belum ada isinya" in ran.out


def test_the_list_tells_when_each_source_was_last_heard_from(at_home: Run) -> None:
    sources = {source["source"]: source for source in at_home("sources", "list", "--json").json}
    assert sources["majene/0"]["taken_at"] is not None
    assert sources["pasangkayu/0"]["reached_at"] is not None
    assert sources["pasangkayu/0"]["taken_at"] is None
    lines = at_home("sources", "list", "--office", "majene").out.splitlines()
    assert lines[0].split() == ["Sumber", "Jenis", "Tempat", "Dicoba", "Menjawab", "Kiriman", "terakhir", "Keadaan"]
    assert lines[1].startswith("majene/0")
    assert lines[1].endswith("baik")
