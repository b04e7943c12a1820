"""Errors of the outside world: one family, named by reason and place, never by path or file name.

The words for people are made last (``connectors.messages``). An outside error carries no path and no file name, because
both can hold personal data and both end up in logs.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import ClassVar


class Place(StrEnum):
    """The place of an error."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    ARCHIVE = "archive"
    MAIL = "mail"
    COMPUTER = "computer"


class OutsideError(Exception):
    """The outside world did not do what was asked. ``code`` is the reason, ``place`` where it happened, ``detail`` the
    system's own short name for it (``ENOSPC``). ``retryable`` says that trying again later may help.
    """

    code: ClassVar[str] = "outside"
    retryable: ClassVar[bool] = True

    def __init__(self, place: Place, detail: str = "") -> None:
        super().__init__(f"{self.code} at {place.value}" + (f" ({detail})" if detail else ""))
        self.place = place
        self.detail = detail

    def __reduce__(self) -> tuple[type[OutsideError], tuple[Place, str]]:
        """Lets errors cross process borders (task runners pickle them)."""
        return type(self), (self.place, self.detail)


class UnreachableError(OutsideError):
    """The place does not answer: network away, stale handle, input/output error."""

    code = "unreachable"


class PermissionRefusedError(OutsideError):
    """The place is closed to us."""

    code = "permission"


class FolderMissingError(OutsideError):
    """The folder is not there: moved, deleted, or a share that is not mounted."""

    code = "folder_missing"


class VanishedError(OutsideError):
    """The item was listed, and is now gone or something else."""

    code = "vanished"


class StillBeingWrittenError(OutsideError):
    """The item changed while it was being read."""

    code = "being_written"


class NoSpaceError(OutsideError):
    """The disk or the quota there is full."""

    code = "no_space"


class NotArchivedError(OutsideError):
    """The archive has no such file."""

    code = "not_archived"
    retryable = False


class DamagedError(OutsideError):
    """The archive gave back other bytes than were put in."""

    code = "damaged"
    retryable = False


class NotKeptError(OutsideError):
    """The bytes just put into the archive do not come back as they were."""

    code = "not_kept"


class TimedOutError(OutsideError):
    """The place did not answer in time, or stopped in the middle."""

    code = "timed_out"


class CutOffError(OutsideError):
    """The connection ended half-way."""

    code = "cut_off"


class ServerError(OutsideError):
    """The server says that it cannot serve now (HTTP 5xx, SMTP 4xx)."""

    code = "server_error"


class SignInRefusedError(OutsideError):
    """The server refuses the name, password or key."""

    code = "sign_in"
    retryable = False


class HostKeyError(OutsideError):
    """The server shows another key than the pinned one: it may be somebody else's server."""

    code = "host_key"
    retryable = False


class CertificateError(OutsideError):
    """The server's TLS certificate cannot be trusted."""

    code = "certificate"
    retryable = False


class UnencryptedError(OutsideError):
    """The server offers no encrypted connection where one is required."""

    code = "unencrypted"
    retryable = False


class NotAFileLinkError(OutsideError):
    """The link gives a page instead of a file: it is not shared, or leads to no file."""

    code = "not_a_file_link"
    retryable = False


class LinkGoneError(OutsideError):
    """The link leads nowhere any more: the file was deleted, moved, or is no longer shared."""

    code = "link_gone"
    retryable = False


class InsecureLinkError(OutsideError):
    """The link, or an address that it redirects to, is not https, so it is not opened."""

    code = "insecure_link"
    retryable = False


class TooMuchError(OutsideError):
    """The server sends far more than any workbook holds, without an end in sight."""

    code = "too_much"
    retryable = False


class AnswerRefusedError(OutsideError):
    """The mail server refuses the answer for good: an unknown recipient, or a policy."""

    code = "answer_refused"
    retryable = False


class AnswerTooLargeError(AnswerRefusedError):
    """The mail server takes no letter of this size."""

    code = "answer_too_large"


class SecretMissingError(OutsideError):
    """A reference to a secret (``env:NAME``) names nothing. ``detail``: the reference."""

    code = "secret_missing"
    retryable = False


class ProcessKilledError(OutsideError):
    """The computer ended a process in the middle of its work, or has no memory for it. ``detail`` is how the system
    reported it.
    """

    code = "process_killed"


class ClockError(OutsideError):
    """The server's clock and ours disagree. ``detail`` is the difference in seconds."""

    code = "clock"


def may_pass(code: str) -> bool:
    """Whether an error with this code can go away by itself."""
    return any(kind.code == code and kind.retryable for kind in OutsideError.__subclasses__())


PROGRAM_ERROR = "program_error"
"""The code for a program error program, used where a code is stored."""

_BY_ERRNO: dict[int, type[OutsideError]] = {
    errno.EACCES: PermissionRefusedError,
    errno.EPERM: PermissionRefusedError,
    errno.EROFS: PermissionRefusedError,
    errno.ENOENT: FolderMissingError,
    errno.ENOTDIR: FolderMissingError,
    errno.ENOSPC: NoSpaceError,
    errno.EDQUOT: NoSpaceError,
    errno.EFBIG: NoSpaceError,
}


def from_os_error(error: OSError, place: Place) -> OutsideError:
    """The outside error that an operating system's error means at this place."""
    number = error.errno or 0
    kind = _BY_ERRNO.get(number, UnreachableError)
    return kind(place, errno.errorcode.get(number, type(error).__name__))


@contextmanager
def outside(place: Place) -> Iterator[None]:
    """Turns every OSError inside into an OutsideError at ``place``, without its path."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error, place) from None
