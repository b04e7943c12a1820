"""Submissions from an SFTP server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from kemitraan.config.sources.base import RemoteFolderSettings, Surroundings, folded, problem, referenced

if TYPE_CHECKING:
    from connectors.remote.files import RemoteFiles


class SftpSource(RemoteFolderSettings):
    """Two folders of an SFTP server. ``host_keys``: the server's public keys (``ssh-ed25519 AAAA…``), as its keeper
    told them; no other key is believed. One of ``password`` and ``key`` (a private key) by reference.
    """

    type: Literal["sftp"]
    host: str = Field(min_length=1)
    port: int = Field(default=22, ge=1, le=65_535)
    user: str = Field(min_length=1)
    password: str | None = Field(default=None, repr=False)
    key: str | None = Field(default=None, repr=False)
    host_keys: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]

    _secrets = field_validator("password", "key")(referenced)

    @model_validator(mode="after")
    def _can_sign_in(self) -> SftpSource:
        if (self.password is None) == (self.key is None):
            raise problem('isi salah satu: "password" atau "key".', 'Misalnya password = "env:SFTP_MAJENE".')
        return self

    @property
    def address(self) -> str:
        """Server and inbox."""
        return f"{self.host}:{self.inbox}"

    @classmethod
    def server_key(cls, settings: Mapping[str, Any], folder: str) -> tuple[Any, ...]:
        """Server and user: the same path of two users may be two folders."""
        return (
            folded(settings.get("host")),
            settings.get("port", 22),
            settings.get("user"),
            folder.startswith("/"),
        )

    def files(self, home: Surroundings) -> RemoteFiles:
        """The files of the server, read with asyncssh."""
        from connectors.remote.sftp import SftpFiles

        return SftpFiles(
            host=self.host,
            port=self.port,
            user=self.user,
            host_keys=self.host_keys,
            password=None if self.password is None else home.secret(self.password),
            key=None if self.key is None else home.secret(self.key),
            timeout_seconds=self.timeout_seconds,
        )
