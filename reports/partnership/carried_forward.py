"""Marks what is carried forward: every figure that uses an office whose newest data are of an earlier month says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reports.partnership.first_page import MainFigure
from reports.partnership.shown import Cell, Table
from schemas.office import OfficeCode

Data = Mapping[str, Any]

MARK = " *"
"""Stands behind the name of an office in rows that use its data of an earlier month."""

LEGEND = (f"{MARK.strip()} Memakai data bulan sebelumnya.",)

FLOWS = frozenset({"uang", "realisasi"})
OF_THE_MONTH = frozenset({"kepatuhan", "perubahan", "sebab-perubahan"})
"""Tables that say themselves what was stated for which month."""

OF_COLLABORATORS = frozenset({"pasar", "pesanan-bersama", "bagian-pesanan"})
"""Tables that rest on the demands of collaborators as well."""

STOCKS = frozenset({"umkm", "usaha", "nib", "memasok"})
"""Figures of the first page that are carried forward; what flows never is."""


def marked_tables(data: Data, tables: Iterable[Table]) -> tuple[Table, ...]:
    """The tables, with a mark behind the names of carried offices, and a note where such an office is in a sum."""
    return tuple(_marked(data, table) for table in tables)


def marked_figures(data: Data, figures: Iterable[MainFigure]) -> tuple[MainFigure, ...]:
    """The figures of the first page; those that use carried data name the regencies."""
    names = _carried(data, collaborators=False)
    note = f"memakai data bulan sebelumnya dari {', '.join(names)}"
    return tuple(
        replace(figure, moved=(*figure.moved, (note,))) if names and figure.id in STOCKS else figure
        for figure in figures
    )


def without_mark(cell: Cell) -> Cell:
    """A cell as it is without the mark."""
    return cell.removesuffix(MARK) if isinstance(cell, str) else cell


def _marked(data: Data, table: Table) -> Table:
    names = _carried(data, collaborators=table.key in OF_COLLABORATORS)
    if not names or not table.rows or table.key in FLOWS | OF_THE_MONTH:
        return table
    rows = tuple(tuple(f"{cell}{MARK}" if cell in names else cell for cell in row) for row in table.rows)
    if rows != table.rows:
        return replace(table, rows=rows, notes=(*table.notes, LEGEND))
    return replace(table, notes=(*table.notes, (f"Memakai data bulan sebelumnya dari {', '.join(names)}.",)))


def _carried(data: Data, *, collaborators: bool) -> list[str]:
    return [
        office["nama"]
        for office in data["offices"]
        if office["terbawa"] and (collaborators or OfficeCode(office["office"]).is_regency)
    ]
