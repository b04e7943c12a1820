"""The authorities that are trusted over TLS."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx

from connectors.errors import CertificateError, Place


def trust(ca_file: Path | None, place: Place) -> ssl.SSLContext:
    """The public authorities, or only that of ``ca_file`` (PEM). Raises CertificateError when it cannot be read."""
    if ca_file is None:
        return httpx.create_ssl_context()
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except OSError:  # ssl.SSLError is one
        raise CertificateError(place, "ca_file") from None


def is_about_the_certificate(error: BaseException | None) -> bool:
    """Whether an untrusted certificate caused a client's error."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
