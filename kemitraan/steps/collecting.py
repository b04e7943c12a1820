"""Collect and archive: what waits at an office's sources, taken in one file at a time.

A file is marked done at its source only after its bytes are safe in the archive and its submission is registered.
"""

from __future__ import annotations

from dataclasses import dataclass

from connectors.base import Item, LeftAlone
from connectors.errors import OutsideError, VanishedError
from kemitraan.steps.workshop import Workshop
from schemas.check import rejected_file
from warehouse.checking import store_check
from warehouse.deliveries import arrived, record_arrival, record_visit
from warehouse.reprocessing import newest_attempt
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
    """What one source of one office holds: files to take, and what was left alone. ``open``: whether it was visited;
    a source may have hours.
    """

    waiting: tuple[Waiting, ...] = ()
    left: tuple[LeftAlone, ...] = ()
    open: bool = True


@dataclass(frozen=True)
class Taken:
    """A file taken in: its submission (the last attempt at these bytes), whether they are new from this office, and how
    many they are.
    """

    submission: str
    new: bool
    size: int


def source_name(slug: str, number: int) -> str:
    """What the warehouse calls a source: ``majene/0``."""
    return f"{slug}/{number}"


def look_at_source(workshop: Workshop, slug: str, number: int) -> SourceListing:
    """What waits at the ``number``-th source of an office. Raises OutsideError when it does not answer.

    Where files stay in place, those that were taken before do not wait any more.
    """
    office = workshop.office_of(slug)
    name = source_name(slug, number)
    if not office.sources[number].is_open(workshop.now().time()):
        return SourceListing(open=False)
    before = arrived(workshop.warehouse, name)
    try:
        with workshop.channels.source(office, number, before) as source:
            listing = source.list_waiting()
    except OutsideError as error:
        record_visit(workshop.warehouse, name, error.code)
        raise
    record_visit(workshop.warehouse, name)
    known = frozenset(before if office.sources[number].done == "leave" else ())
    waiting = tuple(Waiting(slug, number, item) for item in listing.ready if item.id not in known)
    return SourceListing(waiting, listing.left)


def take(workshop: Workshop, waiting: Waiting) -> Taken | None:
    """Bring one file into the archive and register its submission; None when it is gone (somebody else took it).

    Raises OutsideError when the source or the archive fails: then nothing has changed at the source.
    """
    office = workshop.office_of(waiting.office)
    name = source_name(waiting.office, waiting.source)
    limits = workshop.config.settings.limits.limits()
    item = waiting.item
    with workshop.channels.source(office, waiting.source, arrived(workshop.warehouse, name)) as source:
        try:
            fetched = source.read(item, limits.packed_bytes)
        except VanishedError:
            return None
        if fetched.data is not None:
            workshop.archive.put(fetched.data)
        submission, new = register_submission(
            workshop.warehouse, office=office.code, sha256=fetched.sha256, file_name=item.name, source=name
        )
        if fetched.data is None and get_submission(workshop.warehouse, submission).state is State.RECEIVED:
            # Too large for the archive: the refusal is recorded at once, from hash and size alone.
            refusal = rejected_file("file.too_large", workshop.asked(office.code), fetched.sha256)
            store_check(workshop.warehouse, submission, refusal)
        record_arrival(
            workshop.warehouse,
            source=name,
            item=item.id,
            submission=submission,
            message=item.message,
            sent_at=item.modified,
        )
        if not item.together or set(item.together).issubset(arrived(workshop.warehouse, name)):
            source.mark_done(item)
    return Taken(newest_attempt(workshop.warehouse, submission), new, fetched.size)
