"""The person that a request is about, and how that person's data are told from others' in a text.

A ``Subject`` holds personal data: it lives in memory, and in the sealed table ``forget_kept`` until the request is
carried out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property

from schemas.forgotten import PLACEHOLDER
from schemas.kinds.phone import number_of

TOKEN = "(dihapus)"
"""Stands in a text in the place of a number or an address. A sheet's name may hold it, too."""
NIK_DIGITS = 16
_LEAST_NAME = 5
_LONG_WORD = 9
_BETWEEN = r"[ .\-_\u2010-\u2015]?"
_ANY_BLANKS = re.compile(r"\s+")
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Subject:
    """A person: ``keys`` (office and key of his businesses), ``nik_hashes``, ``telephones`` (those asked for: whose row
    holds one is his), and what is looked for in texts: ``numbers`` (a NIK's digits, a telephone's without 0 or 62),
    ``addresses`` (e-mail), ``names`` (of owner and business) and ``streets``, which count in rows and names of files
    that are his own.
    """

    keys: frozenset[tuple[str, str]] = frozenset()
    nik_hashes: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    telephones: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()

    def __or__(self, other: Subject) -> Subject:
        return Subject(*(getattr(self, name) | getattr(other, name) for name in self.__dataclass_fields__))

    def names_key(self, office: str, row_key: str | None) -> bool:
        """Whether a row's key (``MJN-0001 / 2026-01-02``) begins with a business of his, or a product of it."""
        first = (row_key or "").replace("|", " / ").split(" / ")[0]
        return any(office == own and (first == key or first.startswith(f"{key}-")) for own, key in self.keys)

    def redact(self, text: str, *, names: bool = False) -> str:
        """The text with the person's numbers and e-mail addresses replaced; with the names, too, where it is his
        own.
        """
        if self._marks is not None:
            text = self._marks.sub(TOKEN, text)
        return self._names.sub(TOKEN, text) if names and self._names is not None else text

    def redact_cell(self, text: str, *, is_contact: bool) -> str:
        """The text of a cell of somebody else's row. A telephone or e-mail address that he has in common with the
        person (``is_contact``) stays, unless it was what was asked for.
        """
        if is_contact and (
            telephone_digits(text) in self.numbers - self.telephones or text.casefold() in self.addresses
        ):
            return text
        return self.redact(text)

    def redact_far(self, text: str) -> str:
        """The same for a text that is about others, too (a report): of his names only those of several words, or long
        ones, which are nobody else's word.
        """
        text = self.redact(text)
        return self._far_names.sub(TOKEN, text) if self._far_names is not None else text

    def is_in(self, text: str, *, names: bool = False) -> bool:
        """Whether a text holds any of it."""
        return self.redact(text, names=names) != text

    @cached_property
    def _marks(self) -> re.Pattern[str] | None:
        niks = [number for number in self.numbers if len(number) == NIK_DIGITS]
        telephones = self.numbers - set(niks)
        patterns = [rf"(?<!\d){_spaced(nik)}(?!\d)" for nik in sorted(niks)]
        patterns += [rf"(?<!\d)(?:\+?62|0)?{_BETWEEN}{_spaced(number)}(?!\d)" for number in sorted(telephones)]
        patterns += [rf"(?<![\w.+-]){re.escape(address)}(?![\w-])" for address in sorted(self.addresses)]
        return re.compile("|".join(patterns), re.I) if patterns else None

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        return _of_names(name for name in self.names | self.streets if len(name) >= _LEAST_NAME)

    @cached_property
    def _far_names(self) -> re.Pattern[str] | None:
        return _of_names(name for name in self.names if len(name) >= (_LEAST_NAME if " " in name else _LONG_WORD))

    def as_json(self) -> str:
        """The subject as JSON."""
        return json.dumps({name: sorted(values) for name, values in asdict(self).items()}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Subject:
        """The subject that ``as_json`` wrote."""
        values = json.loads(text)
        keys = frozenset((office, key) for office, key in values.pop("keys"))
        return cls(keys, **{name: frozenset(texts) for name, texts in values.items()})


def nik_digits(text: str) -> str | None:
    """A NIK as sixteen digits; None for what is none."""
    digits = _NO_DIGIT.sub("", text)
    return digits if len(digits) == NIK_DIGITS else None


def telephone_digits(text: str) -> str | None:
    """A telephone number without 0 or 62; None for what is none."""
    number = number_of(text, lacks_zero=True)
    return number.removeprefix("+62") if number else None


def subject_of_rows(
    niks: Iterable[str] = (),
    telephones: Iterable[str] = (),
    addresses: Iterable[str] = (),
    names: Iterable[str] = (),
    streets: Iterable[str] = (),
) -> Subject:
    """What the cells of a person's rows say of him. What is no number or address as it should be is passed over."""
    numbers = [nik_digits(text) for text in niks] + [telephone_digits(text) for text in telephones]
    return Subject(
        numbers=frozenset(number for number in numbers if number),
        addresses=frozenset(text.strip().casefold() for text in addresses if "@" in text),
        names=_told(names),
        streets=_told(streets),
    )


def _told(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(name for text in texts if (name := text.strip()) and not name.startswith(PLACEHOLDER))


def _of_names(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    patterns = [rf"(?<!\w){_spaced_words(name)}(?!\w)" for name in longest_first]
    return re.compile("|".join(patterns), re.I) if patterns else None


def _spaced(digits: str) -> str:
    return _BETWEEN.join(digits)


def _spaced_words(name: str) -> str:
    return r"[\s_]+".join(re.escape(word) for word in _ANY_BLANKS.split(name))
