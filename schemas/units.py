"""Units and rates in a header, and the resulting conversion of the values below it (contract section 3,
``column.unit``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from schemas.indonesian import grouped

MIXED = "campuran"
RUPIAH = "rupiah"

_THOUSAND, _MILLION, _BILLION, _TRILLION = 10**3, 10**6, 10**9, 10**12
_SCALES = {
    **dict.fromkeys(("ribu", "ribuan", "rb"), _THOUSAND),
    **dict.fromkeys(("juta", "jutaan", "jt"), _MILLION),
    **dict.fromkeys(("miliar", "miliaran", "milyar", "milyaran"), _BILLION),
    **dict.fromkeys(("triliun", "trilyun"), _TRILLION),
}
_LETTERS = {"k": _THOUSAND, "m": _BILLION, "t": _TRILLION}
"""Scales of money; for anything else they may be another unit."""
_ZEROS = {"000": _THOUSAND, "1000": _THOUSAND, "000000": _MILLION, "1000000": _MILLION, "1000000000": _BILLION}

_TIMES = {
    "hari": ("hari", "hr"),
    "minggu": ("minggu", "mgg"),
    "bulan": ("bulan", "bln"),
    "triwulan": ("triwulan", "kuartal"),
    "semester": ("semester",),
    "tahun": ("tahun", "thn", "th"),
}
_TIME = {word: name for name, words in _TIMES.items() for word in words}
_RATES = {
    **dict.fromkeys(("harian", "sehari", "perhari"), "hari"),
    **dict.fromkeys(("mingguan", "seminggu", "perminggu"), "minggu"),
    **dict.fromkeys(("bulanan", "sebulan", "perbulan"), "bulan"),
    **dict.fromkeys(("triwulanan", "pertriwulan"), "triwulan"),
    **dict.fromkeys(("semesteran",), "semester"),
    **dict.fromkeys(("tahunan", "setahun", "pertahun"), "tahun"),
}
_AMOUNTS = {
    **dict.fromkeys(("g", "gr", "gram"), "g"),
    **dict.fromkeys(("kg", "kilo", "kilogram"), "kg"),
    **dict.fromkeys(("ml", "mililiter"), "ml"),
    **dict.fromkeys(("l", "lt", "ltr", "liter"), "l"),
}
_SIZES = {
    "hari": ("time", 1),
    "minggu": ("time", 7),
    "bulan": ("time", 30),
    "tahun": ("time", 365),
    "g": ("mass", 1),
    "kg": ("mass", 1000),
    "ml": ("volume", 1),
    "l": ("volume", 1000),
}
"""What a unit measures, and how many of the smallest it is: the fixed factors of the contract."""
PEOPLE, SHOPS, GOODS = "orang", "gerai", "barang"
_COUNTED = {
    PEOPLE: frozenset(("orang", "org", "jiwa", "pekerja", "karyawan", "pegawai", "tk")),
    SHOPS: frozenset(("gerai", "toko", "outlet", "unit")),
    GOODS: frozenset(
        ("pcs", "pc", "buah", "biji", "bungkus", "bks", "unit", "kemasan", "botol", "produk", "item", "satuan")
        + ("lembar", "pasang", "set", "sachet", "pouch", "toples", "kaleng", "kotak", "cup", "jar", "porsi", "potong")
    ),
}
_PIECES = frozenset().union(*_COUNTED.values())
_UNIT_OF_PIECE = {
    **dict.fromkeys(("pcs", "pc", "buah", "biji", "bungkus", "bks"), "pcs"),
    **{piece: piece for piece in ("lembar", "pasang", "set")},
}
"""The unit of a row whose pieces have this name."""
_OTHER = frozenset(
    (
        "lusin",
        "kodi",
        "gros",
        "dus",
        "karton",
        "pak",
        "pack",
        "bal",
        "karung",
        "ikat",
        "ton",
        "kuintal",
        "kwintal",
        "ons",
    )
    + ("usd", "us$", "$", "dolar", "dollar", "ringgit", "rm", "porsi", "meter", "cm", "mm")
)
_CURRENCY = frozenset(("rp", "rupiah", "idr"))
_PER = frozenset(("per", "/", "tiap", "setiap"))
_FILLERS = frozenset(("dalam", "dlm", "dari", "x"))
_LIMITS = frozenset(("maks", "maksimal", "max", "min", "minimal", "contoh", "misal", "misalnya", "sampai", "antara"))
_UNIT_WORDS = frozenset(
    {*_SCALES, *_TIME, *_RATES, *_AMOUNTS, *_OTHER, *_CURRENCY, *_PER, *_FILLERS, *_PIECES} | _LETTERS.keys()
)

_TOKEN = re.compile(r"us\$|\$|/|\d[\d.,]*\d|\d|[^\W\d_]+")
_AMOUNT = re.compile(
    r"(.*?\d(?:[\d.,]*\d)?(?:\s*(?:jt|juta|rb|ribu|m|miliar|milyar|k|t|triliun|trilyun)\b\.?)?(?:,-)?)\s*(/.*|[a-z].*)",
    re.I | re.A,
)
_CELL_WORDS = frozenset({*_TIME, *_RATES, *_AMOUNTS, *_PIECES, *_PER, *_CURRENCY})
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Measure:
    """What a column counts in. ``unit``: rupiah, hari, or ``MIXED`` where each row gives its own. ``rate``: a year's or
    a month's. ``each``: of one piece (a price). ``counts``: people, shops or goods. ``unit_in``: the column with each
    row's unit.
    """

    unit: str = ""
    rate: str = ""
    each: bool = False
    counts: str = ""
    unit_in: str | None = None


PLAIN = Measure()
IN_RUPIAH = Measure(RUPIAH)


@dataclass(frozen=True)
class Conversion:
    """The conversion of a column's values: times ``factor`` (None: no fixed factor); where ``amount`` is given, also
    times its size in the row's own unit.
    """

    factor: Fraction | None
    amount: str = ""

    @property
    def changes(self) -> bool:
        """Whether any value differs from the cell's."""
        return self.factor != 1 or bool(self.amount)

    def factor_for(self, unit: str | None) -> Fraction | None:
        """The factor of a row with this unit."""
        if self.factor is None or not self.amount:
            return self.factor
        if unit is None or not _is_alike(self.amount, unit):
            return None
        return self.factor * Fraction(_SIZES[self.amount][1], _SIZES[unit][1])


@dataclass
class _Units:
    """What a phrase names."""

    scale: int = 1
    letters: list[str] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    rates: list[str] = field(default_factory=list)
    each: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    currency: bool = False
    other: bool = False


def asked_unit(header: str, *, by_row: bool, withheld: bool) -> str:
    """The expectation in a finding, and the fate of the values, in Indonesian."""
    expectation = f"satuan seperti pada judul “{header}”"
    if by_row:
        expectation += ", menurut satuan di setiap baris"
    return f"{expectation}; nilai yang tidak dapat dihitung ke situ dikosongkan" if withheld else expectation


def asked_after(expectation: str, factor: Fraction) -> str:
    """What is asked of a value after it was multiplied by this factor, in Indonesian."""
    times, divided = factor.numerator, factor.denominator
    done = f"dikalikan {grouped(times)}" if divided == 1 else f"dihitung ke satuan itu ({times}/{divided})"
    return f"{expectation} sesudah {done} menurut judul kolomnya"


def bracketed(header: str) -> str:
    """The text in a header's brackets."""
    return " ".join(first or second for first, second in _BRACKETED.findall(header))


def split_header(header: str) -> tuple[str, str]:
    """A header without brackets and without the unit words at its end, and both of these."""
    text = _BRACKETED.sub(" ", header).strip()
    end = len(text)
    for token in reversed(list(_TOKEN.finditer(text.casefold()))):
        if not _is_unit_word(token[0]):
            break
        end = token.start()
    return text[:end].strip(" -/.,:"), f"{text[end:]} {bracketed(header)}".strip()


def names_rate(phrase: str) -> bool:
    """Whether a phrase names a rate of time."""
    units = _read(phrase)
    return bool(units.rates or units.times)


def conversion(phrase: str, measure: Measure) -> Conversion:
    """The conversion that a phrase in a column's header causes."""
    units = _read(phrase)
    factor = Fraction(units.scale)
    if measure.unit == MIXED:
        return Conversion(None if factor != 1 else factor)
    for letter in units.letters:
        if measure.unit != RUPIAH:
            return Conversion(None)
        factor *= _LETTERS[letter]
    if units.other or (units.currency and measure.unit != RUPIAH):
        return Conversion(None)
    amount = ""
    if measure.unit_in and len({*units.amounts, *(unit for unit in units.each if unit in _SIZES)}) > 1:
        units.amounts, units.each = [], []  # "(g/ml)": each row says which
    for unit in (*units.amounts, *units.times):
        if measure.unit_in and unit in units.amounts:
            amount = unit
        elif _is_alike(unit, measure.unit):
            factor *= Fraction(_SIZES[unit][1], _SIZES[measure.unit][1])
        elif unit in units.times and measure.unit not in _SIZES:
            units.rates += [unit] if measure.rate else []  # "tahun 2025" of what has no rate says nothing of it
        else:
            return Conversion(None)
    for rate in units.rates:
        if (measure.rate, rate) == ("tahun", "bulan"):
            factor *= 12
        elif rate != measure.rate:
            return Conversion(None)
    if any(piece not in _PIECES or not measure.each for piece in units.each):
        return Conversion(None)
    return Conversion(factor, amount)


def split_amount(text: str) -> tuple[str, str] | None:
    """A number and the unit words behind it: ``1,5 kg`` → ``("1,5", "kg")``; None where there are no such words."""
    match = _AMOUNT.fullmatch(text)
    if match is None or not _CELL_WORDS.issuperset(_TOKEN.findall(match[2].casefold())):
        return None
    return None if _TOKEN.sub("", match[2].casefold()).strip(" .") else (match[1], match[2])


def cell_factor(phrase: str, measure: Measure, unit: str | None) -> Fraction | None:
    """The factor of the unit words behind a number in a cell, in a row with this unit; None where that is not certain.
    A cell has to say more than a header: a bare time is no rate, and the counted thing must be the column's.
    """
    units = _read(phrase)
    if measure.unit == MIXED or (units.times and measure.unit not in _SIZES):
        return None
    for piece in units.pieces:
        if measure.unit_in and unit != _UNIT_OF_PIECE.get(piece, "?"):
            return None
        if not measure.unit_in and piece not in _COUNTED.get(measure.counts, ()):
            return None
    return conversion(phrase, measure).factor_for(unit)


def says_unit(phrase: str) -> bool:
    """Whether any word of a phrase is a unit, a rate or a scale."""
    tokens = set(_TOKEN.findall(phrase.casefold()))
    return bool(tokens & (_UNIT_WORDS - _FILLERS))


def is_currency_alone(phrase: str) -> bool:
    """Whether a phrase says nothing but rupiah."""
    return _CURRENCY.issuperset(_TOKEN.findall(phrase.casefold()))


def _is_alike(unit: str, other: str) -> bool:
    """Whether both measure the same, so that there is a fixed factor between them."""
    return unit in _SIZES and other in _SIZES and _SIZES[unit][0] == _SIZES[other][0]


def _is_unit_word(token: str) -> bool:
    return token in _UNIT_WORDS or token.replace(".", "").replace(",", "") in _ZEROS


def _read(phrase: str) -> _Units:
    units = _Units()
    tokens = [token[0] for token in _TOKEN.finditer(phrase.casefold())]
    limits = bool(_LIMITS.intersection(tokens))
    per, counted = False, False
    for token in tokens:
        if token in _PER:
            per = True
            continue
        if token in _FILLERS:
            continue
        digits = token.replace(".", "").replace(",", "")
        if digits.isdigit():
            if digits in _ZEROS and not limits:
                units.scale *= _ZEROS[digits]
            counted = digits not in _ZEROS and digits != "1"
            continue
        _take(units, token, per=per, counted=counted)
        per = counted = False
    return units


def _take(units: _Units, token: str, *, per: bool, counted: bool) -> None:
    if token in _CURRENCY:
        units.currency = True
    elif token in _SCALES:
        units.scale *= _SCALES[token]
    elif token in _RATES:
        units.rates.append(_RATES[token])
    elif token in _TIME:
        units.other = units.other or counted  # "3 bulan" is neither a month nor a rate that is known
        (units.rates if per else units.times).append(_TIME[token])
    elif token in _AMOUNTS:
        (units.each if per else units.amounts).append(_AMOUNTS[token])
    elif token in _PIECES:
        (units.each if per else units.pieces).append(token)
    elif token in _OTHER:
        units.other = True
    elif token in _LETTERS:
        units.letters.append(token)
