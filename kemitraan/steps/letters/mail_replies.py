"""Replies to mail that brings nothing new: what could not be taken, and files that were received before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from connectors.base import Item, LeftAlone, LeftReason
from connectors.errors import OutsideError
from kemitraan.steps.letters.mail_words import again_words, untaken_words
from kemitraan.steps.letters.mailing import send_once
from kemitraan.steps.receipts.receipt import home_receipt_key, receipt_lines, receipt_of
from kemitraan.steps.workshop import Workshop
from schemas.period import Period
from warehouse.state import State
from warehouse.submissions import get_submission

TOLD = frozenset(
    {
        LeftReason.NO_ATTACHMENT,
        LeftReason.UNREADABLE_ZIP,
        LeftReason.TOO_MANY_FILES,
        LeftReason.UNKNOWN_FILE,
        LeftReason.UNCLEAR,
    }
)
"""What the sender has to hear of; never a stranger, never a machine."""


def tell_sender(workshop: Workshop, slug: str, number: int, entries: Iterable[LeftAlone]) -> tuple[LeftAlone, ...]:
    """Writes the office one letter for every mail of its own that was not taken, once for ever. Gives what else staff
    should hear of: that the mail server took no letter now. The next look tries again.
    """
    mails: dict[str, list[LeftAlone]] = {}
    for entry in entries:
        if entry.delivery and entry.reason in TOLD:
            mails.setdefault(entry.delivery, []).append(entry)
    office = workshop.office_of(slug)
    for delivery, things in mails.items():
        arrived_at = things[0].arrived_at
        assert arrived_at is not None  # told with the delivery
        subject, text = untaken_words(office, number, things, arrived_at.astimezone(workshop.config.settings.zone))
        try:
            send_once(
                workshop, office.email, office.code, _kind("untaken", delivery), _month(arrived_at), subject, text
            )
        except OutsideError:  # the same server would fail for the others
            return (LeftAlone(office.name, LeftReason.SENDER_NOT_TOLD, ours=True),)
    return ()


def acknowledge_again(workshop: Workshop, slug: str, number: int, item: Item, submission_id: str) -> None:
    """Tells an office by mail that a file which came by mail was received and answered before, with its receipt.

    Does nothing before the first answer has gone out. Raises OutsideError when the mail server fails.
    """
    office = workshop.office_of(slug)
    submission = get_submission(workshop.warehouse, submission_id)
    if not office.sources[number].acknowledges or submission.state is not State.ANSWERED:
        return
    receipt = receipt_of(workshop, submission_id)
    assert receipt is not None  # it was answered
    arrived_at = item.modified.astimezone(workshop.config.settings.zone)
    proof = receipt_lines(receipt, home_receipt_key(workshop))
    subject, text = again_words(office, number, item.name, arrived_at, receipt, proof)
    send_once(workshop, office.email, office.code, _kind("again", item.id), _month(item.modified), subject, text)


def _kind(word: str, delivery: str) -> str:
    """A letter's kind: the word, and a mark that tells this delivery from all others (``untaken-3f…``)."""
    return f"{word}-{hashlib.sha256(delivery.encode()).hexdigest()[:16]}"


def _month(moment: datetime) -> Period:
    return Period.of(moment.astimezone(UTC))
