"""How a connection to a mail server is encrypted, and whose certificates are believed."""

from __future__ import annotations

import ssl
from enum import StrEnum
from pathlib import Path

from connectors.errors import CertificateError, Place


class Security(StrEnum):
    """When TLS begins: with the first byte, or at STARTTLS. Nothing is ever sent in the clear."""

    TLS = "tls"
    STARTTLS = "starttls"


def trust(ca_file: Path | None, place: Place) -> ssl.SSLContext:
    """The public authorities, or only that of ``ca_file`` (PEM). Raises CertificateError when it cannot be read."""
    try:
        return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except OSError:  # ssl.SSLError is one
        raise CertificateError(place, "ca_file") from None
