"""From the configured sources of an office to the channels that serve them. Each channel's client is imported when used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from connectors.base import Connector, Outbox, Source
from connectors.errors import Place
from connectors.folder import Done, FolderConnector
from kemitraan.config.home import Home
from kemitraan.config.models import Config, Office
from kemitraan.config.secret_values import Secrets
from kemitraan.config.sources import (
    FolderSource,
    HttpsSource,
    ImapSource,
    MailSettings,
    S3Source,
    SftpSource,
    WebdavSource,
)

MAIL = "surel"
"""The name of the outbox that is the office's registered address."""


@dataclass(frozen=True)
class Channels:
    """Makes the channels of a home's settings. Nothing is opened before it is used."""

    home: Home
    config: Config
    secrets: Secrets

    def source(self, office: Office, number: int, arrived: Sequence[str] = ()) -> Source:
        """The office's source with this number. ``arrived``: the ids that were taken from it before, the last one last.

        Raises SecretMissingError.
        """
        source = office.sources[number]
        if isinstance(source, ImapSource):
            return self._imap(office, number, source, arrived)
        if isinstance(source, HttpsSource):
            return self._https(source, arrived)
        return self._folders(source)

    def outboxes(self, office: Office, number: int) -> Iterator[tuple[str, Callable[[], Outbox]]]:
        """Where answers to this source's submissions go, with a name for each: back the same way where the channel can,
        and to the office's registered address where there is one and mail is set up.
        """
        source = office.sources[number]
        if not isinstance(source, ImapSource | HttpsSource):
            yield f"{office.slug}/{number}", lambda: self._folders(source)
        if self.config.mail and office.email:
            mail, address = self.config.mail, office.email
            yield MAIL, lambda: self._to_address(mail, address)

    def mailer(self) -> NoReturn:
        """Sends mail as the settings say. Raises SecretMissingError; only for a home with ``[mail]``."""
        raise NotImplementedError

    def _folders(self, source: FolderSource | SftpSource | WebdavSource | S3Source) -> Connector:
        """A channel of two folders."""
        if isinstance(source, FolderSource):
            return FolderConnector(
                inbox=self.home.resolve(source.inbox),
                outbox=self.home.resolve(source.outbox),
                pattern=source.pattern,
                settle_seconds=source.settle_seconds,
                patience_seconds=source.patience_seconds,
                done=Done(source.done),
            )
        raise NotImplementedError(source.type)

    def _imap(self, office: Office, number: int, source: ImapSource, arrived: Sequence[str]) -> Source:
        raise NotImplementedError

    def _https(self, source: HttpsSource, arrived: Sequence[str]) -> Source:
        from connectors.https.source import HttpsSource as Link

        return Link(
            url=self._secret(source.url),
            name=source.name,
            pattern=source.pattern,
            ca_file=self._authority(source.ca_file),
            timeout_seconds=source.timeout_seconds,
            limit=self.config.settings.limits.limits().packed_bytes,
            known=arrived[-1] if arrived else None,
        )

    def _to_address(self, mail: MailSettings, address: str) -> Outbox:
        raise NotImplementedError

    def _secret(self, value: str, place: Place = Place.INBOX) -> str:
        return self.secrets.read(value, place)

    def _authority(self, ca_file: str | None) -> Path | None:
        return None if ca_file is None else self.home.resolve(ca_file)
