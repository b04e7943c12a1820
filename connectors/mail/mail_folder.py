"""One connection to one folder of a mailbox. Reading never marks a mail as read: a person may work in the folder
too.
"""

from __future__ import annotations

import imaplib
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, ProtocolError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS, wrap_socket

from connectors.deadline import FACTOR, Deadline
from connectors.errors import (
    CutOffError,
    FolderMissingError,
    OutsideError,
    Place,
    ServerError,
    SignInRefusedError,
    TimedOutError,
    UnencryptedError,
    UnreachableError,
    VanishedError,
)
from connectors.mail.envelope import HEADERS, Envelope, envelope_of, parsed, values
from connectors.mail.mail_errors import speaking_imap
from connectors.mail.parts import Structure
from connectors.mail.security import Security, trust

# A line may be longer than the standard library allows (1 MB): numbers of a large mailbox, a mail of a thousand parts.
imaplib._MAXLINE = 20 * 1024 * 1024  # type: ignore[attr-defined]

_ENVELOPES_AT_ONCE = 500
_STRUCTURES_AT_ONCE = 50
_BEGINNINGS_AT_ONCE = 50
_PIECE = 1024 * 1024
_BEGINNING = 4096
_ENVELOPE = f"BODY.PEEK[HEADER.FIELDS ({HEADERS})]"
_AUTHENTICATION = "BODY.PEEK[HEADER.FIELDS (AUTHENTICATION-RESULTS)]"
_HEADERS_GIVEN = b"BODY[HEADER.FIELDS"  # servers write the names after it in ways of their own
_DELETED = rb"\Deleted"
_UNREADABLE = (ProtocolError, ValueError, OverflowError, TypeError, IndexError, AttributeError, RecursionError)
"""The errors that imapclient raises for an answer that it cannot read; the answer is over by then."""
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""The time for a mail whose arrival nobody can tell."""


@dataclass(frozen=True)
class Insides:
    """A mail's structure, and every Authentication-Results from the top down. ``structure`` is None where the server's
    answer cannot be read.
    """

    structure: Structure | None = field(repr=False)
    authentications: tuple[str, ...] = field(default=(), repr=False)


@dataclass
class Mailbox:
    """A mailbox, opened when first used. Every method raises OutsideError; after one about the connection the next call
    opens a new one.
    """

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str
    security: Security
    ca_file: Path | None
    timeout_seconds: float
    _client: IMAPClient | None = field(default=None, repr=False)
    _signed_in: bool = field(default=False, repr=False)
    _selected: bool | None = field(default=None, repr=False)  # readonly?
    _validity: int = field(default=0, repr=False)
    _deadline: Deadline | None = field(default=None, repr=False)

    @contextmanager
    def visit(self) -> Iterator[None]:
        """Bounds the time of the block, however slowly the server speaks: ten timeouts, and one more for every MiB that
        comes. Raises TimedOutError after that.
        """
        with Deadline(self.timeout_seconds * FACTOR) as deadline:
            self._deadline = deadline
            if self._client is not None:
                with suppress(OSError):  # ended already: whoever reads from it is told
                    deadline.hold(self._client.socket())
            try:
                yield
            except OutsideError:
                if deadline.has_passed:
                    self._drop()
                    raise TimedOutError(Place.INBOX) from None
                raise
            finally:
                self._deadline = None

    def connect(self) -> None:
        """An encrypted connection, not signed in."""
        if self._client is not None:
            return
        context = trust(self.ca_file, Place.INBOX)
        direct = self.security is Security.TLS
        try:
            with speaking_imap(Place.INBOX):
                client = _Client(
                    self._hold,
                    self.host,
                    self.port,
                    ssl=direct,
                    ssl_context=context if direct else None,
                    timeout=self.timeout_seconds,
                )
        except UnicodeError:  # a host name that cannot be asked for
            raise UnreachableError(Place.INBOX, "UnicodeError") from None
        client._imap.debug = 0  # imapclient would have it tell every header to the log
        client.normalise_times = False  # times with the server's offset, not naive ones of this machine
        self._client = client
        if direct:
            return
        try:
            with speaking_imap(Place.INBOX):
                client.starttls(context)
        except OutsideError as error:
            self._drop()
            if error.detail == "capability":
                raise UnencryptedError(Place.INBOX, "STARTTLS") from None
            raise

    def sign_in(self) -> None:
        """Connects and signs in."""
        self.connect()
        if self._signed_in:
            return
        with self._speaking(SignInRefusedError) as client:
            if client.has_capability("AUTH=PLAIN"):  # the only way for passwords beyond ASCII
                client.plain_login(self.user, self.password)
            elif not _is_plain(self.user + self.password):
                raise SignInRefusedError(Place.INBOX, "no AUTH=PLAIN")
            else:
                client.login(self.user, self.password)
        self._signed_in = True

    def select(self, *, readonly: bool) -> int:
        """Opens the folder, or sees what is new in it, and gives its UIDVALIDITY. When that changes, UIDs lose their
        meaning.
        """
        self.sign_in()
        if self._selected is readonly:
            with self._speaking() as client:
                client.noop()
        else:
            with self._speaking(FolderMissingError) as client:
                self._selected = None
                response = client.select_folder(self.folder, readonly=readonly)
            if not isinstance(response.get(b"UIDVALIDITY"), int):
                raise ServerError(Place.INBOX, "UIDVALIDITY")
            self._validity, self._selected = response[b"UIDVALIDITY"], readonly
        return self._validity

    def uids(self) -> list[int]:
        """The UIDs of all mails that nobody has marked as deleted."""
        with self._speaking() as client:
            client.noop()
            return sorted(client.search("UNDELETED"))

    def envelopes(self, uids: Sequence[int]) -> Iterator[Envelope]:
        """The envelopes of these mails, of those that are still there."""
        for uid, response in self._fetched(uids, ["INTERNALDATE", _ENVELOPE], _ENVELOPES_AT_ONCE):
            raw = _headers(response)
            if response is None or raw is not None:
                arrived = response.get(b"INTERNALDATE") if response else None
                yield envelope_of(uid, arrived if isinstance(arrived, datetime) else _NO_TIME, raw or b"")

    def insides(self, uids: Sequence[int]) -> Iterator[tuple[int, Insides]]:
        """Structure and headers of these mails, of those that are still there. No body is fetched."""
        for uid, response in self._fetched(uids, ["BODYSTRUCTURE", _AUTHENTICATION], _STRUCTURES_AT_ONCE):
            raw = _headers(response)
            if response is None:
                yield uid, Insides(None)
            elif raw is not None and response.get(b"BODYSTRUCTURE"):
                yield uid, Insides(response[b"BODYSTRUCTURE"], tuple(values(parsed(raw), "Authentication-Results")))

    def beginnings(self, uid: int, sections: Sequence[str]) -> dict[str, bytes]:
        """The first encoded bytes of these parts, a few KiB each; nothing for a mail that is gone."""
        first_bytes: dict[str, bytes] = {}
        for start in range(0, len(sections), _BEGINNINGS_AT_ONCE):
            some = sections[start : start + _BEGINNINGS_AT_ONCE]
            items = [f"BODY.PEEK[{section}]<0.{_BEGINNING}>" for section in some]
            for _, response in self._fetched([uid], items, 1):
                for section in some:
                    first_bytes[section] = (response or {}).get(f"BODY[{section}]<0>".encode()) or b""
        return first_bytes

    def pieces(self, uid: int, section: str) -> Iterator[bytes]:
        """The encoded bytes of one part, piece by piece. Raises VanishedError when the mail or the part is gone, at the
        end at the latest: for a mail that goes meanwhile some servers give nothing, as if it were empty.
        """
        start = 0
        while True:
            response = dict(self._fetched([uid], [f"BODY.PEEK[{section}]<{start}.{_PIECE}>"], 1)).get(uid) or {}
            key = f"BODY[{section}]<{start}>".encode()
            if key not in response:
                raise VanishedError(Place.INBOX)
            piece = response[key] or b""
            if self._deadline is not None:
                self._deadline.give(self.timeout_seconds * len(piece) / _PIECE)
            yield piece
            if len(piece) < _PIECE:
                break
            start += len(piece)
        if uid not in self.uids():
            raise VanishedError(Place.INBOX)

    def first_byte(self, uid: int) -> None:
        """Reads one byte of a mail; does nothing when it is gone."""
        dict(self._fetched([uid], ["BODY.PEEK[]<0.1>"], 1))

    def is_younger(self, uid: int, seconds: int) -> bool | None:
        """Whether a mail came less than so many seconds ago by the server's clock; None where the server cannot answer
        (RFC 5032).
        """
        with self._speaking() as client:
            if not client.has_capability("WITHIN"):
                return None
            return uid in client.search(["UID", str(uid), "YOUNGER", str(seconds)])

    def move(self, uid: int, folder: str) -> None:
        """Moves a mail to another folder, which is made when it is missing. Does nothing when the mail is gone.

        Where the server cannot move, the mail is copied and marked as deleted. It is expunged only where that can be
        done for one mail alone, because a person may have marked others.
        """
        if uid not in self.uids():
            return
        self.make_folder(folder)
        with suppress(VanishedError), self._speaking() as client:  # another run was quicker
            _move(client, uid, folder)

    def has_folder(self, folder: str) -> bool:
        """Whether there is a folder of this name."""
        self.sign_in()
        with self._speaking() as client:
            return client.folder_exists(folder)

    def make_folder(self, folder: str) -> None:
        """Makes a folder unless it exists, and shows it in mail programs."""
        if self.has_folder(folder):
            return
        with self._speaking() as client:
            try:
                client.create_folder(folder)
            except IMAPClientError:
                if not client.folder_exists(folder):  # else another run made it in between
                    raise
            client.subscribe_folder(folder)

    def drop_folder(self, folder: str) -> None:
        """Removes an empty folder that we made."""
        with self._speaking() as client:
            client.unsubscribe_folder(folder)
            client.delete_folder(folder)

    def close(self) -> None:
        """Ends the connection, politely where that is possible."""
        if self._client is not None:
            with suppress(IMAPClientError, OSError), Deadline(self.timeout_seconds) as deadline:  # it ends either way
                deadline.hold(self._client.socket())
                self._client.logout()
            self._drop()

    @contextmanager
    def _speaking(self, refusal: type[OutsideError] = ServerError) -> Iterator[IMAPClient]:
        if self._client is None:
            raise CutOffError(Place.INBOX)
        try:
            with speaking_imap(Place.INBOX, refusal):
                yield self._client
        except (CutOffError, TimedOutError, UnreachableError):
            self._drop()
            raise

    def _fetched(
        self, uids: Sequence[int], items: list[str], at_once: int
    ) -> Iterator[tuple[int, dict[bytes, Any] | None]]:
        """The server's data on each mail; None for one whose answer cannot be read, which does not stop the others."""
        for start in range(0, len(uids), at_once):
            some = list(uids[start : start + at_once])
            with self._speaking() as client:
                try:
                    responses: dict[int, Any] = client.fetch(some, items)
                except _UNREADABLE:
                    responses = dict.fromkeys(some)
            if len(some) > 1 and None in responses.values():
                yield from self._fetched(some, items, 1)
            else:
                yield from sorted(responses.items())

    def _hold(self, connected: socket.socket) -> None:
        if self._deadline is not None:
            self._deadline.hold(connected)

    def _drop(self) -> None:
        client, self._client = self._client, None
        self._signed_in, self._selected = False, None
        if client is not None:
            with suppress(OSError):  # already closed
                client.shutdown()


def _move(client: IMAPClient, uid: int, folder: str) -> None:
    if client.has_capability("MOVE"):
        client.move([uid], folder)
        return
    client.copy([uid], folder)
    client.add_flags([uid], [_DELETED], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge([uid])


def _is_plain(text: str) -> bool:
    """Whether LOGIN can carry the text; a line break in it would be a command of its own."""
    return text.isascii() and text.isprintable()


def _headers(response: dict[bytes, Any] | None) -> bytes | None:
    """The requested headers; None where the server gave none, because the mail is gone."""
    return next((value for key, value in (response or {}).items() if key.startswith(_HEADERS_GIVEN)), None)


class _Client(IMAPClient):
    """Hands over every connection before a word is read from it."""

    def __init__(self, hold: Callable[[socket.socket], None], *arguments: Any, **options: Any) -> None:
        self._hold = hold
        super().__init__(*arguments, **options)

    def _create_IMAP4(self) -> imaplib.IMAP4:
        if self.ssl:
            return _Encrypted(self._hold, self.host, self.port, self.ssl_context, self._timeout.connect)
        return _Plain(self._hold, self.host, self.port, self._timeout.connect)


class _Encrypted(IMAP4_TLS):
    def __init__(self, hold: Callable[[socket.socket], None], *arguments: Any) -> None:
        self._hold = hold
        super().__init__(*arguments)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        connected = socket.create_connection((self.host, self.port), timeout=timeout or self._timeout)
        self._hold(connected)
        return wrap_socket(connected, self.ssl_context, self.host)


class _Plain(IMAP4WithTimeout):
    def __init__(self, hold: Callable[[socket.socket], None], *arguments: Any) -> None:
        self._hold = hold
        super().__init__(*arguments)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        connected = super()._create_socket(timeout)
        self._hold(connected)
        return connected
