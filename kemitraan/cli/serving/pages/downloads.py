"""A file for a browser to save, never to show, whatever a stranger called it and whatever is in it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.responses import StreamingResponse

from kemitraan.steps.views.fetching import FoundFile

_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
}
_LONGEST = 150


def download(file: FoundFile, name: str) -> StreamingResponse:
    """Sends the file under this name, piece by piece."""
    file_name = kept_name(name)
    return StreamingResponse(
        file.pieces,
        media_type=_TYPES.get(PurePosixPath(file_name).suffix.lower(), "application/octet-stream"),
        headers={
            "Content-Length": str(file.size),
            "Content-Disposition": disposition(file_name),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )


def disposition(name: str) -> str:
    """The name in both ways in which a browser may be told it: plain ASCII for old ones, RFC 5987 for the others."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    ascii_name = re.sub(r'["\\%;]', "_", ascii_name) or "berkas"
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def kept_name(name: str) -> str:
    """The name without folders and without invisible or direction-changing signs; its ending stays."""
    last_part = re.split(r"[/\\]", name)[-1]
    visible_name = "".join(sign for sign in last_part if not unicodedata.category(sign).startswith(("C", "Zl", "Zp")))
    visible_name = re.sub(r'[<>:"|?*]', "_", visible_name).strip(" .")
    if len(visible_name) > _LONGEST:
        ending = PurePosixPath(visible_name).suffix[:10]
        visible_name = visible_name[: _LONGEST - len(ending)] + ending
    return visible_name or "berkas"
