"""Makes the connectors for an office's configured sources. Each client is imported only when used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import Outbox, Source
from connectors.errors import Place
from kemitraan.config.home import Home
from kemitraan.config.models import Config, Office
from kemitraan.config.secret_values import Secrets
from kemitraan.config.sources.base import SourceSettings

if TYPE_CHECKING:
    from connectors.mail.mailer import Mailer

MAIL = "surel"
"""The name of the outbox that is the office's registered address."""


@dataclass(frozen=True)
class Connectors:
    """Makes the connectors for a home's settings. Nothing is opened before it is used."""

    home: Home
    config: Config
    secrets: Secrets

    @property
    def sources(self) -> Iterator[SourceSettings]:
        """The sources of all offices."""
        return (source for office in self.config.offices for source in office.sources)

    @property
    def mail_sender(self) -> str:
        """The sender address of our letters."""
        return self.config.mail.sender if self.config.mail else ""

    @property
    def packed_bytes(self) -> int:
        """The largest size of a file, in bytes."""
        return self.config.settings.limits.limits().packed_bytes

    def resolve(self, path: str) -> Path:
        """A path of the settings."""
        return self.home.resolve(path)

    def source(self, office: Office, number: int, arrived: Sequence[str] = ()) -> Source:
        """The office's source with this number. ``arrived`` holds the ids taken from it before, the last one last.

        Raises SecretMissingError.
        """
        return office.sources[number].connect(self, arrived)

    def outboxes(self, office: Office, number: int) -> Iterator[tuple[str, Callable[[], Outbox]]]:
        """The outboxes for answers to this source's submissions, by name: the source itself where it takes answers, and
        the office's registered address where there is one and mail is set up.
        """
        source = office.sources[number]
        if source.answers_back:
            yield f"{office.slug}/{number}", lambda: self._back(source)
        if self.config.mail and office.email:
            address = office.email
            yield MAIL, lambda: self._to_address(address)

    def mailer(self) -> Mailer:
        """Sends mail as the settings say. It needs a home with ``[mail]``. Raises SecretMissingError."""
        from connectors.mail.mailer import Mailer
        from connectors.mail.security import Security

        mail = self.config.mail
        if mail is None:
            raise ValueError("these settings have no [mail]")
        return Mailer(
            host=mail.host,
            port=mail.port,
            sender=mail.sender,
            user=mail.user,
            password=None if mail.password is None else self.secret(mail.password, Place.MAIL),
            security=Security(mail.security),
            ca_file=self.authority(mail.ca_file),
            timeout_seconds=mail.timeout_seconds,
        )

    def _back(self, source: SourceSettings) -> Outbox:
        connector = source.connect(self, ())
        assert isinstance(connector, Outbox)  # it says that it answers back
        return connector

    def _to_address(self, address: str) -> Outbox:
        from connectors.mail.outbox import SmtpOutbox

        return SmtpOutbox(self.mailer(), address)

    def secret(self, value: str, place: Place = Place.INBOX) -> str:
        """The secret behind a reference. Raises SecretMissingError."""
        return self.secrets.read(value, place)

    def authority(self, ca_file: str | None) -> Path | None:
        """The file of certificates of an authority of one's own."""
        return None if ca_file is None else self.home.resolve(ca_file)
