"""Letters that are no answers: each goes out once, whoever sends it."""

from __future__ import annotations

import hashlib
import hmac
from typing import Protocol

from connectors.mail.letter import Attachment, Letter, message_id
from kemitraan.config.models import Config
from kemitraan.steps.workshop import Workshop
from schemas.period import Period
from warehouse.letters import SentLetter, record_letter, sending_of


class Sender(Protocol):
    """Sends mail, as ``connectors.mail.mailer.Mailer`` does."""

    def send(self, letter: Letter) -> None:
        """Hands the letter to the mail server. When this returns, the server has it. Raises OutsideError."""


def send_once(
    workshop: Workshop, to: str | None, office: str, kind: str, period: Period, subject: str, text: str
) -> bool:
    """Sends a letter about an office (its code) unless one of this kind and period went out before. False when there is
    no address, or the home has no mail server. Raises OutsideError when the mail server fails: the next try sends it.
    """
    if workshop.config.mail is None or to is None:
        return False
    send_unless_sent(workshop, workshop.connectors.mailer(), to, (kind, office, period), subject, text)
    return True


def send_unless_sent(
    workshop: Workshop,
    mailer: Sender,
    to: str,
    key: tuple[str, str, Period],
    subject: str,
    text: str,
    attachments: tuple[Attachment, ...] = (),
) -> SentLetter | None:
    """Sends the letter of this kind, office and period and records it. One that went out before is returned, and none
    is sent. Raises OutsideError when the mail server fails: nothing is recorded then.
    """
    with sending_of(workshop.warehouse, *key) as letter_before:
        if letter_before is None:
            identity = letter_identity(workshop, *key)
            letter = Letter(to, " ".join(subject.split()), text, attachments, id=identity)
            mailer.send(letter)
            record_letter(workshop.warehouse, *key, message_id(letter, sender_of(workshop.config)))
    return letter_before


def letter_identity(workshop: Workshop, *key: str) -> str:
    """What tells a letter from all others, those of other homes too. It makes a letter that is sent again the same
    mail.
    """
    assert workshop.warehouse.nik_key is not None  # a workshop is opened with it
    return hmac.new(workshop.warehouse.nik_key, "|".join(("surat", *key)).encode(), hashlib.sha256).hexdigest()


def sender_of(config: Config) -> str:
    """The address that letters come from; it needs a home with ``[mail]``."""
    assert config.mail is not None
    return config.mail.sender
