"""Homes to run the whole job in, for every room's tests: copies of a model that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.config.load import load_config
from tests.steps.driver import run_job, send, workshop_of
from tests.steps.making import mitra_csv
from warehouse.engine import open_warehouse
from warehouse.upgrade import upgrade

MakeHome = Callable[[], Home]


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A new home that takes files without letting them rest first, its embedded warehouse ready."""
    home = Home(tmp_path_factory.mktemp("contoh") / "rumah")
    init_home(home.path)
    let_nothing_rest(home)
    warehouse = open_warehouse(f"sqlite:///{home.warehouse / 'gudang.sqlite'}", create=True)
    upgrade(warehouse)
    warehouse.close()
    _warm_up(home, tmp_path_factory.mktemp("hangat") / "rumah")
    return home


def _warm_up(home: Home, elsewhere: Path) -> None:
    """Run the job once in a copy: processes that are forked from this one need not import and compile again."""
    workshop = workshop_of(copy_of(home, elsewhere))
    send(workshop.home, "sulsel-makassar", mitra_csv("Toko"), "hangat.csv")
    run_job(workshop)
    workshop.warehouse.close()


def let_nothing_rest(home: Home) -> None:
    """Name every office's source, with ``settle_seconds`` 0."""
    text = "".join(
        f'[[offices]]\nslug = "{office.slug}"\ncode = "{office.code}"\nname = "{office.name}"\n'
        f'[[offices.sources]]\ntype = "folder"\ninbox = "masuk/{office.slug}"\noutbox = "keluar/{office.slug}"\n'
        "settle_seconds = 0\n"
        for office in load_config(home).offices
    )
    home.config_file.write_text(text, encoding="utf-8")


@pytest.fixture
def make_home(model_home: Home, tmp_path_factory: pytest.TempPathFactory) -> MakeHome:
    """Makes homes like the model."""

    def make() -> Home:
        return copy_of(model_home, tmp_path_factory.mktemp("rumah") / "rumah")

    return make


def copy_of(home: Home, target: Path) -> Home:
    """A home with the same content elsewhere."""
    shutil.copytree(home.path, target)
    return Home(target)


@pytest.fixture
def own_home(make_home: MakeHome) -> Home:
    """A home like the model, for one test."""
    return make_home()
