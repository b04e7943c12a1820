"""From the configured sources of an office to the channels that serve them. Each channel's client is imported when used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
    S3Source,
    SftpSource,
    WebdavSource,
)

if TYPE_CHECKING:
    from connectors.mail.mailer import Mailer
    from connectors.remote.files import RemoteFiles

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
            address = office.email
            yield MAIL, lambda: self._to_address(address)

    def mailer(self) -> Mailer:
        """Sends mail as the settings say. Raises SecretMissingError; only for a home with ``[mail]``."""
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
            password=None if mail.password is None else self._secret(mail.password, Place.MAIL),
            security=Security(mail.security),
            ca_file=self._authority(mail.ca_file),
            timeout_seconds=mail.timeout_seconds,
        )

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
                done_folder=source.done_folder,
            )
        from connectors.remote.connector import RemoteConnector

        return RemoteConnector(
            files=self._remote_files(source),
            inbox=source.inbox,
            outbox=source.outbox,
            pattern=source.pattern,
            settle_seconds=source.settle_seconds,
            patience_seconds=source.patience_seconds,
            done=Done(source.done),
            done_folder=source.done_folder,
        )

    def _remote_files(self, source: SftpSource | WebdavSource | S3Source) -> RemoteFiles:
        """The file operations of a server; its client is imported when it is used."""
        if isinstance(source, SftpSource):
            from connectors.remote.sftp import SftpFiles

            return SftpFiles(
                host=source.host,
                port=source.port,
                user=source.user,
                host_keys=source.host_keys,
                password=None if source.password is None else self._secret(source.password),
                key=None if source.key is None else self._secret(source.key),
                timeout_seconds=source.timeout_seconds,
            )
        if isinstance(source, WebdavSource):
            from connectors.remote.webdav import WebdavFiles

            return WebdavFiles(
                url=source.url,
                user=source.user,
                password=self._secret(source.password),
                ca_file=self._authority(source.ca_file),
                timeout_seconds=source.timeout_seconds,
            )
        from connectors.remote.s3 import S3Files

        return S3Files(
            bucket=source.bucket,
            access_key=self._secret(source.access_key),
            secret_key=self._secret(source.secret_key),
            endpoint=source.endpoint,
            region=source.region,
            ca_file=self._authority(source.ca_file),
            timeout_seconds=source.timeout_seconds,
        )

    def _imap(self, office: Office, number: int, source: ImapSource, arrived: Sequence[str]) -> Source:
        from connectors.mail.security import Security
        from connectors.mail.source import ImapSource as Mailbox
        from connectors.mail.zipped import ZipLimits

        sharing = [
            (other.slug, position, one)
            for other in self.config.offices
            for position, one in enumerate(other.sources)
            if isinstance(one, ImapSource) and one.mailbox == source.mailbox
        ]
        packed = self.config.settings.limits.limits().packed_bytes
        return Mailbox(
            host=source.host,
            port=source.port,
            user=source.user,
            password=self._secret(source.password),
            senders=source.senders,
            folder=source.folder,
            done_folder=source.done_folder,
            done=Done(source.done),
            known_elsewhere=tuple(sender for *_, one in sharing if one is not source for sender in one.senders),
            tells_strangers=sharing[0][:2] == (office.slug, number),
            trusted_authserv=source.trusted_authserv,
            letters_from=self.config.mail.sender if self.config.mail else "",
            pattern=source.pattern,
            security=Security(source.security),
            ca_file=self._authority(source.ca_file),
            timeout_seconds=source.timeout_seconds,
            zip_limits=ZipLimits(packed_bytes=packed, member_bytes=packed),
            was_recorded=frozenset(arrived).__contains__,
        )

    def _https(self, source: HttpsSource, arrived: Sequence[str]) -> Source:
        from connectors.https.source import HttpsSource as Link

        return Link(
            url=self._secret(source.url),
            name=source.name,
            pattern=source.pattern,
            ca_file=self._authority(source.ca_file),
            timeout_seconds=source.timeout_seconds,
            limit=self.config.settings.limits.limits().packed_bytes,
            last_taken=arrived[-1] if arrived else None,
        )

    def _to_address(self, address: str) -> Outbox:
        from connectors.mail.outbox import SmtpOutbox

        return SmtpOutbox(self.mailer(), address)

    def _secret(self, value: str, place: Place = Place.INBOX) -> str:
        return self.secrets.read(value, place)

    def _authority(self, ca_file: str | None) -> Path | None:
        return None if ca_file is None else self.home.resolve(ca_file)
