"""A data sheet, read: typed values a column, the findings about its cells, and the rows in error.

This is the one mutable thing of a check: rules add their findings to it, in the order of the contract's ``rules``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from schemas.codes import Code
from schemas.context import Context
from schemas.finding import Finding, Severity, Suggestion
from schemas.grid import FORMULA_WITHOUT_RESULT, Grid, address
from schemas.kinds import Number
from schemas.kinds.reading import EMPTY, UNJUDGED, Reading, bad, is_bad
from schemas.locate.header import Converted, Header, Headers
from schemas.locate.rows import DataRows
from schemas.masking import mask, mask_hidden, mask_strays
from schemas.model import Column, Sheet
from schemas.text import is_blank, shown
from schemas.units import MIXED, asked_after, asked_unit

MOST_NAMED = 7
"""How many rows of a group are looked at for naming some of the others: more than a sentence bears."""

Expected = Callable[[Column, Code, str | None, Sequence[int]], str | None]
"""Words the expectation of a column for a code, given the prefix of the office's keys (None when the office is not
known) and the other sheet rows that the finding is about.
"""


class _Complaint(NamedTuple):
    """A complaint about a cell: the first row concerned, the words and the value of this cell alone, and the positions
    of the other rows that it is about.
    """

    position: int
    suggestion: Suggestion
    expected: str | None
    other_rows: tuple[int, ...]


class ColumnReading:
    """One column of the data rows: ``values`` by position (None: empty or bad) and the positions that are bad."""

    def __init__(self, values: list[Any], located: bool) -> None:
        self.values = values
        self.located = located
        self.bad: set[int] = set()

    def is_filled(self, position: int) -> bool:
        """Whether the cell holds anything, right or wrong."""
        return self.values[position] is not None or position in self.bad

    def is_judged(self, position: int) -> bool:
        """Whether the value is what the cell says: it could be read, or the cell is empty."""
        return position not in self.bad and self.values[position] != UNJUDGED

    def is_empty_or_bad(self, position: int) -> bool:
        """Whether the cell yields no value."""
        return self.values[position] is None


def _out_of_converted(reading: Reading, column: Column, factor: Fraction) -> Reading:
    """The reading of a converted value; a range is said with what the value was multiplied by, for the cell shows it
    as typed.
    """
    if factor == 1 or all(issue.code is not Code.RANGE for issue in reading.issues):
        return reading
    expectation = asked_after(column.kind.asks_of(column), factor)
    issues = tuple(
        issue._replace(expected=expectation) if issue.code is Code.RANGE else issue for issue in reading.issues
    )
    return reading._replace(issues=issues)


class ReadSheet:
    """The data rows of one sheet. A ``position`` counts them from 0; ``rows[position]`` is the zero-based sheet row."""

    def __init__(self, sheet: Sheet, grid: Grid, headers: Headers, data: DataRows, context: Context) -> None:
        self.sheet = sheet
        self.grid = grid
        self.headers = headers
        self.rows = data.rows
        self.skipped = data.skipped
        self.context = context
        self.columns: dict[str, ColumnReading] = {}
        self.needed: dict[str, set[int]] = defaultdict(set)
        self.dropped: set[int] = set()
        self._dated_severities = context.dated_severities
        self._silent_codes = {code for code, severity in self._dated_severities.items() if severity is None}
        self._silent_codes |= context.waived_codes
        self.header_findings: list[Finding] = []
        self._complaints: dict[tuple[str | None, str, Code], _Complaint] = {}
        self._in_error: set[int] = set()
        self._shared_by_column: dict[int, dict[tuple[int, int], list[int]]] = {}
        self._read_columns()

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> ColumnReading:
        return self.columns[name]

    def values(self, name: str) -> list[Any]:
        """The column's typed values by position."""
        return self.columns[name].values

    # --- saying ---------------------------------------------------------------------------------------------------

    def say(
        self,
        code: Code,
        position: int,
        column: str,
        suggestion: Suggestion = None,
        *,
        expected: str | None = None,
        other_rows: Iterable[int] = (),
    ) -> None:
        """Adds ``code`` to a cell; if the column is missing, to the key's cell instead. A merged cell gets it once.
        Nothing is said of a rule that the office is exempt from, or that does not hold yet. ``expected`` replaces the
        column's words. ``other_rows`` are the positions of the other rows that it is about.
        """
        if code in self._silent_codes:
            return
        where = column if column in self.headers.located else self.sheet.key_column.name
        complaint = _Complaint(position, suggestion, expected, tuple(other_rows))
        self._complaints.setdefault((self._address(position, where), where, code), complaint)
        if not code.is_of_the_value and not self._is_warning(code):
            self._in_error.update(self.merged_positions(position, where))

    def need(self, column: str, positions: Iterable[int], rule: Code | None = None) -> None:
        """Notes that these rows cannot do without the column's value. ``rule``: the code of the rule that asks, where
        it may be dated; until it is an error, the rows can do without.
        """
        if rule is None or (self._dated_severities.get(rule, Severity.ERROR) is Severity.ERROR):
            self.needed[column].update(positions)

    def is_needed(self, column: Column, position: int) -> bool:
        """Whether the row cannot do without the column's value (contract section 4, "Error or withheld")."""
        always = column.required or column.name in self.sheet.key or column.reference is not None
        return always or position in self.needed[column.name]

    def settle(self) -> None:
        """Puts rows in error that have a bad value which they cannot do without. Call it when ``needed`` is
        complete.
        """
        for column in self.sheet.columns:
            for position in self.columns[column.name].bad:
                if self.is_needed(column, position):
                    self._in_error.update(self.merged_positions(position, column.name))

    def in_error(self, position: int) -> bool:
        """Whether the row is quarantined."""
        return position in self._in_error

    def quarantined(self) -> list[int]:
        """Positions of the quarantined rows, in order."""
        return sorted(self._in_error)

    def accepted(self) -> list[int]:
        """Positions of the rows that are loaded, in order: neither quarantined nor dropped as identical."""
        return [p for p in range(len(self.rows)) if p not in self._in_error and p not in self.dropped]

    # --- addresses ------------------------------------------------------------------------------------------------

    def _cell(self, position: int, column: str) -> tuple[int, int] | None:
        at = self.headers.located.get(column)
        if at is None:
            return None
        cell = self.rows[position], at
        return self.grid.top_left(*cell) if self.grid.merged else cell

    def _address(self, position: int, column: str) -> str | None:
        cell = self._cell(position, column)
        return address(*cell) if cell else None

    def merged_positions(self, position: int, column: str) -> list[int]:
        """The positions that share the cell (a value merged down several rows counts for each)."""
        if not self.grid.merged:
            return [position]
        cell = self._cell(position, column)
        if cell is None:
            return [position]
        return self._shared(self.headers.located[column]).get(cell, [position])

    def _shared(self, at: int) -> dict[tuple[int, int], list[int]]:
        """The merged ranges over data rows of a sheet column: top-left cell → positions that share it."""
        if at not in self._shared_by_column:
            shared = {}
            for top, left, bottom, _ in self.grid.spans_over(at):
                covered = range(bisect_left(self.rows, top), bisect_right(self.rows, bottom))
                shared[top, left] = list(covered)
            self._shared_by_column[at] = shared
        return self._shared_by_column[at]

    def _value_of_merged(self, cell: tuple[int, int], at: int) -> Any:
        """The value of a merged cell. It counts down the rows of its own column: neither to the right nor out of the
        header.
        """
        return self.grid.value(*cell) if cell[1] == at and cell[0] > self.headers.last_row else ""

    def raw(self, position: int, column: str) -> Any:
        """The cell's value as sent. A cell covered by a merged range has the value of the range's top."""
        cell = self._cell(position, column)
        return self._value_of_merged(cell, self.headers.located[column]) if cell else ""

    def raw_text(self, position: int, column: str) -> str:
        """The cell as text, error values and bare formulas as the sheet shows them."""
        at = self.headers.located.get(column)
        if at is not None and not self.grid.merged and not self.grid.flags:  # nearly always: the short way
            return shown(self.grid.columns[at][self.rows[position]])
        cell = self._cell(position, column)
        flag = self.grid.flags.get(cell) if cell and cell[1] == self.headers.located[column] else None
        if flag:
            return "=…" if flag == FORMULA_WITHOUT_RESULT else flag
        return shown(self.raw(position, column))

    def key_text(self, position: int) -> str | None:
        """The row's key for people: its parts as read, else as sent."""
        parts = []
        for name in self.sheet.key:
            value = self.columns[name].values[position]
            parts.append(shown(value) if value is not None else self.raw_text(position, name))
        text = " / ".join(part for part in parts if part)
        return mask_hidden(text)[:200] or None

    def row_key(self, position: int) -> str | None:
        """The row's key as the warehouse has it: its parts as read, joined by "|"; None where one could not be read."""
        cells = [self.columns[name] for name in self.sheet.key]
        if any(position in column.bad for column in cells):
            return None
        parts = [column.values[position] for column in cells]
        texts = ["" if part is None else part.isoformat() if isinstance(part, date) else str(part) for part in parts]
        return "|".join(texts) if any(texts) else None

    # --- findings -------------------------------------------------------------------------------------------------

    def findings(self, expected: Expected) -> list[Finding]:
        """All findings about the sheet's cells, by row and column."""
        prefix = self.context.contract.prefix_of(self.context.office or self.context.circumstances.office or "")
        complaints = []
        for (cell, name, code), complaint in self._complaints.items():
            if self._is_warning(code) and self._is_said_right(complaint.position, name):
                continue
            at = self._cell(complaint.position, name) or (self.rows[complaint.position], 0)
            complaints.append((at, code, cell, self.sheet[name], complaint))
        complaints.sort(key=lambda item: (item[0], item[1]))
        return [
            code.finding(
                self._severity(code, column, complaint.position),
                sheet=self.sheet.title,
                cell=cell,
                row=at[0] + 1,
                column=column.name,
                key=self.key_text(complaint.position),
                label=column.header,
                got=mask(column, self.raw_text(complaint.position, column.name))[:500] or None,
                expected=complaint.expected
                or expected(column, code, prefix, [self.rows[other] + 1 for other in complaint.other_rows]),
                suggestion=complaint.suggestion,
            )
            for at, code, cell, column, complaint in complaints
        ]

    def _is_said_right(self, position: int, name: str) -> bool:
        """Whether the sender has said that this value is right as it is."""
        circumstances = self.context.circumstances
        if not circumstances.right_values:
            return False
        return circumstances.is_right(self.sheet.title, self.key_text(position), name, self.raw_text(position, name))

    def _severity_of_rule(self, code: Code) -> Severity:
        return self._dated_severities.get(code) or code.severities[0]

    def _is_warning(self, code: Code) -> bool:
        return not code.is_of_the_value and self._severity_of_rule(code) is Severity.WARNING

    def _severity(self, code: Code, column: Column, position: int) -> Severity:
        if not code.is_of_the_value:
            return self._severity_of_rule(code)
        return code.severity(any(self.is_needed(column, p) for p in self.merged_positions(position, column.name)))

    # --- reading --------------------------------------------------------------------------------------------------

    def _read_columns(self) -> None:
        """Reads every column; those that are read beside another one come last."""
        for column in sorted(self.sheet.columns, key=self._waits):
            at = self.headers.located.get(column.name)
            if at is None:
                self.columns[column.name] = ColumnReading([None] * len(self.rows), located=False)
            elif column.name in self.headers.conversions:
                self.columns[column.name] = self._read_converted(column, at, self.headers.conversions[column.name])
            elif column.kind.beside:
                self.columns[column.name] = self._read_beside(column, at, self.columns[column.kind.beside].values)
            else:
                self.columns[column.name] = self._read(column, at)

    def _waits(self, column: Column) -> bool:
        return column.kind.beside is not None or column.name in self.headers.conversions

    def _raw_column(self, at: int) -> list[Any]:
        column = self.grid.columns[at]
        if self.rows and len(self.rows) == self.rows[-1] - self.rows[0] + 1:
            values = list(column[self.rows[0] : self.rows[-1] + 1])
        else:
            values = [column[row] for row in self.rows]
        for cell, positions in self._shared(at).items():
            for position in positions:
                values[position] = self._value_of_merged(cell, at)
        return values

    def _read(self, column: Column, at: int) -> ColumnReading:
        """Reads each distinct value once. ``True`` and ``1.0`` are one key of a dict, so booleans go by name."""
        raw = self._raw_column(at)
        distinct = set(raw)
        if True in distinct or False in distinct:
            raw = [_BOOLEANS.get(value, value) if type(value) is bool else value for value in raw]
            distinct = set(raw)
        read = column.kind.reader_in(column, self.context, self.headers.texts.get(column.name, ""), distinct)
        values = column.kind.usual_values(column, self.context, distinct)
        readings = {
            value: EMPTY if value == "" else read(_UNBOOLEAN.get(value, value)) for value in distinct - values.keys()
        }
        values.update({value: reading.value for value, reading in readings.items()})
        reading = ColumnReading(list(map(values.__getitem__, raw)), located=True)
        self._note_all(reading, column, at, raw, readings)
        return reading

    def _read_beside(self, column: Column, at: int, beside: list[Any]) -> ColumnReading:
        """Reads each distinct pair of a value and the other column's value once."""
        read = column.kind.reader_beside(column, self.context)
        pairs = list(zip(self._raw_column(at), beside, strict=True))
        readings = {pair: EMPTY if is_blank(pair[0]) else read(*pair) for pair in set(pairs)}
        reading = ColumnReading([readings[pair].value for pair in pairs], located=True)
        self._note_all(reading, column, at, pairs, readings)
        return reading

    def _read_converted(self, column: Column, at: int, converted: Converted) -> ColumnReading:
        """Reads a column under a header of another unit: every value is converted, or withheld where that is
        impossible. The header gets one finding. A required column whose values cannot be converted counts as missing.
        """
        kind, conversion = column.kind, converted.conversion
        assert isinstance(kind, Number)
        raw = self._raw_column(at)
        units = self.columns[kind.measure.unit_in].values if conversion.amount and kind.measure.unit_in else raw
        factors = [conversion.factor_for(unit) for unit in units]
        filled = [position for position, value in enumerate(raw) if not is_blank(value)]
        withheld = [position for position in filled if factors[position] is None]
        used = {factors[position] for position in filled} - {None}
        if not conversion.amount:
            used = {conversion.factor} - {None}
        severity = Severity.WARNING
        if (withheld or conversion.factor is None) and (column.required or kind.measure.unit == MIXED):
            severity = Severity.FATAL
        if not used <= {1} or withheld or conversion.factor is None:
            factor = used.pop() if len(used) == 1 else None
            expectation = asked_unit(column.header, by_row=bool(conversion.amount), withheld=bool(withheld))
            self.header_findings.append(self._of_unit(column, converted.header, severity, expectation, factor))
        if severity is Severity.FATAL:
            return ColumnReading([None] * len(raw), located=False)
        readers = {factor: kind.converted(factor).reader(column, self.context) for factor in {*factors} - {None}}
        pairs = list(zip(raw, factors, strict=True))
        readings = {
            (value, factor): EMPTY
            if factor is None or is_blank(value)
            else _out_of_converted(readers[factor](value), column, factor)
            for value, factor in set(pairs)
        }
        reading = ColumnReading([readings[pair].value for pair in pairs], located=True)
        reading.bad.update(withheld)
        self._note_all(reading, column, at, pairs, readings)
        return reading

    def _of_unit(
        self, column: Column, header: Header, severity: Severity, expectation: str, factor: Fraction | None
    ) -> Finding:
        suggestion = None
        if factor is not None:
            suggestion = factor.numerator if factor.denominator == 1 else float(factor)
        return Code.COLUMN_UNIT.finding(
            severity,
            sheet=self.sheet.title,
            cell=address(header.row, header.column),
            row=header.row + 1,
            column=column.name,
            label=column.header,
            got=mask_strays(header.text),
            expected=expectation,
            suggestion=suggestion,
        )

    def _note_all(
        self, reading: ColumnReading, column: Column, at: int, cells: list[Any], readings: dict[Any, Reading]
    ) -> None:
        """Adds the issues of the column's readings, and what stands in cells without a value."""
        flagged = self._flagged(at)
        spoken = {cell for cell, reading in readings.items() if reading.issues}
        if spoken:
            for position in [position for position, cell in enumerate(cells) if cell in spoken]:
                if position not in flagged:
                    self._note(reading, column, position, readings[cells[position]])
        for position, code in flagged.items():
            reading.values[position] = None
            self._note(reading, column, position, bad(code))

    def _note(self, reading: ColumnReading, column: Column, position: int, outcome: Reading) -> None:
        if is_bad(outcome):
            reading.bad.add(position)
        for issue in outcome.issues:
            self.say(issue.code, position, column.name, issue.suggestion, expected=issue.expected)

    def _flagged(self, at: int) -> dict[int, Code]:
        if not self.grid.flags:
            return {}
        position_of = {row: position for position, row in enumerate(self.rows)}
        flagged = {}
        shared = self._shared(at)
        for (row, column), flag in self.grid.flags.items():
            if column == at and row in position_of and self.grid.top_left(row, at) == (row, at):
                code = Code.CELL_FORMULA if flag == FORMULA_WITHOUT_RESULT else Code.CELL_ERROR
                flagged.update(dict.fromkeys(shared.get((row, at), [position_of[row]]), code))
        return flagged


_BOOLEANS = {True: "\0true", False: "\0false"}
_UNBOOLEAN = {"\0true": True, "\0false": False}
