"""Turns failures of S3 into outside errors, without key, bucket or address in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    EndpointProviderError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)
from botocore.parsers import ResponseParserError

from connectors.errors import (
    CertificateError,
    ClockError,
    CutOffError,
    FolderMissingError,
    NoSpaceError,
    OutsideError,
    PermissionRefusedError,
    Place,
    ServerError,
    SignInRefusedError,
    TimedOutError,
    UnreachableError,
)

NOT_AS_THOUGHT = {"PreconditionFailed", "412", "ConditionalRequestConflict"}
GONE = {"NoSuchKey", "404", "NotFound"}
_CODES: dict[str, type[OutsideError]] = {
    "NoSuchBucket": FolderMissingError,
    "InvalidBucketName": FolderMissingError,
    "PermanentRedirect": FolderMissingError,
    "301": FolderMissingError,
    "InvalidAccessKeyId": SignInRefusedError,
    "SignatureDoesNotMatch": SignInRefusedError,
    "AuthorizationHeaderMalformed": SignInRefusedError,
    "InvalidSecurity": SignInRefusedError,
    "AccountProblem": SignInRefusedError,
    "401": SignInRefusedError,
    "AccessDenied": PermissionRefusedError,
    "AllAccessDisabled": PermissionRefusedError,
    "MethodNotAllowed": PermissionRefusedError,
    "403": PermissionRefusedError,
    "405": PermissionRefusedError,
    "RequestTimeTooSkewed": ClockError,
    "QuotaExceeded": NoSpaceError,
    "XMinioStorageFull": NoSpaceError,
    "EntityTooLarge": NoSpaceError,
    "413": NoSpaceError,
    "507": NoSpaceError,
}
_FIT = re.compile(r"[A-Za-z0-9.]{1,40}")


def code_of(error: ClientError) -> str:
    """The server's own short name for an error, or the HTTP status when it gave none."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def outside_s3(place: Place) -> Iterator[None]:
    """Turns every error of botocore inside into an OutsideError at ``place``."""
    try:
        yield
    except (ClientError, ResponseParserError, BotoCoreError) as error:
        raise s3_meaning(error, place) from None
    except (KeyError, ValueError, RuntimeError) as error:  # botocore reads answers that lack a date, or have an odd one
        raise ServerError(place, type(error).__name__) from None


def s3_meaning(error: BaseException, place: Place) -> OutsideError:
    """The outside error that an error of botocore means."""
    if isinstance(error, ClientError):
        return _refusal(error, place)
    if isinstance(error, BotoCoreError):
        return _meaning(error, place)
    return ServerError(place, type(error).__name__)


def _refusal(error: ClientError, place: Place) -> OutsideError:
    code = code_of(error)
    status = str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
    kind = _CODES.get(code) or _CODES.get(status, ServerError)
    return kind(place, code if _FIT.fullmatch(code) else status)


def _meaning(error: BotoCoreError, place: Place) -> OutsideError:
    name = type(error).__name__
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError):
        return TimedOutError(place, name)
    if isinstance(error, SSLError):
        return CertificateError(place)
    if isinstance(error, EndpointConnectionError | EndpointProviderError | ProxyConnectionError):
        return UnreachableError(place, name)
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return SignInRefusedError(place, name)
    if isinstance(error, ParamValidationError):
        return FolderMissingError(place, name)
    return CutOffError(place, name)
