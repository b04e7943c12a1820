"""The home and the workshop of each test, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kemitraan.config.home import Home
from tests.conftest import Databases
from tests.steps.driver import TimelessWorkshop, workshop_of


@pytest.fixture
def home(own_home: Home) -> Home:
    return own_home


@pytest.fixture
def embedded(home: Home) -> Iterator[TimelessWorkshop]:
    """The home with its embedded warehouse, for what does not depend on the database."""
    workshop = workshop_of(home)
    yield workshop
    workshop.warehouse.close()


@pytest.fixture
def workshop(home: Home, databases: Databases) -> Iterator[TimelessWorkshop]:
    """The home on both databases in turn."""
    workshop = workshop_of(home, databases.fresh() if databases.kind == "postgresql" else None)
    yield workshop
    workshop.warehouse.close()
