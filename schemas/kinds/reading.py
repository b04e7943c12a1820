"""The result of a cell reader: the typed value and the issues of the cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from schemas.codes import Code
from schemas.finding import Suggestion


class Issue(NamedTuple):
    """A code of the contract and the value suggested instead, if there is one.

    ``expected`` is the expectation in Indonesian, where the cell itself tells more than its column does.
    """

    code: Code
    suggestion: Suggestion = None
    expected: str | None = None


class Reading(NamedTuple):
    """A cell, read. ``value`` is None when empty or unreadable; ``issues`` then tells which."""

    value: Any
    issues: tuple[Issue, ...] = ()


CellReader = Callable[[Any], Reading]

EMPTY = Reading(None)
IN_PROCESS = "\0proses"
"""Value of a licence that is still being applied for."""
UNJUDGED = "\0unjudged"
"""Value of a cell that is filled but cannot be judged (a desa whose kecamatan is unknown)."""


def bad(code: Code, suggestion: Suggestion = None, expected: str | None = None) -> Reading:
    """A value that cannot be taken."""
    return Reading(None, (Issue(code, suggestion, expected),))


def noted(value: Any, code: Code, suggestion: Suggestion = None) -> Reading:
    """A value that is taken, with a warning."""
    return Reading(value, (Issue(code, suggestion),))


def is_bad(reading: Reading) -> bool:
    """Whether the reading says that the value is bad."""
    return any(not issue.code.is_warning for issue in reading.issues)
