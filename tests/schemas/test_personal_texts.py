"""Numbers and addresses of persons in free text: found and masked, and nothing else with them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.kinds.strays import MAY_HOLD_ONE
from schemas.masking import mask_personal
from tests.schemas.making import SOUND, check, read, row, workbook

NIK = "7605014507890001"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"NIK {NIK}", "NIK 7605********0001"),
        ("7605 0145 0789 0001 punya", "7605********0001 punya"),
        ("760501-450789-0001", "7605********0001"),
        ("hubungi 081234567890 ya", "hubungi 0812****7890 ya"),
        ("WA: 0812-3456-7890", "WA: 0812******7890"),
        ("+62 812 3456 7890", "+62 *********7890"),
        ("6281234567890", "6281*****7890"),
        ("surel rahma.p@contoh.co.id.", "surel r***."),
        ("a@b.id dan c@d.id", "a*** dan c***"),
        ("Ibu Rahma (081234567890/rahma@contoh.id)", "Ibu Rahma (0812****7890/r***)"),
    ],
)
def test_what_is_personal_in_a_text_is_masked(text: str, shown: str) -> None:
    assert mask_personal(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "518/045.2/KUKM/2026",
        "500.2.2.14/1234/2026",
        "PKS No. 012/MIDI/XI/2026 tanggal 05-11-2026",
        "NIB 9120001112223",
        "Rp 12.500.000,- sampai Rp 81.234.567.890",
        "GTIN 8991234567895",
        "P-IRT 2067315010123-29",
        "telp kantor 0426-21234",
        "kemasan @250 g, isi 24 @ Rp 5.000",
        "harga @5.000.000",
        "24pcs@5.000",
        "2026-11-05 s.d. 2026-11-28",
        "ISO 22000:2018 0812/2026",
    ],
)
def test_numbers_of_documents_days_and_sums_are_left_alone(text: str) -> None:
    assert mask_personal(text) == text


@given(st.from_regex(r"[a /.@+]?(62|0|8|)[ .-]?8?([0-9]{1,4}[ .-]?){2,6}[a-z@]{0,2}", fullmatch=True))
def test_the_quick_look_overlooks_nothing_that_is_masked(text: str) -> None:
    assert mask_personal(text) == text or re.search(MAY_HOLD_ONE, text)


@pytest.mark.parametrize(("title", "column"), [("UMKM", "nama_usaha"), ("Kurasi", "catatan"), ("Produk", "hki")])
def test_the_sender_is_warned_and_the_row_is_loaded(title: str, column: str) -> None:
    sheets = {name: [SOUND[name]] for name in ("UMKM", "Produk") if name != title}
    result = check(workbook(**sheets, **{title: [row(title, **{column: f"Punya {NIK}"})]}))
    (finding,) = [entry for entry in result.findings if entry.column == column]
    assert (finding.code, str(finding.severity), finding.got) == ("text.personal", "warning", "Punya 7605********0001")
    assert result.sheets[title].accepted_rows == 1


def test_the_usual_way_past_the_reader_overlooks_nothing() -> None:
    plain = [
        {"kode_umkm": f"MJN-{number:04d}", "nama_usaha": f"Usaha yang biasa saja {number}"} for number in range(2, 9)
    ]
    odd = {"kode_umkm": "MJN-0001", "nama_usaha": "Usaha biasa hubungi 081234567890"}
    rows = [row("UMKM", **values, nib=f"912000111{number:04d}") for number, values in enumerate([odd, *plain])]
    findings = check(workbook(UMKM=rows, Produk=[SOUND["Produk"]])).findings
    assert [entry.key for entry in findings if entry.code == "text.personal"] == ["MJN-0001"]


def test_a_partner_whom_nobody_has_confirmed_is_named_by_its_sender_alone() -> None:
    reading = read("Kemitraan", "usaha_besar", f"Toko Ibu Rahma {NIK}")
    assert re.fullmatch(r"mitra belum dikenal \([0-9a-f]{8}\)", reading.value)
    assert [str(issue.code) for issue in reading.issues] == ["text.personal", "partner.unknown"]
    assert read("Kemitraan", "usaha_besar", f"TOKO IBU RAHMA, {NIK}").value == reading.value
    assert read("Kemitraan", "usaha_besar", "Toko Ibu Rahmi").value != reading.value


@pytest.mark.parametrize("value", ["081234567890", "+62 812 3456 7890", "0812-3456-7890"])
def test_a_telephone_number_is_no_sum(value: str) -> None:
    reading = read("UMKM", "modal_usaha", value)
    assert (reading.value, [str(issue.code) for issue in reading.issues]) == (None, ["number"])


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("nib", "Sitti Aminah", "Sit… (12 huruf)"),
        ("kode_umkm", "Sitti Aminah", "Sit… (12 huruf)"),
        ("nib", "Rahmatia", "Rah… (8 huruf)"),
        ("omzet_tahunan", "RAHMATIA.", "RAH… (9 huruf)"),
        ("omzet_tahunan", "setahun", "setahun"),
        ("bidang_usaha", "Entahlah", "Entahlah"),
        ("omzet_tahunan", "Sitti Aminah", "Sit… (12 huruf)"),
        ("kbli", "Jl. Melati", "Jl.… (10 huruf)"),
        ("omzet_tahunan", "sesuai catatan kas", "sesuai catatan kas"),
        ("omzet_tahunan", "Lima juta", "Lima juta"),
        ("kbli", "Belum ada kode", "Belum ada kode"),
        ("nib", "rahma@contoh.id", "r***"),
        ("bidang_usaha", "Kerajinan Kayu", "Kerajinan Kayu"),
    ],
)
def test_words_where_figures_are_asked_are_shown_by_their_beginning(column: str, value: str, shown: str) -> None:
    findings = check(workbook(UMKM=[row("UMKM", **{column: value})])).findings
    assert [finding.got for finding in findings if (finding.sheet, finding.column) == ("UMKM", column)] == [shown]
