"""Names of owners compared token by token: an initial stands for a name, a shorter name may leave some out."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

OWNER_PARTS = ("owner", "owner_cover", "owner_left", "owner_first", "owner_words", "owner_missing")
"""``owner``: how alike both are in all; ``owner_cover``: how much of the shorter one is in the other; ``owner_left``:
names of both that the other lacks; ``owner_first``: whether the first names agree; ``owner_words``: how many names
agree; ``owner_missing``: one has none.
"""

_COMMON_FIRST = frozenset({"muhamad", "siti", "abdul", "nur", "ahmad", "sri"})
"""Folded first names that are left out as often as not."""
_INITIAL = 0.85
_LEAST = 0.72


@lru_cache(maxsize=500_000)
def compared_owners(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[float, float, float, float, float, float]:
    """OWNER_PARTS of two names, whichever comes first."""
    if not a or not b:
        return 0.0, 0.0, 0.0, 0.0, 0.0, 1.0
    if (len(a), a) > (len(b), b):
        a, b = b, a
    rest = list(b)
    scores = []
    for token in a:
        best = max(range(len(rest)), key=lambda at: (_token(token, rest[at]), -at)) if rest else None
        score = _token(token, rest[best]) if best is not None else 0.0
        scores.append(score)
        if best is not None and score:
            del rest[best]
    total = sum(scores)
    cover = total / len(a)
    unmatched = sum(1 for score in scores if not score)
    whole = _whole("".join(sorted(a)), "".join(sorted(b)))
    alike = max(whole, cover * (0.7 + 0.3 * len(a) / len(b)))
    return alike, cover, float(min(unmatched, len(rest))), _first(a, b), min(total, 3.0) / 3, 0.0


@lru_cache(maxsize=500_000)
def _token(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return _INITIAL if a[0] == b[0] else 0.0
    alike = OSA.normalized_similarity(a, b)
    return alike if alike >= _LEAST else 0.0


def _first(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Whether the first names agree, or all names in another order, past those that are often left out."""
    if len(a) > 1 and sorted(a) == sorted(b):
        return 1.0
    own, other = _without_common(a), _without_common(b)
    return max(_token(own[0], other[0]), _token(a[0], b[0]) if a[0] not in _COMMON_FIRST else 0.0)


def _without_common(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens[1:] if len(tokens) > 1 and (tokens[0] in _COMMON_FIRST or tokens[0] == "m") else tokens


def _whole(a: str, b: str) -> float:
    return round(OSA.normalized_similarity(a, b), 6)
