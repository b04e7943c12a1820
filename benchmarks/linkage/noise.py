"""How the same name or number comes out when another person types it, and how often: the kinds of noise."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

FORMS = ("UD", "CV", "Toko", "Usaha", "IKM", "Dapur", "Kios", "Rumah Produksi", "Warung", "Kelompok", "PT", "Koperasi")
_OLD = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("i", "y"), ("y", "i"), ("u", "o"), ("s", "z"), ("k", "q"), ("f", "v"))
_SHORT = {"Muhammad": ("Muh.", "Muh", "Moh.", "M.", "Mohammad"), "Sitti": ("St.", "Siti", "Sitti"), "Abdul": ("Abd.", "Abd"),
          "Ahmad": ("A.", "Achmad", "Akhmad")}  # fmt: skip
_TITLES = {"L": ("H.", "Haji", "Pak", "Bpk.", "Drs."), "P": ("Hj.", "Hajjah", "Bu", "Ibu", "Hj")}


@dataclass(frozen=True)
class Noise:
    """How often each thing happens to a record that was typed again, from 0 to 1."""

    form: float = 0.25
    bracket: float = 0.05
    order: float = 0.08
    typing: float = 0.15
    glued: float = 0.06
    case: float = 0.12
    old: float = 0.06
    word_lost: float = 0.04
    title: float = 0.2
    owner_short: float = 0.15
    owner_initial: float = 0.1
    owner_order: float = 0.04
    owner_typing: float = 0.08
    nik_lost: float = 0.35
    nik_wrong: float = 0.02
    nib_lost: float = 0.35
    nib_wrong: float = 0.01
    nib_other: float = 0.03
    phone_lost: float = 0.25
    phone_other: float = 0.15
    year_lost: float = 0.2
    year_wrong: float = 0.03
    field_other: float = 0.04
    sex_wrong: float = 0.01
    village_other: float = 0.05

    def scaled(self, chance: random.Random) -> Noise:
        """Other rates, each between a third and twice as much."""
        return Noise(
            **{field.name: min(0.7, getattr(self, field.name) * chance.uniform(0.33, 2)) for field in fields(self)}
        )


def typed_business(name: str, form: str, noise: Noise, chance: random.Random) -> str:
    """A business name as somebody types it."""
    words = name.split()
    if chance.random() < noise.form:
        form = chance.choice(("", "", *FORMS))
    if len(words) > 2 and chance.random() < noise.word_lost:
        del words[chance.randrange(len(words))]
    if len(words) > 1 and chance.random() < noise.order:
        chance.shuffle(words)
    if chance.random() < noise.old:
        at = chance.randrange(len(words))
        words[at] = _old(words[at], chance)
    if chance.random() < noise.typing:
        at = chance.randrange(len(words))
        words[at] = _mistyped(words[at], chance)
    text = ("" if chance.random() < noise.glued else " ").join(words)
    if form and chance.random() < noise.bracket:
        text = f"{text} ({form})"
    elif form:
        text = f"{form}{chance.choice(('.', '')) if form in ('CV', 'UD', 'PT') else ''} {text}"
    return _cased(text, noise, chance)


def typed_owner(name: str, sex: str, noise: Noise, chance: random.Random) -> str:
    """A person's name as somebody types it."""
    words = name.split()
    if len(words) > 1 and chance.random() < noise.owner_short:
        del words[-1 if chance.random() < 0.8 else chance.randrange(1, len(words))]
    if len(words) > 1 and chance.random() < noise.owner_initial:
        words[-1] = f"{words[-1][0]}."
    if len(words) > 1 and chance.random() < noise.owner_order:
        words = [words[-1], *words[:-1]]
    words = [chance.choice(_SHORT[word]) if word in _SHORT and chance.random() < 0.3 else word for word in words]
    if chance.random() < noise.owner_typing:
        at = chance.randrange(len(words))
        words[at] = _mistyped(words[at], chance)
    if chance.random() < noise.title:
        words = [chance.choice(_TITLES[sex]), *words]
    return _cased(" ".join(words), noise, chance)


def wrong_digit(number: str, chance: random.Random) -> str:
    """A number with one digit changed, or two neighbours in each other's place."""
    at = chance.randrange(4, len(number) - 1)
    if chance.random() < 0.5:
        return f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"
    return f"{number[:at]}{(int(number[at]) + chance.randrange(1, 10)) % 10}{number[at + 1 :]}"


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 3:
        return word
    at, kind = chance.randrange(1, len(word)), chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice("aeioudkmnrst") + word[at + 1 :]


def _old(word: str, chance: random.Random) -> str:
    new, old = chance.choice(_OLD)
    return word[:1] + word[1:].replace(new, old, 1)


def _cased(text: str, noise: Noise, chance: random.Random) -> str:
    return chance.choice((text.upper(), text.lower())) if chance.random() < noise.case else text
