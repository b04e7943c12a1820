"""The ready questions of a snapshot find something in the snapshot of a month of the demonstration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reports.snapshot.contents import OfficePeriod, Snapshot, as_sqlite
from reports.snapshot.exploring import questions
from warehouse.engine import Warehouse
from warehouse.mart_reading import MartReading, at_point, mart_rows
from warehouse.marts import MARTS
from warehouse.marts.description import mart

pytestmark = pytest.mark.xdist_group("examples")  # the warehouse is filled once


def test_there_are_twenty_and_each_finds_something_that_two_months_can_tell(filled: Warehouse, tmp_path: Path) -> None:
    with at_point(filled) as (connection, point):
        assert point is not None
        readings = [MartReading(mart(name), point, tuple(mart_rows(connection, mart(name))), True) for name in MARTS]
    snapshot = Snapshot(point, readings, dict.fromkeys(MARTS, 0), [OfficePeriod("76.05", point.period, False)])
    path = tmp_path / "mart.sqlite"
    path.write_bytes(as_sqlite(snapshot))
    twenty = questions()
    assert [question.title.partition(".")[0] for question in twenty] == [str(number) for number in range(1, 21)]
    with closing(sqlite3.connect(path)) as database:
        empty = [question.name for question in twenty if not database.execute(question.sql).fetchall()]
    assert empty == ["kelas-usaha"]  # which is compared with the year before
