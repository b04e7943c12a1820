"""Numbers and addresses of persons in free text: found and masked, and nothing else with them."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.contract_2026_1 import CONTRACT
from schemas.kinds.strays import MAY_HOLD_ONE
from schemas.masking import mask, mask_personal, mask_strays
from tests.schemas.making import SOUND, check, read, row, steady, workbook

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
        ("HP.081234567890", "HP.0812****7890"),
        (f"NIK.{NIK}/081234567890", "NIK.7605********0001/0812****7890"),
        ("081234567890 081298765432", "0812****7890 0812****5432"),
        ("081234567890/081298765432", "0812****7890/0812****5432"),
        ("6281234567890 - +6281298765432", "6281*****7890 - +628******5432"),
        ("(0812) 3456-7890", "(0812*******7890"),
        ("+62 (812) 3456 7890", "+62 ***********7890"),
        ("WA_0812_3456_7890", "WA_0812******7890"),
        ("0812 - 3456 - 7890", "0812**********7890"),
        ("0812\u20133456\u20137890", "0812******7890"),
        ("\uff10\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10", "0812****7890"),
        ("\u0660\u0668\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660", "0812****7890"),
        ("rahma\uff20contoh.id", "r***"),
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
        "08-12-2026 - 10-12-2026",
        "PKS 08.123.456/78.90/2026",
        "kemasan ² ½ 250 g – isi 24",
    ],
)
def test_numbers_of_documents_days_and_sums_are_left_alone(text: str) -> None:
    assert mask_personal(text) == text


@pytest.mark.parametrize("text", ["081234567890 081298765432", "0812 3456 7890 0812 9876 5432"])
def test_two_numbers_in_a_cell_are_masked_one_by_one(text: str) -> None:
    assert re.fullmatch(r"0812\*+7890 0812\*+5432", mask_strays(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("081234567890", "0812****7890"),
        ("081234567890 / 081298765432", "0812****7890 / 0812****5432"),
        ("081234567890 081298765432", "0812****7890 0812****5432"),
        ("0812-3456-7890 dan 0812 9876 5432", "0812******7890 dan 0812******5432"),
        ("081234567890 / Ibu Rahma", "0812****************ahma"),
        ("0/8/1/2/3/4/5/6/7", "0/8/*********/6/7"),
    ],
)
def test_several_numbers_of_a_telephone_column_are_masked_one_by_one(text: str, shown: str) -> None:
    assert mask(CONTRACT.kind("regency").sheet("UMKM")["telepon"], text) == shown


def test_masking_takes_no_longer_where_every_place_may_begin_a_number() -> None:
    start = process_time()
    for text in ("08" * 4000, "08 " * 4000, "0812345678 " * 1000 + "0", "62(8" * 3000, "0" * 8000):
        mask_strays(text)
        mask_personal(text)
    assert process_time() - start < 5


@settings(steady, max_examples=40)
@given(st.from_regex(r"[a /.@+]?(62|0|8|)[ .-]?[(]?8?([0-9]{1,4}[ ._)-]{0,2}){2,6}[a-z@]{0,2}", fullmatch=True))
def test_the_quick_look_overlooks_nothing_that_is_masked(text: str) -> None:
    assert mask_personal(text) == text or re.search(MAY_HOLD_ONE, text)


@pytest.mark.parametrize(
    "number", ["ID76117668673840224", "206760812345678901", "MD 2760812345678901234", "2067-6081-2345-67"]
)
def test_the_quick_look_passes_over_longer_and_shorter_numbers_of_documents(number: str) -> None:
    assert mask_personal(number) == number
    assert re.search(MAY_HOLD_ONE, number) is None


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
