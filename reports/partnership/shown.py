"""The report's data as its forms show them: every number with the code that leads to its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Literal
from zoneinfo import ZoneInfo

from schemas.messages import number_words
from schemas.period import Period
from warehouse.figure_codes import MART, REPORT, FigureCode
from warehouse.point_of_view import PointOfView

Unit = Literal["number", "rupiah"]
Role = Literal["figure", "base", "difference"]
"""What a number is: the figure of its code, what that is counted of, or how far it has moved to that figure."""
Row = Mapping[str, Any]
DECIMALS = 2
"""Decimals of a fraction as people read it; the exact value stands beside it for programs."""


@dataclass(frozen=True)
class Number:
    """A number of the data, how it is written, and its code. Of a share ``value`` is the numerator."""

    value: int | float
    code: str
    unit: Unit = "number"
    role: Role = "figure"

    def __str__(self) -> str:
        text = number_words(round(abs(self.value), DECIMALS))
        return f"{'-' if self.value < 0 else ''}{'Rp' if self.unit == 'rupiah' else ''}{text}"


def signed(value: float, code: str, unit: Unit = "number") -> Number:
    """How far a figure has moved, from what was before to the figure of the code."""
    return Number(value, code, unit, "difference")


Cell = str | Number | None
Sentence = tuple[str | Number, ...]


def in_words(sentence: Sentence) -> str:
    """A sentence as people read it."""
    return "".join(str(part) for part in sentence)


@dataclass(frozen=True)
class Bars:
    """Which columns of a table a workbook draws beside it: what names a bar, and what measures it."""

    labels: int
    measures: tuple[int, ...]
    stacked: bool = False


MOST_ROWS = 40
"""Rows of a table on a page; the workbook and the data have the rest."""
ON_PAPER = 18
"""Rows of a table on paper, where the whole report has room on 18 sides. A screen shows more, the workbook all."""


@dataclass(frozen=True)
class Table:
    """A table: its key for links, the name of its sheet, its title, what it means, headings, and rows; below it stand
    notes. ``on_paper``: how many of its rows are printed.
    """

    key: str
    sheet: str
    title: str
    about: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: Bars | None = None
    notes: tuple[Sentence, ...] = ()
    on_paper: int = ON_PAPER

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers."""
        return tuple(any(isinstance(row[at], Number) for row in self.rows) for at in range(len(self.headings)))

    @property
    def repeats(self) -> bool:
        """Whether names in the first column stay the same for two rows or more on average, so that a telephone says
        each once, above its rows.
        """
        names = [row[0] for row in self.rows]
        runs = [name for name, _ in groupby(names)]
        return all(isinstance(name, str) for name in runs) and len(names) >= 2 * len(runs) > 0

    def shown(self, most: int) -> list[tuple[tuple[Cell, ...], bool]]:
        """At most so many rows, in their order, each with whether it is among the fewer that paper has: as many of each
        name in the first column as the others leave room for, so that no retailer and no office goes missing.
        """
        kept = evenly([row[0] for row in self.rows], most)
        printed = set(kept[: self.on_paper])
        return [(self.rows[at], at in printed) for at in sorted(kept)]


def evenly(names: Sequence[Cell], most: int) -> list[int]:
    """The places of at most so many of these names, the first of each before the second of any."""
    counts: dict[Cell, int] = {}
    ranks = []
    for at, name in enumerate(names):
        counts[name] = counts.get(name, 0) + 1
        ranks.append((counts[name], at))
    return [at for _, at in sorted(ranks)[:most]]


def table(
    key: str,
    title: str,
    about: str,
    headings: Sequence[str],
    rows: Iterable[tuple[Cell, ...]],
    *,
    sheet: str | None = None,
    bars: Bars | None = None,
    notes: Iterable[Sentence] = (),
    on_paper: int = ON_PAPER,
) -> Table:
    """A table of these rows; its sheet is called after its key where nothing else is said."""
    name = sheet or key.replace("-", " ").capitalize()
    return Table(key, name, title, about, tuple(headings), tuple(rows), bars, tuple(notes), on_paper)


@dataclass(frozen=True)
class Numbers:
    """Makes the numbers of one report: ``zone`` is the clock in which its moment is told."""

    point: PointOfView
    zone: ZoneInfo

    @classmethod
    def of(cls, data: Mapping[str, Any], zone: ZoneInfo) -> Numbers:
        """Those of a report that says a month and a moment."""
        moment = datetime.fromisoformat(data["known_on"])
        return cls(PointOfView(Period.read(data["period"]), moment), zone)

    def mart(self, name: str, row: Row, measure: str, *grain: str, unit: Unit = "number") -> Number | None:
        """A measure of a mart's row, which these columns name; None where nothing stands there."""
        value = row[measure]
        return None if value is None else Number(value, self._code(MART + name, measure, row, grain), unit)

    def sum(
        self, name: str, rows: Iterable[Row], measure: str, unit: Unit = "number", **dimensions: str
    ) -> Number | None:
        """The sum of a measure over a mart's rows with these values; None where one of them is hidden from the
        reader.
        """
        values = [row[measure] for row in rows if all(row[column] == value for column, value in dimensions.items())]
        code = self._code(MART + name, measure, dimensions, tuple(dimensions))
        return None if None in values else Number(sum(values), code, unit)

    def in_force(self, rows: Iterable[Row], period: str) -> Number:
        """How many regencies have a submission in force of a month."""
        count = sum(1 for row in rows if row["period"] == period and row["kiriman_berlaku"] is not None)
        code = FigureCode(f"{MART}kepatuhan", self.point, None, {"period": period}).text(self.zone)
        return Number(count, code)

    def part(self, name: str, value: float, measure: str, unit: Unit = "number", **dimensions: Any) -> Number:
        """A figure of a part of the report."""
        return Number(value, self._code(REPORT + name, measure, dimensions, tuple(dimensions)), unit)

    def _code(self, name: str, measure: str, row: Row, grain: Sequence[str]) -> str:
        texts = {column: str(row[column]) for column in grain}
        return FigureCode(name, self.point, measure, texts).text(self.zone)
