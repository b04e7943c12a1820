"""Makers of invented values that obey the contract: identifiers with their check digits, names, numbers, days.

The data are nobody's: telephone numbers carry a block of zeros that is not assigned, e-mail ends at example.com, and
the serial of a NIK lies where registers do not reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")

WOMEN = (
    "Cahaya", "Gusnawati", "Murni", "Kurnia", "Hasnah", "Irmayani", "Puspita", "Rahmawati", "Sitti Aliyah", "Marlina",
    "Nurbaya", "Fatmawati", "Herlina", "Yohana", "Dorkas", "Sulastri",
)  # fmt: skip
MEN = (
    "Arman", "Erwin", "Ilham", "Mansyur", "Kadir", "Gaffar", "Ciwang", "Pammase", "Syahrir", "Yusuf", "Demmanganna",
    "Bahtiar", "Andarias", "Basri", "Muhlis", "Wayan",
)  # fmt: skip
FAMILIES = (
    "Passokkorang", "Pattuera", "Sarewali", "Rannuang", "Salukanan", "Sanggaria", "Mallombassi", "Paloloang",
    "Kalindaqdaq", "Buntulebu", "Tandiwata", "Lembangwai", "Paqbicara", "Tomatindo",
)  # fmt: skip
BRANDS = (
    "Anjoroi", "Sipamandaq", "Assamalewuang", "Kada", "Uwai", "Loang", "Pallapi", "Sandeq Biru", "Rano", "Todilaling",
    "Mellete", "Bunga Kopi", "Pammase", "Lita Pembolongan", "Malaqbi", "Siamasei",
)  # fmt: skip
STREETS = ("Pelabuhan Lama", "Poros Kampung", "Pasar Tua", "Kebun Kelapa", "Masjid Tua", "Bukit Sandeq", "Sungai Loang")
MOBILE = ("0811", "0812", "0813", "0821", "0822", "0852", "0853")


class Values:
    """Columns of invented values; the same seed gives the same values."""

    def __init__(self, *seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def pick(self, choices: Sequence[T], count: int, weights: Sequence[float] | None = None) -> list[T]:
        """``count`` of the listed values, with repetition."""
        odds = None if weights is None else np.asarray(weights, dtype=float) / sum(weights)
        return [choices[index] for index in self.rng.choice(len(choices), count, p=odds).tolist()]

    def whole(self, low: int, high: int, count: int) -> list[int]:
        """Whole numbers, both ends included."""
        return self.rng.integers(low, high + 1, count).tolist()

    def distinct(self, upper: int, count: int) -> list[int]:
        """Different whole numbers from 0 to below ``upper``."""
        return self.rng.choice(upper, count, replace=False).tolist()

    def some(self, values: Sequence[T], share: float) -> list[T | None]:
        """The values, with a share of them kept and the others empty."""
        keep_flags = (self.rng.random(len(values)) < share).tolist()
        return [value if keep else None for value, keep in zip(values, keep_flags, strict=True)]

    def where(self, mask: Iterable[bool], make: Callable[[int], Sequence[Any]]) -> list[Any]:
        """Values made only where the mask is true, None elsewhere."""
        mask_values = list(mask)
        values = iter(make(sum(mask_values)))
        return [next(values) if want else None for want in mask_values]

    def sexes(self, count: int) -> list[str]:
        """L or P; women run six in ten of these businesses."""
        return self.pick("LP", count, (0.4, 0.6))

    def people(self, sexes: Sequence[str]) -> list[str]:
        """Full names that fit the sexes."""
        first_names = {"L": self.pick(MEN, len(sexes)), "P": self.pick(WOMEN, len(sexes))}
        family, initial = self.pick(FAMILIES, len(sexes)), self.pick(("", "", " A.", " H.", " M.", " S."), len(sexes))
        return [f"{first_names[sex][i]} {family[i]}{initial[i]}" for i, sex in enumerate(sexes)]

    def nib(self, count: int) -> list[str]:
        """NIB of 13 digits, all different."""
        start = self.pick(("0220", "1214", "1412", "1805", "8120", "9120"), count)
        return [f"{head}{tail:09d}" for head, tail in zip(start, self.distinct(10**9, count), strict=True)]

    def nik(self, kecamatan: Sequence[str], sexes: Sequence[str]) -> list[str]:
        """NIK of owners born in these kecamatan (codes with dots): day + 40 for women, serial from 9000."""
        count = len(sexes)
        day, month, year = self.whole(1, 28, count), self.whole(1, 12, count), self.whole(58, 99, count)
        serial = self.whole(9000, 9999, count)
        return [
            f"{kecamatan[i].replace('.', '')}{day[i] + 40 * (sexes[i] == 'P'):02d}{month[i]:02d}{year[i]}{serial[i]}"
            for i in range(count)
        ]

    def npwp(self, count: int) -> list[str]:
        """Old NPWP of 15 digits with its check digit."""
        numbers = []
        for body in self.whole(10_000_000, 99_999_999, count):
            eight = str(body)
            numbers.append(f"{eight[:2]}.{eight[2:5]}.{eight[5:]}.{luhn_digit(eight)}-813.000")
        return numbers

    def phone(self, count: int) -> list[str]:
        """Mobile numbers of a block that nobody has."""
        start, tail = self.pick(MOBILE, count), self.whole(0, 9999, count)
        return [f"{head}0000{end:04d}" for head, end in zip(start, tail, strict=True)]

    def pirt(self, count: int, year: int) -> list[str]:
        """P-IRT of 15 digits that expires one to four years after ``year``."""
        pack, food, serial = self.whole(1, 8, count), self.whole(1, 16, count), self.whole(0, 10**8 - 1, count)
        expiry = self.whole(year + 1, year + 4, count)
        return [f"{pack[i]}{food[i]:02d}76{serial[i]:08d}{expiry[i] % 100:02d}" for i in range(count)]

    def md(self, count: int) -> list[str]:
        """BPOM registration of home-made goods: MD and 12 digits."""
        return [f"MD{number:012d}" for number in self.whole(2 * 10**11, 6 * 10**11, count)]

    def halal(self, count: int) -> list[str]:
        """Halal certificate of Sulawesi Barat: ID, 76, and 15 digits."""
        return [f"ID7611{number:013d}" for number in self.whole(10**11, 10**13 - 1, count)]

    def hki(self, count: int) -> list[str]:
        """Trademark registration."""
        return [f"IDM000{number:06d}" for number in self.whole(0, 999_999, count)]

    def gtin(self, count: int) -> list[str]:
        """GTIN-13 with Indonesia's prefix 899, all different."""
        bodies = [f"899{number:09d}" for number in self.distinct(10**9, count)]
        return [f"{body}{gs1_digit(body)}" for body in bodies]

    def days(self, first_day: date, last_day: date, count: int) -> list[date]:
        """Days from the first to the last."""
        return [first_day + timedelta(days=offset) for offset in self.whole(0, (last_day - first_day).days, count)]

    def rupiah(self, median: float, spread: float, step: int, count: int, high: int) -> list[int]:
        """Amounts around a median, in steps, never above ``high``."""
        amounts = self.rng.lognormal(np.log(median), spread, count)
        return (np.clip(np.round(amounts / step), 1, high // step).astype(np.int64) * step).tolist()


def gs1_digit(body: str) -> int:
    """Check digit of a GTIN body (GS1 General Specifications 7.9): weights 3 and 1 from the right."""
    total = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(body)))
    return -total % 10


def luhn_digit(body: str) -> int:
    """Luhn check digit of eight digits of an NPWP."""
    total = 0
    for index, digit in enumerate(reversed(body)):
        number = int(digit) * (2 if index % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return -total % 10
