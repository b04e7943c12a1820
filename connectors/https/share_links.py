"""Turns a share link, as people copy it, into the link under which the service gives the file itself.

The services do not promise these forms. Where one changes, the link gives a page and the source says so. Sources:

- Google Sheets: ``export?format=xlsx`` gives all sheets (snapsheets' notes on the URL format). Google Drive:
  ``uc?export=download``; ``resourcekey`` has been needed for older files since September 2021.
- OneDrive and SharePoint: ``download=1`` on a ``/:x:/`` link; older personal links name the file by ``resid`` and
  ``authkey`` (ShareX, issue 5386). The shares API (``u!…``) does not help: it wants a sign-in since 2024 (OneDrive for
  work always did; felixrieseberg/onedrive-link, issue 1).
- Nextcloud: ``/download`` after a public link. Dropbox: ``dl=1``, with ``rlkey`` kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

_SHEET = re.compile(r"/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/([\w-]+)(?:/(?!export\b).*)?")
_PUBLISHED_SHEET = re.compile(r"/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/e/([\w-]+)/pub(?:html)?")
_DRIVE_FILE = re.compile(r"/(?:a/[^/]+/)?file/(?:u/\d+/)?d/([\w-]+)(?:/.*)?")
_MICROSOFT_SHARE = re.compile(r"/:\w:/.+")
_SHORT_ONEDRIVE = re.compile(r"/\w/c/.+")
_DROPBOX_FILE = re.compile(r"/(?:s|scl/fi)/.+")
_NEXTCLOUD_SHARE = re.compile(r"(?:/.*)?/s/[A-Za-z0-9_-]{6,}/?")


def download_form(url: str) -> str:
    """The link under which the file itself can be had, at the same host. A link of no known form is returned as it is.

    Raises ValueError when it is no URL.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    for hosts, form in _FORMS:
        if hosts(host):
            return form(parts) or url
    return _nextcloud(parts) or url


def _google_sheet(parts: SplitResult) -> str | None:
    if match := _PUBLISHED_SHEET.fullmatch(parts.path):
        return _at(parts, f"/spreadsheets/d/e/{match[1]}/pub", {"output": "xlsx"})
    if sheet := _SHEET.fullmatch(parts.path):
        return _at(parts, f"/spreadsheets/d/{sheet[1]}/export", {"format": "xlsx"} | _kept(parts, "resourcekey"))
    return None


def _google_drive(parts: SplitResult) -> str | None:
    file = _DRIVE_FILE.fullmatch(parts.path)
    name = file[1] if file else _kept(parts, "id").get("id") if parts.path in {"/open", "/uc"} else None
    if name is None:
        return None
    return _at(parts, "/uc", {"export": "download", "id": name} | _kept(parts, "resourcekey"))


def _sharepoint(parts: SplitResult) -> str | None:
    return _downloading(parts, "download") if _MICROSOFT_SHARE.fullmatch(parts.path) else None


def _onedrive(parts: SplitResult) -> str | None:
    query = _kept(parts, "resid", "id", "authkey")
    if "authkey" in query and (name := query.get("resid") or query.get("id")):
        return _at(parts, "/download", {"resid": name, "authkey": query["authkey"]})
    return _sharepoint(parts)


def _short_onedrive(parts: SplitResult) -> str | None:
    return _downloading(parts, "download") if _SHORT_ONEDRIVE.fullmatch(parts.path) else _sharepoint(parts)


def _dropbox(parts: SplitResult) -> str | None:
    return _downloading(parts, "dl") if _DROPBOX_FILE.fullmatch(parts.path) else None


def _nextcloud(parts: SplitResult) -> str | None:
    """Recognises a Nextcloud link by its path alone, because every office has its own host."""
    if not _NEXTCLOUD_SHARE.fullmatch(parts.path):
        return None
    return parts._replace(path=parts.path.rstrip("/") + "/download", fragment="").geturl()


_FORMS: tuple[tuple[Callable[[str], bool], Callable[[SplitResult], str | None]], ...] = (
    (lambda host: host == "docs.google.com", _google_sheet),
    (lambda host: host == "drive.google.com", _google_drive),
    (lambda host: host.endswith(".sharepoint.com"), _sharepoint),
    (lambda host: host == "onedrive.live.com", _onedrive),
    (lambda host: host == "1drv.ms", _short_onedrive),
    (lambda host: host in {"dropbox.com", "www.dropbox.com"}, _dropbox),
)


def _kept(parts: SplitResult, *names: str) -> dict[str, str]:
    return {name: value for name, value in parse_qsl(parts.query) if name in names}


def _at(parts: SplitResult, path: str, query: dict[str, str]) -> str:
    return parts._replace(path=path, query=urlencode(query, safe="!", quote_via=quote), fragment="").geturl()


def _downloading(parts: SplitResult, switch: str) -> str:
    """The same link with ``switch=1``, and the rest of its query as it was."""
    other_pairs = [
        pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] not in {switch, "raw", "web"}
    ]
    return parts._replace(query="&".join([*other_pairs, f"{switch}=1"]), fragment="").geturl()
