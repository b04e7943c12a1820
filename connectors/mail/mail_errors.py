"""Turns the answers of mail servers and the network into outside errors: by code, never in the server's own words,
which may quote an address, a folder or a subject.
"""

from __future__ import annotations

import errno
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from imaplib import IMAP4

from imapclient.exceptions import CapabilityError, LoginError

from connectors.errors import (
    CertificateError,
    CutOffError,
    FolderMissingError,
    NoSpaceError,
    OutsideError,
    PermissionRefusedError,
    Place,
    ServerError,
    SignInRefusedError,
    TimedOutError,
    UnencryptedError,
    UnreachableError,
    VanishedError,
)

_RESPONSE_CODE = re.compile(r"\[([A-Z][A-Z-]*)[\] ]")
_BY_CODE: dict[str, type[OutsideError]] = {  # RFC 5530 and RFC 9208
    "AUTHENTICATIONFAILED": SignInRefusedError,
    "AUTHORIZATIONFAILED": SignInRefusedError,
    "EXPIRED": SignInRefusedError,
    "UNAVAILABLE": ServerError,
    "INUSE": ServerError,
    "LIMIT": ServerError,
    "SERVERBUG": ServerError,
    "NOPERM": PermissionRefusedError,
    "OVERQUOTA": NoSpaceError,
    "NONEXISTENT": FolderMissingError,
    "TRYCREATE": FolderMissingError,
    "EXPUNGEISSUED": VanishedError,
}
_ENDED = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, ssl.SSLEOFError, ssl.SSLZeroReturnError)


def from_network(error: OSError, place: Place) -> OutsideError:
    """The outside error for an error of socket or TLS."""
    if isinstance(error, TimeoutError) or error.errno == errno.ETIMEDOUT:
        return TimedOutError(place)
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateError(place, f"verification code {error.verify_code}")
    if isinstance(error, _ENDED):
        return CutOffError(place, type(error).__name__)
    if isinstance(error, ssl.SSLError):
        return UnencryptedError(place, error.reason or "")
    return UnreachableError(place, errno.errorcode.get(error.errno or 0, type(error).__name__))


@contextmanager
def speaking_imap(place: Place, refusal: type[OutsideError] = ServerError) -> Iterator[None]:
    """Turns what imapclient and the network raise inside into outside errors. ``refusal`` is the error for a NO without
    a telling response code.
    """
    try:
        yield
    except IMAP4.error as error:
        raise _from_imap(error, place, refusal) from None
    except OSError as error:
        raise from_network(error, place) from None


def _from_imap(error: IMAP4.error, place: Place, refusal: type[OutsideError]) -> OutsideError:
    cause = error.__context__
    if isinstance(error, LoginError) and isinstance(cause, IMAP4.abort):  # not refused: the connection ended
        error, cause = cause, cause.__context__
    if isinstance(error, IMAP4.readonly):
        return PermissionRefusedError(place, "READ-ONLY")
    if isinstance(error, IMAP4.abort):
        return from_network(cause, place) if isinstance(cause, OSError) else CutOffError(place)
    if "got more than" in str(error):  # imaplib stopped in the middle of a line: what follows is its rest
        return CutOffError(place, "line too long")
    if isinstance(error, CapabilityError):
        return ServerError(place, "capability")
    code = _RESPONSE_CODE.search(str(error))
    if code is None or code[1] not in _BY_CODE:
        return refusal(place)
    return _BY_CODE[code[1]](place, code[1])
