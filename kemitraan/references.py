"""Reference data: what the product ships, together with what a home's staff have taught."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from kemitraan.config.errors import ConfigError, ErrorLine
from kemitraan.config.home import Home
from kemitraan.config.lore_rules import Lessons, learn
from kemitraan.config.own_reference import Entry, Lore, parse_file, read_files
from schemas.contracts import CONTRACTS
from schemas.reference import Reference, parse_reference

Files = tuple[tuple[Lore, bytes], ...]


@lru_cache(maxsize=1)
def shipped_reference() -> Reference:
    """Places, KBLI codes, partners and aliases from ``schemas/data``."""
    data = files("schemas.data")

    def text(name: str) -> str:
        return data.joinpath(name).read_text(encoding="utf-8")

    return parse_reference(
        wilayah=text("wilayah.csv"),
        wilayah_aliases=text("wilayah_aliases.csv"),
        kbli=text("kbli.csv"),
        partners=text("partners.csv"),
        header_aliases=text("header_aliases.csv"),
        synonyms=text("synonyms.csv"),
    )


def home_reference(home: Home) -> Reference:
    """What the product ships with what the home's staff have taught. The value stays the same as long as their files
    do.

    Raises ConfigError naming every line that cannot be used.
    """
    return _taught(tuple(read_files(home).items()))[1]


def home_entries(home: Home) -> list[Entry]:
    """Everything that the home's staff have taught. Raises ConfigError as ``home_reference`` does."""
    return list(_taught(tuple(read_files(home).items()))[0])


def lessons_of(content: dict[Lore, bytes]) -> tuple[list[Entry], Lessons]:
    """The entries of these files, and the reference with them. Raises ConfigError naming every line that cannot be
    used.
    """
    entries: list[Entry] = []
    errors: list[ErrorLine] = []
    for lore, data in content.items():
        read_entries, wrong_lines = parse_file(lore, data)
        entries += read_entries
        errors += wrong_lines
    lessons, wrong_lines = learn(CONTRACTS.whole, shipped_reference(), entries)
    errors += wrong_lines
    if errors:
        raise ConfigError("acuan", errors)
    return entries, lessons


@lru_cache(maxsize=4)
def _taught(content: Files) -> tuple[tuple[Entry, ...], Reference]:
    entries, lessons = lessons_of(dict(content))
    return tuple(entries), lessons.reference() if entries else shipped_reference()
