"""Two worlds: one of two regencies and two months whose figures are worked out by hand in ``p1-kecil/README.md``, and a
small one for the report's forms.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from benchmarks.months import History, fill
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from reports.partnership.forms import Report, make_report
from reports.partnership.parts import Asked
from reports.partnership.reading import ReportSource, read_source
from tests.conftest import NIK_KEY, Databases
from tests.homes import let_nothing_rest
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from warehouse.engine import Warehouse, open_warehouse

FOLDER = Path(__file__).with_name("p1-kecil")
CASE = json.loads((FOLDER / "case.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, eq=False)
class World:
    """The home after its last step, and the moment after each. Each is one of its own, so that what is read of it can
    be kept by it.
    """

    workshop: TimelessWorkshop
    moments: dict[int, datetime]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every file of the case sent and processed, a day a step; no submission waits for a person."""
    databases: Databases = request.getfixturevalue(
        f"{'postgres' if request.param == 'postgresql' else 'sqlite'}_databases"
    )
    home = Home(tmp_path_factory.mktemp("angka") / "rumah")
    init_home(home.path)
    let_nothing_rest(home)
    with home.config_file.open("a") as settings:
        settings.write("[settings.review]\nquarantined_share = 1.0\nfewer_rows_share = 1.0\n")
    workshop = workshop_of(home, databases.fresh())
    moments = {}
    for number, step in enumerate(CASE["steps"], 1):
        for slug, name in step["files"]:
            send(home, slug, (FOLDER / name).read_bytes(), name)
        summary = run_job(workshop)
        assert not summary.undecided
        assert not [line.problem for line in summary.lines if line.problem]
        moments[number] = workshop.now()
        if number < len(CASE["steps"]):
            workshop = days_later(workshop, 1)
    yield World(workshop, moments)
    workshop.warehouse.close()


ZONE = ZoneInfo("Asia/Makassar")
MARKUP, FORMULA = "<b>PT & Rekan</b>", "=HYPERLINK(1)"


@pytest.fixture(scope="session")
def small(sqlite_databases: Databases) -> Iterator[Warehouse]:
    """Five months of a few businesses, with every requirement there is, and retailers whose names look like markup and
    like a formula.
    """
    warehouse = open_warehouse(sqlite_databases.fresh(), nik_key=NIK_KEY)
    fill(warehouse, History(months=5, businesses=8, retailers=2, demands=4))
    change = text("UPDATE fct_persyaratan SET ritel = :name WHERE ritel LIKE :like")
    for like, name in (("PT Sumber%", MARKUP), ("PT Midi%", FORMULA)):
        warehouse.run(lambda connection, names={"like": like, "name": name}: connection.execute(change, names))
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def source(small: Warehouse) -> ReportSource:
    """What the small world's report is made from."""
    return read_source(small, asked=Asked(visits=4))


@pytest.fixture(scope="session")
def report(source: ReportSource) -> Report:
    """The report of the small world."""
    return make_report(source, ZONE)
