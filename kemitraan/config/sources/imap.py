"""Submissions as attachments of mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from connectors.base import Source
from kemitraan.config.sources.base import ADDRESS, Remote, SourceSettings, Surroundings, problem, referenced


def folder_name(name: str) -> str:
    """The name of a mailbox's folder as servers take it: INBOX in any case (RFC 3501)."""
    return "INBOX" if name.upper() == "INBOX" else name


class ImapSource(SourceSettings, Remote):
    """A mailbox. Only mail of ``senders`` is taken; several offices may share one mailbox. Done mail moves to
    ``done_folder``. ``trusted_authserv``: the mail server's own name in Authentication-Results; when given, mail must
    have passed DMARC there. Its answers go by mail.
    """

    acknowledges: ClassVar[bool] = True

    type: Literal["imap"]
    host: str = Field(min_length=1)
    port: int = Field(default=993, ge=1, le=65_535)
    user: str = Field(min_length=1)
    password: str = Field(repr=False)
    folder: str = Field(default="INBOX", min_length=1)
    done_folder: str = Field(default="Selesai", min_length=1)
    senders: Annotated[
        tuple[Annotated[str, Field(pattern=ADDRESS)], ...], Field(strict=False, min_length=1, repr=False)
    ]
    trusted_authserv: str | None = Field(default=None, min_length=1)
    security: Literal["tls", "starttls"] = "tls"
    ca_file: str | None = None

    _secrets = field_validator("password")(referenced)

    @model_validator(mode="after")
    def _moves_elsewhere(self) -> ImapSource:
        if self.done == "move" and folder_name(self.done_folder) == folder_name(self.folder):
            raise problem(
                '"done_folder" sama dengan "folder".',
                "Pakai folder lain, supaya yang sudah diambil tidak diambil lagi.",
            )
        return self

    @property
    def mailbox(self) -> tuple[str, int, str, str]:
        """Server, port, user and folder: the same ones are the same mailbox."""
        return self.host.casefold(), self.port, self.user, folder_name(self.folder)

    @property
    def address(self) -> str:
        """Mailbox and server."""
        return f"{self.user} di {self.host}"

    def way(self, office: str) -> str:
        """Names the mail address."""
        return f"sebagai lampiran surel ke {self.user}" if "@" in self.user else "sebagai lampiran surel"

    def connect(self, home: Surroundings, arrived: Sequence[str]) -> Source:
        """The mailbox. Of the sources that share it, the first one tells of strangers' mail."""
        from connectors.folder import Done
        from connectors.mail.security import Security
        from connectors.mail.source import ImapSource as Mailbox
        from connectors.mail.zipped import ZipLimits

        sharing = [
            source for source in home.sources if isinstance(source, ImapSource) and source.mailbox == self.mailbox
        ]
        return Mailbox(
            host=self.host,
            port=self.port,
            user=self.user,
            password=home.secret(self.password),
            senders=self.senders,
            folder=self.folder,
            done_folder=self.done_folder,
            done=Done(self.done),
            known_elsewhere=tuple(sender for source in sharing if source is not self for sender in source.senders),
            tells_strangers=sharing[0] is self,
            trusted_authserv=self.trusted_authserv,
            letters_from=home.mail_sender,
            pattern=self.pattern,
            security=Security(self.security),
            ca_file=home.authority(self.ca_file),
            timeout_seconds=self.timeout_seconds,
            zip_limits=ZipLimits(packed_bytes=home.packed_bytes, member_bytes=home.packed_bytes),
            was_recorded=frozenset(arrived).__contains__,
        )
