"""The secret key with which NIKs are hashed (HMAC): made once, kept in the home or in the environment."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from kemitraan.config.errors import ConfigError, ErrorLine
from kemitraan.config.home import Home

KEY_VARIABLE = "KEMITRAAN_NIK_KEY"
KEY_BYTES = 32


def new_nik_key() -> bytes:
    """A key from the system's randomness."""
    return secrets.token_bytes(KEY_BYTES)


def nik_key(home: Home, environment: Mapping[str, str]) -> bytes:
    """The key: from ``KEMITRAAN_NIK_KEY`` (64 hexadecimal digits, or a text of 32 bytes or more), else the home's file.

    Raises ConfigError when it is missing or too short; the message never holds it.
    """
    value = environment.get(KEY_VARIABLE)
    if value:
        key = bytes.fromhex(value) if re.fullmatch(r"[0-9a-fA-F]{64}", value) else value.encode()
        place, remedy = KEY_VARIABLE, "Isi dengan 64 angka heksadesimal."
    else:
        place, remedy = home.key_file.name, "Pulihkan dari cadangan. Bila belum ada data, `kemitraan init` membuatnya."
        try:
            key = home.key_file.read_bytes()
        except OSError as error:
            problem = f"kunci NIK tidak dapat dibaca ({error.strerror})."
            raise ConfigError(place, [ErrorLine(None, "", problem, remedy)]) from None
    if len(key) < KEY_BYTES:
        raise ConfigError(place, [ErrorLine(None, "", f"kunci NIK kurang dari {KEY_BYTES} bita.", remedy)])
    return key
