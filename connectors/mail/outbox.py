"""Answers by mail to an office's registered address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from connectors.base import Answer, Delivered, FlightChecks, Outbox
from connectors.mail.letter import Attachment, Letter, must_be_address
from connectors.mail.mailer import Mailer
from connectors.names import outbox_name


@dataclass(frozen=True)
class SmtpOutbox(Outbox):
    """Sends each answer to ``to`` as a letter with the file attached. Raises ValueError when ``to`` is no address."""

    mailer: Mailer
    to: str = field(repr=False)

    def __post_init__(self) -> None:
        must_be_address(self.to)

    def deliver(self, answer: Answer) -> Delivered:
        """See Outbox. A mail server cannot be asked what lies there: delivering the same answer again sends it again,
        with the same Message-ID. Raises ValueError for an answer without subject or text.
        """
        name = outbox_name(answer.name)
        letter = Letter(self.to, answer.subject, answer.text, (Attachment(name, answer.data),), _identity(answer))
        self.mailer.send(letter)
        return Delivered(name, already=False)

    def flight_checks(self) -> FlightChecks:
        """See Outbox."""
        return self.mailer.flight_checks(self.to)


def _identity(answer: Answer) -> str:
    """What tells answers apart: everything that the office would read."""
    digest = hashlib.sha256()
    for field_ in (answer.name.encode(), answer.subject.encode(), answer.text.encode(), answer.data):
        digest.update(hashlib.sha256(field_).digest())
    return digest.hexdigest()
