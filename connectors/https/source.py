"""A file behind an https link as a source. The file stays where it is, and waits again when its contents have
changed.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from connectors.base import Check, Fetched, FlightChecks, Item, Listing, Source
from connectors.errors import ClockError, LinkGoneError, Place, StillBeingWrittenError, VanishedError
from connectors.flight import CLOCK_SECONDS
from connectors.https.body import Content, read_beginning, read_content
from connectors.https.identity import Identity, Validators, http_time, link_hash
from connectors.https.link_name import file_name
from connectors.https.package import fingerprint
from connectors.https.visit import refusal, visit
from connectors.names import shown_name


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class HttpsSource(Source):
    """The file behind ``url``, which is a secret in itself: as it is, or a share link
    (``connectors.https.share_links``).

    ``name`` is the file's name for people; None means the name that its server gives. ``pattern`` says which names
    count, upper and lower case alike. ``ca_file`` is the authority to trust in place of the public ones, PEM.
    ``timeout_seconds`` bounds every wait; a whole visit may take ten times that. Up to ``limit`` bytes a file is
    compared part by part; over it by hash alone, and over sixteen times it not at all. ``last_taken`` is the id of the
    item that was last taken; older contents that come back are a new item.
    """

    url: str = field(repr=False)
    name: str | None = None
    pattern: str = "*"
    ca_file: Path | None = None
    timeout_seconds: float = 30.0
    limit: int = 25 * 1024 * 1024
    last_taken: str | None = None
    clock: Callable[[], datetime] = _now

    def list_waiting(self) -> Listing:
        """See Source. Makes a conditional GET. Unless the server says that nothing changed, reads the file and compares
        its contents with those last taken.
        """
        last_identity = self._last()
        last_taken = last_identity if last_identity and last_identity.link == link_hash(self.url) else None
        with self._visit(last_taken.validators.as_headers() if last_taken else {}) as response:
            if last_taken and response.status_code == httpx.codes.NOT_MODIFIED:
                return Listing()
            _must_be_a_file(response)
            name = shown_name(self.name) if self.name else file_name(response, self.url)
            if not fnmatch.fnmatchcase(name.lower(), self.pattern.lower()):
                return Listing()
            content = read_content(response, self.limit)
        contents = _contents(content, self.limit)
        if last_taken and last_taken.contents == contents:
            return Listing()
        validators = Validators.of(response, self.clock())
        identity = Identity(link_hash(self.url), contents, validators, last_identity.turn + 1 if last_identity else 0)
        modified = http_time(response.headers.get("Last-Modified", "")) or self.clock()
        return Listing((Item(str(identity), name, content.size, modified, message=name),))

    def read(self, item: Item, limit: int) -> Fetched:
        """See Source. Fetches the whole file again; its contents must be those that were listed."""
        listed_identity = Identity.parse(item.id)
        if listed_identity.link != link_hash(self.url):
            raise VanishedError(Place.INBOX, "link")
        with self._visit() as response:
            try:
                _must_be_a_file(response)
            except LinkGoneError as gone:
                raise VanishedError(Place.INBOX, gone.detail) from None
            content = read_content(response, max(limit, self.limit))
        if _contents(content, self.limit) != listed_identity.contents:
            raise StillBeingWrittenError(Place.INBOX)
        return Fetched(content.sha256, content.size, content.data if content.size <= limit else None)

    def mark_done(self, item: Item) -> None:
        """Does nothing: the file belongs to the office, and ``last_taken`` says what was taken."""

    def flight_checks(self) -> FlightChecks:
        """See Source. Reading checks that the link gives a file and no page; the rest of the file is not fetched."""
        return ((Check.REACH, self._can_reach), (Check.READ, self._can_read), (Check.CLOCK, self._clocks_agree))

    def _can_reach(self) -> None:
        with self._visit():
            pass

    def _can_read(self) -> None:
        with self._visit() as response:
            _must_be_a_file(response)
            read_beginning(response)

    def _clocks_agree(self) -> None:
        with self._visit() as response:
            theirs = http_time(response.headers.get("Date", ""))
            cached = "Age" in response.headers  # then Date is when the cache got it
        if theirs is not None and not cached:
            seconds = abs((theirs - self.clock()).total_seconds())
            if seconds > CLOCK_SECONDS:
                raise ClockError(Place.INBOX, f"{seconds:.0f}")

    def _visit(self, headers: Mapping[str, str] | None = None) -> AbstractContextManager[httpx.Response]:
        return visit(self.url, ca_file=self.ca_file, timeout_seconds=self.timeout_seconds, headers=headers)

    def _last(self) -> Identity | None:
        """What was last taken, perhaps from another link; None when nothing was, or from another kind of source."""
        try:
            return Identity.parse(self.last_taken) if self.last_taken else None
        except ValueError:
            return None


def _must_be_a_file(response: httpx.Response) -> None:
    if (error := refusal(response)) is not None:
        raise error


def _contents(content: Content, limit: int) -> str:
    """The contents to compare: a package up to the limit by its parts, anything else by its bytes."""
    by_parts = fingerprint(content.data) if content.data is not None and content.size <= limit else None
    return by_parts or content.sha256
