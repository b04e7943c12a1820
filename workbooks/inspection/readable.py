"""Turns a sound workbook into bytes that calamine can take: calamine stumbles over things that are allowed."""

from __future__ import annotations

import io
import re
import zipfile

from workbooks.inspection.ole import without_macros
from workbooks.inspection.package import open_package, read_part
from workbooks.limits import Limits

_LAYOUT = re.compile(
    rb"(<table:table-row\b[^>]*>|</table:(?:covered-)?table-cell>|<table:(?:covered-)?table-cell\b[^>]*/>)"
    rb"(?:\s+|<!--.*?-->)+",
    re.DOTALL,
)
"""Line breaks, indents and comments between the cells of a row. Those inside a cell may be text and stay."""
_READ = ("mimetype", "META-INF/manifest.xml", "content.xml")


def readable(data: bytes, kind: str, limits: Limits) -> bytes:
    """The same workbook for calamine, nearly always the very same bytes. ``kind`` is what ``sniff`` gives.

    xls: puts the macros aside, because calamine would unpack them. ods: removes what some programs write between the
    cells, because calamine gives up over it. Use it only for files that their inspector let in.
    """
    if kind == "xls":
        return without_macros(data)
    if kind == "ods":
        return _without_layout(data, limits)
    return data


def _without_layout(data: bytes, limits: Limits) -> bytes:
    package = open_package(data, limits)
    content = read_part(package, "content.xml")
    if not _LAYOUT.search(content):
        return data
    parts = {name: read_part(package, name) for name in _READ} | {"content.xml": _LAYOUT.sub(rb"\1", content)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
