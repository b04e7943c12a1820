"""Sends letters through a mail server (SMTP submission, RFC 6409), never in the clear."""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.base import Check, FlightChecks
from connectors.deadline import FACTOR, Deadline
from connectors.errors import (
    AnswerRefusedError,
    AnswerTooLargeError,
    CutOffError,
    OutsideError,
    Place,
    ServerError,
    SignInRefusedError,
    TimedOutError,
    UnencryptedError,
    UnreachableError,
)
from connectors.flight import CannotTellError
from connectors.mail.letter import Letter, composed, must_be_address
from connectors.mail.mail_errors import from_network
from connectors.mail.security import Security, trust

_SIGN_IN_NEEDED = {530, 534, 535, 538}
_ENHANCED = re.compile(rb"\s*(\d\.\d+\.\d+)\b")
_TOO_LARGE = {b"5.3.4", b"5.2.3"}  # RFC 3463: larger than the system, or the mailbox, takes
_MAILBOX_FULL = b"5.2.2"
_ALLOWANCE = 1024 * 1024
"""How many bytes of a letter allow one more timeout."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Mailer:
    """A mail server and the address that letters come from. Without ``user`` there is no sign-in. Raises ValueError for
    a ``sender`` that is no address.
    """

    host: str
    port: int
    sender: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    sender_name: str = "Kemitraan Sulbar"
    security: Security = Security.STARTTLS
    ca_file: Path | None = None
    timeout_seconds: float = 30.0
    clock: Callable[[], datetime] = field(default=_now, repr=False)

    def __post_init__(self) -> None:
        must_be_address(self.sender)

    def send(self, letter: Letter) -> None:
        """Hands the letter to the server, whole or not at all.

        Raises OutsideError: AnswerTooLargeError when it is over the server's limit, AnswerRefusedError when the server
        refuses it for good, ServerError when the server asks to try later. When the connection is cut before the
        server's last word, the letter may have been taken and be sent again; its Message-ID is the same then.
        """
        data = composed(letter, self.sender, self.sender_name, self.clock())
        with self._signed_in(len(data)) as server:
            _must_fit(server, len(data))
            server.sendmail(self.sender, [letter.to], data)

    def flight_checks(self, to: str) -> FlightChecks:
        """Checks that the server can be reached, lets us in, and would take a letter to ``to``. Nothing is sent. A mail
        server tells no time.
        """
        return (
            (Check.REACH, self._can_connect),
            (Check.SIGN_IN, self._can_sign_in),
            (Check.WRITE, lambda: self._try(to)),
            (Check.CLOCK, _cannot_tell),
        )

    def _can_connect(self) -> None:
        with self._connected():
            pass

    def _can_sign_in(self) -> None:
        with self._signed_in():
            pass

    def _try(self, to: str) -> None:
        """Announces a letter and takes it back."""
        with self._signed_in() as server:
            code, answer = server.mail(self.sender)
            if code != 250:
                raise smtplib.SMTPResponseException(code, answer)
            code, answer = server.rcpt(to)
            if code not in {250, 251}:
                raise smtplib.SMTPResponseException(code, answer)
            server.rset()

    @contextmanager
    def _signed_in(self, size: int = 0) -> Iterator[smtplib.SMTP]:
        with self._connected(size) as server:
            if self.user is not None:
                _sign_in(server, self.user, self.password or "")
            yield server

    @contextmanager
    def _connected(self, size: int = 0) -> Iterator[smtplib.SMTP]:
        """Gives an encrypted connection that ends in time, ``size`` bytes sent. Failures inside become
        OutsideErrors.
        """
        context = trust(self.ca_file, Place.MAIL)
        with Deadline(self.timeout_seconds * (FACTOR + size / _ALLOWANCE)) as deadline:
            try:
                with self._speaking(context, deadline) as server:
                    yield server
            except (smtplib.SMTPException, OSError) as error:
                raise (TimedOutError(Place.MAIL) if deadline.has_passed else _outside(error)) from None

    @contextmanager
    def _speaking(self, context: ssl.SSLContext, deadline: Deadline) -> Iterator[smtplib.SMTP]:
        """Opens a connection and greets the server. Raises SMTPException, OSError and UnreachableError."""
        server = self._opened(context, deadline)
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            yield server
            with suppress(smtplib.SMTPException, OSError):  # what was sent is sent
                server.quit()
        finally:
            server.close()

    def _opened(self, context: ssl.SSLContext, deadline: Deadline) -> smtplib.SMTP:
        """Opens a connection. Raises SMTPException, OSError and UnreachableError."""
        domain = self.sender.rpartition("@")[2]  # how we call ourselves; else smtplib asks the network for our name
        server_key = (self.host, self.port, domain)
        try:
            if self.security is Security.TLS:
                return _Encrypted(deadline, *server_key, timeout=self.timeout_seconds, context=context)
            return _Plain(deadline, *server_key, timeout=self.timeout_seconds)
        except UnicodeError:  # a host name that cannot be asked for
            raise UnreachableError(Place.MAIL, "UnicodeError") from None


class _Plain(smtplib.SMTP):
    """Hands over its connection before a word is read from it."""

    def __init__(self, deadline: Deadline, *arguments: Any, **options: Any) -> None:
        self._deadline = deadline
        super().__init__(*arguments, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = super()._get_socket(host, port, timeout)
        self._deadline.hold(connected)
        return connected


class _Encrypted(smtplib.SMTP_SSL, _Plain):
    """The same with TLS around it: what SMTP_SSL wraps comes from _Plain."""

    def __init__(self, deadline: Deadline, *arguments: Any, **options: Any) -> None:
        self._deadline = deadline
        smtplib.SMTP_SSL.__init__(self, *arguments, **options)


def _cannot_tell() -> None:
    raise CannotTellError


def _must_fit(server: smtplib.SMTP, size: int) -> None:
    """Raises AnswerTooLargeError when the server has announced a smaller limit (RFC 1870); 0 means none."""
    limit = server.esmtp_features.get("size", "").strip()
    if limit.isdecimal() and 0 < int(limit[:18]) < size:
        raise AnswerTooLargeError(Place.MAIL, "SIZE")


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Signs in. Does AUTH PLAIN by hand where the server knows it, because smtplib sends no password beyond ASCII."""
    if "PLAIN" in server.esmtp_features.get("auth", "").upper().split():
        secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
        code, answer = server.docmd("AUTH", f"PLAIN {secret}")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, answer)
    elif not password.isascii() or not user.isascii():
        raise SignInRefusedError(Place.MAIL, "no AUTH PLAIN")
    else:
        server.login(user, password)


def _outside(error: smtplib.SMTPException | OSError) -> OutsideError:
    """The outside error by the server's code, never in its words, which quote the recipient. SMTPException is an
    OSError.
    """
    if isinstance(error, smtplib.SMTPServerDisconnected):
        cause = error.__context__
        told_by_network = isinstance(cause, OSError) and not isinstance(cause, smtplib.SMTPException)
        return from_network(cause, Place.MAIL) if told_by_network else CutOffError(Place.MAIL)
    if isinstance(error, smtplib.SMTPNotSupportedError):  # smtplib says this of STARTTLS and of AUTH
        return SignInRefusedError(Place.MAIL, "no AUTH") if "AUTH" in str(error) else UnencryptedError(Place.MAIL)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, reply),) = error.recipients.values()
        return _by_code(code, reply)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return ServerError(Place.MAIL, str(error.smtp_code))
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        if isinstance(error, smtplib.SMTPAuthenticationError) and code >= 500:
            return SignInRefusedError(Place.MAIL, str(code))
        return _by_code(code, error.smtp_error)
    if isinstance(error, smtplib.SMTPException):
        return ServerError(Place.MAIL)
    return from_network(error, Place.MAIL)


def _by_code(code: int, reply: bytes | str) -> OutsideError:
    if code in _SIGN_IN_NEEDED:
        return SignInRefusedError(Place.MAIL, str(code))
    if code < 500:
        return ServerError(Place.MAIL, str(code))
    enhanced = _ENHANCED.match(reply if isinstance(reply, bytes) else reply.encode("latin-1", "replace"))
    status = enhanced[1] if enhanced else b""
    if status in _TOO_LARGE or (code == 552 and status != _MAILBOX_FULL):
        return AnswerTooLargeError(Place.MAIL, str(code))
    return AnswerRefusedError(Place.MAIL, str(code))
