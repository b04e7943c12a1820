"""The last gate before loading: pandera schemas made from the one definition, over typed frames, without coercion.

Readers find the senders' faults; what fails here was found by no reader and is our fault, not the sender's.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.config
import pandera.pandas as pa

from schemas.frames import dtype_of
from schemas.kinds import (
    Choice,
    Choices,
    Desa,
    Gtin,
    Kabupaten,
    Kbli,
    Kecamatan,
    Key,
    Kind,
    Md,
    Nib,
    Nik,
    Npwp,
    Number,
    Pirt,
    Text,
)
from schemas.model import Column, Sheet
from schemas.result import CheckResult

STATUSES = ("ada", "proses", "belum", "ditahan")

_FORMS: dict[type[Kind], str] = {
    Nib: r"\d{13}",
    Nik: r"\d{16}",
    Npwp: r"\d{16}",
    Pirt: r"\d{12}|\d{15}",
    Md: r"M[DL](?:\d{12}|\d{15})",
    Gtin: r"\d{8}|\d{12,14}",
    Kbli: r"\d{5}",
    Kecamatan: r"\d\d\.\d\d\.\d\d",
    Desa: r"\d\d\.\d\d\.\d\d\.\d{4}",
    Kabupaten: r"\d\d\.\d\d",
}


class GateError(Exception):
    """Rows that the readers let through break the contract: a fault of ours. Names sheet, column and check, no value."""


def assert_loadable(result: CheckResult) -> None:
    """Raise GateError unless every accepted row of every sheet obeys the contract."""
    assert_validation_is_on()
    for title, checked in result.sheets.items():
        try:
            gate(checked.sheet).validate(checked.accepted, lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases[["column", "check"]].drop_duplicates().astype(str)
            faults = "; ".join(f"{row.column}: {row.check}" for row in cases.itertuples())
            raise GateError(f"{title}: {faults}") from None


def assert_validation_is_on() -> None:
    """Raise GateError when pandera's validation is switched off by its environment: nothing may pass unseen."""
    if not pandera.config.get_config_context().validation_enabled:
        raise GateError("pandera validation is switched off (PANDERA_VALIDATION_ENABLED)")


@lru_cache(maxsize=32)
def gate(sheet: Sheet) -> pa.DataFrameSchema:
    """The schema of a sheet's accepted rows: unique sheet rows as index, exactly the contract's columns."""
    columns: dict[str, pa.Column] = {}
    for column in sheet.columns:
        columns[column.name] = _column(column, nullable=not column.required)
        if column.has_status:
            columns[f"{column.name}_status"] = pa.Column("str", pa.Check.isin(STATUSES))
    return pa.DataFrameSchema(
        columns,
        index=pa.Index("int64", pa.Check.ge(1), unique=True, name="row"),
        strict=True,
        ordered=True,
        coerce=False,
        unique=list(sheet.key),
    )


def _column(column: Column, nullable: bool) -> pa.Column:
    return pa.Column(dtype_of(column.kind), _checks(column), nullable=nullable, coerce=False)


def _checks(column: Column) -> list[pa.Check]:
    kind = column.kind
    if isinstance(kind, Number):
        low = pa.Check.gt(kind.low) if kind.above_low else pa.Check.ge(kind.low)
        return [low, pa.Check.le(kind.high)]
    if isinstance(kind, Choice):
        return [pa.Check.isin([word.text for word in kind.words])]
    if isinstance(kind, Choices):
        return [_one_of_lists([word.text for word in kind.words])]
    if isinstance(kind, Text):
        return [pa.Check.str_length(1, kind.limit)]
    if isinstance(kind, Key):
        return [_form(r"[A-Z]{3}-\d{4,6}" + (r"-\d{2,3}" if kind.item else ""))]
    form = _FORMS.get(type(kind))
    return [_form(form)] if form else []


def _form(pattern: str) -> pa.Check:
    return pa.Check(lambda values: values.str.fullmatch(pattern), name="form", error=f"form {pattern}")


def _one_of_lists(words: list[str]) -> pa.Check:
    allowed = set(words)

    def only_listed(values: pd.Series) -> pd.Series:
        known = {text: set(text.split(", ")) <= allowed for text in values.unique()}
        return values.map(known).astype(bool)

    return pa.Check(only_listed, name="listed", error="words of the list")
