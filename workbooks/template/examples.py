"""What the CONTOH row shows: the contract's examples as typed cells, in the month and place of the template."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.kinds import Date, Kabupaten, Number, Year
from schemas.messages import example_of
from schemas.messages.catalogue import catalogue
from schemas.model import Column

Value = str | int | float


@dataclass(frozen=True)
class Setting:
    """Whose template this is: key prefix, period ``YYYY-MM``, and for a collaborator its own kabupaten."""

    prefix: str
    period: str
    kabupaten: str = ""

    @property
    def year(self) -> int:
        """The period's year."""
        return int(self.period[:4])

    @property
    def month_in_words(self) -> str:
        """``November 2026``."""
        return f"{catalogue().months[int(self.period[5:]) - 1]} {self.year}"


def example(column: Column, setting: Setting) -> Value:
    """The example of a column: numbers as numbers, everything else as text."""
    text = example_of(column, setting.prefix)
    match column.kind:
        case Number():
            number = float(text.replace(".", "").replace(",", "."))
            return int(number) if number.is_integer() else number
        case Date(future=True) if column.name.endswith(("berakhir", "sampai")):
            return f"31 Desember {setting.year + 1}"
        case Date():
            return f"5 {setting.month_in_words}"
        case Kabupaten() if setting.kabupaten:
            return setting.kabupaten
        case _:
            return text


def example_in_words(column: Column, setting: Setting) -> str:
    """The example as people write it: ``1.500.000``."""
    if isinstance(column.kind, Number) and not isinstance(column.kind, Year):
        return example_of(column, setting.prefix)
    return str(example(column, setting))
