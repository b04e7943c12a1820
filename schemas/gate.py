"""The last gate before loading: pandera schemas made from the one definition, over typed frames, without coercion.

Readers find the senders' errors. What fails here was found by no reader and is a program error, not the sender's.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.config
import pandera.pandas as pa

from schemas.frames import DTYPES
from schemas.kinds.base import Between, Demand, Form, Length, OneOf, SomeOf
from schemas.model import Column, Sheet
from schemas.result import CheckResult

STATUSES = ("ada", "proses", "belum", "ditahan")


class GateError(Exception):
    """Rows that the readers let through break the contract: a program error. Names sheet, column and check, no
    value.
    """


def assert_loadable(result: CheckResult) -> None:
    """Raises GateError unless every accepted row of every sheet obeys the contract."""
    assert_validation_is_on()
    for title, checked in result.sheets.items():
        try:
            gate(checked.sheet).validate(checked.accepted, lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases[["column", "check"]].drop_duplicates().astype(str)
            failures = "; ".join(f"{row.column}: {row.check}" for row in cases.itertuples())
            raise GateError(f"{title}: {failures}") from None


def assert_validation_is_on() -> None:
    """Raises GateError when pandera's validation is switched off by its environment: nothing may pass unseen."""
    if not pandera.config.get_config_context().validation_enabled:
        raise GateError("pandera validation is switched off (PANDERA_VALIDATION_ENABLED)")


@lru_cache(maxsize=64)
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
    checks = [_check(demand) for demand in column.kind.demands()]
    return pa.Column(DTYPES[column.kind.storage], checks, nullable=nullable, coerce=False)


def _check(demand: Demand) -> pa.Check:
    match demand:
        case Form(pattern):
            return _form(pattern)
        case Length(limit):
            return pa.Check.str_length(1, limit)
        case Between(low, high, above_low):
            return pa.Check.in_range(low, high, include_min=not above_low)
        case OneOf(words):
            return pa.Check.isin(list(words))
        case SomeOf(words):
            return _one_of_lists(words)


def _form(pattern: str) -> pa.Check:
    return pa.Check(lambda values: values.str.fullmatch(pattern), name="form", error=f"form {pattern}")


def _one_of_lists(words: tuple[str, ...]) -> pa.Check:
    allowed = set(words)

    def only_listed(values: pd.Series) -> pd.Series:
        listed_only = {text: set(text.split(", ")) <= allowed for text in values.unique()}
        return values.map(listed_only).astype(bool)

    return pa.Check(only_listed, name="listed", error="words of the list")
