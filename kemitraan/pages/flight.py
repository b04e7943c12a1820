"""The flight check of sources as a page."""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.pages.template import rendered
from kemitraan.steps.care.flying import SourceFlight


def flight_page(flights: Sequence[SourceFlight]) -> str:
    """The page: first the errors with what to do, then every source."""
    return rendered("sumber", semua=flights, bermasalah=[flight for flight in flights if not flight.holds])
