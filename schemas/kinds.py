"""The kinds of cell that the contract knows (contract section 4): what a column holds, not how it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A listed word of a choice and the synonyms that stand for it."""

    text: str
    synonyms: tuple[str, ...] = ()


def words(*texts: str) -> tuple[Word, ...]:
    """Words from short forms: ``"Makanan dan Minuman (kuliner, mamin)"`` is a word with two synonyms."""
    made = []
    for text in texts:
        name, _, rest = text.partition(" (")
        synonyms = tuple(part.strip() for part in rest.rstrip(")").split(",")) if rest else ()
        made.append(Word(name, synonyms))
    return tuple(made)


@dataclass(frozen=True)
class Kind:
    """Base of all kinds."""


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most ``limit`` characters."""

    limit: int = 255


@dataclass(frozen=True)
class Number(Kind):
    """A number between ``low`` and ``high``, both allowed (``above_low``: the lower bound itself is not)."""

    low: float
    high: float
    above_low: bool = False


@dataclass(frozen=True)
class Integer(Number):
    """A whole number."""


@dataclass(frozen=True)
class Year(Integer):
    """A year from ``low`` to the year of the period (``high`` is not used)."""


@dataclass(frozen=True)
class Money(Number):
    """Whole rupiah."""


@dataclass(frozen=True)
class Decimal(Number):
    """A number with decimals."""


@dataclass(frozen=True)
class Coordinate(Decimal):
    """Degrees; a dot or a comma is always the decimal point."""


@dataclass(frozen=True)
class Date(Kind):
    """A day; after the period's last day only where ``future`` allows it."""

    future: bool = False


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no."""


@dataclass(frozen=True)
class Choice(Kind):
    """One of the listed words."""

    words: tuple[Word, ...]


@dataclass(frozen=True)
class Choices(Kind):
    """Several of the listed words in one cell."""

    words: tuple[Word, ...]


@dataclass(frozen=True)
class Partner(Text):
    """The name of a large business; known ones and their aliases are reference data."""


@dataclass(frozen=True)
class Nib(Kind):
    """Nomor Induk Berusaha, 13 digits (PP 5/2021)."""


@dataclass(frozen=True)
class Nik(Kind):
    """Nomor Induk Kependudukan, 16 digits with date of birth (UU 23/2006)."""


@dataclass(frozen=True)
class Npwp(Kind):
    """Tax number, 15 digits (old) or 16 (PMK 112/2022)."""


@dataclass(frozen=True)
class Phone(Kind):
    """An Indonesian telephone number, kept as +62…"""


@dataclass(frozen=True)
class Email(Kind):
    """An e-mail address."""


@dataclass(frozen=True)
class Licence(Kind):
    """A number that an authority gives; beside it stands a ``<name>_status`` column."""


@dataclass(frozen=True)
class Pirt(Licence):
    """SPP-IRT number, 15 digits (Per-BPOM 22/2018)."""


@dataclass(frozen=True)
class Md(Licence):
    """BPOM registration: MD or ML and 12 or 15 digits."""


@dataclass(frozen=True)
class Halal(Licence):
    """Halal certificate: ID and 13 to 18 digits (BPJPH)."""


@dataclass(frozen=True)
class Gtin(Licence):
    """Barcode with a GS1 check digit: 8, 12, 13 or 14 digits, kept as text."""


@dataclass(frozen=True)
class Hki(Licence):
    """Registered trademark, free text of at most ``limit`` characters."""

    limit: int = 255


@dataclass(frozen=True)
class Kbli(Kind):
    """Business field code, 5 digits, edition 2020 or 2025 (BPS)."""


@dataclass(frozen=True)
class Kecamatan(Kind):
    """A kecamatan inside the office's regency, kept as Kemendagri code."""


@dataclass(frozen=True)
class Desa(Kind):
    """A desa or kelurahan inside the row's kecamatan, kept as Kemendagri code."""


@dataclass(frozen=True)
class Kabupaten(Kind):
    """A kabupaten or kota of South Sulawesi (73), kept as Kemendagri code."""


@dataclass(frozen=True)
class Key(Kind):
    """A business key ``MJN-0001``; ``item`` for the longer ``MJN-0001-01``.

    ``foreign``: the prefix of any office will do (a Sulbar product named by a collaborator).
    """

    item: bool = False
    foreign: bool = False


NOTE = Text(2000)
