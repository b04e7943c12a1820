"""Which codes are warnings, which say that a value is bad, and which are always errors (contract section 4)."""

from __future__ import annotations

from schemas.cells.reading import CELL_WARNINGS

RULE_WARNINGS = frozenset(
    (
        "scale.mismatch",
        "halal.required",
        "permit.missing",
        "score.mismatch",
        "score.below_pass",
        "nib.shared",
        "duplicate.identical",
    )
)
VALUE_CODES = frozenset(
    (
        "cell.error",
        "cell.formula",
        "text.length",
        "integer",
        "number",
        "number.ambiguous",
        "range",
        "date",
        "date.future",
        "choice",
        "nib.length",
        "nik.length",
        "nik.date",
        "nik.serial",
        "nik.precision",
        "npwp.length",
        "pirt.length",
        "pirt.packaging",
        "md.format",
        "gtin.length",
        "gtin.check_digit",
        "gtin.in_store",
        "kbli.unknown",
        "region.kecamatan",
        "region.desa",
    )
)
"""Codes that are an error where the row cannot do without the value, and withheld where it can."""


def is_warning(code: str) -> bool:
    """Whether the row is loaded all the same, value and all."""
    return code in CELL_WARNINGS or code in RULE_WARNINGS


def is_of_the_value(code: str) -> bool:
    """Whether the code says that the cell's value is bad."""
    return code in VALUE_CODES
