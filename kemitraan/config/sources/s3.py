"""Submissions from an S3 bucket."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from kemitraan.config.sources.base import RemoteFolderSettings, Surroundings, folded, problem, referenced

if TYPE_CHECKING:
    from connectors.remote.files import RemoteFiles


def _is_here(url: str) -> bool:
    """Whether an address belongs to this machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name, or no address at all
        return False


class S3Source(RemoteFolderSettings):
    """Two prefixes of an S3 bucket. ``endpoint`` None: Amazon's; https, save for a server on this machine."""

    type: Literal["s3"]
    bucket: str = Field(min_length=3, max_length=63)
    endpoint: str | None = Field(default=None, pattern=r"^https?://[^\s@]+$")
    region: str | None = None
    access_key: str = Field(repr=False)
    secret_key: str = Field(repr=False)
    ca_file: str | None = None

    _secrets = field_validator("access_key", "secret_key")(referenced)

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

    @classmethod
    def server_key(cls, settings: Mapping[str, Any], folder: str) -> tuple[Any, ...]:
        """Endpoint and bucket."""
        return (folded(settings.get("endpoint")).rstrip("/"), settings.get("bucket"))

    def files(self, home: Surroundings) -> RemoteFiles:
        """The files of the bucket, read with botocore."""
        from connectors.remote.s3 import S3Files

        return S3Files(
            bucket=self.bucket,
            access_key=home.secret(self.access_key),
            secret_key=home.secret(self.secret_key),
            endpoint=self.endpoint,
            region=self.region,
            ca_file=home.authority(self.ca_file),
            timeout_seconds=self.timeout_seconds,
        )
