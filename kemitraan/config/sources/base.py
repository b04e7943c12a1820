"""The sources of an office as the settings describe them, one model a channel. Secrets only by reference."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import time
from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from connectors.file_items import DONE_FOLDER
from kemitraan.config.secret_values import is_reference

ADDRESS = r"^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
"""One plain mail address, as mail is sent to (``connectors.mail.letter``)."""
NAME = r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]*$"
"""The name of a folder, not hidden and no path."""
WINDOW = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"


def problem(text: str, remedy: str) -> PydanticCustomError:
    """An error of our own, with its remedy, from inside a model."""
    return PydanticCustomError("kemitraan", "{problem}", {"problem": text, "remedy": remedy})


def folder_name(name: str) -> str:
    """The name of a mailbox's folder as servers take it: INBOX in any case (RFC 3501)."""
    return "INBOX" if name.upper() == "INBOX" else name


class Model(BaseModel):
    """Frozen, strict (``"70"`` is no number), and without unknown keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class _Source(Model, ABC):
    """What every source has: which names count, and at what hours it may be visited (in the office's time zone;
    a window may go over midnight). ``done``: what becomes of a file that is done.
    """

    pattern: str = Field(default="*", min_length=1)
    window: str | None = Field(default=None, pattern=WINDOW)
    done: Literal["move", "leave"] = "move"

    @field_validator("window")
    @classmethod
    def _some_time(cls, window: str | None) -> str | None:
        if window is not None and len(set(window.split("-"))) == 1:
            raise problem("jam buka dan jam tutupnya sama.", 'Tulis misalnya "06:00-18:00", atau hapus baris ini.')
        return window

    def is_open(self, at: time) -> bool:
        """Whether the source may be visited at this time of day."""
        if self.window is None:
            return True
        start, end = (time.fromisoformat(part) for part in self.window.split("-"))
        return start <= at < end if start <= end else at >= start or at < end

    @property
    @abstractmethod
    def address(self) -> str:
        """Where it is, for people; without secrets."""


class _Folders(_Source):
    """Sources of two folders. Done files move to ``done_folder`` inside the inbox, which is one name, no path."""

    inbox: str = Field(min_length=1)
    outbox: str = Field(min_length=1)
    done_folder: str = Field(default=DONE_FOLDER, pattern=NAME, max_length=80)
    settle_seconds: float = Field(default=2.0, ge=0, le=3600)
    patience_seconds: float = Field(default=600.0, ge=0, le=86_400)


class FolderSource(_Folders):
    """A local or network folder. Paths are relative to the home, or absolute."""

    type: Literal["folder"]

    @property
    def address(self) -> str:
        """The inbox."""
        return self.inbox


def _referenced(value: str | None) -> str | None:
    if value is not None and not is_reference(value):
        raise problem(
            "rahasia tidak boleh tertulis di sini.", 'Tulis rujukannya: "env:NAMA" atau "prefect-secret:nama".'
        )
    return value


class _Remote(Model):
    """A server that is spoken to over a network."""

    timeout_seconds: float = Field(default=30.0, ge=1, le=600)


class SftpSource(_Folders, _Remote):
    """Two folders of an SFTP server. ``host_keys``: the server's public keys (``ssh-ed25519 AAAA…``), as its keeper told
    them; no other key is believed. One of ``password`` and ``key`` (a private key) by reference.
    """

    type: Literal["sftp"]
    host: str = Field(min_length=1)
    port: int = Field(default=22, ge=1, le=65_535)
    user: str = Field(min_length=1)
    password: str | None = Field(default=None, repr=False)
    key: str | None = Field(default=None, repr=False)
    host_keys: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]

    _secrets = field_validator("password", "key")(_referenced)

    @model_validator(mode="after")
    def _can_sign_in(self) -> SftpSource:
        if (self.password is None) == (self.key is None):
            raise problem('isi salah satu: "password" atau "key".', 'Misalnya password = "env:SFTP_MAJENE".')
        return self

    @property
    def address(self) -> str:
        """Server and inbox."""
        return f"{self.host}:{self.inbox}"


class WebdavSource(_Folders, _Remote):
    """Two folders of a WebDAV server (Nextcloud). ``url``: the address up to which ``inbox`` and ``outbox`` are meant
    relative. ``ca_file``: an authority of one's own, PEM.
    """

    type: Literal["webdav"]
    url: str = Field(pattern=r"^https://[^\s@]+$")
    user: str = Field(min_length=1)
    password: str = Field(repr=False)
    ca_file: str | None = None

    _secrets = field_validator("password")(_referenced)

    @property
    def address(self) -> str:
        """Server and inbox."""
        return f"{urlsplit(self.url).hostname}:{self.inbox}"


def _is_here(url: str) -> bool:
    """Whether an address is of this machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name, or no address at all
        return False


class S3Source(_Folders, _Remote):
    """Two prefixes of an S3 bucket. ``endpoint`` None: Amazon's; https, save for a server on this machine."""

    type: Literal["s3"]
    bucket: str = Field(min_length=3, max_length=63)
    endpoint: str | None = Field(default=None, pattern=r"^https?://[^\s@]+$")
    region: str | None = None
    access_key: str = Field(repr=False)
    secret_key: str = Field(repr=False)
    ca_file: str | None = None

    _secrets = field_validator("access_key", "secret_key")(_referenced)

    @field_validator("endpoint")
    @classmethod
    def _encrypted(cls, endpoint: str | None) -> str | None:
        if endpoint is not None and not endpoint.startswith("https://") and not _is_here(endpoint):
            raise problem(
                "harus diawali https://: tanpa itu kunci dan kiriman terbaca di perjalanan.",
                "Tulis alamat https server itu. http hanya untuk server di komputer ini sendiri (127.0.0.1).",
            )
        return endpoint

    @field_validator("inbox", "outbox")
    @classmethod
    def _has_name(cls, folder: str) -> str:
        if any(part in {"", ".", ".."} for part in folder.strip("/").split("/")):
            raise problem("bukan nama folder di dalam ember.", 'Tulis misalnya "masuk" atau "majene/masuk".')
        return folder

    @property
    def address(self) -> str:
        """Bucket and inbox."""
        return f"s3://{self.bucket}/{self.inbox}"


class HttpsSource(_Source, _Remote):
    """A file behind a link: as it is, or a share link of Google Sheets, Google Drive or OneDrive. Its answers go by
    mail. ``url`` may be a reference, for a share link lets everybody in who knows it.
    """

    type: Literal["https"]
    url: str = Field(repr=False)
    done: Literal["leave"] = "leave"
    name: str | None = Field(default=None, min_length=1, max_length=120)
    ca_file: str | None = None

    @field_validator("url")
    @classmethod
    def _https(cls, url: str) -> str:
        if not is_reference(url) and not url.startswith("https://"):
            raise problem(
                "harus diawali https://.", 'Salin tautan berbaginya, atau tulis rujukan seperti "env:TAUTAN".'
            )
        return url

    @property
    def address(self) -> str:
        """The server alone: a share link lets everybody in who knows it."""
        return "tautan" if is_reference(self.url) else f"tautan di {urlsplit(self.url).hostname}"


class ImapSource(_Source, _Remote):
    """A mailbox. Only mail of ``senders`` is taken; several offices may share one mailbox. Done mail moves to
    ``done_folder``. ``trusted_authserv``: the mail server's own name in Authentication-Results; when given, mail must
    have passed DMARC there. Its answers go by mail.
    """

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

    _secrets = field_validator("password")(_referenced)

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


Source = Annotated[
    FolderSource | SftpSource | WebdavSource | S3Source | HttpsSource | ImapSource, Field(discriminator="type")
]
SOURCE_MODELS: dict[str, type[_Source]] = {
    "folder": FolderSource,
    "sftp": SftpSource,
    "webdav": WebdavSource,
    "s3": S3Source,
    "https": HttpsSource,
    "imap": ImapSource,
}


class MailSettings(_Remote):
    """The mail server through which answers, reminders and digests go out."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65_535)
    security: Literal["tls", "starttls"] = "starttls"
    user: str | None = None
    password: str | None = Field(default=None, repr=False)
    sender: str = Field(pattern=ADDRESS)
    staff: str | None = Field(default=None, pattern=ADDRESS)
    ca_file: str | None = None

    _secrets = field_validator("password")(_referenced)
