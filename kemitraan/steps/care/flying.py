"""The flight check of sources: tries everything that the next run will need of them, without touching a submission."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from connectors.errors import OutsideError
from connectors.flight import Probe, fly
from connectors.messages import check_words, explain
from kemitraan.steps.job.collecting import source_name
from kemitraan.steps.program_errors import error_kind, without_values
from kemitraan.steps.workshop import Workshop

_LOG = logging.getLogger(__name__)
_AT_ONCE = 8


@dataclass(frozen=True)
class Line:
    """One check in words. ``holds`` None means that it was not tried, because an earlier one failed."""

    check: str
    holds: bool | None
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class SourceFlight:
    """The state of one source: the office, the source (``majene/0``), its type and address, and every check."""

    office: str
    source: str
    type: str
    address: str
    lines: tuple[Line, ...]

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        return all(line.holds for line in self.lines)

    @property
    def error(self) -> str:
        """The errors and what to do, in one text; empty when everything holds."""
        return " ".join(f"{line.reason} {line.remedy}" for line in self.lines if line.holds is False)


def check_sources(workshop: Workshop, slugs: Sequence[str]) -> tuple[SourceFlight, ...]:
    """Tries every source of these offices, several at once, and the places where their answers go."""
    pairs = [(slug, number) for slug in slugs for number in range(len(workshop.office_of(slug).sources))]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return tuple(threads.map(lambda pair: check_source(workshop, *pair), pairs))


def check_source(workshop: Workshop, slug: str, number: int) -> SourceFlight:
    """Tries one source, and where the answers to its submissions go. A program error becomes a line of this source
    and holds up no other check; its type and place are logged.
    """
    office = workshop.office_of(slug)
    configured, name = office.sources[number], source_name(slug, number)
    try:
        lines = tuple(_lines(workshop, slug, number))
    except Exception as error:  # whatever it is, it is told
        _LOG.error("sumber %s tidak dapat diperiksa: %s", name, without_values(error))
        lines = (_program_error(error),)
    return SourceFlight(office.name, name, configured.type, configured.address, lines)


def _lines(workshop: Workshop, slug: str, number: int) -> Iterator[Line]:
    office = workshop.office_of(slug)
    with ExitStack() as stack:
        try:
            source = stack.enter_context(workshop.connectors.source(office, number))
            probes = list(fly(source.flight_checks()))
            for _, make in workshop.connectors.outboxes(office, number):
                outbox = stack.enter_context(make())
                if type(outbox) is not type(source):  # where the answer goes back the same way, it was tried already
                    probes += fly(outbox.flight_checks())
        except OutsideError as error:  # a secret that is not there: nothing can be tried
            explanation = explain(error)
            yield Line("Rahasianya ada", False, explanation.reason, explanation.remedy)
            return
    yield from map(_line, probes)


def _program_error(error: Exception) -> Line:
    return Line(
        "Dapat diperiksa",
        False,
        f"Sumber ini tidak dapat diperiksa karena galat program: {error_kind(error)}.",
        "Beri tahu pemelihara program ini; log memuat tempat galatnya. Sumber lain tetap diperiksa.",
    )


def _line(probe: Probe) -> Line:
    words = check_words(probe.check, probe.testable)
    if not probe.tried:
        return Line(words, None)
    if probe.error is None:
        return Line(words, True)
    explanation = explain(probe.error)
    return Line(words, False, explanation.reason, explanation.remedy)
