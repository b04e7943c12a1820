"""The files in a mail, from the structure that the server tells (BODYSTRUCTURE, RFC 9051 section 7.5.2). No body is
fetched to list them. Forwarded mails are looked into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from connectors.mail.parameters import parameter

Structure = Any
"""What imapclient gives for BODYSTRUCTURE: nested tuples and lists of bytes and numbers."""

_DEEPEST = 100
_ENVELOPE_FIELDS, _ENVELOPE_MESSAGE_ID = 10, 9
_LEAF_FIELDS = 7  # type, subtype, parameters, id, description, encoding, octets

CONFUSING = (IndexError, TypeError, ValueError, AttributeError)
"""The errors that a malformed structure causes."""


@dataclass(frozen=True)
class Part:
    """One leaf of a mail. ``section`` is its address for FETCH (``2.1``), ``octets`` its encoded size. ``is_related``
    says that it belongs to a page (multipart/related), as the pictures of a signature do. ``is_own`` marks a letter of
    ours that was forwarded; it is not looked into.
    """

    section: str
    type: str
    name: str | None
    encoding: str
    octets: int
    disposition: str
    is_related: bool
    is_own: bool = False


def _nobodys(_: str) -> bool:
    return False


def parts_of(structure: Structure, is_ours: Callable[[str], bool] = _nobodys) -> Iterator[Part]:
    """The leaves of a mail in their order; those nested more than 100 deep are ignored. ``is_ours`` tells whether a
    Message-ID is that of a letter of ours.

    Raises one of CONFUSING where the structure cannot be understood.
    """
    todo: list[tuple[Structure, str, int, bool]] = [(structure, "", 0, False)]
    while todo:
        node, section, depth, is_related = todo.pop()
        if depth > _DEEPEST:
            continue
        children = _children(node)
        if children is not None:
            inside = is_related or _multipart_type(node) == "related"
            numbered = [
                (child, f"{section}.{number}".lstrip("."), depth + 1, inside)
                for number, child in enumerate(children, start=1)
            ]
            todo.extend(reversed(numbered))
        elif (forwarded := _forwarded(node)) is not None:
            section_here = section or "1"
            if is_ours(_message_id(node)):
                yield Part(section_here, "message/rfc822", None, "", 0, "", is_related, is_own=True)
                continue
            single = _children(forwarded) is None
            todo.append((forwarded, f"{section_here}.1" if single else section_here, depth + 1, False))
        else:
            yield _leaf(node, section or "1", is_related)


def _children(node: Structure) -> list[Structure] | None:
    """The parts of a multipart; None when it is none."""
    if isinstance(node[0], list):
        return node[0]
    if isinstance(node[0], tuple):  # inside a forwarded mail imapclient leaves the server's own form
        return list(takewhile(lambda child: isinstance(child, tuple), node))
    return None


def _multipart_type(node: Structure) -> str:
    """The subtype of a multipart (``mixed``, ``related`` …): the first text after the parts."""
    return next((_text(item) for item in node if isinstance(item, bytes)), "")


def _forwarded(node: Structure) -> Structure | None:
    """The structure of the mail in a message/rfc822. None when the part is no such mail or could not be looked into:
    then the checksum and the disposition of a leaf stand in its place, or the encoding hides the mail (RFC 2046 forbids
    it).
    """
    if (_text(node[0]), _text(node[1])) not in {("message", "rfc822"), ("message", "global")}:
        return None
    if _text(node[5]) in {"base64", "quoted-printable"}:
        return None
    return node[8] if _has_envelope(node) and len(node) > 8 and _is_structure(node[8]) else None


def _has_envelope(node: Structure) -> bool:
    return len(node) > 7 and isinstance(node[7], tuple) and len(node[7]) == _ENVELOPE_FIELDS


def _is_structure(node: Structure) -> bool:
    return isinstance(node, tuple) and bool(node) and (not isinstance(node[0], bytes) or len(node) >= _LEAF_FIELDS)


def _message_id(node: Structure) -> str:
    """The Message-ID of a forwarded mail, as its envelope tells it."""
    message_id = node[7][_ENVELOPE_MESSAGE_ID]
    return message_id.decode("latin-1") if isinstance(message_id, bytes) else ""


def _leaf(node: Structure, section: str, is_related: bool) -> Part:
    kind = _text(node[0])
    extra = 1 if kind == "text" else 3 if _has_envelope(node) else 0  # lines; envelope, structure and lines
    disposition, parameters = _disposition(node[8 + extra] if len(node) > 8 + extra else None)
    name = parameter(_pairs(parameters), "filename") or parameter(_pairs(node[2]), "name")
    return Part(
        section=section,
        type=f"{kind}/{_text(node[1])}",
        name=name,
        encoding=_text(node[5]),
        octets=node[6] if isinstance(node[6], int) else 0,
        disposition=disposition,
        is_related=is_related,
    )


def _disposition(fields: Structure) -> tuple[str, Structure]:
    """The disposition (``attachment``) and its parameters; nothing where the server tells none."""
    if not isinstance(fields, tuple) or not fields:
        return "", None
    return _text(fields[0]), fields[1] if len(fields) > 1 and isinstance(fields[1], tuple) else None


def _pairs(flat: Structure) -> Iterator[tuple[bytes, bytes]]:
    """Names and values of a list that has them in turn. imapclient makes numbers of values that look like numbers."""
    texts = [item if isinstance(item, bytes) else str(item).encode() for item in flat or ()]
    return zip(texts[::2], texts[1::2], strict=False)


def _text(value: Structure) -> str:
    return value.decode("latin-1").lower() if isinstance(value, bytes) else ""
