"""Marts and differences of the world that is worked out by hand."""

# ruff: noqa: S608 - names of tables stand in the queries

from __future__ import annotations

import os
import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from kemitraan.cli.commands.diff import as_json
from kemitraan.cli.commands.init import upgrade_home
from kemitraan.cli.commands.mart import moment_of
from kemitraan.config.home import Home
from kemitraan.config.load import WAREHOUSE_VARIABLE
from kemitraan.steps.care.backing_up import back_up
from kemitraan.steps.care.restoring import restore_home
from kemitraan.steps.care.verifying import differing_words, verify_archive
from schemas.period import Period
from tests.figures.conftest import CASE, World
from tests.steps.driver import workshop_of
from warehouse.contract_tables import SHEETS
from warehouse.current import STANDING
from warehouse.difference import difference
from warehouse.errors import WarehouseError
from warehouse.mart_reading import at_point, mart_rows, read_mart_at
from warehouse.marts import MARTS
from warehouse.marts.checks import broken_rules
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView, default_point, seen_from

pytestmark = pytest.mark.xdist_group("worked-by-hand")  # the two worlds are made once

MART_ASKS = [ask for ask in CASE["asks"] if ask["ask"] == "mart"]
DIFF_ASKS = [ask for ask in CASE["asks"] if ask["ask"] == "diff"]


def plain(value: Any) -> Any:
    """A value as it is compared: PostgreSQL's decimals and long fractions come down to six digits."""
    if isinstance(value, Decimal | float):
        return round(float(value), 6)
    return value.isoformat() if isinstance(value, date) else value


def shown(rows: Any, grain: list[str], expected: list[dict[str, Any]]) -> dict[tuple, dict[str, Any]]:
    """Rows by grain, with the columns that are wanted of them."""
    names = sorted({name for row in expected for name in row})
    return {tuple(plain(row[name]) for name in grain): {name: plain(row[name]) for name in names} for row in rows}


def known_on(world: World, ask: dict[str, Any]) -> datetime:
    """The moment that is asked for; ``date`` is the day of the last step."""
    moment = ask.get("known_on", world.moments[ask["after"]].isoformat())
    zone = world.workshop.config.settings.zone
    return moment_of(f"{world.moments[ask['after']]:%Y-%m-%d}" if moment == "date" else moment, zone)


@pytest.mark.parametrize(
    "ask", MART_ASKS, ids=lambda ask: f"{ask['name']}-{ask['period']}-{ask.get('known_on', ask['after'])}"
)
def test_a_mart_is_as_worked_out_by_hand_from_any_point_of_view(world: World, ask: dict[str, Any]) -> None:
    reading = read_mart_at(world.workshop.warehouse, ask["name"], period=ask["period"], known_on=known_on(world, ask))
    got, expected = (shown(rows, ask["grain"], ask["rows"]) for rows in (reading.rows, ask["rows"]))
    if "tepat_waktu" in next(iter(expected.values()), {}):  # here the files come in November 2026, after every due day
        assert {row["tepat_waktu"] for row in got.values()} == {0}
    assert got == expected
    assert list(got) == list(expected)


@pytest.mark.parametrize("ask", DIFF_ASKS, ids=lambda ask: ask["name"])
def test_the_causes_of_a_difference_sum_to_it(world: World, ask: dict[str, Any]) -> None:
    ends = [PointOfView(ask[end]["period"], world.moments[ask[end]["after"]]) for end in ("from", "to")]
    changes = as_json(difference(world.workshop.warehouse, ask["name"], *ends), world.workshop.config.settings.zone)
    rows = [row for row in changes["rows"] if row["measure"] in ask["measures"]]
    assert rows
    for row in rows:
        assert sum(cause["delta"] for cause in row["causes"]) == row["delta"] == row["to"] - row["from"]
    grain = [*ask["grain"], "measure"]
    assert shown(rows, grain, ask["rows"]) == shown(ask["rows"], grain, ask["rows"])


def test_the_live_tables_are_those_that_are_built_for_the_default_point_of_view(world: World) -> None:
    warehouse = world.workshop.warehouse
    with warehouse.read() as connection:
        point = default_point(connection)
        live = _contents(connection)
    assert point is not None
    with seen_from(warehouse, point) as connection:
        assert _contents(connection) == live
    assert live["dim_umkm"]
    with warehouse.read() as connection:  # nothing of a point of view stays
        assert default_point(connection) == point


def _contents(connection: Connection) -> dict[str, list[str]]:
    """The rows of every table and mart, whatever the order of columns and rows."""
    return {
        name: sorted(repr(sorted(row._mapping.items())) for row in connection.execute(text(f"SELECT * FROM {name}")))
        for name in _names()
    }


def _names() -> list[str]:
    return [tables.current.name for tables in SHEETS.values()] + [f"mart_{name}" for name in MARTS]


def test_every_rule_of_the_marts_holds(world: World) -> None:
    assert broken_rules(world.workshop.warehouse) == []


def test_standing_rows_say_how_they_stand(world: World) -> None:
    point = PointOfView(Period(2026, 9), world.moments[3])
    with seen_from(world.workshop.warehouse, point) as connection:
        query = text(f"SELECT row_key, {STANDING} FROM dim_umkm WHERE office = '76.05' ORDER BY row_key")
        counts = dict(tuple(row) for row in connection.execute(query))
    assert counts == {"MJN-0001": "baru", "MJN-0002": "ditahan", "MJN-0003": "lama"}


def test_before_anything_was_in_force_there_is_nothing(world: World) -> None:
    early = world.moments[1] - timedelta(days=1)
    reading = read_mart_at(world.workshop.warehouse, "kemitraan", known_on=early)
    assert (reading.anything, reading.rows) == (False, ())
    assert {row["penyebut"] for row in read_mart_at(world.workshop.warehouse, "legalitas", known_on=early).rows} == {0}
    with at_point(world.workshop.warehouse, period=Period(2026, 8), known_on=early) as (connection, _):
        assert mart_rows(connection, mart("kemitraan")) == []
        assert {row["penyebut"] for row in mart_rows(connection, mart("legalitas"))} == {0}


def test_the_causes_name_the_submission_that_made_the_difference(world: World) -> None:
    ends = PointOfView(Period(2026, 9), world.moments[3]), PointOfView(Period(2026, 9), world.moments[4])
    [change] = [
        change
        for change in difference(world.workshop.warehouse, "kemitraan", *ends).changes
        if (change.measure, change.grain["usaha_besar"][:8]) == ("nilai_realisasi_rp", "PT Midi ")
    ]
    [cause] = change.causes
    assert (change.before, change.after, cause.cause, cause.office) == (7_000_000, 0, "withdrawal", "76.05")


def test_a_backup_restored_elsewhere_gives_every_figure_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The drill: back up, an empty home, restore, the key and the archive in their places, verify, compare."""
    request.getfixturevalue("pg_dump")
    old = world.workshop
    if old.warehouse.path is None:
        url = request.getfixturevalue("postgres_databases").empty()
    else:
        url = f"sqlite:///{tmp_path / old.warehouse.path.name}"
    monkeypatch.setenv(WAREHOUSE_VARIABLE, url)
    backups = tmp_path / "cadangan"
    back_up(old, backups, keep=3)
    home = Home(tmp_path / "rumah")
    restored = restore_home(home, backups, os.environ)
    assert (restored.lacks_key, restored.lacks_archive) == (True, True)
    with pytest.raises(WarehouseError, match="sudah berisi rumah"):
        restore_home(home, backups, os.environ)
    shutil.copy(old.home.key_file, home.key_file)
    shutil.copytree(old.home.archive, home.archive)
    upgrade_home(home)
    new = workshop_of(home, url)
    assert verify_archive(new).damaged == ()
    assert differing_words(new.warehouse) == []
    for name in MARTS:
        for period in ("2026-08", None):
            before, after = (
                read_mart_at(workshop.warehouse, name, period=Period.read_any(period)) for workshop in (old, new)
            )
            assert after.rows == before.rows, name
    new.warehouse.close()
