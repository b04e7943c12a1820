"""Who sent a mail, and whether it passed DMARC at a trusted server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_DMARC = re.compile(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\s*(?:\s.*)?", re.IGNORECASE | re.DOTALL)
_FROM = re.compile(r"(?<![\w.])header\.from\s*=\s*(\S+)", re.IGNORECASE)
_LONGEST_FROM = 2000
_COMMENT = re.compile(r"\([^()]*\)")
_ADDRESS = r"[^\s<>,;:\"()\\@]+@[^\s<>,;:\"()\\@]+"
_ONE_SENDER = re.compile(rf'(?:(?:"(?:[^"\\]|\\.)*"|[^"<>,;:()\\])*<\s*({_ADDRESS})\s*>|\s*({_ADDRESS}))\s*', re.DOTALL)


def only_address(value: str) -> str | None:
    """The address in a From header, ``Dinas <dinas@majene.go.id>`` or alone; None when it has any other form."""
    if len(value) > _LONGEST_FROM:
        return None
    while (bare := _COMMENT.sub(" ", value)) != value:
        value = bare
    match = _ONE_SENDER.fullmatch(value)
    return match and (match[1] or match[2])


def passed_dmarc(headers: Iterable[str], authserv: str, domain: str) -> bool:
    """Whether the topmost Authentication-Results (RFC 8601) of exactly this server says that the mail passed DMARC for
    ``domain``, the one in From.

    ``headers`` holds their values from the top down. Those further down are not believed: a server writes its own at
    the top, and older ones may be forged.
    """
    for header in headers:
        server, *results = _statements(header)
        words = server.split()
        if not words or words[0].casefold() != authserv.casefold():
            continue
        dmarc = [(match[1].lower(), result) for result in results if (match := _DMARC.fullmatch(result))]
        return bool(dmarc) and all(word == "pass" and _is_about(result, domain) for word, result in dmarc)
    return False


def _is_about(result: str, domain: str) -> bool:
    """Whether the domains that a result names, if any, are the one in From."""
    domains = [value.rpartition("@")[2].casefold().rstrip(".") for value in _FROM.findall(result)]
    return all(value == domain.casefold().rstrip(".") for value in domains)


def _statements(header: str) -> Iterator[str]:
    """The header split at its semicolons, without comments. Blanks, semicolons and signs inside quotes do not
    split it.
    """
    statement: list[str] = []
    comments, is_quoted, escaped = 0, False, False
    for character in header:
        if escaped:
            escaped = False
            if is_quoted:
                statement.append("_")
        elif character == "\\" and (is_quoted or comments):
            escaped = True
        elif is_quoted:
            is_quoted = character != '"'
            if is_quoted:
                statement.append(character if character.isalnum() or character in ".-@" else "_")
        elif character == "(":
            comments += 1
            statement.append(" ")
        elif comments:
            comments -= character == ")"
        elif character == '"':
            is_quoted = True
        elif character == ";":
            yield "".join(statement)
            statement = []
        else:
            statement.append(character)
    yield "".join(statement)
