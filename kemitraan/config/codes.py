"""The kind of workbook that an office sends, by its Kemendagri code."""

from __future__ import annotations

import csv
import functools
import importlib.resources

from schemas.contracts import CONTRACTS
from schemas.office import PROVINCE, SOUTH_SULAWESI, OfficeCode


def known_office(code: str) -> OfficeCode:
    """The province, a regency of the contract, or a kabupaten or kota of South Sulawesi. Raises KeyError for every
    other code.
    """
    office = OfficeCode(code)
    regencies = {regency.code for regency in CONTRACTS.whole.regencies}
    if office == PROVINCE or office in regencies or office in _south_sulawesi():
        return office
    raise KeyError(code)


@functools.cache
def _south_sulawesi() -> frozenset[str]:
    """Codes of the kabupaten and kota of South Sulawesi (Kepmendagri 2025)."""
    table = importlib.resources.files("schemas") / "data" / "wilayah.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return frozenset(row["code"] for row in rows if row["parent_code"] == SOUTH_SULAWESI)
