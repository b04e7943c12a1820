"""``link`` and what people decide with it: pairs without a value, decisions, and full pairs for petugas alone."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.homes import copy_of
from tests.steps.driver import workshop_of
from warehouse.contract_tables import SHEETS
from warehouse.identities.reads import sealed_reads
from warehouse.reading import read_frame

SIGNED = ("--name", "Rahma", "--reason", "Sudah ditelepon.")


@pytest.fixture
def home(month: Home, tmp_path: Path) -> Home:
    """A home of the test's own."""
    return copy_of(month, tmp_path / "rumah")


@pytest.fixture
def at_home(run: Run, home: Home) -> Run:
    """Runs the command on it."""
    return lambda *arguments: run("--home", home.path, *arguments)


@pytest.fixture
def records(home: Home) -> list[str]:
    """Two records of the home, as commands name them."""
    workshop = workshop_of(home)
    current = SHEETS["umkm"].current
    frame = read_frame(workshop.warehouse, select(current.c.office, current.c.row_key).order_by(current.c.row_key))
    workshop.warehouse.close()
    return [f"{row.office}/{row.row_key}" for row in frame.head(2).itertuples()]


def test_a_decision_joins_two_records_and_undoing_it_parts_them(at_home: Run, records: list[str]) -> None:
    a, b = records
    before = len(at_home("mart", "usaha", "--format", "json").json["rows"])
    decided = at_home("link-decide", a, b, "sama", *SIGNED)
    assert (decided.status, decided.err) == (0, "")
    assert decided.out.startswith("Keputusan nomor 1 tercatat. Kini: U0000")
    pairs = {(pair["a"], pair["b"]): pair for pair in at_home("link", "--format", "json").json["pairs"]}
    assert pairs[a, b]["state"] == "joined"
    assert set(pairs[a, b]) == {"a", "b", "probability", "state", "why"}
    joined = at_home("mart", "usaha", "--format", "json").json["rows"]
    assert len(joined) == before - 1
    assert [row["dasar"] for row in joined if row["jumlah_catatan"] == 2] == ["orang"]
    assert "Sudah ditelepon." in at_home("link-undo").out
    assert at_home("link-undo", 1, *SIGNED).out.startswith("Keputusan nomor 1 dibatalkan. Kini: U0000")
    assert len(at_home("mart", "usaha", "--format", "json").json["rows"]) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("link-decide", "MJN-0001", "76.05/X", "sama", *SIGNED), "'MJN-0001' bukan catatan."),
        (("link-decide", "76.05/MJN-9999", "76.05/X", "sama", *SIGNED), "tidak ada. Tulis seperti"),
        (("link-undo", "5", *SIGNED), "tidak ada keputusan nomor 5."),
        (("link-undo", "5"), "tulis --name dan --reason."),
    ],
)
def test_what_cannot_be_decided_is_told(at_home: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = at_home(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err


def test_a_full_pair_is_for_its_owner_alone_and_is_noted(
    at_home: Run, home: Home, records: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "pasangan.json"
    assert at_home("link-pair", *records, "--to", file, *SIGNED).status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    pair = json.loads(file.read_text(encoding="utf-8"))
    assert [f"{record['office']}/{record['row_key']}" for record in pair] == records
    assert all(record["nama_pemilik"] for record in pair)
    workshop = workshop_of(home)
    reads = [(f"{read.office}/{read.row_key}", read.who, read.why) for read in sealed_reads(workshop.warehouse)]
    workshop.warehouse.close()
    assert reads == [(record, "Rahma", "Sudah ditelepon.") for record in records]
    assert "sudah ada" in at_home("link-pair", *records, "--to", file, *SIGNED).err
    assert "Tulis nama Anda" in at_home("link-pair", *records, "--to", tmp_path / "b", "--name", "", "--reason", "").err
    assert not (tmp_path / "b").exists()
