"""What a file behind a link is called: as its server says, or as the link ends where that is a file name."""

from __future__ import annotations

import re
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import httpx

from connectors.names import shown_name

_FILE_NAME = re.compile(r"[^/]+\.[A-Za-z]\w{1,4}")
_EXTENDED = re.compile(r"""(?i)(?:^|;)\s*filename\*\s*=\s*"?([\w!#$%&+^`{}~.-]*)'[^']*'([^;"\s]+)""")


def file_name(response: httpx.Response, url: str) -> str:
    """A name for people, cleaned. The end of a link that is no file name is often what lets people in, so it is not
    shown; the file is nameless then.
    """
    disposition = response.headers.get("Content-Disposition", "")
    if name := _extended(disposition) or _plain(disposition):
        return shown_name(name)
    end = unquote(urlsplit(url).path).rpartition("/")[2]
    return shown_name(end if _FILE_NAME.fullmatch(end) else "")


def _extended(disposition: str) -> str | None:
    """``filename*=UTF-8''…``, which RFC 6266 prefers whatever the order; the standard library takes the first."""
    if (found := _EXTENDED.search(disposition)) is None:
        return None
    try:
        return unquote(found[2], encoding=found[1], errors="replace")
    except LookupError:
        return unquote(found[2], errors="replace")


def _plain(disposition: str) -> str | None:
    message = EmailMessage()
    message["Content-Disposition"] = disposition
    return message.get_filename()
