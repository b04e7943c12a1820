"""What a form was filled in with, checked where the work begins: refused with a sentence, without a server."""

from __future__ import annotations

import re
from typing import Any

import pytest

from flows.asking import OUTSIDE_AWAY, REFUSED, SETTINGS_ERROR
from flows.consolidation import consolidate
from flows.decision import decide_waiting
from flows.flight import check_flight
from flows.in_force import restore_one, withdraw_one
from flows.maintenance import maintain
from flows.report import report_partnerships
from flows.settings import workshop
from flows.taking_up import replay_quarantine, reprocess_one
from kemitraan.config.home import Home
from tests.steps.driver import run_job, send, workshop_of
from tests.steps.making import mitra_csv


@pytest.mark.parametrize(
    ("flow", "wrong", "words"),
    [
        (consolidate, {"periode": "2026-13"}, "periode: pilih bulannya dari daftar, misalnya November 2026."),
        (
            consolidate,
            {"kantor": ["bone"]},
            "kantor: kantor itu tidak terdaftar. Yang terdaftar: Kabupaten Pasangkayu; Kabupaten Mamuju;",
        ),
        (consolidate, {"periode": "2999-01"}, "periode: bulan itu belum tiba. Pilih bulan ini atau yang sudah lewat"),
        (consolidate, {"kantor": "majene"}, "kantor: pilih dari daftar"),
        (consolidate, {"proses_ulang": "barangkali"}, "proses_ulang: pilih ya atau tidak."),
        (replay_quarantine, {"periode": "November"}, "periode: pilih bulannya dari daftar"),
        (check_flight, {"kantor": ["bone"]}, "kantor: kantor itu tidak terdaftar."),
        (reprocess_one, {"kiriman": "majene"}, "kiriman: tulis nomor kiriman"),
        (reprocess_one, {}, "kiriman: harus diisi."),
        (decide_waiting, {}, "kiriman: harus diisi."),
        (withdraw_one, {"kiriman": "majene"}, "kiriman: tulis nomor kiriman"),
        (restore_one, {}, "kiriman: harus diisi."),
        (decide_waiting, {"kiriman": "majene"}, "kiriman: isian ini tidak dapat dipakai."),
    ],
)
def test_a_wrong_entry_ends_the_run_with_a_sentence_before_anything_runs(
    flow: Any, wrong: dict[str, Any], words: str
) -> None:
    state = flow.fn(**wrong)
    assert (state.type, state.name) == ("FAILED", REFUSED)
    assert state.message.startswith(words)
    assert state.message.endswith("Tidak ada yang dijalankan.")


def test_an_unknown_submission_is_refused_with_a_sentence_before_anything_runs(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    state = reprocess_one.fn(kiriman="0" * 20)
    workshop().warehouse.close()
    assert (state.type, state.name) == ("FAILED", REFUSED)
    assert state.message == f"Kiriman {'0' * 20} tidak ada di gudang data. Tidak ada yang dijalankan."


def test_with_the_archive_away_a_run_that_needs_it_ends_with_a_sentence_that_blames_neither_program_nor_entry(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    opened = workshop_of(home)
    some_held_back = mitra_csv("Satu", "Dua").replace(b";Grosir;", b";Entah apa;", 1)
    send(home, "sulsel-makassar", some_held_back, "satu.csv")
    (line,) = run_job(opened).lines
    opened.warehouse.close()
    home.archive.rename(home.path / "disimpan")
    home.archive.write_text("bukan folder")
    for state in (replay_quarantine.fn(), reprocess_one.fn(kiriman=line.submission)):
        assert (state.type, state.name) == ("FAILED", OUTSIDE_AWAY)
        assert state.message.startswith("Arsip tidak ada: ")
        assert state.message.endswith("Sesudah itu jalankan lagi (Retry). Tidak ada yang hilang.")
    workshop().warehouse.close()


@pytest.mark.parametrize("flow", [maintain, report_partnerships, check_flight, consolidate])
def test_wrong_settings_end_every_run_with_a_sentence(
    flow: Any,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    text = home.config_file.read_text(encoding="utf-8")
    home.config_file.write_text(f"[maintenance]\nkeep_backups = 0\n\n{text}", encoding="utf-8")
    state = flow.fn()
    assert (state.type, state.name) == ("FAILED", SETTINGS_ERROR)
    assert "keep_backups" in state.message
    assert state.message.endswith("Perbaiki, lalu jalankan lagi. Tidak ada yang hilang.")


def test_every_wrong_entry_is_told_at_once_and_none_is_repeated() -> None:
    state = consolidate.fn(kantor=["bone", "7605010706849335"], periode="x", proses_ulang=False)
    assert state.message.count("kantor itu tidak terdaftar") == 1
    assert "periode: " in state.message
    assert "7605010706849335" not in state.message


def test_every_run_is_called_by_what_it_is_and_when_it_was_to_begin() -> None:
    for flow in (consolidate, check_flight, replay_quarantine, reprocess_one, maintain, report_partnerships):
        words = flow.name.replace("-", " ").capitalize()
        name = flow.flow_run_name()
        assert re.fullmatch(rf"{words} \d{{1,2}} [A-Z][a-z]+ 20\d\d pukul \d\d\.\d\d WITA", name)
