"""A real SMTP server (aiosmtpd) that keeps what it is given, and fails where it is told to."""

from __future__ import annotations

import email
import email.policy
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.connectors.mail.relays import closed_port

USER, PASSWORD = "kemitraan", "rahasia-béda"


@dataclass
class Postbox:
    """What arrived. ``answers``: what to say to a command (``MAIL``, ``RCPT``, ``DATA``) instead of taking it."""

    port: int
    letters: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    sign_in: str = ""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        content = bytes(envelope.content or b"")
        self.raw.append(content)
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.letters.append((str(envelope.mail_from), envelope.rcpt_tos, message))
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        if self.sign_in:
            return AuthResult(success=False, handled=False, message=self.sign_in)
        return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD), handled=False)


@contextmanager
def running_postbox(trust: ssl.SSLContext | None, *, direct: bool = False, size: int = 2_000_000) -> Iterator[Postbox]:
    """Starts a server and stops it. ``direct``: TLS from the start. Without ``trust`` it offers no encryption."""
    postbox = Postbox(closed_port())
    arguments: dict[str, object] = {
        "hostname": "127.0.0.1",
        "port": postbox.port,
        "data_size_limit": size,
        "ident": "uji",
        "authenticator": postbox.authenticate,
        "auth_required": True,
    }
    if direct:
        arguments |= {"ssl_context": trust, "auth_require_tls": False}
    elif trust is not None:
        arguments |= {"tls_context": trust, "require_starttls": True}
    else:
        arguments |= {"auth_require_tls": False}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
        controller = Controller(postbox, **arguments)  # type: ignore[arg-type]
        controller.start()
        try:
            yield postbox
        finally:
            controller.stop()
