"""Sends letters through a mail server (SMTP submission, RFC 6409), never in the clear."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from connectors.base import Check, FlightChecks
from connectors.errors import (
    AnswerRefusedError,
    CutOffError,
    OutsideError,
    Place,
    ServerError,
    SignInRefusedError,
    UnencryptedError,
    UnreachableError,
)
from connectors.mail.faults import from_network
from connectors.mail.letter import Letter, composed, must_be_address
from connectors.mail.security import Security, trust

_SIGN_IN_NEEDED = {530, 534, 535, 538}


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Mailer:
    """A mail server and the address that letters come from. Without ``user`` nobody signs in. Raises ValueError for a
    ``sender`` that is no address.
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

        Raises OutsideError: AnswerRefusedError when the server refuses it for good, ServerError when it asks to come
        again later. When the connection is cut before the server's last word, the letter may have been taken and be
        sent again; its Message-ID is the same then.
        """
        data = composed(letter, self.sender, self.sender_name, self.clock())
        with self._signed_in() as server:
            server.sendmail(self.sender, [letter.to], data)

    def flight_checks(self, to: str) -> FlightChecks:
        """Whether the server can be reached, lets us in, and would take a letter to ``to``; none is sent."""
        return (
            (Check.REACH, self._can_connect),
            (Check.SIGN_IN, self._can_sign_in),
            (Check.WRITE, lambda: self._try(to)),
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
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        with self._connected() as server:
            if self.user is not None:
                _sign_in(server, self.user, self.password or "")
            yield server

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """An encrypted connection; what goes wrong inside becomes an OutsideError."""
        context = trust(self.ca_file, Place.MAIL)
        try:
            server = self._opened(context)
            try:
                if self.security is Security.STARTTLS:
                    server.starttls(context=context)
                server.ehlo_or_helo_if_needed()
                yield server
                with suppress(smtplib.SMTPException, OSError):  # what was sent is sent
                    server.quit()
            finally:
                server.close()
        except (smtplib.SMTPException, OSError) as error:
            raise _outside(error) from None

    def _opened(self, context: ssl.SSLContext) -> smtplib.SMTP:
        """Raises SMTPException, OSError and UnreachableError."""
        domain = self.sender.rpartition("@")[2]  # how we call ourselves; else smtplib asks the network for our name
        try:
            if self.security is Security.TLS:
                return smtplib.SMTP_SSL(self.host, self.port, domain, timeout=self.timeout_seconds, context=context)
            return smtplib.SMTP(self.host, self.port, domain, timeout=self.timeout_seconds)
        except UnicodeError:  # a host name that cannot be asked for
            raise UnreachableError(Place.MAIL, "UnicodeError") from None


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """AUTH PLAIN by hand where the server knows it, because smtplib sends no password beyond ASCII."""
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
    """By the server's code, never in its words, which quote the recipient. SMTPException is an OSError."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        cause = error.__context__
        told_by_network = isinstance(cause, OSError) and not isinstance(cause, smtplib.SMTPException)
        return from_network(cause, Place.MAIL) if told_by_network else CutOffError(Place.MAIL)
    if isinstance(error, smtplib.SMTPNotSupportedError):  # smtplib says this of STARTTLS and of AUTH
        return SignInRefusedError(Place.MAIL, "no AUTH") if "AUTH" in str(error) else UnencryptedError(Place.MAIL)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, _),) = error.recipients.values()
        return _by_code(code)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return ServerError(Place.MAIL, str(error.smtp_code))
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        if isinstance(error, smtplib.SMTPAuthenticationError) and code >= 500:
            return SignInRefusedError(Place.MAIL, str(code))
        return _by_code(code)
    if isinstance(error, smtplib.SMTPException):
        return ServerError(Place.MAIL)
    return from_network(error, Place.MAIL)


def _by_code(code: int) -> OutsideError:
    if code in _SIGN_IN_NEEDED:
        return SignInRefusedError(Place.MAIL, str(code))
    return (AnswerRefusedError if code >= 500 else ServerError)(Place.MAIL, str(code))
