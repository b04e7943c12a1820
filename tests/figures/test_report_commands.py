"""The commands that the report names, run on the world that is worked out by hand, and the report in two processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape

import pytest

from kemitraan.cli import main
from reports.partnership import changes_reading
from reports.partnership.as_data import as_bytes, report_data
from reports.partnership.forms import make_report
from reports.partnership.reading import read_source
from schemas.period import Period
from tests.figures.conftest import ZONE, World
from warehouse import figure_rows
from warehouse.figure_codes import read_code

pytestmark = pytest.mark.xdist_group("worked-by-hand")  # the two worlds are made once

Said = Callable[..., str]


@pytest.fixture
def said(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Gives what a command writes about the world."""
    url = world.workshop.warehouse.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("KEMITRAAN_WAREHOUSE", url)

    def run(*arguments: str) -> str:
        capsys.readouterr()
        assert main(["--home", str(world.workshop.home.path), *arguments]) == 0
        return capsys.readouterr().out

    return run


def in_a_process(world: World, *arguments: str, seed: str) -> bytes:
    """What a command in a process of its own writes."""
    url = world.workshop.warehouse.engine.url.render_as_string(hide_password=False)
    return subprocess.run(
        [sys.executable, "-m", "kemitraan", "--home", str(world.workshop.home.path), *arguments],
        env=os.environ | {"KEMITRAAN_WAREHOUSE": url, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_the_code_of_a_part_of_the_report_leads_to_its_products(world: World, said: Said) -> None:
    moment = world.moments[4].isoformat()
    code = f"laporan_rencana.nilai_rp/office=76.05/kunjungan=20@2026-09@{moment}"
    words = said("trace", code)
    assert words.startswith("laporan_rencana.nilai_rp = 23.000.000\n")
    assert "Dibentuk dari 2 baris:" in words
    assert "MJN-0002-01" in words
    assert "MJN-0002-02" in words


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_beyond_the_bound_of_a_list_the_page_names_a_command_that_shows_every_row(
    world: World, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as fewer:
        fewer.setattr(figure_rows, "MOST_ROWS", 2)
        source = read_source(world.workshop.warehouse, period=Period(2026, 8), known_on=world.moments[2])
    page = make_report(source, world.workshop.config.settings.zone).form("html").decode()
    commands = [unescape(shown) for shown in re.findall(r"<code>kemitraan (trace mart_legalitas[^<]*)</code>", page)]
    words = said(*next(shown for shown in commands if "penyebut/ukuran=nib" in shown).split())
    assert "Dibentuk dari 6 baris:" in words
    assert len(set(re.findall(r"\b[A-Z]{3}-\d{4}\b", words))) == 6


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_two_processes_give_the_same_bytes(world: World) -> None:
    arguments = ("report", "--format", "json", "--known-on", "2026-11-30")
    contents = [in_a_process(world, *arguments, seed=seed) for seed in ("1", "2")]
    assert contents[0] == contents[1]
    assert json.loads(contents[0])["known_on"] == "2026-11-30T23:59:59+08:00"


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_where_there_are_many_products_the_commands_are_named(
    world: World, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_reading, "MOST_PRODUCTS", 3)
    source = read_source(world.workshop.warehouse, period=Period(2026, 9), known_on=world.moments[3])
    data = json.loads(as_bytes(report_data(source, ZONE)))
    assert {row["mart"] for row in data["perubahan"]} == {"kemitraan", "realisasi", "pemasaran"}
    moment = read_code(data["headline"][0]["receipt"]).point.known_on
    assert data["perubahan_lain"] == [
        f"kemitraan diff {name} --from 2026-08@{moment.isoformat()} --to 2026-09@{moment.isoformat()}"
        for name in ("legalitas", "kesiapan")
    ]
    told = said(*data["perubahan_lain"][0].split()[1:], "--format", "json")
    assert json.loads(told)["rows"]
