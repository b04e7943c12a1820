"""Pages that people read on the server: what a sender typed stays text, and what matters stands first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kemitraan.pages.dues import due_page
from kemitraan.pages.maintenance import maintenance_page
from kemitraan.pages.markdown import plain, table
from kemitraan.pages.report import report_page
from kemitraan.pages.run import run_page
from kemitraan.pages.submission import page_key, submission_page
from kemitraan.steps.care.maintaining import WorkResult
from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.job.summary import Notice, RunSummary, submission_line
from kemitraan.steps.letters.decision_letters import decisions_waiting
from kemitraan.steps.letters.due_calendar import calendar, calendar_rows
from kemitraan.steps.views.compliance import compliance
from kemitraan.steps.views.reporting import make_partnership_report
from reports.partnership.forms import FORMS
from schemas.period import Period
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv, mitra_xlsx
from warehouse.changes import month_change
from warehouse.decisions import Choice
from warehouse.publishing import withdraw

HOSTILE = "a|b`c` <img src=x onerror=alert(1)> [x](javascript:1) **www.x.test** http://x.test a@x.test \u202egpj.exe\n# H1.csv"
UNKNOWN_HEADER = mitra_csv("Satu", "Dua").replace(b";Nama Mitra;", b";Nama Toko;")
NAMES = {"sulsel-makassar": "Kota Makassar, Sulawesi Selatan", "majene": "Kabupaten Majene"}
NOTICES = (
    Notice("masuk|lain", "Pindahkan <b>berkasnya</b>."),
    Notice("Kota Makassar", "surat.pdf: bukan buku kerja.", calm=True),
)


@pytest.fixture
def summary(workshop: TimelessWorkshop) -> RunSummary:
    """November after October of one office, under a hostile name, and a notice."""
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu", "Dua", period="2026-10"), "oktober.csv")
    run_job(workshop)
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu", "Dua", "Tiga"), "november.csv")
    run_summary = run_job(days_later(workshop, 1), ["sulsel-makassar", "majene"])
    lines = tuple(replace(line, file=HOSTILE) for line in run_summary.lines)
    return replace(run_summary, lines=lines, notices=NOTICES)


def test_the_page_of_a_run_says_what_needs_a_person_first_then_who_sent_what_changed_and_who_was_silent(
    workshop: TimelessWorkshop, summary: RunSummary
) -> None:
    changes = {line.submission: month_change(workshop.warehouse, line.submission) for line in summary.lines}
    page = run_page(summary, {submission: change for submission, change in changes.items() if change}, NAMES, {})
    assert [line for line in page.splitlines() if line.startswith("#")] == [
        "### Perlu perhatian",
        "### Kiriman",
        "### Catatan",
        "### Dibanding bulan sebelumnya",
        "### Tidak ada kiriman baru",
    ]
    assert "| Kota Makassar, Sulawesi Selatan | Oktober 2026 → November 2026 | 2 → 3 | 1 | 0 |" in page
    assert page.rstrip().endswith("Kabupaten Majene.")
    assert f"(../../artifacts/key/{page_key(summary.lines[0])})" in page


def test_the_table_of_submissions_has_few_columns_for_file_names_are_told_on_their_own_pages(
    summary: RunSummary,
) -> None:
    page = run_page(summary, {}, NAMES, {})
    key = page_key(summary.lines[0])
    assert "| Kantor | Periode | Hasil | Diterima | Berlaku |" in page
    assert (
        f"| [Kota Makassar, Sulawesi Selatan](../../artifacts/key/{key}) | November 2026 | Diterima | 3 dari 3 | ya |"
        in page
    )
    assert "onerror" not in page


def test_what_waits_for_a_person_is_called_so_on_the_page_of_the_run_with_links_to_decide(
    workshop: TimelessWorkshop,
) -> None:
    send(workshop.home, "sulsel-makassar", UNKNOWN_HEADER, "judul.csv")
    summary = run_job(workshop, ["sulsel-makassar"])
    (line,) = summary.lines
    assert (line.outcome, line.accepted) == ("rejected", 0)
    page = run_page(summary, {}, NAMES, {line.submission: "1b2c"})
    assert page.startswith("**1 kiriman**: 1 menunggu keputusan.")
    assert "| November 2026 | Menunggu keputusan | 0 dari 2 | tidak |" in page
    assert "belum dapat diterima" not in page.casefold()
    heading, why, at_stake = page.partition("### Perlu keputusan\n\n")[2].splitlines()[:3]
    assert "[Buka putaran keputusannya](../../runs/flow-run/1b2c)" in heading
    assert f"(../../artifacts/key/{page_key(line)})" in heading
    assert why.startswith("    - Judul kolom tidak dikenal")
    assert at_stake.startswith("    - **Untuk November 2026 kini tidak ada yang berlaku.")
    assert "/runs/flow-run/" not in run_page(summary, {}, NAMES, {})


def test_the_page_of_a_submission_that_waits_begins_with_why_and_until_when_and_calls_nothing_refused(
    workshop: TimelessWorkshop,
) -> None:
    send(workshop.home, "sulsel-makassar", UNKNOWN_HEADER, "judul.csv")
    (line,) = run_job(workshop).lines
    page = submission_page(workshop, line)
    assert [line_found for line_found in page.splitlines() if line_found][:4] == [
        "## Kota Makassar, Sulawesi Selatan, November 2026: Menunggu keputusan",
        "- Judul kolom tidak dikenal: “Nama Toko” (lembar Mitra, sel B7).",
        "Untuk November 2026 kini tidak ada yang berlaku. Berapa baris yang akan berlaku baru diketahui sesudah kiriman ini "
        "diperiksa lagi.",
        "Tanpa keputusan sampai 29 November 2026 pukul 12.00 WITA, sistem sendiri memilih “Tolak kiriman”: tidak ada yang "
        "dimuat, dan pengirimnya diberi tahu.",
    ]
    assert "### Perlu keputusan (1)" in page
    assert "Kiriman ditolak" not in page
    assert "belum dapat diterima" not in page.casefold()
    assert "| Lembar | Baris | Sebenarnya baik | Ditahan |" in page


def test_once_it_is_refused_its_page_says_so(workshop: TimelessWorkshop) -> None:
    send(workshop.home, "sulsel-makassar", UNKNOWN_HEADER, "judul.csv")
    run_job(workshop)
    (line,) = run_job(days_later(workshop, 5)).lines
    page = submission_page(workshop, line)
    assert "November 2026: Belum dapat diterima" in page
    assert "### Kiriman ditolak (1)" in page
    assert "seluruh kiriman belum dapat diterima" in page
    assert "Tanpa keputusan" not in page
    assert "- Diputuskan oleh sistem pada 29 November 2026 pukul 12.00 WITA, karena tidak ada keputusan sampai" in page


def test_the_page_of_a_submission_says_who_decided_and_why_and_who_withdrew_it(workshop: TimelessWorkshop) -> None:
    send(workshop.home, "sulsel-makassar", mitra_xlsx(*["Grosir"] * 4, *["Entah apa"] * 8), "buruk.xlsx")
    (line,) = run_job(workshop).lines
    decide_submission(workshop, line.submission, Choice.LOAD, who="Rahma", why="Sudah ditanyakan lewat telepon.")
    run_job(workshop)
    withdraw(workshop.warehouse, line.submission, who="Andi", why="berkas tertukar")
    page = submission_page(workshop, submission_line(workshop, line.submission))
    entries = [line_found for line_found in page.partition("| Lembar |")[0].splitlines() if line_found.startswith("- ")]
    assert entries == [
        "- Diputuskan oleh Rahma pada 24 November 2026 pukul 12.00 WITA: baris yang baik dimuat. Alasannya: Sudah "
        "ditanyakan lewat telepon.",
        "- Tidak diberlakukan lagi oleh Andi pada 24 November 2026 pukul 12.00 WITA. Alasannya: berkas tertukar.",
    ]


def test_every_office_that_owes_is_in_the_compliance_table_the_province_is_not(
    workshop: TimelessWorkshop, summary: RunSummary
) -> None:
    rows = {row["Kantor"]: row for row in compliance(workshop).by_heading()}
    assert rows["Kota Parepare, Sulawesi Selatan"] == {
        "Kantor": "Kota Parepare, Sulawesi Selatan",
        "November 2026": "Belum mengirim",
        "Oktober 2026": "Belum mengirim",
    }
    owing = {office.name for office in workshop.config.offices if office.owes_reports}
    assert set(rows) == owing
    assert "Provinsi Sulawesi Barat" not in owing


def test_a_file_that_tells_no_month_is_told_by_the_compliance_table_as_by_the_calendar(
    workshop: TimelessWorkshop, summary: RunSummary
) -> None:
    send(workshop.home, "sulsel-parepare", b"bukan buku kerja", "rusak.xlsx")
    later = days_later(workshop, 2)
    run_job(later)
    november = {row["Kantor"]: row["November 2026"] for row in compliance(later).by_heading()}
    assert november["Kota Parepare, Sulawesi Selatan"] == "Belum dapat diterima (bulannya tidak terbaca)"
    assert november["Kabupaten Majene"] == "Belum mengirim"
    owed = calendar_rows(later, calendar(later, later.now().date(), Period(2026, 11)))
    assert [row.standing for row in owed if row.office == "sulsel-parepare"] == ["refused"]


def test_a_hostile_file_name_stays_one_cell_of_text(workshop: TimelessWorkshop, summary: RunSummary) -> None:
    page = submission_page(workshop, summary.lines[0])
    (line,) = [line_found for line_found in page.splitlines() if "onerror" in line_found]
    assert line.replace("\\|", "").count("|") == 3
    assert "\n# H1" not in page
    notice = run_page(replace(summary, notices=(Notice(HOSTILE, HOSTILE),)), {}, NAMES, {})
    assert "\n# H1" not in notice
    for text in (line, page, notice):
        assert "<img" not in text.replace("\\<", "")
        assert "\u202e" not in text
        assert "http://" not in text
        assert "www.x" not in text
        assert "a@x" not in text
        assert "[x]" not in text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Laporan Majene (2) 2026-11.xlsx", "Laporan Majene (2) 2026-11.xlsx"),
        ("a_b*c", "a\\_b\\*c"),
        ("a\r\nb\u2028c\x00", "a  b c "),
        ("https://x", "https:\u2060//x"),
    ],
)
def test_text_is_left_alone_save_what_would_be_markup(text: str, escaped: str) -> None:
    assert plain(text) == escaped


def test_the_page_of_a_submission_tells_counts_change_receipt_and_where_the_answer_lies(
    workshop: TimelessWorkshop, summary: RunSummary
) -> None:
    (line,) = summary.lines
    page = submission_page(workshop, line)
    assert page.startswith("## Kota Makassar, Sulawesi Selatan, November 2026: Diterima\n")
    assert "| Mitra | 3 | 3 | 0 |" in page
    assert "Dibanding Oktober 2026: +1 baris diterima (2 → 3), 1 usaha baru, 0 tidak disebut lagi." in page
    assert f"| Nomor kiriman | `{line.submission}` |" in page
    assert "| Jawaban | keluar/sulsel-makassar/…\\_hasil-" in page
    assert "| Kode bukti | `" in page
    for file in ("asli", "balasan"):
        assert f"](../../../kemitraan/kiriman/{line.submission}/{file})" in page


def test_who_was_mentioned_and_held_back_is_told_apart_from_who_is_not_mentioned_any_more(
    workshop: TimelessWorkshop,
) -> None:
    send(workshop.home, "sulsel-makassar", mitra_xlsx(*["Grosir"] * 4, period="2026-10"), "oktober.xlsx")
    run_job(workshop)
    send(workshop.home, "sulsel-makassar", mitra_xlsx("Grosir", "Entah apa", "Entah apa"), "november.xlsx")
    summary = run_job(days_later(workshop, 1))
    (line,) = summary.lines
    change = month_change(workshop.warehouse, line.submission)
    assert change is not None
    page = submission_page(workshop, line)
    assert "0 usaha baru, 1 tidak disebut lagi, 2 disebut tetapi barisnya ditahan." in page
    run = run_page(
        summary, {line.submission: change}, {office.slug: office.name for office in workshop.config.offices}, {}
    )
    assert "| Usaha baru | Tidak disebut lagi | Ditahan |" in run
    assert "| 4 → 1 | 0 | 1 | 2 |" in run


def test_the_causes_come_before_what_follows_from_them(workshop: TimelessWorkshop) -> None:
    send(workshop.home, "polewali-mandar", "06_polewali_antar_baris.xlsx")
    (line,) = run_job(workshop).lines
    held = submission_page(workshop, line).partition("### Baris ditahan")[2].partition("###")[0]
    groups = [group for group in held.splitlines() if group.startswith("- **")]
    assert len(groups) > 2
    assert groups[-1].startswith("- **Baris rujukan ditahan** (18)")


def test_the_page_of_maintenance_names_what_needs_a_person() -> None:
    care = [WorkResult("Arsip", False, "2 rusak", ("kiriman <1>",)), WorkResult("Gudang data", True, "utuh")]
    page = maintenance_page([*care, WorkResult("Cadangan", True, "tidak dibuat", left_out=True)])
    assert "| Gudang data | baik | utuh |" in page
    assert "| Cadangan | belum disetel | tidak dibuat |" in page
    assert "| Arsip | **perlu perhatian** | 2 rusak |" in page
    assert page.endswith("- kiriman \\<1\\>")


def test_the_page_of_the_report_links_its_files(workshop: TimelessWorkshop) -> None:
    page = report_page(make_partnership_report(workshop))
    for form in FORMS:
        assert f"`laporan/laporan-kemitraan_2026-11-24.{form}`" in page
        assert f"](../../../kemitraan/laporan/laporan-kemitraan_2026-11-24.{form})" in page


def test_a_table_has_its_numbers_to_the_right() -> None:
    assert table(("A", "B"), [("x", 1)], right_aligned=("B",)) == ["| A | B |", "| --- | ---: |", "| x | 1 |", ""]


def test_a_hash_can_be_broken_into_lines(workshop: TimelessWorkshop, summary: RunSummary) -> None:
    page = submission_page(workshop, summary.lines[0])
    assert max(len(word) for word in page.split() if word.startswith("`")) < 30


def test_the_calendar_of_dues_begins_with_what_waits_and_then_tells_of_the_month(workshop: TimelessWorkshop) -> None:
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu"), "november.csv")
    send(workshop.home, "sulsel-parepare", UNKNOWN_HEADER.replace(b"73.71", b"73.72"), "judul.csv")
    run_job(workshop)
    (waiting,) = decisions_waiting(workshop)
    rows = calendar_rows(workshop, calendar(workshop, workshop.now().date()))
    page = due_page(rows, [], [waiting], {waiting.decision.submission: "5e"}).splitlines()
    headings = [line for line in page if line.startswith("#")]
    assert headings == ["### Menunggu keputusan", "### Laporan November 2026"]
    assert page[2].endswith(" [Buka putaran keputusannya](../../runs/flow-run/5e).")
    assert f"Batas kirim 5 Desember 2026. Laporan 1 dari {len(rows)} kantor sudah diterima." in page
    assert "| Kota Makassar, Sulawesi Selatan | Sudah diterima | dikirim 24 November 2026 | – |" in page


def test_without_offices_that_owe_reports_the_calendar_says_so() -> None:
    assert due_page([], [], [], {}) == "Tidak ada kantor yang wajib lapor."
