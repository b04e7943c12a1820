"""Markdown that people read on the server's pages. What a sender typed stays text in it, whatever it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from kemitraan.server_names import OURS

_MARKS = "\\`*_[]<>|#~!&{}"
_JOINER = "\u2060"
"""An invisible sign that keeps a page from making links by itself."""
_UP = "../.."
"""The way from every page that shows our Markdown (an artifact, its versions, a run) to the root of the UI in use. A
path from the server's root would lead out of the second UI, and out of one that a proxy puts below another path.
"""
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)


class Markdown(str):
    """Text that is Markdown already; all other text is made plain where it is put into a page."""

    __slots__ = ()


def plain(text: str) -> str:
    """Text on one line in which nothing is markup, nothing becomes a link, and nothing turns its direction."""
    printable = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    visible_text = "".join(sign for sign in printable if not unicodedata.category(sign).startswith("C"))
    escaped = "".join(f"\\{sign}" if sign in _MARKS else sign for sign in visible_text)
    return _LINKS.sub(_JOINER, escaped)


def table(headings: Sequence[str], rows: Sequence[Sequence[str | int]], right_aligned: Sequence[str] = ()) -> list[str]:
    """Lines of a table. The columns named in ``right_aligned`` stand to the right. Cells must be markdown already."""
    rule = ["---:" if heading in right_aligned else "---" for heading in headings]
    return [_line(headings), _line(rule), *(_line([str(cell) for cell in row]) for row in rows), ""]


def link(text: str, path: str) -> Markdown:
    """A link to a path of ours."""
    return Markdown(f"[{plain(text)}]({path})")


def page_link(text: str, key: str) -> Markdown:
    """A link to the newest artifact with this key."""
    return link(text, f"{_UP}/artifacts/key/{key}")


def run_link(text: str, run: str) -> Markdown:
    """A link to the flow run with this identifier."""
    return link(text, f"{_UP}/runs/flow-run/{run}")


def file_link(text: str, path: str) -> Markdown:
    """A link to a page or file of our own beside Prefect's pages (``kemitraan.cli.serving.pages``)."""
    return link(text, f"{_UP}/../{OURS}/{path}")


def long_code(text: str, group_size: int = 16) -> Markdown:
    """Code that may be broken into lines where there is little room: a hash would push a table below Prefect's
    panel.
    """
    return Markdown(" ".join(f"`{text[place : place + group_size]}`" for place in range(0, len(text), group_size)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
