import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from schemas.finding import Finding, Outcome, Severity
from schemas.result import AppliedSuggestion
from tests.warehouse.factory import check_result, kemitraan, kurasi, produk, umkm
from warehouse.staging import discard_checked, load_checked, save_checked

RESULT = check_result(
    {
        "umkm": [umkm(1), umkm(2, nik_pemilik=None)],
        "produk": [produk(1)],
        "kurasi": [kurasi(1, date(2026, 11, 1))],
        "kemitraan": [kemitraan(1, tanggal_mulai=date(2026, 1, 5)), kemitraan(2)],
        "pendampingan": [],
    },
    outcome=Outcome.PARTIALLY_ACCEPTED,
    findings=[Finding("choice", Severity.ERROR, "UMKM", "C9", 9, suggestion=1.5), Finding("x", Severity.WARNING)],
    applied=[AppliedSuggestion("UMKM", "C9", "a", "b", applied=False)],
    merged=[(5, 2, 6, 2)],
    quarantined={"umkm": {9: (None, {"NAMA": "X"})}},
)


def test_a_kept_result_comes_back_as_it_was(tmp_path: Path) -> None:
    save_checked(tmp_path / "staging", "abc", RESULT)
    loaded = load_checked(tmp_path / "staging", "abc")
    assert replace(loaded, sheets={}) == replace(RESULT, sheets={})
    assert list(loaded.sheets) == list(RESULT.sheets)
    for title, sheet in RESULT.sheets.items():
        other = loaded.sheets[title]
        assert_frame_equal(other.accepted, sheet.accepted, check_index_type=False)
        assert other.quarantined.to_dict() == sheet.quarantined.to_dict()
        assert (other.sheet, other.located, other.headers) == (sheet.sheet, sheet.located, sheet.headers)
        assert other.merged == sheet.merged
        assert (other.rows, other.quarantined_rows, other.skipped) == (
            sheet.rows,
            sheet.quarantined_rows,
            sheet.skipped,
        )


def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    place = save_checked(tmp_path / "staging", "abc", RESULT)
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in place.iterdir()} == {0o600}


def test_keeping_again_replaces_and_discarding_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / ".abc-half").mkdir()  # left by a killed process
    save_checked(tmp_path, "abc", RESULT)
    assert [place.name for place in tmp_path.iterdir()] == ["abc"]
    save_checked(tmp_path, "abc", replace(RESULT, sheets={}))
    assert load_checked(tmp_path, "abc").sheets == {}
    discard_checked(tmp_path, "abc")
    discard_checked(tmp_path, "abc")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        load_checked(tmp_path, "abc")
