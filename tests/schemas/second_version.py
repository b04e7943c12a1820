"""Contract 2027.1, as the developer's page makes it, and both versions side by side."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from schemas.contract_2026_1 import CONTRACT as FIRST
from schemas.grid import Grid
from schemas.model import Contract
from schemas.versions import Contracts
from tests.docs.pages import page
from tests.schemas.making import cover, grid

PAGE = "docs/developer/add-a-contract-version.md"


def code_of_the_page() -> tuple[str, str]:
    """The version's package, and the revision that adds its columns."""
    package, revision = page(PAGE).blocks("python")
    return package.text, revision.text


def _second() -> Contract:
    module = ModuleType("contract_2027_1_of_the_page")
    sys.modules[module.__name__] = module
    exec(code_of_the_page()[0], module.__dict__)
    return module.CONTRACT


SECOND = _second()
BOTH = Contracts((FIRST, SECOND))


def book(
    contract: Contract, named_version: Any = "", period: str = "Januari 2027", **rows: Sequence[dict[str, Any]]
) -> list[Grid]:
    """A regency's workbook with a version's headers, and on the cover the version ``named_version`` (the contract's
    without it).
    """
    version = contract.version if named_version == "" else named_version
    sheets = []
    for title, lines in rows.items():
        sheet = contract.kind("regency").sheet(title)
        cells = [[line.get(name, "") for name in sheet.names] for line in lines]
        sheets.append(grid(title, [[column.header for column in sheet.columns], *cells]))
    return [cover(Versi_Templat=version, Periode=period), *sheets]
