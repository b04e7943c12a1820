"""Cells are found in a sheet's bytes, however sparse it is and however it is written."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from schemas.finding import Severity
from schemas.grid import address
from tests.workbooks.makers_returned import MAIN
from workbooks.returned.cells import paint

_places = st.tuples(st.integers(0, 12), st.integers(0, 30))


def _marked(style: int, severity: Severity) -> int:
    return style + (100 if severity is Severity.ERROR else 200)


@given(
    cells=st.dictionaries(_places, st.integers(0, 5), max_size=40),
    targets=st.dictionaries(_places, st.sampled_from([Severity.ERROR, Severity.WARNING]), min_size=1, max_size=15),
    style_first=st.booleans(),
    named=st.booleans(),
    prefix=st.sampled_from(["", "x:"]),
)
def test_exactly_the_targets_are_painted_and_nothing_else_changes(
    cells: dict[tuple[int, int], int],
    targets: dict[tuple[int, int], Severity],
    style_first: bool,
    named: bool,
    prefix: str,
) -> None:
    painted = _read(fromstring(paint(_sheet(cells, style_first, named, prefix), targets, _marked)))
    expected = {place: (style, f"{place}") for place, style in cells.items()}
    for place, severity in targets.items():
        style, value = expected.get(place, (0, None))
        expected[place] = (_marked(style, severity), value)
    assert painted == expected
    assert list(painted) == sorted(painted)


def _sheet(cells: dict[tuple[int, int], int], style_first: bool, named: bool, prefix: str) -> bytes:
    """A sheet of these cells (place → style); ``named``: with addresses; otherwise empty cells fill the gaps."""
    rows = []
    for row in range(13) if not named else sorted({row for row, _ in cells}):
        columns = {column: style for (cell_row, column), style in cells.items() if cell_row == row}
        texts = []
        for column in range(max(columns) + 1) if columns and not named else sorted(columns):
            cell_address = f'r="{address(row, column)}"'
            style = f's="{columns.get(column, 0)}"'
            order = (style, cell_address) if style_first else (cell_address, style)
            value = f"<v>{(row, column)}</v>" if column in columns else ""
            text = f"<c {' '.join(order)}>{value}</c>"
            if not named:
                text = re.sub(r' r="\w+"', "", text)
            texts.append(text)
        number = f' r="{row + 1}"' if named else ""
        rows.append(f"<row{number}>{''.join(texts)}</row>")
    body = f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"
    body = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", body)
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    return body.replace("worksheet>", f'worksheet {declared}="{MAIN}">', 1).encode()


def _read(sheet: Element) -> dict[tuple[int, int], tuple[int, str | None]]:
    """Place → style and value, gaps that nobody painted left out, in the order of the file."""
    styles = {}
    row_number = 0
    for row in sheet.iter(f"{{{MAIN}}}row"):
        row_number = int(row.get("r", row_number + 1))
        column = -1
        for cell in row:
            at = cell.get("r")
            column = _column(at) if at else column + 1
            value = cell.find(f"{{{MAIN}}}v")
            if value is not None or int(cell.get("s", 0)) >= 100:
                styles[row_number - 1, column] = (int(cell.get("s", 0)), None if value is None else value.text)
    return styles


def _column(at: str) -> int:
    index = 0
    for letter in re.sub(r"\d", "", at):
        index = index * 26 + ord(letter) - 64
    return index - 1
