"""Collect and archive: what waits at an office's sources, taken in one file at a time.

A file is marked done at its source only after its bytes are safe in the archive and its submission is registered.
"""

from __future__ import annotations

from dataclasses import dataclass

from connectors.base import Item, LeftAlone
from connectors.errors import VanishedError
from kemitraan.config.connect import connector_for
from kemitraan.steps.workshop import Workshop
from schemas.check import rejected_file
from warehouse.checking import store_check
from warehouse.state import State
from warehouse.submissions import get_submission, register_submission


@dataclass(frozen=True)
class Waiting:
    """A file that waits at the ``source``-th source of an office (by slug)."""

    office: str
    source: int
    item: Item


@dataclass(frozen=True)
class SourceListing:
    """What one source of one office holds: files to take, and what was left alone."""

    waiting: tuple[Waiting, ...]
    left: tuple[LeftAlone, ...]


@dataclass(frozen=True)
class Taken:
    """A file taken in: its submission, whether these bytes are new from this office, and how many they are."""

    submission: str
    new: bool
    size: int


def look_at_source(workshop: Workshop, slug: str, number: int) -> SourceListing:
    """What waits at the ``number``-th source of an office. Raises OutsideError when it does not answer."""
    source = workshop.office_of(slug).sources[number]
    with connector_for(source, workshop.home) as connector:
        listing = connector.list_waiting()
    return SourceListing(tuple(Waiting(slug, number, item) for item in listing.ready), listing.left)


def take(workshop: Workshop, waiting: Waiting) -> Taken | None:
    """Bring one file into the archive and register its submission; None when it is gone (somebody else took it).

    Raises OutsideError when the source or the archive fails: then nothing has changed at the source.
    """
    office = workshop.office_of(waiting.office)
    limits = workshop.config.settings.limits.limits()
    with connector_for(office.sources[waiting.source], workshop.home) as connector:
        try:
            fetched = connector.read(waiting.item, limits.packed_bytes)
        except VanishedError:
            return None
        if fetched.data is not None:
            workshop.archive.put(fetched.data)
        submission, new = register_submission(
            workshop.warehouse,
            office=office.code,
            sha256=fetched.sha256,
            file_name=waiting.item.name,
            source=f"{waiting.office}/{waiting.source}",
        )
        if fetched.data is None and get_submission(workshop.warehouse, submission).state is State.RECEIVED:
            # Too large for the archive: the refusal is recorded at once, from hash and size alone.
            refusal = rejected_file("file.too_large", workshop.asked(office.code), fetched.sha256)
            store_check(workshop.warehouse, submission, refusal)
        connector.mark_done(waiting.item)
    return Taken(submission, new, fetched.size)
