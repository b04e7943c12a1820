"""The identity of a file behind a link from one day to the next, written as the id of an item."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

import httpx

_AT_MOST = 200  # characters of a validator; longer ones are not worth keeping
_SETTLED = timedelta(seconds=2)


@dataclass(frozen=True)
class Validators:
    """What a server gives for asking later whether the file has changed; empty where it gives nothing useful. Weak
    ETags are good enough: nobody joins ranges here.
    """

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, response: httpx.Response, now: datetime) -> Self:
        """The validators of an answer. Last-Modified counts whole seconds, so one hardly older than the answer could
        hide a change within the same second.
        """
        modified = http_time(response.headers.get("Last-Modified", ""))
        answered_at = http_time(response.headers.get("Date", "")) or now
        settled = modified is not None and modified <= answered_at - _SETTLED
        return cls(_fit(response, "ETag"), _fit(response, "Last-Modified") if settled else "")

    def as_headers(self) -> dict[str, str]:
        """The headers of a conditional GET."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True)
class Identity:
    """The link (a short hash, because ids are stored and the link is a secret), its contents, and the validators.
    ``turn`` counts the source's earlier items, so that contents that come back are a new item.
    """

    link: str
    contents: str
    validators: Validators
    turn: int = 0

    def __str__(self) -> str:
        validators = json.dumps([self.validators.etag, self.validators.last_modified])
        encoded = base64.urlsafe_b64encode(validators.encode()).decode()
        return ".".join([self.link, self.contents, encoded, *([str(self.turn)] if self.turn else [])])

    @classmethod
    def parse(cls, identity: str) -> Self:
        """Reads an id. Raises ValueError when this source did not make it."""
        link, contents, raw, *turn = identity.split(".")
        validators = json.loads(base64.b64decode(raw, altchars=b"-_", validate=True))
        if not isinstance(validators, list) or len(turn) > 1:
            raise ValueError("not an item of a link")
        etag, last_modified = validators
        return cls(link, contents, Validators(str(etag), str(last_modified)), int(turn[0]) if turn else 0)


def link_hash(url: str) -> str:
    """Sixteen hexadecimal digits that tell one link from another: the validators of one mean nothing for another."""
    return hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def http_time(header: str) -> datetime | None:
    """The time in a header, in UTC; None when it cannot be read."""
    try:
        time = parsedate_to_datetime(header)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _fit(response: httpx.Response, header: str) -> str:
    value = response.headers.get(header, "")
    return value if value.isascii() and value.isprintable() and len(value) <= _AT_MOST else ""
