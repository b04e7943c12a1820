"""The rows behind a figure as the page lists them: those of one sheet of one file stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.partnership.rows_behind import is_money
from reports.partnership.shown import Cell, Number, Sentence, Table
from schemas.messages import number_words, period_words
from schemas.period import Period
from warehouse.figure_codes import read_code


@dataclass(frozen=True)
class Place:
    """Rows of one sheet: whose and of which month, in which file (None where the reader is not told), and each row."""

    words: str
    file: str | None
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """How many rows are behind a figure, the first of them by place, and the command that shows all."""

    code: str
    total: int
    is_whole: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class ListedFigure:
    """A figure with its heading and its rows; None where its command alone shows them."""

    heading: str
    number: Number
    listed: Listed | None


@dataclass(frozen=True)
class ListedRow:
    """A row of a table or a sentence, called by its words, with its figures that are not nothing."""

    words: Sentence
    figures: tuple[ListedFigure, ...]


def listed_rows(entries: Sequence[Mapping[str, Any]]) -> dict[str, Listed]:
    """By code of a figure. ``entries`` are those of the data."""
    return {entry["receipt"]: _listed(entry) for entry in entries}


def behind_table(table: Table, listed: Mapping[str, Listed], most_rows: int) -> Iterator[ListedRow]:
    """The rows of a table as far as the page shows it, and its notes, where a figure stands in them."""
    for row, _ in table.shown(most_rows):
        words = ", ".join(cell for cell in row if isinstance(cell, str))
        yield from _with_figures((words,), zip(table.headings, row, strict=True), listed)
    yield from behind_sentences(table.notes, listed)


def behind_sentences(sentences: Iterable[Sentence], listed: Mapping[str, Listed]) -> Iterator[ListedRow]:
    """The sentences in which a figure stands."""
    for sentence in sentences:
        yield from _with_figures(sentence, (("Angka", part) for part in sentence), listed)


def _with_figures(
    words: Sentence, cells: Iterable[tuple[str, Cell]], listed: Mapping[str, Listed]
) -> Iterator[ListedRow]:
    figures = tuple(
        ListedFigure(heading, cell, listed.get(cell.code))
        for heading, cell in cells
        if isinstance(cell, Number) and cell.role == "figure" and cell.value
    )
    if figures:
        yield ListedRow(words, figures)


def _listed(entry: Mapping[str, Any]) -> Listed:
    unit = "Rp" if is_money(read_code(entry["receipt"])) else ""
    rows_by_place: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for row in entry["baris"]:
        where = _where(row["nama_kantor"] or row["office"], row["bulan"], row["lembar"])
        rows_by_place[where, row["berkas"]].append(_row(row, unit))
    places = tuple(
        Place(words, file, tuple(row for row in rows if row)) for (words, file), rows in rows_by_place.items()
    )
    return Listed(entry["receipt"], entry["banyak"], len(entry["baris"]) == entry["banyak"], places)


def _where(office: str, month: str | None, sheet: str | None) -> str:
    words = [office, period_words(Period.read(month)) if month else None, f"lembar {sheet}" if sheet else None]
    return ", ".join(word for word in words if word)


def _row(row: Mapping[str, Any], unit: str) -> str:
    """A row by key, name and cell, and what it adds where that is an amount; each as far as the reader is told."""
    key = ", ".join(part for part in (row["kunci"] or "").split("|") if part) if row["lembar"] is not None else ""
    cell = f"({row['sel']})" if row["sel"] else None
    adds = f"{unit}{number_words(row['menambah'])}" if row["menambah"] not in (1, None) else None
    return " ".join(part for part in (key, row["nama"], cell, adds) if part)
