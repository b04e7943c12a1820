"""Parses a sheet's XML and writes it anew in the way that the reader of values takes without mistakes.

ECMA-376 part 1, 18.3.1. It is for sheets that ``sheet_search`` does not find usual: slower, with the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

import numpy as np

from schemas.grid import FORMULA_WITHOUT_RESULT, column_letter, parse_address
from workbooks.inspection.inspection import SheetNotes
from workbooks.inspection.package import unreadable
from workbooks.inspection.rich_texts import LOWERED, RAISED

_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.A)
_INDEX = re.compile(r"\d{1,8}", re.A)
_STYLE = re.compile(r"\d{1,6}", re.A)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?", re.A)
_TIME = re.compile(r"T?(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?", re.A)
_BLANKS = " \t\r\n"
_CELL_ATTRIBUTES = frozenset({"r", "s", "t", "cm", "vm", "ph"})
_ROW_ATTRIBUTES = frozenset(
    ("r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed", "thickTop")
    + ("thickBot", "ph")
)
_TYPES = frozenset({"", "n", "s", "b", "d", "e", "str", "inlineStr"})


def parse_sheet(xml: bytes, notes: SheetNotes, strings: Sequence[int] | np.ndarray) -> bytes:
    """Notes what the sheet (UTF-8) holds, and gives the same cells written the usual way. ``strings`` says how long the
    shared strings are at most.

    Raises FileRejectedError: ``file.unreadable`` for damaged XML, for two cells at one address, and for cells that
    refer to missing things; ``file.too_large`` over the limits.
    """
    sheet = _Sheet(notes, strings)
    try:
        sheet.parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise unreadable(f"a sheet's XML: {type(error).__name__}") from error
    return sheet.written()


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise unreadable("a sheet declares a document type")


class _Sheet:
    """Follows the elements and counts positions where a cell or row does not give its own."""

    def __init__(self, notes: SheetNotes, strings: Sequence[int] | np.ndarray) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._notes = notes
        self._strings = strings
        self._row = self._column = -1
        self._in_data = self._had_data = False
        self._inside: list[str] = []
        self._cell: dict[str, str] | None = None
        self._value: list[str] | None = None
        self._texts: list[str] = []
        self._struck_texts: list[str] = []
        self._run: list[str] = []
        self._is_struck = False
        self._figures: dict[int, int] | None = None
        self._has_formula = self._has_texts = False
        self._cells: dict[int, dict[int, str]] = {}
        self._taken: set[tuple[int, int]] = set()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self._cell is not None:
            self._start_inside(name, attributes)
        elif self._in_data and name == "row":
            _assert_known(attributes, _ROW_ATTRIBUTES)
            self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = -1
        elif self._in_data and name == "c":
            self._start_cell(attributes)
        elif name == "sheetData":
            if self._had_data:
                raise unreadable("a sheet with two tables of cells")
            self._in_data = self._had_data = True
        elif name == "mergeCell" and ":" in attributes.get("ref", ""):
            top_left, bottom_right = attributes["ref"].upper().split(":")
            self._notes.merge((*parse_address(top_left), *parse_address(bottom_right)))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        _assert_known(attributes, _CELL_ATTRIBUTES)
        if "r" in attributes:
            row, self._column = parse_address(attributes["r"].strip(_BLANKS).upper())
            if row != self._row:
                raise unreadable("a cell in another row than it says")
        else:
            self._column += 1
        self._cell = attributes
        self._value, self._texts, self._struck_texts, self._inside = None, [], [], []
        self._has_formula = self._has_texts = False

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        if self._inside and self._inside[-1] in ("v", "t"):
            raise unreadable("an element inside a text")
        self._inside.append(name)
        if self._inside == ["f"]:
            self._has_formula = True
        elif self._inside == ["v"]:
            if self._value is not None:
                raise unreadable("a cell with two values")
            self._value = []
            self.parser.CharacterDataHandler = self._value.append
        elif self._inside == ["is"]:
            self._has_texts = True
        elif self._inside == ["is", "t"]:
            self.parser.CharacterDataHandler = self._texts.append
        elif self._inside == ["is", "r"]:
            self._run, self._is_struck, self._figures = [], False, None
        elif self._inside == ["is", "r", "rPr", "strike"]:
            self._is_struck = attributes.get("val", "1") in ("1", "true")
        elif self._inside == ["is", "r", "rPr", "vertAlign"]:
            self._figures = {"superscript": RAISED, "subscript": LOWERED}.get(attributes.get("val", ""))
        elif self._inside == ["is", "r", "t"]:
            self.parser.CharacterDataHandler = self._run.append

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if self._cell is not None and self._inside:
            if self._inside == ["is", "r"]:
                self._end_run()
            self._inside.pop()
            self.parser.CharacterDataHandler = None
        elif self._cell is not None and name == "c":
            self._end_cell(self._cell)
            self._cell = None
        elif name == "sheetData":
            self._in_data = False

    def _end_run(self) -> None:
        """Ends a part of a text with a format of its own; one that is struck out counts where there is no other."""
        text = "".join(self._run)
        if self._figures is not None:
            text = text.translate(self._figures)
        (self._struck_texts if self._is_struck else self._texts).append(text)

    def _end_cell(self, cell: dict[str, str]) -> None:
        place = self._row, self._column
        if place in self._taken:
            raise unreadable("two cells at one address")
        self._taken.add(place)
        kind = cell.get("t", "").strip(_BLANKS)
        if kind not in _TYPES:
            raise unreadable("a cell of a type that there is not")
        value = None if self._value is None else "".join(self._value)
        if kind == "e" and value and value.strip(_BLANKS):
            self._notes.flag(*place, value.strip(_BLANKS))
            return
        content = self._content(kind, value)
        if content is not None:
            self._notes.reach(*place)
            style = cell.get("s", "0").strip(_BLANKS)
            if not _STYLE.fullmatch(style):
                raise unreadable("a format that is no number")
            address = f"{column_letter(self._column)}{self._row + 1}"
            self._cells.setdefault(self._row, {})[self._column] = f'<c r="{address}" s="{style}"{content}</c>'
        elif self._has_formula:
            self._notes.flag(*place, FORMULA_WITHOUT_RESULT)

    def _content(self, kind: str, value: str | None) -> str | None:
        """The rest of the cell's tag, and the cell's content, None for nothing."""
        if self._has_texts:
            text = "".join(self._texts) or "".join(self._struck_texts)
            return f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is>' if text else None
        if kind == "str" and value == "":
            return ' t="str"><v></v>'
        if kind in ("str", "inlineStr"):
            return _text(value) if value else None
        stripped_value = (value or "").strip(_BLANKS)
        if not stripped_value:
            return None
        if kind == "s":
            if not _INDEX.fullmatch(stripped_value) or int(stripped_value) >= len(self._strings):
                raise unreadable("a cell names a shared text that is not there")
            self._notes.weigh(int(self._strings[int(stripped_value)]))
            return f' t="s"><v>{int(stripped_value)}</v>'
        if kind == "b" and stripped_value in ("0", "1", "true", "false"):
            return f' t="b"><v>{int(stripped_value in ("1", "true"))}</v>'
        if kind == "d":
            return _moment(stripped_value)
        return f"><v>{stripped_value}</v>" if _NUMBER.fullmatch(stripped_value) else _text(stripped_value)

    def written(self) -> bytes:
        """The sheet written the usual way."""
        if not self._had_data:
            raise unreadable("a sheet without its table of cells")
        rows = [
            f'<row r="{row + 1}">{"".join(cells[column] for column in sorted(cells))}</row>'
            for row, cells in sorted(self._cells.items())
        ]
        return b"".join((_HEAD, "".join(rows).encode(), _TAIL))


def _assert_known(attributes: dict[str, str], expected: frozenset[str]) -> None:
    """Refuses an unknown attribute without namespace: it may be the address, damaged."""
    if any(name not in expected and "}" not in name for name in attributes):
        raise unreadable("a cell or row with an attribute that there is not")


def _row_number(text: str) -> int:
    return parse_address(f"A{text.strip(_BLANKS)}")[0]


def _text(text: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is>'


def _moment(text: str) -> str:
    """A date or time in ISO 8601 as a date cell. Anything else stays a text and is judged as one.

    A zone is left out, as spreadsheet programs leave it out: the day is the one that they show.
    """
    moment, hours = _DATE.fullmatch(text), _TIME.fullmatch(text)
    try:
        if moment:
            day, clock = date.fromisoformat(moment[1]), time.fromisoformat(moment[2] or "00:00")
            iso_text = day.isoformat() if clock == time() else datetime.combine(day, clock).isoformat()
            return f' t="d"><v>{iso_text}</v>'
        if hours:
            return f' t="d"><v>{time.fromisoformat(hours[1]).isoformat()}</v>'
    except ValueError:
        pass  # a day that there is not
    return _text(text)
