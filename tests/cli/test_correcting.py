"""``correct``: entered over a row as its sender names it, shown by ``trace`` and the list, refused in words, ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.homes import copy_of
from tests.steps.driver import workshop_of
from warehouse.reading import known_keys

SIGNED = ("--name", "Rahma", "--reason", "Laporannya sudah dilihat.")


@pytest.fixture
def home(month: Home, tmp_path: Path) -> Home:
    """A home of the test's own."""
    return copy_of(month, tmp_path / "rumah")


def test_a_correction_is_entered_shown_and_ended(run: Run, home: Home) -> None:
    workshop = workshop_of(home)
    key = min(known_keys(workshop.warehouse, "umkm", "76.05"))
    workshop.warehouse.close()
    place = ("--office", "majene", "--sheet", "UMKM", "--key", key, "--column", "tahun_berdiri")
    cell = run("--home", home.path, "trace", "umkm", key, "--column", "tahun_berdiri", "--json").json["cells"][0]
    values = ("--stated", str(cell["value"] or "kosong"), "--value", "1999")
    assert run("--home", home.path, "correct").out == "Tidak ada koreksi.\n"
    entered = run("--home", home.path, "correct", "add", *place, *values, *SIGNED)
    assert (entered.status, entered.err) == (0, "")
    assert entered.out.startswith(
        f"Koreksi nomor 1 tercatat, Kabupaten Majene, lembar UMKM, {key}, kolom Tahun Berdiri: "
    )
    shown = run("--home", home.path, "trace", "umkm", key, "--column", "tahun_berdiri").out
    assert "1999" in shown
    assert "dikoreksi (nomor 1): tertulis" in shown
    assert "oleh Rahma" in shown
    assert "“1999”" in run("--home", home.path, "correct").out
    assert f",{key},tahun_berdiri," in run("--home", home.path, "correct", "--format", "csv").out
    refused = run("--home", home.path, "correct", "add", *place, "--stated", "1999", "--value", "2001", *SIGNED)
    assert (refused.status, refused.out) == (2, "")
    assert "kini berisi" in refused.err
    assert run("--home", home.path, "correct", "end", "1", *SIGNED).out.startswith("Koreksi nomor 1 diakhiri")
    assert "1999" not in run("--home", home.path, "trace", "umkm", key, "--column", "tahun_berdiri").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("correct", "add", "--office", "majene"), "isi juga --name dan --reason."),
        (("correct", "add", "--office", "majene", *SIGNED), "isi juga --sheet, --key, --column, --stated, --value."),
        (("correct", "end", *SIGNED), "sebutkan nomornya; lihat `kemitraan correct`."),
        (("exempt", "end", "1"), "isi juga --name dan --reason."),
        (("exempt", "add", "--office", "majene", *SIGNED), "isi juga --rule, --from."),
        (("exempt", "end", *SIGNED), "sebutkan nomornya; lihat `kemitraan exempt`."),
    ],
)
def test_what_is_missing_is_told(run: Run, month: Home, arguments: tuple[str, ...], words: str) -> None:
    ran = run("--home", month.path, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def test_an_exemption_is_entered_listed_and_ended(run: Run, home: Home) -> None:
    rule = ("--office", "majene", "--rule", "document.missing", "--from", "2026-10")
    assert run("--home", home.path, "exempt", "add", *rule, *SIGNED).out.startswith("Pengecualian nomor 1 tercatat")
    assert "sejak laporan Oktober 2026" in run("--home", home.path, "exempt").out
    assert run("--home", home.path, "exempt", "end", "1", *SIGNED).out.startswith("Pengecualian nomor 1 diakhiri")
