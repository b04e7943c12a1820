"""The name of a file behind a link: as its server says, or the end of the link where that is a file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import httpx

from connectors.mail.parameters import parameter
from connectors.names import shown_name

_FILE_NAME = re.compile(r"[^/]+\.[A-Za-z]\w{1,4}")
_PARAMETER = re.compile(r""";\s*([\w!#$%&+^`{}~.*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)""", re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_LONGEST = 4000  # characters; more is no file name


def file_name(response: httpx.Response, url: str) -> str:
    """The file's name for people, cleaned. The end of a link that is no file name is often the secret that lets people
    in, so it is not shown; the file is nameless then.
    """
    disposition = response.headers.get("Content-Disposition", "")[:_LONGEST]
    if name := parameter(_parameters(disposition), "filename"):
        return shown_name(name)
    end = unquote(urlsplit(url).path).rpartition("/")[2]
    return shown_name(end if _FILE_NAME.fullmatch(end) else "")


def _parameters(disposition: str) -> Iterator[tuple[bytes, bytes]]:
    """Reads names and values, without quotes. The standard library's reader raises errors of every kind on odd headers
    (``filename*1*``, a control character, many brackets).
    """
    for match in _PARAMETER.finditer(disposition):
        value = match[2].strip()
        if value.startswith('"'):
            value = _ESCAPED.sub(r"\1", value[1:].removesuffix('"'))
        yield match[1].encode("ascii", "replace"), value.encode("utf-8", "surrogateescape")
