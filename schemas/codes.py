"""Every code that a finding can carry (contract sections 3, 4 and 6): one line a code, and all that follows from it.

What a code says to people stands under the same name in the catalogue (``schemas/messages/id.toml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from schemas.finding import Finding, Severity


class Family(Enum):
    """What a finding is about."""

    VALUE = "value"
    """One cell's content; the reader of its kind says it."""
    ROW = "row"
    """Rows beside other cells and rows; a rule says it."""
    FILE = "file"
    """The file, its sheets, its headers, its cover."""


class Place(Enum):
    """The places where a finding may stand."""

    FILE = "file"
    """Neither sheet nor cell."""
    SHEET = "sheet"
    """A sheet, or a missing column: no cell."""
    HEADER = "header"
    """The cell of a header."""
    COVER = "cover"
    """The cell of a value on Identitas, or beside its label; no cell where there is no label."""
    CELL = "cell"
    """A cell of a data row; the key's where the column is missing."""


@dataclass(frozen=True)
class _Rule:
    """What only a rule between cells or rows declares; see ``Code``."""

    may_be_waived: bool = False
    is_new: bool = False
    sheets: tuple[str, ...] = ()


_NO_RULE = _Rule()
_Declared = tuple[str, Family, Place, tuple[Severity, ...], bool, _Rule]


def _bad(text: str, *, form: bool = True) -> _Declared:
    """A code for a bad value: an error where the row needs the value, withheld where it does not."""
    return text, Family.VALUE, Place.CELL, (Severity.ERROR, Severity.WITHHELD), form, _NO_RULE


def _bad_key(text: str) -> _Declared:
    """A code for a bad key, which every row needs."""
    return text, Family.VALUE, Place.CELL, (Severity.ERROR,), True, _NO_RULE


def _noted(text: str, *, form: bool = True) -> _Declared:
    """A code for a value that is kept, with a remark."""
    return text, Family.VALUE, Place.CELL, (Severity.WARNING,), form, _NO_RULE


def _row(
    text: str,
    *severities: Severity,
    form: bool = False,
    waived: bool = False,
    new: bool = False,
    on: tuple[str, ...] = (),
) -> _Declared:
    """A code of a rule between cells or rows: an error unless a severity is given. ``waived``: an office may be
    exempted. ``new``: silent until settings say from which month on. ``on``: the sheets that it speaks of, for a rule
    that may be dated.
    """
    return text, Family.ROW, Place.CELL, severities or (Severity.ERROR,), form, _Rule(waived, new, on)


def _file(text: str, place: Place, *severities: Severity) -> _Declared:
    """A code about the file and its structure: fatal unless a severity is given."""
    return text, Family.FILE, place, severities or (Severity.FATAL,), True, _NO_RULE


class Code(StrEnum):
    """A code of the contract. ``severities`` are those that it may have, the worst first. ``asks_form`` says that the
    expectation is the form of the column (else it stands in the catalogue, if there is one). ``may_be_waived``: an
    office may be exempted from its rule, since the row can be loaded as it is, and no value is changed by it.
    ``is_new``: its rule came after the contract's release, and nothing is said of it before the month that the settings
    name. ``sheets``: the titles of the sheets that a rule speaks of which may be dated.
    """

    family: Family
    place: Place
    severities: tuple[Severity, ...]
    asks_form: bool
    may_be_waived: bool
    is_new: bool
    sheets: tuple[str, ...]

    def __new__(
        cls,
        text: str,
        family: Family,
        place: Place,
        severities: tuple[Severity, ...],
        asks_form: bool,
        rule: _Rule,
    ) -> Code:
        code = str.__new__(cls, text)
        code._value_ = text
        code.family, code.place, code.severities, code.asks_form = family, place, severities, asks_form
        code.may_be_waived, code.is_new, code.sheets = rule.may_be_waived, rule.is_new, rule.sheets
        return code

    FILE_TYPE = _file("file.type", Place.FILE)
    FILE_UNREADABLE = _file("file.unreadable", Place.FILE)
    FILE_ENCRYPTED = _file("file.encrypted", Place.FILE)
    FILE_TOO_LARGE = _file("file.too_large", Place.FILE)

    SHEET_MISSING = _file("sheet.missing", Place.SHEET)
    SHEET_UNKNOWN = _file("sheet.unknown", Place.SHEET, Severity.WARNING)
    SHEET_DUPLICATE = _file("sheet.duplicate", Place.SHEET)
    SUBMISSION_EMPTY = _file("submission.empty", Place.FILE)

    COLUMN_MISSING = _file("column.missing", Place.SHEET)
    COLUMN_DUPLICATE = _file("column.duplicate", Place.HEADER)
    COLUMN_UNIT = _file("column.unit", Place.HEADER, Severity.FATAL, Severity.WARNING)
    COLUMN_UNKNOWN = _file("column.unknown", Place.HEADER, Severity.WARNING)

    COVER_OFFICE = _file("cover.office", Place.COVER)
    COVER_PERIOD = _file("cover.period", Place.COVER)
    COVER_VERSION = _file("cover.version", Place.COVER, Severity.FATAL, Severity.WARNING)

    CELL_ERROR = _bad("cell.error")
    CELL_FORMULA = _bad("cell.formula")
    TEXT_LENGTH = _bad("text.length")
    TEXT_PERSONAL = _noted("text.personal", form=False)
    INTEGER = _bad("integer")
    NUMBER = _bad("number")
    NUMBER_AMBIGUOUS = _bad("number.ambiguous")
    NUMBER_UNIT = _noted("number.unit")
    NUMBER_APPROXIMATE = _noted("number.approximate")
    NUMBER_DECIMAL_POINT = _noted("number.decimal_point")
    NUMBER_CLIPPED = _noted("number.clipped", form=False)
    RANGE = _bad("range")
    DATE = _bad("date")
    DATE_FUTURE = _bad("date.future", form=False)
    DATE_TWO_DIGIT_YEAR = _noted("date.two_digit_year")
    DATE_RANGE = _noted("date.range")
    DATE_SERIAL = _noted("date.serial")
    CHOICE = _bad("choice")

    NIB_LENGTH = _bad("nib.length")
    NIB_LEADING_ZERO = _noted("nib.leading_zero")
    NIK_LENGTH = _bad("nik.length")
    NIK_DATE = _bad("nik.date")
    NIK_SERIAL = _bad("nik.serial")
    NIK_PRECISION = _bad("nik.precision")
    NIK_GENDER = _row("nik.gender", Severity.WARNING, waived=True, on=("UMKM",))
    NPWP_LENGTH = _bad("npwp.length")
    NPWP_CHECK_DIGIT = _noted("npwp.check_digit", form=False)
    PHONE = _noted("phone")
    PHONE_SEVERAL = _noted("phone.several")
    EMAIL = _noted("email")

    LICENCE_NUMBER_MISSING = _bad("licence.number_missing")
    PIRT_LENGTH = _bad("pirt.length")
    PIRT_PACKAGING = _bad("pirt.packaging")
    PIRT_OLD_FORMAT = _noted("pirt.old_format")
    PIRT_EXPIRED = _noted("pirt.expired", form=False)
    MD_FORMAT = _bad("md.format")
    HALAL_FORMAT = _noted("halal.format")
    GTIN_LENGTH = _bad("gtin.length")
    GTIN_CHECK_DIGIT = _bad("gtin.check_digit", form=False)
    GTIN_IN_STORE = _bad("gtin.in_store", form=False)
    GTIN_PREFIX = _noted("gtin.prefix", form=False)

    KBLI_UNKNOWN = _bad("kbli.unknown")
    KBLI_LEADING_ZERO = _noted("kbli.leading_zero")
    REGION_KECAMATAN = _bad("region.kecamatan")
    REGION_DESA = _bad("region.desa")
    KEY_FORMAT = _bad_key("key.format")
    KEY_OFFICE = _bad_key("key.office")
    PARTNER_UNKNOWN = _noted("partner.unknown", form=False)

    REQUIRED = _row("required", Severity.ERROR, Severity.WARNING, form=True)  # a warning on the cover
    IDENTITY_MISSING = _row("identity.missing", waived=True)
    DOCUMENT_MISSING = _row("document.missing", waived=True)
    DATE_ORDER = _row("date.order", waived=True)
    SCALE_MISMATCH = _row("scale.mismatch", Severity.WARNING)
    SCORE_MISMATCH = _row("score.mismatch", Severity.WARNING)
    SCORE_BELOW_PASS = _row("score.below_pass", Severity.WARNING, waived=True, on=("Kurasi",))
    HALAL_REQUIRED = _row("halal.required", Severity.WARNING, waived=True, on=("Produk",))
    PERMIT_MISSING = _row("permit.missing", Severity.WARNING, waived=True, on=("Produk",))
    DUPLICATE_IDENTICAL = _row("duplicate.identical", Severity.WARNING)
    DUPLICATE_CONFLICT = _row("duplicate.conflict")
    NIB_SHARED = _row("nib.shared", Severity.WARNING, waived=True, on=("UMKM",))
    REFERENCE = _row("reference", form=True)
    REFERENCE_QUARANTINED = _row("reference.quarantined")

    @property
    def is_warning(self) -> bool:
        """Whether the row is loaded all the same, value and all."""
        return self.severities == (Severity.WARNING,)

    @property
    def may_be_sharpened(self) -> bool:
        """Whether settings may make an error of it from a month on: the contract says a warning, and the rule changes
        no value.
        """
        return self.is_warning and self.may_be_waived and not self.is_new

    @property
    def may_be_dated(self) -> bool:
        """Whether settings may say from which month on its rule holds, and how severely."""
        return self.is_new or self.may_be_sharpened

    @property
    def is_of_the_value(self) -> bool:
        """Whether it is an error where the row cannot do without the value, and withheld where it can."""
        return Severity.WITHHELD in self.severities

    def severity(self, needed: bool) -> Severity:
        """The severity. ``needed`` says that the row cannot do without the value."""
        return self.severities[-1] if self.is_of_the_value and not needed else self.severities[0]

    def finding(self, severity: Severity | None = None, **where: Any) -> Finding:
        """A finding with this code, with the code's severity unless one of its severities is given."""
        severity = severity or self.severities[0]
        assert severity in self.severities or (self.may_be_dated and severity in DATED), (self, severity)
        return Finding(self.value, severity, **where)


DATED = (Severity.WARNING, Severity.ERROR)
"""The severities that a rule may get from a month on."""
