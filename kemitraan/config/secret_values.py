"""Secrets: written in the file only by reference (``env:NAME``, ``prefect-secret:name``), and how a stray one is
noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.errors import Place, SecretMissingError

_REFERENCE = re.compile(r"(env|prefect-secret):([A-Za-z0-9_-]+)")
_SECRET_KEY = re.compile(
    r"(?i)pas+w|passphrase|sandi|secret|rahasia|token|api_?key|private_?key|credential|(^|_)pin($|_)"
)
_SECRET_VALUE = re.compile(
    r"(?i)"
    r"\w+://[^/\s:@]*:[^/\s]+@"  # user:password@ in a URL
    r"|[?&;](password|passwd|pwd|token|sig|secret|key)=[^&\s]"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|\bAKIA[0-9A-Z]{16}\b"  # an AWS access key
)


def is_reference(value: str) -> bool:
    """Whether the value names a secret instead of being one."""
    return bool(_REFERENCE.fullmatch(value))


def looks_secret(key: str, value: str) -> bool:
    """Whether a value under this key looks like a secret written out."""
    if is_reference(value) or not value:
        return False
    return bool(_SECRET_KEY.search(key) or _SECRET_VALUE.search(value))


def resolve(value: str, environment: Mapping[str, str], prefect_secret: Callable[[str], str] | None = None) -> str:
    """The value that a reference names. A value that is no reference is given back.

    Raises KeyError with the reference when it names nothing. ``prefect_secret`` reads a Prefect Secret block, and is
    None where there is no Prefect.
    """
    match = _REFERENCE.fullmatch(value)
    if not match:
        return value
    scheme, name = match.groups()
    if scheme == "env" and environment.get(name):
        return environment[name]
    if scheme == "prefect-secret" and prefect_secret is not None:
        return prefect_secret(name)
    raise KeyError(value)


@dataclass(frozen=True)
class Secrets:
    """The place of the secrets that the settings refer to. It never shows one."""

    environment: Mapping[str, str] = field(repr=False)
    prefect_secret: Callable[[str], str] | None = None

    def read(self, value: str, place: Place) -> str:
        """The value that a reference names; other values unchanged. Raises SecretMissingError when it names nothing."""
        try:
            return resolve(value, self.environment, self.prefect_secret)
        except KeyError:
            raise SecretMissingError(place, value) from None
