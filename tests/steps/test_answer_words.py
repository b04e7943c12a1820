"""What an answer says: the same in the mail as on Baca Dulu, for every outcome, and enough by itself."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from kemitraan.references import shipped_reference
from kemitraan.steps.job.answering import make_report, returned_workbook
from kemitraan.steps.job.check_bytes import check_bytes
from kemitraan.steps.letters.answer_words import answer_letter
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.finding import Outcome, Severity
from tests.steps.driver import SAMPLES
from tests.steps.making import mitra_csv
from tests.workbooks.makers_returned import finding, report
from workbooks.limits import Limits
from workbooks.returned import Report
from workbooks.returned.words import answer_words

BOMB = "19_mengembang.xlsx"  # nobody opens the answer to it
NOTED = {
    "catatan.csv": mitra_csv("Satu").replace(b"081234567801", b"0812"),
    "dikosongkan.csv": mitra_csv("Satu").replace(b";3\n", b";banyak\n"),
}
SENT = {path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json")}
FILES = sorted(SENT - {BOMB}) + list(NOTED)
NOON = datetime.datetime(2026, 11, 24, 4, tzinfo=datetime.UTC)
RECEIPT = "TANDA TERIMA …\nKode bukti: …"


@cache
def answered(name: str) -> tuple[Report, bytes]:
    """The report of a sample, as its mail has it, and its returned workbook."""
    data = NOTED[name] if name in NOTED else Path(SAMPLES, name).read_bytes()
    result = check_bytes(data, Circumstances(CONTRACTS, shipped_reference(), NOON.date()), Limits()).result
    answer_report = make_report(
        result, shipped_reference(), file=name, received=NOON, send_to="ke folder masuk", office="Majene"
    )
    answer_report = replace(
        answer_report, due="Kami tunggu paling lambat 5 Desember 2026.", contact="Seksi UMKM, telepon 0426-1"
    )
    returned = returned_workbook(data, result, answer_report, Limits())
    return replace(answer_report, contents=returned.contents), returned.data


def on_sheet(data: bytes) -> list[str]:
    """The lines of Baca Dulu up to its counts, legend or receipt, without numbers in front."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Baca Dulu"]
    lines = [str(row[0].value) for row in sheet.iter_rows(min_row=2, max_col=1) if row[0].value is not None]
    end = min(lines.index(title) for title in ("Jumlah baris", "Arti warna", "Tanda terima") if title in lines)
    return [re.sub(r"^(\d+\. )? *", "", line) for line in lines[:end] if line != "Langkah berikutnya"]


def letter(answer_report: Report) -> str:
    return answer_letter(answer_report, RECEIPT)[1]


@pytest.mark.parametrize("name", FILES)
def test_the_mail_says_what_baca_dulu_says_and_nothing_else(name: str) -> None:
    answer_report, returned = answered(name)
    words = answer_words(answer_report)
    assert on_sheet(returned) == [sentence for sentence in words.sentences() if sentence not in words.applied]
    text = letter(answer_report)
    for sentence in words.sentences():
        assert sentence in text
    frame = letter(replace(answer_report, findings=(), counts={}))
    added = [line for line in text.splitlines() if line not in frame.splitlines()]
    text_of_both = "\n".join([*words.sentences(), *(f"{title}" for title in answer_report.names.values())])
    assert all(re.sub(r"^ *(\d+\. )?|:$", "", line) in text_of_both or " baris, " in line for line in added), added


def test_the_samples_have_every_outcome() -> None:
    assert {answered(name)[0].outcome for name in FILES} == set(Outcome)


@pytest.mark.parametrize("name", FILES)
def test_nothing_to_be_mended_is_only_said_where_it_is_so(name: str) -> None:
    answer_report, _ = answered(name)
    claim = re.search(r"tidak ada yang (harus|perlu) diperbaiki", letter(answer_report), re.IGNORECASE)
    assert bool(claim) is (not answer_report.findings)


@pytest.mark.parametrize("name", FILES)
def test_the_mail_tells_the_root_findings_with_their_cells_what_to_do_by_when_and_whom_to_ask(name: str) -> None:
    answer_report, _ = answered(name)
    text = letter(answer_report)
    assert "Hubungi Seksi UMKM, telepon 0426-1." in text
    assert text.index(RECEIPT) > text.index("Langkah berikutnya:")
    bad = [
        finding.finding
        for finding in answer_report.findings
        if finding.finding.severity in (Severity.FATAL, Severity.ERROR)
    ]
    if bad:
        assert "Kami tunggu paling lambat 5 Desember 2026." in text
        assert "\n1. " in text[text.index("Yang harus diperbaiki") :]
    assert "Baris rujukan ditahan" not in text


def test_an_error_names_its_cells_and_the_rows_that_hang_on_it() -> None:
    headings = [error.heading for error in answer_words(answered("06_polewali_antar_baris.xlsx")[0]).findings]
    assert headings[0] == (
        "Sel E9 dan E32, lembar Data UMKM: Isian wajib kosong, dan 12 baris lain ikut tertahan karenanya"
    )
    assert len(headings) == 5


def test_of_many_cells_the_first_are_named() -> None:
    words = answer_words(report(*(finding(f"C{number}") for number in range(2, 9))))
    assert [error.heading for error in words.findings] == [
        "Sel C2, C3, C4, C5 dan 3 sel lain, lembar UMKM: NIB bukan 13 angka"
    ]


def test_more_than_five_are_counted_and_milder_ones_too() -> None:
    codes = ("nib.length", "required", "choice", "number", "range", "date", "integer")
    words = answer_words(
        report(
            *(finding("C2", code=code) for code in codes),
            finding("C3", Severity.WITHHELD),
            finding("C4", Severity.WARNING),
        )
    )
    assert words.findings_title == "Yang harus diperbaiki (5 dari 7 hal)"
    assert words.besides == (
        "Selain itu ada 2 hal lain yang sejenis, 1 nilai dikosongkan dan 1 catatan yang perlu dilihat; "
        "semuanya ada di lembar Perbaikan."
    )


def test_emptied_values_are_to_be_mended_though_every_row_is_loaded() -> None:
    emptied = report(finding("C3", Severity.WITHHELD), outcome=Outcome.ACCEPTED_WITH_NOTES)
    words = answer_words(emptied)
    assert words.summary == ("Semua baris sudah dimuat, tetapi 1 nilai dikosongkan sampai diperbaiki.",)
    assert words.findings_title == "Nilai yang dikosongkan"


def test_who_need_not_do_anything_is_told_so_whatever_was_found() -> None:
    words = answer_words(report(finding("C3"), outcome=Outcome.REJECTED, nothing_to_do=True, decision="Sudah diganti."))
    assert (words.summary, words.findings) == (("Sudah diganti.",), ())
    assert words.steps == ("Anda tidak perlu melakukan apa-apa.",)


def test_errors_without_a_cell_send_nobody_to_coloured_cells() -> None:
    words = answer_words(answered("13_tanpa_produk.xlsx")[0])
    assert words.steps[0] == "Perbaiki yang disebut di atas, di buku kerja balasan kami atau di berkas asli Anda."
    assert len(words.steps) == 2


def test_rules_that_will_change_are_told_apart_from_what_is_to_be_mended() -> None:
    sentence = "Mulai laporan Maret 2027: “Diloloskan di bawah nilai lulus” akan menjadi kesalahan."
    text = letter(replace(answered("01_majene_bersih.xlsx")[0], coming=(sentence,)))
    assert f"Yang akan berubah:\n- {sentence}\n\nAda yang ingin ditanyakan?" in text
