"""Names as the matcher reads them: without legal forms and titles, old spellings folded, as tokens."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources


def _listed(key: str) -> frozenset[str]:
    """The words of a list in ``words.toml``."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[key].split())


FORMS = _listed("forms")
"""Words of a business name that say what sort of firm it is."""
TITLES = _listed("titles")
"""Words of a person's name that come and go."""
_SHORT_FIRST = {
    "muh": "muhammad", "moh": "muhammad", "mohd": "muhammad", "muhd": "muhammad", "mohammad": "muhammad",
    "mohamad": "muhammad", "muhamad": "muhammad", "muhamed": "muhammad", "sitti": "siti", "sitty": "siti", "abd": "abdul",
    "abdoel": "abdul", "achmad": "ahmad", "akhmad": "ahmad", "ahmed": "ahmad", "ach": "ahmad", "nurh": "nur",
}  # fmt: skip
"""How first names are shortened and spelled."""
GOODS = _listed("goods")
"""Words of a business name that say what it makes: two lines of business of one brand differ in them."""

_WORD = re.compile(r"[0-9]+|[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
_DOUBLED = re.compile(r"([a-z])\1+")
_VOWELS = str.maketrans("", "", "aeiou")
_OLD = (("dj", "j"), ("tj", "c"), ("oe", "u"), ("nj", "ny"), ("sj", "sy"), ("ch", "h"), ("kh", "h"), ("ph", "f"))
_ALIKE = str.maketrans({"y": "i", "v": "f", "q": "k", "x": "k", "z": "s"})


@lru_cache(maxsize=500_000)
def business_tokens(name: str) -> tuple[str, ...]:
    """The tokens that tell a business: forms gone, unless nothing else is left."""
    tokens = _tokens(_CAMEL.sub(" ", name))
    own_tokens = tuple(fold(token) for token in tokens if token not in FORMS)
    return own_tokens or tuple(map(fold, tokens))


@lru_cache(maxsize=500_000)
def owner_tokens(name: str) -> tuple[str, ...]:
    """The tokens of a person's name, an initial as one letter; titles gone, unless nothing else is left."""
    tokens = _tokens(name)
    if tokens[:1] == ["st"] and len(tokens) > 1:  # Siti, where it comes first; a degree where it comes last
        tokens = ["siti", *tokens[1:]]
    own_tokens = [_SHORT_FIRST.get(token, token) for token in tokens if token not in TITLES]
    return tuple(map(fold, own_tokens or tokens))


@lru_cache(maxsize=500_000)
def fold(token: str) -> str:
    """A token with old and everyday spellings folded: ``Koe`` → ``ku``, ``Mutyara`` → ``mutiara``."""
    for old, new in _OLD:
        if old in token:
            token = token.replace(old, new)
    return _DOUBLED.sub(r"\1", token.translate(_ALIKE))


@lru_cache(maxsize=500_000)
def skeleton(token: str) -> str:
    """What is left of a folded token when somebody writes it carelessly: its first letter and its consonants."""
    body = token[1:].replace("h", "").translate(_VOWELS)
    return _DOUBLED.sub(r"\1", token[:1] + body)[:4]


def is_goods(token: str) -> bool:
    """Whether a folded token says what a business makes."""
    return token in _FOLDED_GOODS


def _tokens(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _WORD.findall(plain)


_FOLDED_GOODS = frozenset(map(fold, GOODS))
