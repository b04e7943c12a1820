"""Collect and archive: takes what waits at an office's sources, one file at a time.

A file is marked done at its source only after its bytes are safe in the archive and its submission is registered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.base import Item, LeftAlone, Listing
from connectors.errors import PROGRAM_ERROR, OutsideError, Place, VanishedError
from kemitraan.steps.archive_notes import NoteKind, keep_note
from kemitraan.steps.job.archiving import archive_bytes
from kemitraan.steps.letters.mail_replies import acknowledge_again, tell_sender
from kemitraan.steps.workshop import Workshop
from schemas.check import rejected_file
from schemas.codes import Code
from warehouse.checking import store_check
from warehouse.deliveries import arrivals, arrived, record_arrival, record_visit
from warehouse.reprocessing import newest_attempt, receive_again
from warehouse.state import State
from warehouse.submissions import get_submission, register_submission, submission_id


@dataclass(frozen=True)
class WaitingItem:
    """A file that waits at the ``source``-th source of an office (by slug)."""

    office: str
    source: int
    item: Item


@dataclass(frozen=True)
class SourceListing:
    """The contents of one source of one office: files to take, and what was left alone. ``is_open`` says whether it was
    visited; a source may have hours.
    """

    items: tuple[WaitingItem, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    is_open: bool = True


@dataclass(frozen=True)
class Taken:
    """A file that was taken in: its submission (the last attempt at these bytes), whether the bytes are new from this
    office, and their size.
    """

    submission: str
    is_new: bool
    size: int


def source_name(slug: str, number: int) -> str:
    """The warehouse's name for a source: ``majene/0``."""
    return f"{slug}/{number}"


def look_at_source(workshop: Workshop, slug: str, number: int) -> SourceListing:
    """What waits at the ``number``-th source of an office. Senders whose mail cannot be taken are told so. Raises
    OutsideError when the source does not answer; whatever stops a look is recorded as the result of the visit.

    Where files stay in place, those that were taken before do not wait any more.
    """
    office = workshop.office_of(slug)
    name = source_name(slug, number)
    if not office.sources[number].is_open(workshop.now().time()):
        return SourceListing(is_open=False)
    arrived_ids = arrived(workshop.warehouse, name)
    listing = list_source(workshop, slug, number, arrived_ids)
    untold = tell_sender(workshop, slug, number, listing.left_alone)
    taken_before = frozenset(arrived_ids if office.sources[number].done == "leave" else ())
    waiting_items = tuple(WaitingItem(slug, number, item) for item in listing.items if item.id not in taken_before)
    return SourceListing(waiting_items, listing.left_alone + untold)


def list_source(workshop: Workshop, slug: str, number: int, arrived_ids: Sequence[str]) -> Listing:
    """Lists one source without telling anybody. ``arrived_ids`` holds the ids that were taken from it. Raises what
    stops the look; the result of the visit is recorded either way.
    """
    name = source_name(slug, number)
    try:
        with workshop.connectors.source(workshop.office_of(slug), number, arrived_ids) as source:
            listing = source.list_waiting()
    except Exception as error:
        record_visit(workshop.warehouse, name, error.code if isinstance(error, OutsideError) else PROGRAM_ERROR)
        raise
    record_visit(workshop.warehouse, name)
    return listing


def take(workshop: Workshop, waiting_item: WaitingItem) -> Taken | None:
    """Brings one file into the archive and registers its submission. None when it is gone (somebody else took it).

    Raises OutsideError when the source or the archive fails, or the mail server that should say that the file was
    received before. Then nothing has changed at the source. A source that lists and does not give is recorded as
    failed.
    """
    try:
        return _take(workshop, waiting_item)
    except OutsideError as error:
        if error.place is Place.INBOX:
            record_visit(workshop.warehouse, source_name(waiting_item.office, waiting_item.source), error.code)
        raise


def _take(workshop: Workshop, waiting_item: WaitingItem) -> Taken | None:
    office = workshop.office_of(waiting_item.office)
    name = source_name(waiting_item.office, waiting_item.source)
    limits = workshop.config.settings.limits.limits()
    item = waiting_item.item
    arrived_ids = arrived(workshop.warehouse, name)
    with workshop.connectors.source(office, waiting_item.source, arrived_ids) as source:
        try:
            fetched = source.read(item, limits.packed_bytes)
        except VanishedError:
            return None
        if fetched.data is not None:
            archive_bytes(workshop, fetched.data)
        first_id, is_new = register_submission(
            workshop.warehouse, office=office.code, sha256=fetched.sha256, file_name=item.name, source=name
        )
        submission = first_id
        if not is_new:
            submission = newest_attempt(workshop.warehouse, first_id)
        if not is_new and office.sources[waiting_item.source].holds_newest:
            submission, is_new = _back_at_link(workshop, first_id, item, name)
        if fetched.data is not None:
            note_arrival(workshop, first_id)
            note_arrival(workshop, submission)
        if fetched.data is None and get_submission(workshop.warehouse, submission).state is State.RECEIVED:
            # Too large for the archive: the refusal is recorded at once, from hash and size alone.
            refusal = rejected_file(Code.FILE_TOO_LARGE, workshop.circumstances(office.code), fetched.sha256)
            store_check(workshop.warehouse, submission, refusal)
        if not is_new and item.id not in arrived_ids:
            acknowledge_again(workshop, waiting_item.office, waiting_item.source, item, submission)
        record_arrival(
            workshop.warehouse,
            source=name,
            item=item.id,
            submission=first_id,  # arrivals are kept with the first attempt
            message=item.message,
            sent_at=item.modified,
        )
        if not item.together or set(item.together).issubset(arrived(workshop.warehouse, name)):
            source.mark_done(item)
    return Taken(submission, is_new, fetched.size)


def note_arrival(workshop: Workshop, identifier: str) -> None:
    """Records beside the archived file who sent it and when. An attempt that a person asked for is no arrival."""
    submission = get_submission(workshop.warehouse, identifier)
    if (
        submission.attempt == 1
        or submission.received_at
        > get_submission(
            workshop.warehouse, submission_id(submission.office, submission.sha256, submission.attempt - 1)
        ).received_at
    ):
        place = {"source": submission.source, "file_name": submission.file_name}
        keep_note(workshop.archive, NoteKind.ARRIVAL, submission, submission.received_at, **place)


def _back_at_link(workshop: Workshop, first_id: str, item: Item, source: str) -> tuple[str, bool]:
    """The attempt for known bytes behind a link, and whether it is new. A link holds the newest version: where an older
    one is there again, it counts again. Bytes that no earlier item brought were registered by a run that was killed.
    """
    if not arrivals(workshop.warehouse, first_id) or item.id in arrived(workshop.warehouse, source):
        return newest_attempt(workshop.warehouse, first_id), False
    request = hashlib.sha256(f"{source}:{item.id}".encode()).hexdigest()[:32]
    return receive_again(workshop.warehouse, first_id, file_name=item.name, source=source, request=request)
