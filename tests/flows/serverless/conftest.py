"""The home and the workshop of each test that needs no server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kemitraan.config.home import Home
from tests.steps.driver import TimelessWorkshop, workshop_of


@pytest.fixture
def home(own_home: Home) -> Home:
    return own_home


@pytest.fixture
def workshop(home: Home) -> Iterator[TimelessWorkshop]:
    workshop = workshop_of(home)
    yield workshop
    workshop.warehouse.close()
