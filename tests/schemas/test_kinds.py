"""The registry of kinds, and a kind that is one file: the example of the developer's page, known to every room."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO
from types import ModuleType

import pytest
from openpyxl import load_workbook

from schemas.check import check_workbook
from schemas.contract_2026_1 import CONTRACT
from schemas.dictionary import dictionary
from schemas.gate import GateError, assert_loadable
from schemas.grid import column_letter
from schemas.kinds import KINDS, Kind
from schemas.kinds.base import Form
from schemas.messages import expected_for, message
from schemas.model import Column, Contract
from schemas.period import Period
from schemas.versions import Contracts
from tests.docs.pages import page
from tests.schemas.making import asked, grid, reference, row, workbook
from warehouse.contract_tables import columns_in_public
from workbooks.template.build import build_template

USED = {type(column.kind): column for kind in CONTRACT.kinds for sheet in kind.sheets for column in sheet.columns}


def test_the_registry_holds_every_kind_that_a_contract_uses_and_no_other() -> None:
    assert set(KINDS) == set(USED)
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_says_what_others_need_to_know(kind: type[Kind]) -> None:
    column = USED[kind]
    assert column.kind.asks_of(column)
    assert column.kind.example_for(column, "MJN")
    assert kind.reader is not Kind.reader or kind.reader_beside is not Kind.reader_beside
    assert bool(kind.lengths) >= (kind.validation == "digits")
    assert kind.storage == "text" or not any(isinstance(demand, Form) for demand in column.kind.demands())


@pytest.fixture(scope="module")
def column() -> Column:
    """A column of the kind on the page ``add-a-kind``, from the file that stands there."""
    (block,) = page("docs/developer/add-a-kind.md").blocks("python")
    module = ModuleType("post_code_of_the_page")
    sys.modules[module.__name__] = module
    exec(block.text, module.__dict__)
    return Column("kode_pos", "Kode Pos", module.PostCode(), "Kode pos tempat usaha.", required=True, personal=True)


@pytest.fixture(scope="module")
def contract(column: Column) -> Contract:
    """The contract with that column on UMKM."""
    regency = CONTRACT.kind("regency")
    umkm, *other_sheets = regency.sheets
    wider = replace(umkm, columns=(*umkm.columns, column))
    return replace(CONTRACT, kinds=(replace(regency, sheets=(wider, *other_sheets)), *CONTRACT.kinds[1:]))


def test_a_kind_that_is_one_file_is_known_to_every_room(column: Column, contract: Contract) -> None:
    sheet = contract.kind("regency").sheet("UMKM")
    rows = [
        row("UMKM", kode_pos="91411"),
        row("UMKM", kode_umkm="MJN-0002", nib="9120001112224", kode_pos="9141"),
        row("UMKM", kode_umkm="MJN-0003", nib="9120001112225", kode_pos="000"),
    ]
    cells = [
        [column_here.header for column_here in sheet.columns],
        *([cells.get(name, "") for name in sheet.names] for cells in rows),
    ]
    books = [*workbook(UMKM=grid("UMKM", cells))]
    result = check_workbook(books, replace(asked(), contracts=Contracts((contract,))), "0" * 64, expected=expected_for)

    bad, empty = result.findings
    assert (bad.code, bad.severity, bad.row, bad.got) == ("range", "error", 3, "9***")
    assert bad.expected == "5 angka, misalnya 91411"
    assert "misalnya 91411" in message(bad)
    assert (empty.code, empty.row) == ("required", 4)
    accepted = result.sheets["UMKM"].accepted
    assert accepted["kode_pos"].tolist() == ["91411"]
    assert_loadable(result)
    accepted.loc[2, "kode_pos"] = "9141"
    with pytest.raises(GateError, match="kode_pos: form"):
        assert_loadable(result)

    assert [(entry.form, entry.example) for entry in dictionary(contract) if entry.column == "kode_pos"] == [
        ("Kode pos", "91411")
    ]
    assert [str(sql_column.type) for sql_column in columns_in_public(replace(column, personal=False))] == ["TEXT"]
    template = load_workbook(BytesIO(build_template(contract, "regency", "76.05", Period(2026, 11), reference())))
    letter = column_letter(len(sheet.columns) - 1)
    assert template["UMKM"][f"{letter}2"].value == "91411"
    (rule,) = [rule for rule in template["UMKM"].data_validations.dataValidation if f"{letter}3" in rule.sqref]
    assert rule.formula1.endswith("=5)")
