"""One connection to one folder of a mailbox. Reading never marks a mail as read: a person may work in it beside us."""

from __future__ import annotations

import email.parser
import email.policy
import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError
from imapclient.response_types import Address

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
from connectors.mail.faults import speaking_imap
from connectors.mail.parts import Structure
from connectors.mail.security import Security, trust

# A line may be longer than the standard library allows (1 MB): the numbers of a large mailbox, a mail of a thousand parts.
imaplib._MAXLINE = 20 * 1024 * 1024  # type: ignore[attr-defined]

_ENVELOPES_AT_ONCE = 500
_STRUCTURES_AT_ONCE = 50
_PIECE = 1024 * 1024
_HEADERS = "BODY.PEEK[HEADER.FIELDS (FROM AUTHENTICATION-RESULTS)]"
_HEADERS_GIVEN = b"BODY[HEADER.FIELDS"  # servers write the names after it in ways of their own
_DELETED = rb"\Deleted"


@dataclass(frozen=True)
class Envelope:
    """What the server tells of a mail without its body. ``arrived``: when it came, by the server's clock. ``senders``:
    the addresses in From, as ``name@host``.
    """

    uid: int
    arrived: datetime
    senders: tuple[str, ...] = field(repr=False)
    message_id: str = field(repr=False)


@dataclass(frozen=True)
class Insides:
    """A mail's structure, and the two headers that tell who sent it: every From, every Authentication-Results from the
    top down.
    """

    structure: Structure = field(repr=False)
    froms: tuple[str, ...] = field(repr=False)
    authentications: tuple[str, ...] = field(repr=False)


@dataclass
class Mailbox:
    """Opened when first asked. Every method raises OutsideError; after one about the connection the next call opens a
    new one.
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

    def connect(self) -> None:
        """An encrypted connection, not signed in."""
        if self._client is not None:
            return
        context = trust(self.ca_file, Place.INBOX)
        direct = self.security is Security.TLS
        try:
            with speaking_imap(Place.INBOX):
                client = IMAPClient(
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
        """Opens the folder, or sees what is new in it, and gives its UIDVALIDITY: with another one, no UID means what it
        did.
        """
        self.sign_in()
        if self._selected is readonly:
            with self._speaking() as client:
                client.noop()
        else:
            with self._speaking(FolderMissingError) as client:
                self._selected = None
                told = client.select_folder(self.folder, readonly=readonly)
            if not isinstance(told.get(b"UIDVALIDITY"), int):
                raise ServerError(Place.INBOX, "UIDVALIDITY")
            self._validity, self._selected = told[b"UIDVALIDITY"], readonly
        return self._validity

    def uids(self) -> list[int]:
        """All mails that nobody marked as deleted, by now."""
        with self._speaking() as client:
            client.noop()
            return sorted(client.search("UNDELETED"))

    def envelopes(self, uids: Sequence[int]) -> Iterator[Envelope]:
        """Of these mails, those that are still there."""
        for told in self._fetched(uids, ["INTERNALDATE", "ENVELOPE"], _ENVELOPES_AT_ONCE):
            uid, values = told
            envelope, arrived = values.get(b"ENVELOPE"), values.get(b"INTERNALDATE")
            if envelope is not None and isinstance(arrived, datetime):
                senders = tuple(_address(one) for one in envelope.from_ or ())
                yield Envelope(uid, arrived, senders, _text(envelope.message_id))

    def insides(self, uids: Sequence[int]) -> Iterator[tuple[int, Insides]]:
        """Structure and headers of these mails, of those that are still there; no body is fetched."""
        parser = email.parser.BytesHeaderParser(policy=email.policy.compat32)
        for uid, values in self._fetched(uids, ["BODYSTRUCTURE", _HEADERS], _STRUCTURES_AT_ONCE):
            raw = next((value for key, value in values.items() if key.startswith(_HEADERS_GIVEN)), None)
            if raw is not None and values.get(b"BODYSTRUCTURE"):
                headers = parser.parsebytes(raw)
                yield (
                    uid,
                    Insides(
                        values[b"BODYSTRUCTURE"],
                        tuple(str(one) for one in headers.get_all("From", [])),
                        tuple(str(one) for one in headers.get_all("Authentication-Results", [])),
                    ),
                )

    def pieces(self, uid: int, section: str) -> Iterator[bytes]:
        """The encoded bytes of one part, piece by piece. Raises VanishedError when the mail or the part is gone, at the
        end at the latest: of a mail that goes meanwhile some servers give nothing, as if it were empty.
        """
        start = 0
        while True:
            found = dict(self._fetched([uid], [f"BODY.PEEK[{section}]<{start}.{_PIECE}>"], 1))
            key = f"BODY[{section}]<{start}>".encode()
            if key not in found.get(uid, {}):
                raise VanishedError(Place.INBOX)
            piece = found[uid][key] or b""
            yield piece
            if len(piece) < _PIECE:
                break
            start += len(piece)
        if uid not in self.uids():
            raise VanishedError(Place.INBOX)

    def first_byte(self, uid: int) -> None:
        """Reads one byte of a mail; nothing when it is gone."""
        dict(self._fetched([uid], ["BODY.PEEK[]<0.1>"], 1))

    def move(self, uid: int, folder: str) -> None:
        """Takes a mail to another folder, which is made when it is missing; nothing when the mail is gone.

        Where the server cannot move, the mail is copied and marked as deleted; it is only taken out for good where that
        can be said of one mail alone, for a person may have marked others.
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
        """Makes a folder unless it is there, and shows it in mail programs."""
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
        """Takes away an empty folder that we made."""
        with self._speaking() as client:
            client.unsubscribe_folder(folder)
            client.delete_folder(folder)

    def close(self) -> None:
        """Ends the connection, politely where that is possible."""
        if self._client is not None:
            with suppress(IMAPClientError, OSError):  # it ends either way
                self._client.logout()
            self._drop()

    @contextmanager
    def _speaking(self, refused: type[OutsideError] = ServerError) -> Iterator[IMAPClient]:
        if self._client is None:
            raise CutOffError(Place.INBOX)
        try:
            with speaking_imap(Place.INBOX, refused):
                yield self._client
        except (CutOffError, TimedOutError, UnreachableError):
            self._drop()
            raise

    def _fetched(self, uids: Sequence[int], items: list[str], at_once: int) -> Iterator[tuple[int, dict[bytes, Any]]]:
        for start in range(0, len(uids), at_once):
            some = list(uids[start : start + at_once])
            with self._speaking() as client:
                found = client.fetch(some, items)
            yield from sorted(found.items())

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
    """Whether LOGIN can carry it; a line break in it would be a command of its own."""
    return text.isascii() and text.isprintable()


def _address(address: Address) -> str:
    return f"{_text(address.mailbox)}@{_text(address.host)}"


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
