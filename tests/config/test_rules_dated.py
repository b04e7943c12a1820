"""``[[rules]]`` of the settings: from which month on a rule is a warning or an error."""

from __future__ import annotations

import pytest

from schemas.codes import Code
from schemas.context import RuleDates
from schemas.period import Period
from tests.config.test_load import OFFICE

BELOW = '[[rules]]\ncode = "score.below_pass"\n'
NIB = '[[rules]]\ncode = "nib.shared"\n'


def test_dates_reach_the_check(load):
    assert load(OFFICE).rule_dates == ()
    config = load(f'{BELOW}error_from = "2027-03"\n{OFFICE}')
    assert config.rule_dates == (RuleDates("score.below_pass", None, Period(2027, 3)),)


def test_a_new_rule_warns_before_it_holds_back(load, errors, monkeypatch):
    monkeypatch.setattr(Code.NIB_SHARED, "is_new", True)
    dates = 'warning_from = "2027-01"\nerror_from = "2027-03"\n'
    assert load(f"{NIB}{dates}{OFFICE}").rule_dates == (RuleDates("nib.shared", Period(2027, 1), Period(2027, 3)),)
    assert load(f'{NIB}warning_from = "2027-01"\n{OFFICE}').rules[0].error_from is None
    for wrong, words in (
        ('error_from = "2027-03"\n', "aturan baru harus menjadi peringatan lebih dahulu."),
        ('warning_from = "2027-03"\nerror_from = "2027-03"\n', "error_from tidak sesudah warning_from."),
    ):
        (error,) = errors(f"{NIB}{wrong}{OFFICE}")
        assert (error.line, error.key, error.problem) == (1, "rules[1]", words)


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ('[[rules]]\ncode = "score.below_pas"\n', 2, "rules[1].code", 'Mungkin maksudnya "score.below_pass"?'),
        ('[[rules]]\ncode = "required"\n', 2, "rules[1].code", 'aturan "required" tidak dapat diberi tanggal.'),
        (f'{BELOW}error_from = "Maret 2027"\n', 3, "rules[1].error_from", 'Tulis seperti "2027-03".'),
        (f'{BELOW}warning_from = "2027-03"\n', 1, "rules[1]", "sudah peringatan menurut kontrak."),
        (BELOW, 1, "rules[1]", 'Tambahkan misalnya error_from = "2027-03".'),
        (f'{BELOW}error_form = "2027-03"\n', 3, "rules[1].error_form", 'Mungkin maksudnya "error_from"?'),
        (f'{BELOW}error_from = "2027-03"\n' * 2, 5, "rules[2].code", "sudah bertanggal (baris 2)."),
    ],
)
def test_what_cannot_be_dated_is_said_with_its_line(errors, text, line, key, words):
    error = errors(text + OFFICE)[0]
    assert (error.line, error.key) == (line, key)
    assert words in f"{error.problem} {error.remedy}"
