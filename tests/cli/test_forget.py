"""``forget``: asked by piped NIK or key, told what and where, entered, carried out, and traced to what stands in its
place.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.homes import copy_of
from tests.steps.driver import workshop_of
from warehouse.reading import known_keys

UNKNOWN = "76.05/MJN-9999"


@pytest.fixture
def home(month: Home, tmp_path: Path) -> Home:
    """A home of the test's own."""
    return copy_of(month, tmp_path / "rumah")


def test_a_request_goes_from_finding_to_the_tombstone(run: Run, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = workshop_of(home)
    code = min(known_keys(workshop.warehouse, "umkm", "76.05"))
    workshop.warehouse.close()
    key = f"76.05/{code}"

    def forget(*arguments: str) -> str:
        ran = run("--home", home.path, "forget", *arguments)
        assert ran.status == 0, ran
        return ran.out

    signed = ("--name", "Rahma", "--reason", "Suratnya ada, hp 081234567890.")
    assert forget() == "Belum ada permintaan.\n"
    output = forget("find", "--key", key)
    assert key in output
    assert "Kabupaten Majene, November 2026" in output
    assert forget("request", "--key", key, *signed, "--dry-run") == output
    assert "Permintaan nomor 1 tercatat" in forget("request", "--key", key, *signed)
    listed = forget("list")
    assert "disembunyikan" in listed
    assert "081234567890" not in listed
    assert key in forget("carry-out", "1", "--dry-run")
    assert "dilaksanakan: 2 berkas arsip diganti" in forget("carry-out", "1")
    assert forget("carry-out") == "Tidak ada permintaan yang sudah waktunya dilaksanakan.\n"
    assert forget("retention", "--dry-run") == "Masa simpan belum disetel.\n"
    trace = run("--home", home.path, "trace", "umkm", code).out
    assert "di arsip berkasnya diganti salinan" in trace
    number = trace.split("kiriman   ")[1].split()[0]
    assert "Catatan arsip: di arsip berkasnya diganti salinan" in run("--home", home.path, "receipt", number).out
    assert run("--home", home.path, "verify").out.endswith("Semua utuh.\n")
    assert run("--home", home.path, "reprocess", number).status == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("7605011111900001\n"))
    nobody = run("--home", home.path, "forget", "find", "--nik")
    assert (nobody.status, "Tidak ada yang memuat" in nobody.out) == (1, True)


def test_what_is_no_person_is_refused_in_words(run: Run, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: str) -> str:
        ran = run("--home", home.path, "forget", *arguments)
        assert (ran.status, ran.out) == (2, "")
        return ran.err

    assert "salah satu" in refused("find")
    assert "76.05/MJN-0001" in refused("find", "--key", "MJN-9999")
    assert "--name dan --reason" in refused("request", "--key", UNKNOWN)
    assert "Tidak ada permintaan nomor 9" in refused("carry-out", "9")
    monkeypatch.setattr("sys.stdin", io.StringIO("12345\n"))
    assert "16 angka" in refused("find", "--nik")
    monkeypatch.setattr("sys.stdin", io.StringIO("12345\n"))
    assert "nomor telepon" in refused("find", "--phone")
