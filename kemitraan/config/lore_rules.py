"""What may be taught: nothing that does not exist, and no name that already means something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from rapidfuzz import process

from kemitraan.config.errors import ErrorLine
from kemitraan.config.own_reference import Entry, Lore
from schemas.kinds import Choice, Choices
from schemas.kinds.choice import vocabulary
from schemas.locate.header import ROW_NUMBER_NAMES, header_claims
from schemas.model import Column, Contract
from schemas.reference import Reference
from schemas.text import EMPTY_WORDS, fold_name, fold_place, fold_word


class CannotBeTaught(Exception):
    """An entry that cannot be used: problem and remedy, in Indonesian."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class Meaning:
    """What an entry says: in this scope these folded names mean the target."""

    scope: str
    target: str
    names: tuple[str, ...]


@dataclass
class Lessons:
    """The reference with what was taught so far. ``claims`` maps scope → folded name → meaning."""

    contract: Contract
    base: Reference
    claims: dict[tuple[Lore, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    taught: dict[Lore, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))

    def teach(self, entry: Entry) -> bool:
        """Takes the entry in. False when nothing in it is new. Raises CannotBeTaught."""
        meaning, part = _READERS[entry.lore](self, entry)
        meanings = self._known(entry.lore, meaning.scope)
        if not all(meaning.names):
            raise CannotBeTaught("tidak ada huruf di dalamnya.", "Tulis namanya dengan huruf.")
        for name in meaning.names:
            other_meaning = meanings.get(name, meaning.target)
            if other_meaning != meaning.target:
                raise CannotBeTaught(
                    f"nama itu sudah berarti {self._shown(entry.lore, other_meaning)}.",
                    "Hapus barisnya, atau tulis nama lain.",
                )
        is_new = any(name not in meanings for name in meaning.names)
        meanings.update(dict.fromkeys(meaning.names, meaning.target))
        self.taught[entry.lore].append(part)
        return is_new

    def reference(self) -> Reference:
        """The base with everything that was taught."""
        taught = {lore: tuple(self.taught[lore]) for lore in Lore}
        return replace(
            self.base,
            partners=(*self.base.partners, *taught[Lore.PARTNER]),
            place_aliases=(*self.base.place_aliases, *taught[Lore.PLACE]),
            header_aliases=(*self.base.header_aliases, *taught[Lore.HEADER]),
            synonyms=(*self.base.synonyms, *taught[Lore.SYNONYM]),
        )

    def known_partner(self, name: str) -> str | None:
        """The registered name behind a name of a partner."""
        return self._known(Lore.PARTNER, "").get(fold_name(name))

    def _known(self, lore: Lore, scope: str) -> dict[str, str]:
        meanings = self.claims.get((lore, scope))
        if meanings is None:
            meanings = self.claims[lore, scope] = dict(_BASES[lore](self, scope))
        return meanings

    def _shown(self, lore: Lore, target: str) -> str:
        return f"{self.base.place_names[target]} ({target})" if lore is Lore.PLACE else target


def learn(contract: Contract, base: Reference, entries: Iterable[Entry]) -> tuple[Lessons, list[ErrorLine]]:
    """Takes in all entries, and gives the problems of those that cannot be used."""
    lessons, errors = Lessons(contract, base), []
    for entry in entries:
        try:
            lessons.teach(entry)
        except CannotBeTaught as wrong:
            errors.append(ErrorLine(entry.line, f"acuan/{entry.lore.file_name}", wrong.problem, wrong.remedy))
    return lessons, errors


def _partner(lessons: Lessons, entry: Entry) -> tuple[Meaning, tuple[str, ...]]:
    name, alias = entry.values["nama"], entry.values["alias"]
    target = lessons.known_partner(name) or name
    names = (name, alias) if alias else (name,)
    return Meaning("", target, tuple(map(fold_name, names))), (target, alias or name)


def _place(lessons: Lessons, entry: Entry) -> tuple[Meaning, tuple[str, ...]]:
    code, alias = entry.values["kode"], entry.values["alias"]
    if code not in lessons.base.place_names:
        raise CannotBeTaught(
            f'kode wilayah "{code}" tidak dikenal.', "Pakai kode Kemendagri dengan titik, misalnya 76.05.01."
        )
    parent = code.rpartition(".")[0]
    return Meaning(parent, code, (fold_place(alias),)), (code, alias)


def _header(lessons: Lessons, entry: Entry) -> tuple[Meaning, tuple[str, ...]]:
    title, column, alias = (entry.values[name] for name in ("lembar", "kolom", "judul"))
    sheets = {sheet.title: (kind.name, sheet) for kind in lessons.contract.kinds for sheet in kind.sheets}
    if title not in sheets:
        raise CannotBeTaught(f'lembar "{title}" tidak dikenal.', _near(title, sheets))
    kind, sheet = sheets[title]
    if column not in sheet:
        raise CannotBeTaught(f'lembar {title} tidak punya kolom "{column}".', _near(column, sheet.names))
    if fold_name(alias) in ROW_NUMBER_NAMES:
        raise CannotBeTaught("judul itu selalu nomor baris.", "Hapus barisnya.")
    return Meaning(title, column, (fold_name(alias),)), (kind, title, column, alias)


def _synonym(lessons: Lessons, entry: Entry) -> tuple[Meaning, tuple[str, ...]]:
    name, word, synonym = (entry.values[field] for field in ("kolom", "kata", "padanan"))
    columns = _choice_columns(lessons.contract)
    if name not in columns:
        raise CannotBeTaught(f'"{name}" bukan kolom pilihan.', _near(name, columns))
    choices = {choice.text for column in columns[name] for choice in _words(column)}
    if word not in choices:
        raise CannotBeTaught(f'"{word}" bukan pilihan kolom {name}.', _near(word, choices))
    if synonym.casefold() in EMPTY_WORDS:
        raise CannotBeTaught(f'"{synonym}" berarti kosong.', "Hapus barisnya.")
    if any(sign in synonym for sign in ",;/") and any(isinstance(column.kind, Choices) for column in columns[name]):
        raise CannotBeTaught(
            "kolom itu memisahkan isinya di koma, titik koma, dan garis miring.", "Tulis tanpa tanda itu."
        )
    return Meaning(name, word, (fold_word(synonym),)), (name, word, synonym)


def _near(name: str, choices: Iterable[str]) -> str:
    """What can be written instead."""
    names = sorted(choices)
    nearest = process.extractOne(name, names, score_cutoff=60, processor=str.casefold)
    return f'Mungkin maksudnya "{nearest[0]}"?' if nearest else f"Yang ada: {', '.join(names)}."


def _choice_columns(contract: Contract) -> dict[str, list[Column]]:
    columns: dict[str, list[Column]] = defaultdict(list)
    for kind in contract.kinds:
        for sheet in kind.sheets:
            for column in sheet.columns:
                if isinstance(column.kind, Choice | Choices):
                    columns[column.name].append(column)
    return columns


def _words(column: Column):
    assert isinstance(column.kind, Choice | Choices)
    return column.kind.words


def _headers_known(lessons: Lessons, title: str) -> dict[str, str]:
    kind, sheet = next(
        (kind.name, sheet) for kind in lessons.contract.kinds for sheet in kind.sheets if sheet.title == title
    )
    return header_claims(sheet, kind, lessons.base.header_aliases)


def _words_known(lessons: Lessons, name: str) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for column in _choice_columns(lessons.contract)[name]:
        meanings |= vocabulary(_words(column))  # what the office says goes before the synonyms that are shipped
    return meanings


_READERS: dict[Lore, Callable[[Lessons, Entry], tuple[Meaning, tuple[str, ...]]]] = {
    Lore.PARTNER: _partner,
    Lore.PLACE: _place,
    Lore.HEADER: _header,
    Lore.SYNONYM: _synonym,
}
_BASES: dict[Lore, Callable[[Lessons, str], dict[str, str]]] = {
    Lore.PARTNER: lambda lessons, scope: lessons.base.partner_names,
    Lore.PLACE: lambda lessons, parent: lessons.base.names_within(parent).codes,
    Lore.HEADER: _headers_known,
    Lore.SYNONYM: _words_known,
}
"""What each scope knows before anything is taught."""
