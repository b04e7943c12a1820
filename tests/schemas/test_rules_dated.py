"""A rule is silent, then a warning, then an error: each from a month's reports on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.check import check_workbook
from schemas.codes import DATED, Code
from schemas.context import RightValue, RuleDates, Waiver
from schemas.contract_2026_1 import CONTRACT
from schemas.finding import Outcome, Severity
from schemas.messages import coming_words, expected_for, message
from schemas.period import Period
from schemas.reading import ReadSheet
from schemas.result import CheckResult
from schemas.versions import Contracts
from tests.schemas.making import SOUND, asked, check, cover, grid, row, workbook

JANUARY, FEBRUARY, MARCH = (Period(2027, month) for month in (1, 2, 3))
WORDS = {JANUARY: "Januari 2027", FEBRUARY: "Februari 2027", MARCH: "Maret 2027"}
BELOW = Code.SCORE_BELOW_PASS
LATER = date(2027, 4, 1)


def checked(period: Period, *dates: RuleDates, **known) -> CheckResult:
    """A regency's workbook with one curation that passed below the pass mark, and one that is sound."""
    low = row(
        "Kurasi", **{name: 60.0 for name in SOUND["Kurasi"] if name.startswith("skor_")}, tanggal=date(2026, 10, 1)
    )
    sheets = []
    for title, rows in (("UMKM", [SOUND["UMKM"]]), ("Produk", [SOUND["Produk"]]), ("Kurasi", [low, SOUND["Kurasi"]])):
        names = list(SOUND[title])
        sheets.append(grid(title, [names, *([line[name] for name in names] for line in rows)]))
    circumstances = asked(today=LATER, rule_dates=dates, **known)
    return check_workbook([cover(Periode=WORDS[period]), *sheets], circumstances, "0" * 64, expected=expected_for)


def said(result: CheckResult) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in result.findings if finding.code == BELOW]


@pytest.mark.parametrize(
    ("period", "severity", "outcome", "accepted"),
    [
        (JANUARY, Severity.WARNING, Outcome.ACCEPTED_WITH_NOTES, 2),
        (FEBRUARY, Severity.ERROR, Outcome.PARTIALLY_ACCEPTED, 1),
        (MARCH, Severity.ERROR, Outcome.PARTIALLY_ACCEPTED, 1),
    ],
)
def test_a_warning_of_the_contract_is_an_error_from_its_month_on(period, severity, outcome, accepted):
    result = checked(period, RuleDates(BELOW, error_from=FEBRUARY))
    assert said(result) == [(BELOW, severity)]
    assert result.outcome is outcome
    kurasi = result.sheets["Kurasi"]
    assert (kurasi.accepted_rows, kurasi.quarantined_rows) == (accepted, 2 - accepted)


@pytest.mark.parametrize(
    ("period", "severity"), [(JANUARY, None), (FEBRUARY, Severity.WARNING), (MARCH, Severity.ERROR)]
)
def test_a_new_rule_is_silent_before_its_first_month(monkeypatch, period, severity):
    monkeypatch.setattr(BELOW, "is_new", True)
    assert said(checked(period)) == []
    result = checked(period, RuleDates(BELOW, FEBRUARY, MARCH))
    assert said(result) == ([(BELOW, severity)] if severity else [])
    assert result.sheets["Kurasi"].quarantined_rows == (severity is Severity.ERROR)


@pytest.mark.parametrize(("period", "severity"), [(JANUARY, "withheld"), (FEBRUARY, "withheld"), (MARCH, "error")])
def test_what_a_new_rule_needs_is_needed_once_it_is_an_error(monkeypatch, period, severity):
    def rule(read: ReadSheet) -> None:
        read.need("nilai_akhir", range(len(read)), BELOW)

    monkeypatch.setattr(BELOW, "is_new", True)
    contract = replace(CONTRACT, rules={**CONTRACT.rules, "Kurasi": (rule,)})
    grids = [
        cover(Periode=WORDS[period]),
        *workbook(UMKM=[SOUND["UMKM"]], Kurasi=[row("Kurasi", nilai_akhir="abc")])[1:],
    ]
    circumstances = {"contracts": Contracts((contract,)), "rule_dates": (RuleDates(BELOW, FEBRUARY, MARCH),)}
    (finding,) = check(grids, today=LATER, **circumstances).findings
    assert (finding.column, finding.severity) == ("nilai_akhir", severity)


def test_an_exemption_silences_a_sharpened_rule_in_its_months():
    dates, waiver = RuleDates(BELOW, error_from=FEBRUARY), Waiver(BELOW, FEBRUARY, FEBRUARY)
    assert said(checked(FEBRUARY, dates, waivers=(waiver,))) == []
    assert said(checked(MARCH, dates, waivers=(waiver,))) == [(BELOW, Severity.ERROR)]


def test_a_value_that_was_called_right_is_an_error_all_the_same():
    right = RightValue("Kurasi", "MJN-0001-01 / 2026-10-01", "hasil", "Lolos")
    known = {"right_values": frozenset((right,)), "sign_of": str}
    assert said(checked(JANUARY, RuleDates(BELOW, error_from=FEBRUARY), **known)) == []
    assert said(checked(FEBRUARY, RuleDates(BELOW, error_from=FEBRUARY), **known)) == [(BELOW, Severity.ERROR)]


def test_what_is_said_of_an_error_fits_an_error():
    result = checked(FEBRUARY, RuleDates(BELOW, error_from=FEBRUARY))
    (finding,) = (finding for finding in result.findings if finding.code == BELOW)
    text = message(finding)
    assert "Baris ini ditahan sampai diperbaiki." in text
    assert "Catatan" not in text
    in_process = Code.HALAL_REQUIRED.finding(Severity.ERROR, sheet="Produk", cell="K9", key="MJN-0001-01", got="proses")
    assert "Tidak ada yang perlu diubah" not in message(in_process)


def test_a_sender_reads_what_changes_for_its_own_sheets_before_it_does():
    dates = [RuleDates(BELOW, FEBRUARY, MARCH), RuleDates(Code.NIB_SHARED, error_from=JANUARY)]
    assert coming_words(dates, ["Mitra"], JANUARY) == ()
    assert coming_words(dates, ["Kurasi"], Period(2027, 4)) == ()
    assert coming_words(dates, ["UMKM", "Kurasi"], JANUARY) == (
        "Mulai laporan Januari 2027: “Satu NIB pada beberapa usaha” akan menjadi kesalahan, dan barisnya ditahan sampai "
        "diperbaiki.",
        "Mulai laporan Februari 2027 kami periksa juga: “Lolos di bawah nilai lulus”. Mula-mula sebagai peringatan, jadi "
        "barisnya tetap dimuat.",
        "Mulai laporan Maret 2027: “Diloloskan di bawah nilai lulus” akan menjadi kesalahan, dan barisnya ditahan sampai "
        "diperbaiki.",
    )
    assert coming_words(dates, ["Kurasi"], MARCH) == coming_words(dates, ["UMKM", "Kurasi"], JANUARY)[-1:]


def test_a_rule_that_may_be_dated_names_its_sheets_and_changes_no_value():
    datable = [code for code in Code if code.may_be_dated]
    assert {BELOW, Code.HALAL_REQUIRED, Code.PERMIT_MISSING, Code.NIB_SHARED} <= set(datable)
    assert not {Code.SCALE_MISMATCH, Code.SCORE_MISMATCH, Code.DOCUMENT_MISSING, Code.PHONE} & set(datable)
    assert [code for code in datable if not code.sheets or not set(code.severities) <= set(DATED)] == []
