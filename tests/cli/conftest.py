"""The command run in this process, and homes for it to work on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kemitraan.cli import main
from kemitraan.config.home import Home
from tests.homes import copy_of
from tests.steps.driver import days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs ``kemitraan`` in an empty folder, in a terminal of 200 columns, with nothing set around it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("KEMITRAAN_HOME", "KEMITRAAN_WAREHOUSE", "KEMITRAAN_NIK_KEY"):
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse's way
            status = end.code
        output = capsys.readouterr()
        assert "Traceback" not in output.err
        return Ran(int(status or 0), output.out, output.err)

    return run_command


@pytest.fixture(scope="session")
def month(model_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after some days: a good submission, one that was refused after it, and retail requirements."""
    home = copy_of(model_home, tmp_path_factory.mktemp("bulan") / "rumah")
    workshop = workshop_of(home)
    send(home, "majene", "01_majene_bersih.xlsx")
    send(home, "polewali-mandar", "06_polewali_antar_baris.xlsx")
    send(home, "sulsel-makassar", mitra_csv("Satu", "Dua"), "baik.csv")
    assert not run_job(workshop).has_errors
    send(home, "sulsel-makassar", mitra_csv("Satu", kind="Entah"), "buruk.csv")
    assert not run_job(days_later(workshop, 1)).has_errors
    workshop.warehouse.close()
    return home


@pytest.fixture
def at_home(run: Run, month: Home) -> Iterator[Run]:
    """Runs the command on the home after some days; it must only be read."""

    def run_there(*arguments: object) -> Ran:
        return run("--home", month.path, *arguments)

    return run_there
