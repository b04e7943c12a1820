"""A small warehouse of two months for the examples in the analyst's guide, on both databases, without Prefect."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.demo.month import make_month
from kemitraan.references import shipped_reference
from schemas.period import Period
from tests.conftest import Databases
from tests.homes import let_nothing_rest
from tests.steps.driver import days_later, run_job, workshop_of
from warehouse.engine import Warehouse

TODAY = date(2026, 11, 24)
MONTHS = ("2026-10", "2026-11")
OFFICES = ("majene", "mamasa", "mamuju-tengah", "sulsel-makassar", "provinsi")
LONG_AGO = 1_000_000_000


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the offices of the demonstration send, a folder a month."""
    folder = tmp_path_factory.mktemp("kiriman")
    for month in MONTHS:
        for file in make_month(folder / month, Period.read(month), 76, TODAY, shipped_reference()):
            os.utime(file.path, (LONG_AGO, LONG_AGO))
    return folder


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def filled(request: pytest.FixtureRequest, sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Two months of five offices, loaded as the job loads them: October three weeks before November."""
    home = Home(tmp_path_factory.mktemp("contoh") / "rumah")
    init_home(home.path)
    let_nothing_rest(home)
    settings = "[settings.review]\nfewer_rows_share = 1\n"  # a month here is a handful of rows
    home.config_file.write_text(settings + home.config_file.read_text(encoding="utf-8"), encoding="utf-8")
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    now = workshop_of(home, databases.fresh())
    for month, workshop in zip(MONTHS, (days_later(now, -21), now), strict=True):
        for office in OFFICES:
            shutil.copytree(sent / month / office, home.inbox(office), dirs_exist_ok=True)
        summary = run_job(workshop, OFFICES)
        loaded = not (summary.pressing or summary.undecided or any(line.problem for line in summary.lines))
        assert loaded, summary  # one of the workbooks is another office's
    yield now.warehouse
    now.warehouse.close()
