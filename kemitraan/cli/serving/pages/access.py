"""Who may see our pages: whoever may use the server's API. They hold personal data, so the rules are stricter than for
the API.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from prefect.settings import (
    PREFECT_SERVER_API_AUTH_STRING,
    PREFECT_SERVER_API_HOST,
    PREFECT_UI_API_URL,
)
from starlette.requests import Request

USER_HEADER = "KEMITRAAN_USER_HEADER"
"""The variable that names the header in which the proxy in front tells who has logged in."""
_USER_HEADER = "X-Forwarded-User"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_LONGEST_NAME = 200


class Refused(Exception):
    """The request is refused. ``status`` is HTTP's, the text Indonesian."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Visitor:
    """Who asks: the name, as far as the login or the proxy tells one, and the address."""

    name: str
    address: str


def let_in(request: Request) -> Visitor:
    """Gives who asks, after making sure that they may. Raises Refused.

    Another site's page must not be able to read a file with the visitor's login. Without a login, only requests to this
    machine's own name are answered, or to the one that the settings give the pages. Otherwise a strange site could have
    its name resolved to this address, or the file could be open to the whole network.
    """
    if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise Refused(403, "Halaman ini tidak dapat dibuka dari situs lain. Buka dari halaman petugas.")
    login = PREFECT_SERVER_API_AUTH_STRING.value()
    login_given = _given(request)
    if login:
        if login_given is None or not hmac.compare_digest(login_given.encode(), login.encode()):
            raise Refused(401, "Masukkan nama dan kata masuk server, sama seperti di halaman petugas.")
    elif _host(f"//{request.headers.get('host', '')}") not in _own_names():
        raise Refused(
            403,
            "Server ini belum punya kata masuk, jadi berkasnya hanya dapat dibuka di komputer itu sendiri. Pasang kata "
            "masuk (PREFECT_SERVER_API_AUTH_STRING) seperti di panduan operasi.",
        )
    user = request.headers.get(os.environ.get(USER_HEADER, _USER_HEADER)) or (login_given or "").partition(":")[0]
    return Visitor(user[:_LONGEST_NAME], request.client.host if request.client else "")


def _given(request: Request) -> str | None:
    """Name and password as the browser sends them; None where it sends none."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _own_names() -> set[str]:
    hosts = {_host(f"//{PREFECT_SERVER_API_HOST.value()}"), _host(PREFECT_UI_API_URL.value() or "")}
    return _LOOPBACK | (hosts - {"", "0.0.0.0", "::"})


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # half an address
        return ""
