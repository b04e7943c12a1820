"""Two runs at once on one home: everything is done once, and nobody is shown an error."""

from __future__ import annotations

import os
import time

import pytest

from tests.conftest import Databases
from tests.homes import MakeHome
from tests.steps.crashing import traces
from tests.steps.driver import run_job, send, workshop_of
from tests.steps.making import mitra_csv
from tests.warehouse.processes import in_process, wait_for

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

SENT = {
    "sulsel-makassar": (mitra_csv("Satu", "Dua"), mitra_csv("Satu", "Dua baru")),
    "sulsel-parepare": (mitra_csv("Tiga", office="73.72"),),
    "provinsi": (b"bukan buku kerja",),
}


def test_two_runs_at_once_end_like_one(make_home: MakeHome, databases: Databases) -> None:
    alone = left_by(make_home, databases, runs=1)
    assert len(alone["keluar"]) == 4
    for _ in range(3):
        assert left_by(make_home, databases, runs=2) == alone


def left_by(make_home: MakeHome, databases: Databases, runs: int) -> dict:
    """What is there after so many runs that began together; each must have ended without errors."""
    home = make_home()
    url = databases.fresh() if databases.kind == "postgresql" else None
    for slug, files in SENT.items():
        for number, data in enumerate(files):
            path = send(home, slug, data, f"kiriman {number}.csv")
            os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
    start = time.time() + 0.2

    def work() -> None:
        workshop = workshop_of(home, url)
        time.sleep(max(0.0, start - time.time()))
        assert not run_job(workshop).has_errors

    assert [wait_for(child) for child in [in_process(work) for _ in range(runs)]] == [0] * runs
    opened = workshop_of(home, url)
    end_state = traces(opened)
    opened.warehouse.close()
    return end_state
