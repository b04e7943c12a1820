"""Texts of several formats in one cell, as a person reads them: without the parts that are struck out, and with raised
and lowered figures as such, so that the mark of a footnote is no digit of the number before it.
"""

from __future__ import annotations

import re

_RUN = re.compile(rb"<(?P<prefix>(?:[\w.-]+:)?)r(?:\s[^<>]*)?>(?P<inside>.*?)</(?P=prefix)r>", re.S)
_ITEM = re.compile(rb"<(?P<prefix>(?:[\w.-]+:)?)si(?:\s[^<>]*)?>.*?</(?P=prefix)si>", re.S)
_FORMAT = re.compile(rb"<(?:[\w.-]+:)?rPr(?:\s[^<>]*)?>.*?</(?:[\w.-]+:)?rPr>", re.S)
_STRUCK = re.compile(rb"<(?:[\w.-]+:)?strike(?:\s+val\s*=\s*[\"'](?:1|true)[\"'])?\s*(?:/>|>)")
_MOVED = re.compile(rb"<(?:[\w.-]+:)?vertAlign\s+val\s*=\s*[\"'](superscript|subscript)[\"']")
_TEXT = re.compile(rb"(<(?:[\w.-]+:)?t(?:\s[^<>]*)?>)([^<]*)")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def as_people_read(xml: bytes) -> bytes:
    """Shared strings (UTF-8, well-formed) with what is struck out left out of texts that have other parts, and figures
    raised and lowered; the same bytes where nothing is.
    """
    if b"strike" not in xml and b"vertAlign" not in xml:
        return xml
    return _ITEM.sub(_item, xml)


def _item(item: re.Match[bytes]) -> bytes:
    runs = list(_RUN.finditer(item[0]))
    struck = [run for run in runs if is_struck(run["inside"])]
    if len(struck) == len(runs):
        struck = []  # what is struck out as a whole stands as it was
    changed, at = [], 0
    for run in runs:
        changed.append(item[0][at : run.start()])
        changed.append(b"" if run in struck else _moved(run))
        at = run.end()
    return b"".join((*changed, item[0][at:]))


def is_struck(run: bytes) -> bool:
    """Whether a run is struck out."""
    formats = _FORMAT.match(run.lstrip())
    return formats is not None and _STRUCK.search(formats[0]) is not None


def _moved(run: re.Match[bytes]) -> bytes:
    formats = _FORMAT.match(run["inside"].lstrip())
    moved = _MOVED.search(formats[0]) if formats else None
    if moved is None:
        return run[0]
    figures = RAISED if moved[1] == b"superscript" else LOWERED
    return _TEXT.sub(lambda text: text[1] + text[2].decode().translate(figures).encode(), run[0])
