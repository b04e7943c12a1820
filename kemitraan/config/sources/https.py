"""Submissions from behind a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from connectors.base import Source
from kemitraan.config.secret_values import is_reference
from kemitraan.config.sources.base import Remote, SourceSettings, Surroundings, problem


class HttpsSource(SourceSettings, Remote):
    """A file behind a link: as it is, or a share link of Google Sheets, Google Drive or OneDrive. Its answers go by
    mail. ``url`` may be a reference, for a share link lets everybody in who knows it.
    """

    holds_newest: ClassVar[bool] = True
    is_cheap: ClassVar[bool] = False  # every look fetches from somebody else's server

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

    def way(self, office: str) -> str:
        """Names the file behind the link."""
        return "dengan mengganti isi berkas di tautan yang sudah disepakati"

    def connect(self, home: Surroundings, arrived: Sequence[str]) -> Source:
        """The link."""
        from connectors.https.source import HttpsSource as Link

        return Link(
            url=home.secret(self.url),
            name=self.name,
            pattern=self.pattern,
            ca_file=home.authority(self.ca_file),
            timeout_seconds=self.timeout_seconds,
            limit=home.packed_bytes,
            last_taken=arrived[-1] if arrived else None,
        )
