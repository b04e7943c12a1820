"""What an office is follows from its code, everywhere alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kemitraan.config.codes import known_office
from schemas.contracts import CONTRACTS
from schemas.office import PROVINCE, OfficeCode

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("code", "kind", "province"),
    [("76", "retail", "76"), ("76.05", "regency", "76"), ("73.71", "sulsel", "73"), ("73.01", "sulsel", "73")],
)
def test_an_office_knows_its_kind_and_its_province(code: str, kind: str, province: str) -> None:
    office = known_office(code)
    assert (office.kind, office.province) == (kind, province)
    assert (office.is_regency, office.is_collaborator) == (kind == "regency", kind == "sulsel")


@pytest.mark.parametrize("code", ["73", "76.07", "73.99", "73.71.01", "74.01", "", "7605"])
def test_a_code_that_is_no_office_is_refused(code: str) -> None:
    with pytest.raises(KeyError):
        known_office(code)


def test_only_collaborators_and_regencies_have_a_prefix() -> None:
    for contract in CONTRACTS:
        assert {contract.prefix_of(regency.code) for regency in contract.regencies} == {
            regency.prefix for regency in contract.regencies
        }
        assert contract.prefix_of(OfficeCode("73.71")) == contract.collaborator_prefix
        assert contract.prefix_of(PROVINCE) is None


def test_the_codes_of_the_provinces_stand_in_one_place() -> None:
    rooms = ("schemas", "warehouse", "workbooks", "reports", "kemitraan", "flows")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py") if path.name != "office.py"]
    assert len(files) > 300
    places = [path for path in files if re.search(r'"7[36]\.?"', path.read_text(encoding="utf-8"))]
    ours = {"scene.py", "starter.py"}  # the demonstration and the first settings, by code
    assert [str(path) for path in places if path.name not in ours and "migrations" not in path.parts] == []
