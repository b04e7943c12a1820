"""The demonstration's months: what the offices send, and what the check makes of it."""

from __future__ import annotations

from datetime import date

import pytest

from kemitraan.demo.activities import STAGES
from kemitraan.demo.month import make_month
from kemitraan.demo.population import Month, make_regency
from kemitraan.demo.scene import FOLDERS
from schemas.period import Period
from workbooks.limits import FileRejectedError

TODAY = date(2026, 11, 24)
OUTCOMES = {
    "2026-10": {
        "pasangkayu": ["accepted_with_notes", "accepted_with_notes"],
        "mamuju": ["accepted_with_notes"],
        "mamasa": ["partially_accepted"],
        "polewali-mandar": ["partially_accepted"],
        "majene": ["accepted_with_notes"],
        "mamuju-tengah": ["accepted_with_notes"],
        "sulsel-makassar": ["accepted"],
        "sulsel-parepare": ["accepted"],
        "provinsi": ["accepted"],
    },
    "2026-11": {
        "pasangkayu": ["accepted_with_notes"],
        "mamuju": ["partially_accepted"],
        "mamasa": ["rejected"],
        "polewali-mandar": ["partially_accepted"],
        "majene": ["file.type", "partially_accepted"],
        "mamuju-tengah": ["rejected", "accepted"],
        "sulsel-makassar": ["accepted_with_notes"],
        "sulsel-parepare": ["file.unreadable"],
        "provinsi": ["accepted"],
    },
}


@pytest.fixture(scope="module")
def months(tmp_path_factory, reference):
    inbox = tmp_path_factory.mktemp("masuk")
    return {period: make_month(inbox, Period.read(period), 1, TODAY, reference) for period in OUTCOMES}


def outcome(check, file):
    try:
        result = check(file.path, FOLDERS[file.folder])
    except FileRejectedError as refused:
        return refused.code, None
    return str(result.outcome), result


@pytest.mark.parametrize("period", OUTCOMES)
def test_every_office_gets_the_outcome_of_its_story(months, check, period):
    words_by_folder = {folder: [] for folder in FOLDERS}
    for file in months[period]:
        word, result = outcome(check, file)
        words_by_folder[file.folder].append(word)
        if result is not None and word != "rejected":
            assert (result.office, result.period) == (FOLDERS[file.folder], period)
    assert words_by_folder == OUTCOMES[period]


def test_the_stories_errors_are_the_ones_found(months, check):
    def codes(folder, number=0):
        file = [file for file in months["2026-11"] if file.folder == folder][number]
        return {finding.code for finding in outcome(check, file)[1].findings}

    assert codes("mamasa") == {"sheet.missing"}
    assert "duplicate.identical" in codes("mamuju")
    assert {"duplicate.conflict", "gtin.check_digit", "choice", "required"} <= codes("polewali-mandar")
    assert "nib.leading_zero" in codes("majene", 1)
    assert "cover.office" in codes("mamuju-tengah")
    assert codes("sulsel-makassar") == {"range"}
    assert codes("pasangkayu") <= {"halal.required", "permit.missing"}


def test_one_file_is_sent_twice(months):
    first, copy = (file.path for file in months["2026-10"] if file.folder == "pasangkayu")
    assert first != copy
    assert first.read_bytes() == copy.read_bytes()


def test_the_same_seed_gives_the_same_bytes(tmp_path, reference, months):
    again = make_month(tmp_path, Period(2026, 11), 1, TODAY, reference)
    for file, before in zip(again, months["2026-11"], strict=True):
        assert file.path.name == before.path.name
        assert file.path.read_bytes() == before.path.read_bytes()


def test_businesses_go_on_from_month_to_month_and_partnerships_advance(reference):
    before = make_regency(reference, "76.05", Month(Period(2026, 10), date(2026, 10, 1), date(2026, 10, 31), False), 1)
    now = make_regency(reference, "76.05", Month(Period(2026, 11), date(2026, 11, 1), date(2026, 11, 24), True), 1)
    old, new = before["UMKM"].set_index("kode_umkm"), now["UMKM"].set_index("kode_umkm")
    assert set(old.index) < set(new.index)
    assert new.loc[old.index].equals(old)
    key = ["kode_umkm", "kode_produk", "usaha_besar"]
    pairs = before["Kemitraan"].merge(now["Kemitraan"], on=key, suffixes=("_before", "_now"))
    assert len(pairs) == len(before["Kemitraan"])
    steps = [STAGES.index(n) - STAGES.index(b) for b, n in zip(pairs.tahap_before, pairs.tahap_now, strict=True)]
    assert set(steps) == {0, 1}


def test_a_month_that_has_not_begun_is_refused(tmp_path, reference):
    with pytest.raises(ValueError, match="2026-12"):
        make_month(tmp_path, Period(2026, 12), 1, TODAY, reference)
