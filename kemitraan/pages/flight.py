"""The flight check of sources as a page."""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.pages.markdown import plain, table
from kemitraan.steps.care.flying import SourceFlight


def flight_page(flights: Sequence[SourceFlight]) -> str:
    """First what is the matter with whom and what to do, then every source."""
    bad = [flight for flight in flights if not flight.holds]
    troubles = [f"- **{plain(flight.office)}** ({plain(_source(flight))}): {plain(flight.trouble)}" for flight in bad]
    rows = [
        (plain(flight.office), plain(_source(flight)), "siap" if flight.holds else "**bermasalah**")
        for flight in flights
    ]
    return "\n".join(
        [
            *(["### Perlu perhatian", "", *troubles, ""] if troubles else []),
            "### Semua sumber",
            "",
            *table(("Kantor", "Sumber", "Keadaan"), rows),
        ]
    )


def _source(flight: SourceFlight) -> str:
    return f"{flight.type}: {flight.address}"
