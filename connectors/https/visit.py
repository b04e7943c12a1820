"""One visit to a link: a GET over verified TLS with its redirects. Failures become outside errors without the link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from connectors.deadline import FACTOR, Connections, in_time
from connectors.errors import (
    CertificateError,
    CutOffError,
    InsecureLinkError,
    LinkGoneError,
    NotAFileLinkError,
    OutsideError,
    Place,
    ServerError,
    TimedOutError,
    UnreachableError,
)
from connectors.https.quiet import quietly
from connectors.https.share_links import download_form
from connectors.tls import is_about_the_certificate, trust

REDIRECTS = 10
_HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # a workbook is packed already, and lengths can be compared
    "User-Agent": "Mozilla/5.0 (compatible; kemitraan-sulbar)",
}
_TRY_LATER = {408, 425, 429}
_GONE = {404, 410}


@contextmanager
def visit(
    url: str, *, ca_file: Path | None, timeout_seconds: float, headers: Mapping[str, str] | None = None
) -> Iterator[httpx.Response]:
    """Gives the answer to a GET; read its body inside the block. Errors of httpx inside become outside errors.

    ``timeout_seconds`` bounds every wait, and ten times that the whole visit. Redirects are followed to https only, and
    a redirect to a share link (from a short link) to its download form. Cookies live as long as the visit: SharePoint
    lets nobody in without one that is carried from redirect to redirect. Proxies of the environment are used, because
    an office behind one has no other way out. Raises OutsideError.
    """
    connections = Connections()
    with quietly(), in_time(timeout_seconds * FACTOR, connections, Place.INBOX):
        try:
            with httpx.Client(verify=trust(ca_file, Place.INBOX), timeout=timeout_seconds, headers=_HEADERS) as client:
                response = _follow(client, url, headers or {}, connections)
                try:
                    yield response
                finally:
                    response.close()
        except httpx.InvalidURL:
            raise NotAFileLinkError(Place.INBOX, "InvalidURL") from None
        except httpx.TransportError as error:
            raise _meaning(error) from None


def refusal(response: httpx.Response) -> OutsideError | None:
    """The error for an answer that brings no file, by its status; None for 200."""
    status, detail = response.status_code, f"HTTP {response.status_code}"
    if status == httpx.codes.OK:
        return None
    if status in _GONE:
        return LinkGoneError(Place.INBOX, detail)
    if status in _TRY_LATER or status >= 500:
        return ServerError(Place.INBOX, detail)
    return NotAFileLinkError(Place.INBOX, detail)


def _follow(client: httpx.Client, url: str, headers: Mapping[str, str], connections: Connections) -> httpx.Response:
    """The answer at the end of the redirects, its body unread."""
    request = client.build_request("GET", url, headers=dict(headers), extensions={"trace": connections.trace})
    for _ in range(REDIRECTS + 1):
        request.url = httpx.URL(_download_form(str(request.url)))
        if request.url.scheme != "https":
            raise InsecureLinkError(Place.INBOX)
        try:
            response = client.send(request, stream=True)
        except UnicodeError:  # a host name that cannot be asked for, in a redirect
            raise UnreachableError(Place.INBOX, "UnicodeError") from None
        if response.next_request is None:
            return response
        response.close()
        request = response.next_request
    raise NotAFileLinkError(Place.INBOX, "redirects")


def _download_form(url: str) -> str:
    try:
        return download_form(url)
    except ValueError:
        raise NotAFileLinkError(Place.INBOX, "InvalidURL") from None


def _meaning(error: httpx.TransportError) -> OutsideError:
    """The outside error that an error of httpx means; its detail names no link."""
    name = type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        return TimedOutError(Place.INBOX, name)
    if is_about_the_certificate(error):
        return CertificateError(Place.INBOX)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return UnreachableError(Place.INBOX, name)
    return CutOffError(Place.INBOX, name)
