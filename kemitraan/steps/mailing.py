"""Letters that are no answers and follow no calendar: each once, whoever sends it."""

from __future__ import annotations

import hashlib
import hmac

from connectors.mail.letter import Letter, message_id
from kemitraan.config.models import Config
from kemitraan.steps.workshop import Workshop
from warehouse.letters import record_letter, sending_of


def send_once(workshop: Workshop, to: str | None, office: str, kind: str, period: str, subject: str, text: str) -> bool:
    """Send a letter about an office (its code) unless one of this kind and period went out before; False when there is
    no address, or the home has no mail server. Raises OutsideError when the mail server fails: the next try sends it.
    """
    if workshop.config.mail is None or to is None:
        return False
    with sending_of(workshop.warehouse, kind, office, period) as before:
        if before is None:
            identity = letter_identity(workshop, kind, office, period)
            letter = Letter(to, " ".join(subject.split()), text, id=identity)
            workshop.channels.mailer().send(letter)
            sent_as = message_id(letter, sender_of(workshop.config))
            record_letter(workshop.warehouse, kind, office, period, sent_as)
    return True


def letter_identity(workshop: Workshop, *key: str) -> str:
    """What tells a letter from all others, of other homes too: by it a letter that is sent again is the same mail."""
    assert workshop.warehouse.nik_key is not None  # a workshop is opened with it
    return hmac.new(workshop.warehouse.nik_key, "|".join(("surat", *key)).encode(), hashlib.sha256).hexdigest()


def sender_of(config: Config) -> str:
    """The address that letters come from; only for a home with ``[mail]``."""
    assert config.mail is not None
    return config.mail.sender
