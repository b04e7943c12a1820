"""A new source is its connector and its setting: the steps serve it, and its office is told of its ways."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import ClassVar, Literal

from connectors.base import Answer, Connector, Delivered, Fetched, FlightChecks, Item, Listing
from kemitraan.config.sources.base import SourceSettings, Surroundings
from kemitraan.pages.submission import submission_page
from kemitraan.steps.care.flying import check_sources
from kemitraan.steps.job.summary import submission_line
from tests.steps.driver import TimelessWorkshop, run_job
from tests.steps.making import mitra_csv

MAKASSAR = "sulsel-makassar"
FILE, SENT = "mitra.csv", datetime(2026, 11, 20, tzinfo=UTC)


@dataclass
class Pigeons(Connector):
    """Files that are carried here, and answers that are carried back."""

    files: dict[str, bytes]
    answers: dict[str, Answer] = field(default_factory=dict)

    def list_waiting(self) -> Listing:
        return Listing(tuple(Item(name, name, len(data), SENT, name) for name, data in self.files.items()))

    def read(self, item: Item, limit: int) -> Fetched:
        data = self.files[item.id]
        return Fetched(hashlib.sha256(data).hexdigest(), len(data), data)

    def mark_done(self, item: Item) -> None:
        self.files.pop(item.id, None)

    def deliver(self, answer: Answer) -> Delivered:
        already = answer.name in self.answers
        self.answers[answer.name] = answer
        return Delivered(answer.name, already)

    def flight_checks(self) -> FlightChecks:
        return ()


LOFT = Pigeons({})


class PigeonSource(SourceSettings):
    """A loft, by its place."""

    answers_back: ClassVar[bool] = True
    type: Literal["merpati"] = "merpati"
    loft: str

    @property
    def address(self) -> str:
        return self.loft

    @property
    def outbox_address(self) -> str:
        return f"kandang {self.loft}"

    def way(self, office: str) -> str:
        return f"dengan merpati ke {self.loft}"

    def answers_at(self) -> str:
        return f"kandang {self.loft}"

    def connect(self, home: Surroundings, arrived: Sequence[str]) -> Pigeons:
        return LOFT


def with_pigeons(workshop: TimelessWorkshop) -> TimelessWorkshop:
    office = workshop.office_of(MAKASSAR)
    fed = office.model_copy(update={"sources": (PigeonSource(loft="Rujab"),)})
    others = tuple(other for other in workshop.config.offices if other.slug != MAKASSAR)
    config = workshop.config.model_copy(update={"offices": (fed, *others)})
    return replace(workshop, config=config, connectors=replace(workshop.connectors, config=config))


def test_a_source_that_nobody_has_heard_of_serves_an_office(embedded: TimelessWorkshop) -> None:
    workshop = with_pigeons(embedded)
    LOFT.files[FILE] = mitra_csv("Toko")
    (flight,) = check_sources(workshop, [MAKASSAR])
    assert (flight.holds, flight.type, flight.address) == (True, "merpati", "Rujab")
    (line,) = run_job(workshop, [MAKASSAR]).lines
    assert (line.state, line.in_force, LOFT.files) == ("answered", True, {})
    (answer,) = LOFT.answers.values()
    page = submission_page(workshop, submission_line(workshop, line.submission))
    end = answer.name[answer.name.index("hasil-") :]
    assert rf"kandang Rujab/…\_{end}" in page  # the part before it is named after the sender's file
