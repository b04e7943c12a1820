"""Notes on cells: ours are added beside the sender's and can be taken off again.

A note is two things in a package: its text in a comments part, and its box in an old drawing (VML). Our notes carry our
author's name. Where the sender has a note already, ours is added to its text between two lines of our own.
Conversations (threaded comments) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape

from schemas.grid import parse_address
from workbooks.returned import vml
from workbooks.returned.package import Package
from workbooks.returned.parts import (
    add_content_type,
    add_default_type,
    add_relation,
    relations,
    remove_part,
    remove_relation,
)
from workbooks.returned.sheets import legacy_drawing, with_legacy_drawing, without_legacy_drawing
from workbooks.returned.styles import MAIN
from workbooks.returned.xml_text import Element, cell_text, prefixed, root

AUTHOR = "Kemitraan Sulbar"
MOST_NOTES = 3000
"""More notes than this on one sheet make Excel slow. The colours and Perbaikan tell the rest."""

_GREETING = f"{AUTHOR}:"
"""First line of a note of ours. It is needed because LibreOffice forgets the author."""

_OPENING, _CLOSING = "── Kemitraan Sulbar ──", "── akhir catatan Kemitraan Sulbar ──"
_LAST_BLANKS = re.compile(r"(?:\s|&#10;)+\Z")
_TRAILING_BLANKS = re.compile(r"(?:\s|&#10;)+(</(?:\w+:)?t>(?:</(?:\w+:)?r>)?)\Z")
_CONVERSATION = "tc="
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
)


def erase_notes(package: Package, sheet: str) -> None:
    """Takes our earlier notes off a sheet. Parts that held nothing else are removed."""
    part = _related(package, sheet, "comments")
    if part is None or AUTHOR not in package.text(part):
        return
    document = root(package.text(part))
    ours = _author_ids(document, lambda name: name == AUTHOR)
    remaining, freed_authors = [], set()
    for comment in _comments(document):
        if comment.get("authorId") in ours or _plain_text(comment).startswith(_GREETING):
            freed_authors.add(comment.get("ref") or "")
        else:
            remaining.append(_without_appended(comment))
    if remaining:
        package.write(part, _with_comments(document, remaining))
    else:
        _remove_related(package, sheet, part)
    _erase_boxes(package, sheet, freed_authors)


def write_notes(package: Package, sheet: str, notes: Mapping[str, str]) -> None:
    """Puts notes (address → text) on a sheet, at most one a cell."""
    part = _related(package, sheet, "comments") or _new_comments(package, sheet)
    document = root(package.text(part))
    prefix = document.prefix
    conversations = _author_ids(document, lambda name: name.startswith(_CONVERSATION))
    by_cell = {comment.get("ref") or "": comment for comment in _comments(document)}
    ours, with_author = _our_author(document)
    comments = {cell: comment.text for cell, comment in by_cell.items()}
    fresh = {}
    for cell, text in notes.items():
        theirs = by_cell.get(cell)
        if theirs is None:
            comments[cell] = prefixed(_comment(cell, ours, text), prefix)
            fresh[cell] = text
        elif theirs.get("authorId") not in conversations:
            comments[cell] = _with_appended(theirs, text)
    ordered = [comments[cell] for cell in sorted(comments, key=_by_place)]
    package.write(part, _with_comments(root(with_author), ordered))
    if fresh:
        _draw_boxes(package, sheet, fresh)


def _comment(cell: str, author: int, text: str) -> str:
    runs = _run(f"{_GREETING}\n", bold=True) + _run(text)
    return f'<comment ref="{cell}" authorId="{author}"><text>{runs}</text></comment>'


def _run(text: str, *, bold: bool = False) -> str:
    return (
        f'<r><rPr>{"<b/>" if bold else ""}<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>'
        f'<t xml:space="preserve">{cell_text(text)}</t></r>'
    )


def _with_appended(comment: Element, text: str) -> str:
    body = comment.child("text")
    if body is None:
        return comment.text
    inner = body.inner
    children = body.children()
    if children and children[0].local == "t":  # a plain text becomes a run, so that another one may follow
        first_child = children[0]
        inner = f"<{first_child.prefix}r>{first_child.text}</{first_child.prefix}r>{inner[first_child.end - body.inner_start :]}"
    added = prefixed(_run(f"\n\n{_OPENING}\n{text}\n{_CLOSING}"), comment.prefix)
    return _inside(comment, body, body.with_inner(inner + added))


def _without_appended(comment: Element) -> str:
    body = comment.child("text")
    if body is None or _OPENING not in body.inner:
        return comment.text
    remaining: list[str] = []
    inside = False
    for child in body.children():
        text = child if child.local == "t" else child.child("t")
        if text is None:
            remaining.append(child.text)
            continue
        remaining_text, inside = _cut(text.inner, inside=inside)
        if remaining_text:
            shortened = text.with_inner(remaining_text)
            remaining.append(shortened if text is child else _inside(child, text, shortened))
    body_text = _TRAILING_BLANKS.sub(r"\1", "".join(remaining))
    return _inside(comment, body, body.with_inner(body_text))


def _cut(text: str, *, inside: bool) -> tuple[str, bool]:
    """The sender's part of a run's text, and whether our addition goes on in the next run."""
    text_before = ""
    if not inside:
        text_before, opening, text = text.partition(_OPENING)
        if not opening:
            return text_before, False
        text_before = _LAST_BLANKS.sub("", text_before)
    _, closing, text_after = text.partition(_CLOSING)
    return text_before + text_after, not closing


def _inside(outer: Element, inner: Element, text: str) -> str:
    """The outer element's text with the inner one exchanged."""
    return outer.xml[outer.start : inner.start] + text + outer.xml[inner.end : outer.end]


def _plain_text(comment: Element) -> str:
    return "".join(re.findall(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</", comment.text))


def _by_place(cell: str) -> tuple[int, int]:
    try:
        return parse_address(cell)
    except ValueError:
        return (0, 0)


def _comments(document: Element) -> list[Element]:
    comments = document.child("commentList")
    return comments.children() if comments else []


def _authors(document: Element) -> list[str]:
    authors = document.child("authors")
    return [unescape(author.inner) for author in authors.children()] if authors else []


def _author_ids(document: Element, is_wanted: Callable[[str], bool]) -> set[str | None]:
    return {str(index) for index, name in enumerate(_authors(document)) if is_wanted(name)}


def _our_author(document: Element) -> tuple[int, str]:
    """Our place among the authors, and the document with us among them."""
    names = _authors(document)
    if AUTHOR in names:
        return names.index(AUTHOR), document.xml
    authors = document.child("authors")
    added = f"<{document.prefix}author>{AUTHOR}</{document.prefix}author>"
    if authors is None:
        wrapped = f"<{document.prefix}authors>{added}</{document.prefix}authors>"
        return 0, document.replaced(document.with_inner(wrapped + document.inner))
    return len(names), authors.replaced(authors.with_inner(authors.inner + added))


def _with_comments(document: Element, comments: list[str]) -> str:
    comment_list = document.child("commentList")
    if comment_list is None:
        wrapped = f"<{document.prefix}commentList>{''.join(comments)}</{document.prefix}commentList>"
        return document.replaced(document.with_inner(document.inner + wrapped))
    return comment_list.replaced(comment_list.with_inner("".join(comments)))


def _new_comments(package: Package, sheet: str) -> str:
    part = package.free_name("xl/comments{}.xml")
    package.write(part, _EMPTY)
    add_content_type(package, part, _COMMENTS_TYPE)
    add_relation(package, sheet, "comments", part)
    return part


def _related(package: Package, sheet: str, kind: str) -> str | None:
    return next(
        (
            relation.target
            for relation in relations(package, sheet)
            if relation.kind == kind and relation.target in package
        ),
        None,
    )


def _remove_related(package: Package, sheet: str, part: str) -> None:
    for relation in relations(package, sheet):
        if relation.target == part:
            remove_relation(package, sheet, relation.id)
    remove_part(package, part)


def _drawing_part(package: Package, sheet: str) -> str | None:
    drawing = legacy_drawing(package.xml(sheet))
    return next((relation.target for relation in relations(package, sheet) if drawing and relation.id == drawing), None)


def _draw_boxes(package: Package, sheet: str, notes: Mapping[str, str]) -> None:
    part = _drawing_part(package, sheet)
    if part is None or part not in package:
        part = package.free_name("xl/drawings/vmlDrawing{}.vml")
        package.write(part, vml.EMPTY)
        add_default_type(package, "vml", _VML_TYPE)
        relation = add_relation(package, sheet, "vmlDrawing", part)
        xml = package.xml(sheet)
        bare = without_legacy_drawing(xml) if legacy_drawing(xml) else xml
        package.write(sheet, with_legacy_drawing(package, bare, relation))
    first_shape = vml.free_block(package.text(name) for name in package.names() if name.lower().endswith(".vml"))
    package.write(part, vml.with_boxes(package.text(part), notes, first_shape))


def _erase_boxes(package: Package, sheet: str, cells: set[str]) -> None:
    part = _drawing_part(package, sheet)
    if not cells or part is None or part not in package:
        return
    drawing = vml.without_boxes(package.text(part), cells)
    if vml.has_shapes(drawing):
        package.write(part, drawing)
        return
    _remove_related(package, sheet, part)
    package.write(sheet, without_legacy_drawing(package.xml(sheet)))
