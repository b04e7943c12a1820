"""The reference data, and the check of a file as the product does it."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from schemas.check import check_workbook
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.reference import Reference, parse_reference
from workbooks.read import read_workbook

FILES = ("wilayah.csv", "wilayah_aliases.csv", "kbli.csv", "partners.csv", "header_aliases.csv", "synonyms.csv")
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def reference() -> Reference:
    return parse_reference(*((files("schemas.data") / name).read_text(encoding="utf-8") for name in FILES))


@pytest.fixture(scope="session")
def check(reference):
    def checked(path, office=None):
        workbook = read_workbook(path.read_bytes())
        circumstances = Circumstances(CONTRACTS, reference, TODAY, office)
        return check_workbook(workbook.grids, circumstances, "0" * 64, lone=workbook.lone)

    return checked
