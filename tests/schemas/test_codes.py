"""The declaration of codes beside the contract's words and the findings of the conformance suite."""

import json
from pathlib import Path

import pytest

from schemas.codes import DATED, Code, Family, Place
from schemas.finding import Severity
from schemas.messages.catalogue import catalogue
from tests.schemas.test_messages import CODES

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
STANDS = {
    Place.FILE: (False, False),
    Place.SHEET: (True, False),
    Place.HEADER: (True, True),
    Place.CELL: (True, True),
}
"""Whether a finding names a sheet, and a cell."""
EXPECTED = sorted(SUBMISSIONS.glob("*.expected.json"))


def test_every_code_of_the_contract_is_declared_once_and_has_words():
    assert sorted(Code) == sorted(CODES)
    texts = catalogue()
    assert set(texts.entries) == set(Code)
    variants = [(Code(code), severity) for code, severity in texts.variants if severity in list(Severity)]
    assert [
        code
        for code, severity in variants
        if severity not in code.severities and not (code.may_be_dated and severity in DATED)
    ] == []


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name.partition(".")[0])
def test_a_finding_is_as_bad_and_stands_where_its_code_allows(path):
    for finding in json.loads(path.read_text(encoding="utf-8"))["findings"]:
        code = Code(finding["code"])
        assert Severity(finding["severity"]) in code.severities
        place = (finding["sheet"] is not None, finding["cell"] is not None)
        assert code.place is Place.COVER or place == STANDS[code.place], finding


def test_a_fatal_is_about_the_file_and_only_a_value_is_withheld():
    assert {code.family for code in Code if Severity.FATAL in code.severities} == {Family.FILE}
    assert {code.family for code in Code if code.is_of_the_value} == {Family.VALUE}
    assert [code for code in Code if code.family is not Family.FILE and code.place is not Place.CELL] == []


def test_a_bad_value_is_an_error_where_the_row_needs_it_and_a_key_always():
    assert Code.NIB_LENGTH.severity(needed=True) is Severity.ERROR
    assert Code.NIB_LENGTH.severity(needed=False) is Severity.WITHHELD
    assert Code.KEY_FORMAT.severity(needed=False) is Severity.ERROR
    assert Code.PHONE.severity(needed=True) is Severity.WARNING
    with pytest.raises(AssertionError):
        Code.PHONE.finding(Severity.FATAL)
