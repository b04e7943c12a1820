"""The hidden sheet of lists behind the dropdowns, and the formulas that point there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from schemas.grid import column_letter
from schemas.reference import Reference
from workbooks.template.places import inside

SHEET = "_daftar"
DESA = "daftar_desa"
DESA_KECAMATAN = "daftar_desa_kecamatan"
KECAMATAN = "daftar_kecamatan"


@dataclass
class Lists:
    """Lists side by side on the hidden sheet, each under a defined name."""

    sheet: Worksheet
    width: int = 0

    @classmethod
    def in_workbook(cls, workbook: Workbook) -> Lists:
        """Makes the hidden sheet at the end of the workbook."""
        sheet = workbook.create_sheet(SHEET)
        sheet.sheet_state = "hidden"
        return cls(sheet)

    def add(self, name: str, values: Iterable[str]) -> str:
        """Writes one list and names it. Gives the name, ready as the formula of a dropdown."""
        self.width += 1
        self.sheet.cell(1, self.width, name)
        row = 1
        for row, value in enumerate(values, start=2):
            self.sheet.cell(row, self.width, value).number_format = "@"
        letter = column_letter(self.width - 1)
        names = self.sheet.parent.defined_names
        names[name] = DefinedName(name, attr_text=f"'{SHEET}'!${letter}$2:${letter}${max(row, 2)}")
        return name

    def add_places(self, reference: Reference, regency: str) -> None:
        """Writes the kecamatan of a regency, and its desa sorted by kecamatan, each beside the name of its
        kecamatan.
        """
        districts = inside(reference, regency)
        pairs = [(district.name, desa.name) for district in districts for desa in inside(reference, district.code)]
        self.add(KECAMATAN, [district.name for district in districts])
        self.add(DESA_KECAMATAN, [kecamatan for kecamatan, _ in pairs])
        self.add(DESA, [desa for _, desa in pairs])


def desa_of(kecamatan_cell: str) -> str:
    """Formula of the desa of the kecamatan in that cell.

    It uses OFFSET over the sorted list rather than INDIRECT over a name per kecamatan: names like Budong-Budong need no
    disguise, and Excel and LibreOffice both take it in a dropdown.
    """
    first_position = f"MATCH({kecamatan_cell},{DESA_KECAMATAN},0)-1"
    return f"OFFSET({DESA},{first_position},0,COUNTIF({DESA_KECAMATAN},{kecamatan_cell}),1)"


def keys_on(sheet_title: str, column: str, first_row: int, last_row: int) -> str:
    """Formula of the keys filled in on another sheet of the workbook, from the top down."""
    cells = f"'{sheet_title}'!${column}${first_row}:${column}${last_row}"
    return f"OFFSET('{sheet_title}'!${column}${first_row},0,0,MAX(1,COUNTA({cells})),1)"
