"""Submissions from a WebDAV server (Nextcloud)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from kemitraan.config.sources.base import RemoteFolderSettings, Surroundings, folded, referenced

if TYPE_CHECKING:
    from connectors.remote.files import RemoteFiles


class WebdavSource(RemoteFolderSettings):
    """Two folders of a WebDAV server (Nextcloud). ``url``: the address up to which ``inbox`` and ``outbox`` are meant
    relative. ``ca_file``: an authority of one's own, PEM.
    """

    type: Literal["webdav"]
    url: str = Field(pattern=r"^https://[^\s@]+$")
    user: str = Field(min_length=1)
    password: str = Field(repr=False)
    ca_file: str | None = None

    _secrets = field_validator("password")(referenced)

    @property
    def address(self) -> str:
        """Server and inbox."""
        return f"{urlsplit(self.url).hostname}:{self.inbox}"

    @classmethod
    def server_key(cls, settings: Mapping[str, Any], folder: str) -> tuple[Any, ...]:
        """The server's address."""
        return (folded(settings.get("url")).rstrip("/"),)

    def files(self, home: Surroundings) -> RemoteFiles:
        """The files of the server, read with httpx."""
        from connectors.remote.webdav import WebdavFiles

        return WebdavFiles(
            url=self.url,
            user=self.user,
            password=home.secret(self.password),
            ca_file=home.authority(self.ca_file),
            timeout_seconds=self.timeout_seconds,
        )
