"""Records of made-up businesses: some typed twice, by one regency or by two, and many that only look alike."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field, replace
from importlib import resources

import pandas as pd

from benchmarks.linkage.noise import Noise, typed_business, typed_owner, wrong_digit
from benchmarks.linkage.people import BRANDS, FIELDS, GOODS, business, digits, person
from warehouse.linkage.features import COLUMNS
from warehouse.linkage.names import business_tokens

PREFIXES = {"76.01": "PKY", "76.02": "MMJ", "76.03": "MMS", "76.04": "PLM", "76.05": "MJN", "76.06": "MTG"}
FORMS = ("UD", "CV", "Toko", "Usaha", "IKM", "Dapur", "Kios", "Rumah Produksi", "")


@dataclass(frozen=True)
class Setting:
    """What a population is like. Shares are of its businesses."""

    records: int = 1500
    again: float = 0.09
    third: float = 0.06
    moved: float = 0.3
    traps: float = 0.12
    bare: float = 0.12
    rare: float = 0.3
    noise: Noise = field(default_factory=Noise)

    def varied(self, chance: random.Random) -> Setting:
        """Another one of the same size."""
        return replace(
            self,
            again=self.again * chance.uniform(0.6, 2),
            moved=chance.uniform(0.1, 0.5),
            traps=self.traps * chance.uniform(0.6, 2),
            bare=chance.uniform(0.03, 0.25),
            rare=chance.uniform(0.05, 0.6),
            noise=self.noise.scaled(chance),
        )


@dataclass(frozen=True)
class Business:
    """One true business: its own facts, its owner's number and its own."""

    owner_id: int
    business_id: int
    owner: str
    sex: str
    name: str
    form: str
    nik: str
    nib: str
    phone: str
    village: str
    field: str
    year: int


def population(setting: Setting, seed: int) -> pd.DataFrame:
    """Records with COLUMNS of ``warehouse.linkage.features``, and the true ``business_id`` and ``owner_id``."""
    maker = _Maker(setting, random.Random(seed))
    while len(maker.rows) < setting.records:
        maker.add()
    maker.chance.shuffle(maker.rows)
    numbers = dict.fromkeys(PREFIXES, 0)
    for row in maker.rows:
        numbers[row["office"]] += 1
        row["row_key"] = f"{PREFIXES[row['office']]}-{numbers[row['office']]:05d}"
    frame = pd.DataFrame(maker.rows)
    return frame[[*COLUMNS, "business_id", "owner_id"]]


class _Maker:
    def __init__(self, setting: Setting, chance: random.Random) -> None:
        self.setting, self.chance = setting, chance
        self.rows: list[dict] = []
        self.villages = _villages()
        self.owners = self.businesses = 0

    def add(self) -> None:
        """A business with everything that comes of it."""
        chance, setting = self.chance, self.setting
        business = self._business()
        self._type(business, clean=True)
        if chance.random() < setting.again:
            for _ in range(2 if chance.random() < setting.third else 1):
                self._type(self._moved(business) if chance.random() < setting.moved else business, clean=False)
        if chance.random() < setting.traps:
            chance.choice(_TRAPS)(self, business)

    def _business(self, **values) -> Business:
        chance = self.chance
        self.owners += 1
        self.businesses += 1
        owner, sex = person(chance, self.setting.rare)
        village = chance.choice(self.villages)
        nik = digits(chance, village[:8].replace(".", ""), 16)
        facts = Business(
            self.owners, self.businesses, owner, sex, business(chance, owner), chance.choice(FORMS), nik,
            digits(chance, "9120", 13), "+62852" + digits(chance, "", 8), village, chance.choice(FIELDS), chance.randint(1998, 2024),
        )  # fmt: skip
        return replace(facts, **values)

    def _other(self, original: Business, **values) -> Business:
        """Another business of the same owner."""
        self.businesses += 1
        fresh = original.name
        while business_tokens(fresh)[-1:] == business_tokens(original.name)[-1:]:  # told apart by more than its goods
            fresh = business(self.chance, original.owner)
        facts = {"name": fresh, "field": self.chance.choice(FIELDS), "year": self.chance.randint(1998, 2024)} | values
        return replace(original, business_id=self.businesses, form=self.chance.choice(FORMS), **facts)

    def _moved(self, business: Business) -> Business:
        """The same business as another regency knows it."""
        elsewhere = [village for village in self.villages if village[:5] != business.village[:5]]
        return replace(business, village=self.chance.choice(elsewhere))

    def _type(self, business: Business, *, clean: bool) -> None:
        chance, noise = self.chance, self.setting.noise
        light = (
            replace(noise, typing=noise.typing / 3, glued=noise.glued / 3, order=noise.order / 3) if clean else noise
        )
        nik = None if chance.random() < noise.nik_lost * (0.4 if clean else 1) else business.nik
        nib = None if chance.random() < noise.nib_lost else business.nib
        phone = None if chance.random() < noise.phone_lost else business.phone
        if not clean and chance.random() < self.setting.bare:
            nik, nib = chance.choice(((None, business.nib), (business.nik, None)))
        if not nik and not nib:  # the contract takes no business without both
            nik, nib = chance.choice(((None, business.nib), (business.nik, None)))
        if nik and not clean and chance.random() < noise.nik_wrong:
            nik = wrong_digit(nik, chance)
        if nib and not clean and chance.random() < noise.nib_wrong:
            nib = wrong_digit(nib, chance)
        if nib and not clean and chance.random() < noise.nib_other:  # a new one was issued
            nib = digits(chance, "9120", 13)
        if phone and not clean and chance.random() < noise.phone_other:
            phone = "+62852" + digits(chance, "", 8)
        village = business.village
        if not clean and chance.random() < noise.village_other:
            village = chance.choice([other for other in self.villages if other[:8] == village[:8]])
        year = None if chance.random() < noise.year_lost else business.year
        if year and not clean and chance.random() < noise.year_wrong:
            year += chance.choice((-1, 1, -10, 10))
        field_ = chance.choice(FIELDS) if not clean and chance.random() < noise.field_other else business.field
        sex = business.sex if chance.random() >= noise.sex_wrong else {"L": "P", "P": "L"}[business.sex]
        self.rows.append(
            {
                "office": village[:5], "row_key": "", "nik": nik, "nib": nib, "phone": phone,
                "business": typed_business(business.name, business.form, light, chance),
                "owner_name": typed_owner(business.owner, business.sex, light, chance),
                "district": village[:8], "village": village, "field": field_, "year": year, "sex": sex,
                "business_id": business.business_id, "owner_id": business.owner_id,
            }
        )  # fmt: skip

    def cooperative(self, business: Business) -> None:
        """One NIB, many owners, one place."""
        for _ in range(self.chance.randint(2, 9)):
            self._type(self._business(nib=business.nib, village=business.village), clean=True)

    def branch(self, business: Business) -> None:
        """One NIB, another owner, another place, now and then under the same brand."""
        values = {"name": business.name} if self.chance.random() < 0.3 else {}
        self._type(self._business(nib=business.nib, **values), clean=True)

    def family(self, business: Business) -> None:
        """One telephone, one village, the same last name."""
        owner, sex = person(self.chance, 0)
        owner = f"{owner.split()[0]} {business.owner.split()[-1]}"
        values = {"name": business.name} if self.chance.random() < 0.1 else {}
        self._type(
            self._business(phone=business.phone, village=business.village, owner=owner, sex=sex, **values), clean=True
        )

    def same_brand(self, business: Business) -> None:
        """Another owner, the same name, elsewhere or in the same village."""
        values = {"village": business.village} if self.chance.random() < 0.4 else {}
        self._type(self._business(name=business.name, form=business.form, **values), clean=True)

    def namesake(self, business: Business) -> None:
        """Another person of the same name; now and then with a brand of the same name, or in the same village."""
        values = {"name": business.name} if self.chance.random() < 0.2 else {}
        values |= {"village": business.village} if self.chance.random() < 0.2 else {}
        self._type(self._business(owner=business.owner, sex=business.sex, **values), clean=True)

    def second(self, business: Business) -> None:
        """The same owner, another business."""
        self._type(self._other(business), clean=self.chance.random() < 0.5)

    def other_goods(self, business: Business) -> None:
        """The same owner and brand, another line of business."""
        brand = self.chance.choice(BRANDS)
        a, b = self.chance.sample(GOODS, 2)
        self._type(self._other(business, name=f"{a} {brand}"), clean=True)
        self._type(self._other(business, name=f"{b} {brand}"), clean=True)

    def numbered(self, business: Business) -> None:
        """The same owner, a second shop with a number."""
        self._type(self._other(business, name=f"{business.name} 2"), clean=True)

    def helper(self, business: Business) -> None:
        """A village officer's telephone at many businesses."""
        for _ in range(self.chance.randint(2, 6)):
            self._type(self._business(phone=business.phone, village=business.village), clean=True)


_TRAPS = (
    _Maker.cooperative, _Maker.branch, _Maker.family, _Maker.family, _Maker.same_brand, _Maker.same_brand, _Maker.namesake,
    _Maker.namesake, _Maker.second, _Maker.second, _Maker.other_goods, _Maker.numbered, _Maker.helper,
)  # fmt: skip


def _villages() -> list[str]:
    text = resources.files("schemas").joinpath("data", "wilayah.csv").read_text(encoding="utf-8")
    codes = (row["code"] for row in csv.DictReader(text.splitlines()))
    return [code for code in codes if code[:5] in PREFIXES and code.count(".") == 3]
