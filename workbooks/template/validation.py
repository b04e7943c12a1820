"""One rule of input a column: the note beside the cell, the dropdown, the range."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.datavalidation import DataValidation

from schemas.grid import column_letter
from schemas.kinds import Number
from schemas.messages import expected_text
from schemas.model import Column, Sheet
from workbooks.template import lists
from workbooks.template.examples import Setting, example_in_words

# Lengths that Excel allows in a note and in an error.
PROMPT_LIMIT, ERROR_LIMIT = 255, 225
TITLE_LIMIT = 32


@dataclass(frozen=True)
class Cells:
    """The place of a column's cells: its letter, first and last row for data."""

    letter: str
    first_row: int
    last_row: int

    @property
    def area(self) -> str:
        """The column's range."""
        return f"{self.letter}{self.first_row}:{self.letter}{self.last_row}"

    @property
    def top(self) -> str:
        """The first cell as a relative address: Excel moves it along with the row."""
        return f"{self.letter}{self.first_row}"


def rule_for(sheet: Sheet, column: Column, cells: Cells, setting: Setting) -> DataValidation:
    """The validation of one column, with its range."""
    rule = _rule(sheet, column, cells, setting)
    rule.allow_blank = True
    rule.promptTitle = column.header[:TITLE_LIMIT]
    rule.prompt = _prompt(column, setting)
    rule.showInputMessage = True
    rule.add(cells.area)
    return rule


def list_name(sheet: Sheet, column: Column) -> str:
    """Defined name of a choice column's list."""
    return f"daftar_{sheet.table}_{column.name}"


def _rule(sheet: Sheet, column: Column, cells: Cells, setting: Setting) -> DataValidation:
    kind = column.kind
    prompt = f"Isi {expected_text(column, setting.prefix)}."[:ERROR_LIMIT]
    match kind.validation:
        case "one_of":
            return _listed(list_name(sheet, column), "Pilih satu isian dari daftar.")
        case "some_of":
            return _suggested(list_name(sheet, column))
        case "kecamatan":
            return _listed(lists.KECAMATAN, "Pilih kecamatan dari daftar.")
        case "desa":
            kecamatan = f"${_letter_of(sheet, 'kecamatan')}{cells.first_row}"
            return _listed(lists.desa_of(kecamatan), "Isi kecamatan lebih dahulu, lalu pilih desa dari daftarnya.")
        case "key":
            return _key(column, cells, setting, prompt)
        case "digits":
            return _checked(_digits(kind.lengths, cells), prompt)
    if isinstance(kind, Number):
        return _number(kind, setting, prompt)
    return DataValidation()


def _key(column: Column, cells: Cells, setting: Setting, prompt: str) -> DataValidation:
    if column.reference and not column.warehouse_only:
        return _suggested(lists.keys_on(column.reference, "A", cells.first_row, cells.last_row))
    if column.warehouse_only:
        return DataValidation()
    return _checked(f'LEFT({cells.top},{len(setting.prefix) + 1})="{setting.prefix}-"', prompt)


def _digits(lengths: tuple[int, ...], cells: Cells) -> str:
    bare = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cells.top}," ",""),".",""),"-","")'
    return f"OR({','.join(f'LEN({bare})={length}' for length in lengths)})"


def _number(kind: Number, setting: Setting, prompt: str) -> DataValidation:
    if kind.validation == "year":
        return _between("whole", kind.low, setting.year, prompt)
    rule = _between("whole" if kind.validation == "whole" else "decimal", kind.low, kind.high, prompt)
    if kind.above_low:
        rule.operator, rule.formula1, rule.formula2 = "greaterThan", f"{kind.low:.10g}", None
    return rule


def _listed(formula: str, message: str) -> DataValidation:
    rule = DataValidation("list", formula1=formula)
    return _refusing(rule, message, "stop")


def _suggested(formula: str) -> DataValidation:
    """A list that helps but refuses nothing: for several words, or words that the list does not know."""
    return DataValidation("list", formula1=formula, showErrorMessage=False)


def _between(type_: str, low: float, high: float, message: str) -> DataValidation:
    rule = DataValidation(type_, operator="between", formula1=f"{low:.15g}", formula2=f"{high:.15g}")
    return _refusing(rule, message, "stop")


def _checked(formula: str, message: str) -> DataValidation:
    return _refusing(DataValidation("custom", formula1=formula), message, "warning")


def _refusing(rule: DataValidation, message: str, style: str) -> DataValidation:
    rule.errorStyle, rule.showErrorMessage = style, True
    rule.errorTitle, rule.error = "Periksa isian", message
    return rule


def _prompt(column: Column, setting: Setting) -> str:
    parts = [column.about]
    if column.required:
        parts.append("Wajib diisi.")
    if column.kind.several:
        parts.append("Boleh beberapa: pisahkan dengan koma.")
    tail = f" Contoh: {example_in_words(column, setting)}"
    return " ".join(parts)[: PROMPT_LIMIT - len(tail)] + tail


def _letter_of(sheet: Sheet, name: str) -> str:
    return column_letter(sheet.names.index(name))
