"""Reference data as a value: places, KBLI codes, partners, learnt header aliases. Files are read elsewhere."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from schemas.text import fold_name, fold_place

HeaderAlias = tuple[str, str, str, str]
"""A header learnt since the contract: kind of workbook, sheet's title, column, header."""

Synonym = tuple[str, str, str]
"""A synonym learnt since the contract: choice column, listed word, what senders write for it."""


@dataclass(frozen=True)
class Place:
    """One place with its Kemendagri code (``76.05.01.1001``), its level and the code of what it lies in."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class Names:
    """Places to choose from: folded name → code (aliases too), and code → official name."""

    codes: dict[str, str]
    official: dict[str, str]


@dataclass(frozen=True)
class Reference:
    """Everything that a check looks up."""

    places: tuple[Place, ...]
    place_aliases: tuple[tuple[str, str], ...]
    kbli: frozenset[str]
    partners: tuple[tuple[str, str], ...]
    header_aliases: tuple[HeaderAlias, ...] = ()
    synonyms: tuple[Synonym, ...] = ()

    @cached_property
    def place_names(self) -> dict[str, str]:
        """Code → official name."""
        return {place.code: place.name for place in self.places}

    @cached_property
    def _names_within(self) -> dict[str, Names]:
        aliases = defaultdict(list)
        for code, alias in self.place_aliases:
            aliases[code].append(alias)
        within: dict[str, Names] = defaultdict(lambda: Names({}, {}))
        for place in self.places:
            names = within[place.parent]
            names.official[place.code] = place.name
            for name in aliases[place.code]:
                names.codes.setdefault(fold_place(name), place.code)
        for place in self.places:  # official names win over aliases
            within[place.parent].codes[fold_place(place.name)] = place.code
        return dict(within)

    def names_within(self, parent: str) -> Names:
        """The places directly inside ``parent`` (an office's kecamatan, a kecamatan's desa); empty when unknown."""
        return self._names_within.get(parent, Names({}, {}))

    @cached_property
    def partner_names(self) -> dict[str, str]:
        """Folded name or alias → the partner's registered name."""
        folded = {fold_name(alias): name for name, alias in self.partners}
        folded.update({fold_name(name): name for name, _ in self.partners})
        return folded

    def synonyms_of(self, column: str) -> dict[str, str]:
        """Synonym → listed word, for the choice columns of this name."""
        return self._synonyms_by_column.get(column, {})

    @cached_property
    def _synonyms_by_column(self) -> dict[str, dict[str, str]]:
        synonyms: dict[str, dict[str, str]] = defaultdict(dict)
        for column, word, synonym in self.synonyms:
            synonyms[column][synonym] = word
        return dict(synonyms)


def parse_reference(
    wilayah: str, wilayah_aliases: str, kbli: str, partners: str, header_aliases: str = "", synonyms: str = ""
) -> Reference:
    """The reference from the texts of its csv files (columns as in ``schemas/data``)."""
    return Reference(
        places=tuple(Place(row["code"], row["name"], row["level"], row["parent_code"]) for row in _rows(wilayah)),
        place_aliases=tuple((row["code"], row["alias"]) for row in _rows(wilayah_aliases)),
        kbli=frozenset(row["code"] for row in _rows(kbli)),
        partners=tuple((row["name"], row["alias"]) for row in _rows(partners)),
        header_aliases=tuple((row["kind"], row["sheet"], row["column"], row["alias"]) for row in _rows(header_aliases)),
        synonyms=tuple((row["column"], row["word"], row["synonym"]) for row in _rows(synonyms)),
    )


def _rows(text: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(io.StringIO(text))
