"""The content of the CONTOH row: the contract's examples as typed cells, in the month and place of the template."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.kinds import Date
from schemas.messages import example_of, period_words
from schemas.model import Column
from schemas.period import Period

Value = str | int | float


@dataclass(frozen=True)
class Setting:
    """The office of a template: key prefix, period ``YYYY-MM``, and for a collaborator its own kabupaten."""

    prefix: str
    period: Period
    kabupaten: str = ""

    @property
    def year(self) -> int:
        """The period's year."""
        return self.period.year

    @property
    def month_in_words(self) -> str:
        """``November 2026``."""
        return period_words(self.period)


def example(column: Column, setting: Setting) -> Value:
    """The example of a column: numbers as numbers, everything else as text."""
    text = example_of(column, setting.prefix)
    kind = column.kind
    if kind.storage in ("whole", "decimal"):
        number = float(text.replace(".", "").replace(",", "."))
        return int(number) if number.is_integer() else number
    if isinstance(kind, Date):
        ends = kind.future and column.name.endswith(("berakhir", "sampai"))
        return f"31 Desember {setting.year + 1}" if ends else f"5 {setting.month_in_words}"
    return setting.kabupaten if kind.offers == "regions" and setting.kabupaten else text


def example_in_words(column: Column, setting: Setting) -> str:
    """The example as people write it: ``1.500.000``."""
    if column.kind.storage in ("whole", "decimal") and column.kind.display != "year":
        return example_of(column, setting.prefix)
    return str(example(column, setting))
