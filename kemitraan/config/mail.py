"""How mail is sent."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from kemitraan.config.sources.base import ADDRESS, Remote, referenced


class MailSettings(Remote):
    """The mail server through which answers, reminders and digests go out."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65_535)
    security: Literal["tls", "starttls"] = "starttls"
    user: str | None = None
    password: str | None = Field(default=None, repr=False)
    sender: str = Field(pattern=ADDRESS)
    staff: str | None = Field(default=None, pattern=ADDRESS)
    ca_file: str | None = None

    _secrets = field_validator("password")(referenced)
