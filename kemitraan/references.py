"""The reference data that the product ships, read from its files."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from schemas.reference import Reference, parse_reference


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
    )
