"""A pytest plugin (``-p tests.schemas.wider_contract``): the contract with one more optional column in every sheet.

It stands behind the first column, so whoever names a cell by its letter names another one now.
"""

from dataclasses import replace

import schemas.contract_2026_1 as package
from schemas.kinds import NOTE
from schemas.model import Column, Sheet

_MORE = Column("catatan_uji", "Catatan Uji", NOTE, "Kolom untuk uji.")


def _wider(sheet: Sheet) -> Sheet:
    first, *rest = sheet.columns
    return replace(sheet, columns=(first, _MORE, *rest))


package.CONTRACT = replace(
    package.CONTRACT,
    kinds=tuple(replace(kind, sheets=tuple(map(_wider, kind.sheets))) for kind in package.CONTRACT.kinds),
)
