"""Writes a whole sheet of ours as XML: only text and numbers, never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.grid import column_letter
from workbooks.returned.styles import MAIN
from workbooks.returned.xml_text import cell_text, escaped

_HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
LINE_HEIGHT = 15.0
_MARGINS = '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'


class Cell(NamedTuple):
    """A value and the id of its format."""

    value: str | int | float | None
    style: int


class Row(NamedTuple):
    """Cells from ``first_column`` (zero-based column) on. ``height`` is in points."""

    cells: tuple[Cell, ...] = ()
    first_column: int = 0
    height: float | None = None


def lines_of(text: object, width: float) -> int:
    """How many lines a text takes in a column of this width with whole words: an estimate on the safe side."""
    shown_text = str(text or "")
    if "\n" not in shown_text:
        return int(len(shown_text) * 0.95 / width) + 1
    return sum(int(len(line) * 0.95 / width) + 1 for line in shown_text.split("\n"))


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another one of this workbook."""

    cell: str
    location: str
    tip: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A dropdown over a range, with the prompt that appears when the cell is chosen."""

    area: str
    words: tuple[str, ...]
    title: str
    prompt: str


@dataclass(frozen=True)
class Page:
    """A sheet: its rows, its view and its print settings."""

    rows: Sequence[Row]
    widths: Sequence[float]
    tab_colour: str
    selected: bool
    landscape: bool = False
    frozen_header: bool = False
    filter_area: str | None = None
    merged: Sequence[str] = ()
    links: Sequence[Link] = ()
    choices: Sequence[Choice] = field(default=())

    def to_xml(self) -> str:
        """The worksheet part."""
        orientation = "landscape" if self.landscape else "portrait"
        return "".join(
            (
                _HEAD,
                f'<sheetPr><tabColor rgb="{self.tab_colour}"/><pageSetUpPr fitToPage="1"/></sheetPr>',
                self._view(),
                '<sheetFormatPr defaultRowHeight="15"/><cols>',
                *(
                    f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
                    for number, width in enumerate(self.widths, start=1)
                ),
                "</cols><sheetData>",
                *(_row(number, row) for number, row in enumerate(self.rows, start=1)),
                "</sheetData>",
                f'<autoFilter ref="{self.filter_area}"/>' if self.filter_area else "",
                _listed("mergeCells", [f'<mergeCell ref="{area}"/>' for area in self.merged]),
                _listed("dataValidations", [_validation(choice) for choice in self.choices]),
                _listed("hyperlinks", [_hyperlink(link) for link in self.links], is_counted=False),
                _MARGINS,
                f'<pageSetup paperSize="9" orientation="{orientation}" fitToHeight="0"/>',
                "<headerFooter><oddFooter>&amp;L&amp;A&amp;RHalaman &amp;P dari &amp;N</oddFooter></headerFooter>",
                "</worksheet>",
            )
        )

    def _view(self) -> str:
        selected = ' tabSelected="1"' if self.selected else ""
        if not self.frozen_header:
            return f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0"/></sheetViews>'
        return (
            f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        )


def cell_xml(address: str, value: str | int | float | None, style: int) -> str:
    """A cell of text or of a number."""
    if value is None or value == "":
        return f'<c r="{address}" s="{style}"/>'
    if isinstance(value, str):
        text = cell_text(value)
        return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{address}" s="{style}"><v>{value!r}</v></c>'


def _row(number: int, row: Row) -> str:
    height = f' ht="{row.height}"' if row.height else ""
    cells = "".join(
        cell_xml(f"{column_letter(column)}{number}", cell.value, cell.style)
        for column, cell in enumerate(row.cells, start=row.first_column)
    )
    return f'<row r="{number}"{height}>{cells}</row>'


def _listed(name: str, items: list[str], *, is_counted: bool = True) -> str:
    if not items:
        return ""
    count = f' count="{len(items)}"' if is_counted else ""
    return f"<{name}{count}>{''.join(items)}</{name}>"


def _validation(choice: Choice) -> str:
    return (
        f'<dataValidation type="list" allowBlank="1" showInputMessage="1" promptTitle="{escaped(choice.title)}"'
        f' prompt="{escaped(choice.prompt)}" sqref="{choice.area}">'
        f'<formula1>"{",".join(choice.words)}"</formula1></dataValidation>'
    )


def _hyperlink(link: Link) -> str:
    return f'<hyperlink ref="{link.cell}" location="{escaped(link.location)}" tooltip="{escaped(link.tip)}"/>'
