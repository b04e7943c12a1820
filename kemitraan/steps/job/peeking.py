"""Looks whether something new waits at the sources, at little cost; takes nothing and tells nobody."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from connectors.errors import may_pass
from kemitraan.steps.job.collecting import list_source, source_name
from kemitraan.steps.program_errors import without_values
from kemitraan.steps.workshop import Workshop
from warehouse.deliveries import arrived, visits

_LOG = logging.getLogger(__name__)
_AT_ONCE = 8


@dataclass(frozen=True)
class Peek:
    """The result of a look: ids of items that were never taken, by office (slug), and the sources that could not be
    looked at (``majene/0``).
    """

    new_items: Mapping[str, tuple[str, ...]]
    unread_sources: tuple[str, ...]


def peek(workshop: Workshop) -> Peek:
    """Looks at every source that is open and may be looked at often. A source's error is recorded as the result of
    the visit, for the next consolidation and ``sources list``.
    """
    pairs = [
        (office.slug, number)
        for office in workshop.config.offices
        for number in range(len(office.sources))
        if is_looked_at_often(workshop, office.slug, number)
    ]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        listings = dict(zip(pairs, threads.map(lambda pair: _new_at(workshop, *pair), pairs), strict=True))
    new_items: dict[str, tuple[str, ...]] = {}
    for (slug, _), ids in listings.items():
        if ids:
            new_items[slug] = new_items.get(slug, ()) + ids
    return Peek(new_items, tuple(source_name(*pair) for pair, ids in listings.items() if ids is None))


def is_looked_at_often(workshop: Workshop, slug: str, number: int) -> bool:
    """Whether a source is in its hours and may be looked at often. A link may not: every look fetches from somebody
    else's server. A source that refused us, by a password for example, may not: a mail server shuts out whoever tries
    again and again. The consolidation tries those.
    """
    source = workshop.office_of(slug).sources[number]
    if not source.is_cheap or not source.is_open(workshop.now().time()):
        return False
    visit = visits(workshop.warehouse).get(source_name(slug, number))
    return visit is None or visit.error is None or may_pass(visit.error)


def _new_at(workshop: Workshop, slug: str, number: int) -> tuple[str, ...] | None:
    """The items that were never taken from there; None where the look failed, so that other sources are still looked
    at. A file that was taken and could not be moved aside does not count as new.
    """
    name = source_name(slug, number)
    arrived_ids = arrived(workshop.warehouse, name)
    try:
        listing = list_source(workshop, slug, number, arrived_ids)
    except Exception as error:  # kept with the visit, and told by the next consolidation
        _LOG.warning("sumber %s tidak terbaca: %s", name, without_values(error))
        return None
    return tuple(item.id for item in listing.items if item.id not in set(arrived_ids))
