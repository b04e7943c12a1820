"""Headers that nobody claims: when they are asked about, what is remembered for whom, and that the submission
goes on.
"""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from kemitraan.steps.decisions.header_questions import MOST_FOR_ONE
from kemitraan.steps.decisions.reviewing import decide_submission
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, process, run_job
from tests.steps.making import mitra_csv, mitra_xlsx, mostly_bad_csv
from tests.steps.test_waiting import OFFICE, OTHER, WHO, baca_dulu, in_force, sent
from warehouse.decisions import About, Choice, Decision, Question, decide, open_decisions
from warehouse.errors import WarehouseError
from warehouse.header_aliases import forget_header, learnt_headers
from warehouse.reading import known_keys
from warehouse.state import State
from warehouse.submissions import get_submission

LOCATED = ("kode_mitra", "jenis", "kabupaten", "kontak", "jumlah_gerai")
"""Columns of Mitra whose headers stand in the list of partners, whatever Nama Mitra is called in it."""


def renamed(data: bytes, **headers: str) -> bytes:
    """The list of partners with other words for a header; ``nama`` for Nama Mitra, ``kontak`` for Kontak, and so on."""
    mitra_headers = {"kode": "Kode Mitra", "nama": "Nama Mitra", "jenis": "Jenis Mitra", "kontak": "Kontak"}
    for name, text in headers.items():
        data = data.replace(f";{mitra_headers[name]};".encode(), f";{text};".encode())
    return data


def open_decision(workshop: TimelessWorkshop) -> Decision:
    (decision,) = open_decisions(workshop.warehouse)
    return decision


def answer(workshop: TimelessWorkshop, **columns: str | None) -> None:
    """Answer the open question, by the text of each header; carry on."""
    decision = open_decision(workshop)
    answers = {question: columns[question.text.split()[-1].lower()] for question in decision.questions}
    decide_submission(workshop, decision.submission, Choice.RECHECK, **WHO, answers=answers)
    process(workshop, decision.submission)


def test_a_missing_columns_likely_header_is_asked_for_and_remembered_for_the_sender_with_who_and_when(
    workshop: TimelessWorkshop,
) -> None:
    line = sent(workshop, renamed(mitra_csv("Satu", "Dua"), nama="Nama Toko"), "satu.csv")
    assert (line.state, line.outcome) == ("waiting", "rejected")
    decision = open_decision(workshop)
    assert (decision.about, decision.choices) == (About.HEADERS, (Choice.RECHECK, Choice.REFUSE, Choice.RESEND))
    assert decision.reasons == ("Judul kolom tidak dikenal: “Nama Toko” (lembar Mitra, sel B7).",)
    (question,) = decision.questions
    assert question == Question("Mitra", "B7", "Nama Toko", "namatoko", question.columns)
    likeliest, *others = question.columns
    assert (likeliest, set(others) & set(LOCATED)) == ("nama_mitra", set())
    answer(workshop, toko="nama_mitra")
    submission = get_submission(workshop.warehouse, line.submission)
    assert (submission.state, submission.outcome, submission.in_force) == (State.ANSWERED, "accepted", True)
    assert known_keys(workshop.warehouse, "mitra") == {"SSL-0001", "SSL-0002"}
    (page,) = baca_dulu(workshop)
    assert "judul kolom yang belum kami kenal dicocokkan, lalu kiriman diperiksa lagi" in page
    (learnt,) = learnt_headers(workshop.warehouse)
    assert (learnt.office, learnt.sheet, learnt.text, learnt.column_name) == (
        "73.71",
        "Mitra",
        "Nama Toko",
        "nama_mitra",
    )
    assert (learnt.who, learnt.at) == ("Rahma", workshop.noon)


@on_sqlite
def test_the_next_month_passes_without_asking_and_another_sender_is_asked_for_itself(
    workshop: TimelessWorkshop,
) -> None:
    sent(workshop, renamed(mitra_csv("Satu"), nama="Nama Toko"), "november.csv")
    answer(workshop, toko="nama_mitra")
    december = days_later(workshop, 30)
    line = sent(december, renamed(mitra_csv("Satu", "Dua", period="2026-12"), nama="NAMA  TOKO :"), "desember.csv")
    assert (line.state, line.outcome) == ("answered", "accepted")
    other = sent(december, renamed(mitra_csv("Tiga", office="73.72"), nama="Nama Toko"), "lain.csv", OTHER)
    assert other.state == "waiting"
    assert open_decision(december).submission == other.submission


def test_a_header_that_means_no_column_is_remembered_too_and_the_normal_outcome_stands(
    embedded: TimelessWorkshop,
) -> None:
    sent(embedded, renamed(mitra_csv("Satu"), nama="Nama Toko"), "november.csv")
    answer(embedded, toko=None)
    (page,) = baca_dulu(embedded)
    assert "Belum dapat diterima" in page
    line = sent(days_later(embedded, 1), renamed(mitra_csv("Satu", "Dua"), nama="Nama Toko"), "lagi.csv")
    assert (line.state, line.outcome) == ("answered", "rejected")


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (renamed(mitra_csv("Satu", office="73.72"), nama="Nama Toko"), "rejected"),
        (renamed(mitra_csv("Satu"), nama="Foto"), "rejected"),
        (renamed(mitra_csv("Satu"), nama="Foto", jenis="Jenis Toko"), "rejected"),
        (renamed(mitra_csv("Satu"), nama="2026", jenis="Jenis Toko"), "rejected"),
        (renamed(mitra_csv("Satu"), kontak="Keterangan"), "accepted_with_notes"),
        (mitra_csv("Satu").replace(b"Jumlah Gerai", b"Jumlah Gerai;Nama Mitra Lama"), "accepted_with_notes"),
    ],
    ids=[
        "the cover names another office",
        "not like the missing column",
        "one of two missing columns cannot be found",
        "a header of digits alone",
        "not like the optional column",
        "like a column that is there",
    ],
)
def test_what_an_answer_would_not_mend_is_not_held_up(embedded: TimelessWorkshop, data: bytes, outcome: str) -> None:
    line = sent(embedded, data, "kiriman.csv")
    assert (line.state, line.outcome) == ("answered", outcome)


def test_a_lost_column_that_may_be_empty_is_asked_for_when_the_header_is_very_like_it(
    embedded: TimelessWorkshop,
) -> None:
    line = sent(embedded, renamed(mitra_csv("Satu"), kontak="Kontak Mitra"), "kontak.csv")
    assert (line.state, line.outcome) == ("waiting", "accepted_with_notes")
    assert open_decision(embedded).choices == (Choice.RECHECK, Choice.LOAD, Choice.REFUSE, Choice.RESEND)
    summary = run_job(days_later(embedded, 5))
    assert [(line_shown.outcome, line_shown.in_force) for line_shown in summary.lines] == [
        ("accepted_with_notes", True)
    ]
    (page,) = baca_dulu(embedded)
    assert "belum ada keputusan, jadi sistem kami yang memutuskan: baris yang baik dimuat" in page
    assert learnt_headers(embedded.warehouse) == []


def test_rows_that_must_wait_themselves_are_not_loaded_because_only_a_header_was_answered_for_by_nobody(
    embedded: TimelessWorkshop,
) -> None:
    line = sent(embedded, renamed(mostly_bad_csv(), kontak="Kontak Mitra"), "kontak.csv")
    assert len(open_decision(embedded).reasons) == 2
    run_job(days_later(embedded, 5))
    assert get_submission(embedded.warehouse, line.submission).outcome == "rejected"


def test_answers_that_cannot_be_are_refused_with_words_and_nothing_is_remembered(embedded: TimelessWorkshop) -> None:
    sent(embedded, renamed(mitra_csv("Satu"), nama="Nama Toko", jenis="Jenis Toko"), "dua.csv")
    decision = open_decision(embedded)
    nama, jenis = sorted(decision.questions, key=lambda question: question.cell)
    for answers, words in [
        ({nama: "nama_mitra"}, "Jenis Toko"),
        ({nama: "nama_mitra", jenis: "nama_mitra"}, "dua kali: Nama Mitra"),
        ({nama: "jenis", jenis: "jenis"}, "dua kali: Jenis Mitra"),
        ({nama: "kode_mitra", jenis: "jenis"}, "tidak ditawarkan untuk judul Nama Toko"),
    ]:
        with pytest.raises(WarehouseError, match=words):
            decide(embedded.warehouse, decision.submission, Choice.RECHECK, **WHO, answers=answers)
    assert learnt_headers(embedded.warehouse) == []
    right: dict[Question, str | None] = {nama: "nama_mitra", jenis: "jenis"}
    decide_submission(embedded, decision.submission, Choice.RECHECK, **WHO, answers=right)
    process(embedded, decision.submission)
    assert in_force(embedded) == ["dua.csv"]


def test_once_the_headers_are_known_the_rows_may_have_to_wait_themselves(embedded: TimelessWorkshop) -> None:
    line = sent(embedded, renamed(mostly_bad_csv(), nama="Nama Toko"), "buruk.csv")
    assert open_decision(embedded).about is About.HEADERS
    answer(embedded, toko="nama_mitra")
    again = open_decision(embedded)
    assert (again.submission, again.round, again.about) == (line.submission, 2, About.ROWS)
    decide_submission(embedded, line.submission, Choice.LOAD, **WHO)
    process(embedded, line.submission)
    assert in_force(embedded) == ["buruk.csv"]


def test_a_forgotten_header_is_asked_for_again(embedded: TimelessWorkshop) -> None:
    sent(embedded, renamed(mitra_csv("Satu"), nama="Nama Toko"), "november.csv")
    answer(embedded, toko="nama_mitra")
    assert forget_header(embedded.warehouse, "73.71", "Mitra", "namatoko")
    assert not forget_header(embedded.warehouse, "73.71", "Mitra", "namatoko")
    line = sent(days_later(embedded, 1), renamed(mitra_csv("Satu", "Dua"), nama="Nama Toko"), "lagi.csv")
    assert line.state == "waiting"


def test_a_workbook_is_asked_about_as_a_csv_is(embedded: TimelessWorkshop) -> None:
    book = openpyxl.load_workbook(BytesIO(mitra_xlsx("Grosir", "Eksportir")))
    book["Mitra"]["B1"] = "Nama Toko"
    file = BytesIO()
    book.save(file)
    assert sent(embedded, file.getvalue(), "toko.xlsx", OFFICE).state == "waiting"
    answer(embedded, toko="nama_mitra")
    assert in_force(embedded) == ["toko.xlsx"]


@on_sqlite
def test_an_answer_serves_the_other_months_that_wait_for_the_same_header_and_it_stays_the_persons_answer(
    workshop: TimelessWorkshop,
) -> None:
    september, october = (
        sent(workshop, renamed(mitra_csv("Satu", "Dua", period=f"2026-{month}"), nama="Nama Toko"), f"{month}.csv")
        for month in ("09", "10")
    )
    (first,) = [
        decision for decision in open_decisions(workshop.warehouse) if decision.submission == september.submission
    ]
    answers = dict.fromkeys(first.questions, "nama_mitra")
    decide_submission(workshop, first.submission, Choice.RECHECK, **WHO, answers=answers)
    run_job(days_later(workshop, 1))
    assert open_decisions(workshop.warehouse) == []
    assert in_force(workshop) == ["09.csv", "10.csv"]
    (page,) = [page for page in baca_dulu(workshop) if "10.csv" in page]
    assert "sudah dicocokkan petugas provinsi di kiriman Anda yang lain, jadi kiriman ini diperiksa lagi." in page
    assert [(learnt.who, learnt.at) for learnt in learnt_headers(workshop.warehouse)] == [("Rahma", workshop.noon)]
    assert get_submission(workshop.warehouse, october.submission).state is State.ANSWERED


def test_an_answer_does_not_serve_where_a_header_is_still_unknown(embedded: TimelessWorkshop) -> None:
    one_header = renamed(mitra_csv("Satu", "Dua", period="2026-09"), nama="Nama Toko")
    two_headers = renamed(mitra_csv("Satu", "Dua", period="2026-10"), nama="Nama Toko", jenis="Jenis Toko")
    first = sent(embedded, one_header, "09.csv").submission
    second = sent(embedded, two_headers, "10.csv").submission
    (asked_first,) = [decision for decision in open_decisions(embedded.warehouse) if decision.submission == first]
    answers = dict.fromkeys(asked_first.questions, "nama_mitra")
    decide_submission(embedded, first, Choice.RECHECK, **WHO, answers=answers)
    run_job(days_later(embedded, 1))
    assert [decision.submission for decision in open_decisions(embedded.warehouse)] == [second]


@on_sqlite
def test_what_may_be_a_missing_required_column_is_asked_first_and_all_in_one_round(workshop: TimelessWorkshop) -> None:
    data = renamed(mitra_csv("Satu"), nama="Toko atau Nama", kontak="Kontak Mitra", jenis="Jenis Toko Mitra")
    sent(workshop, data, "satu.csv")
    questions = open_decision(workshop).questions
    assert [(question.text, question.columns[0]) for question in questions] == [
        ("Jenis Toko Mitra", "jenis"),
        ("Toko atau Nama", "nama_mitra"),
        ("Kontak Mitra", "kontak"),
    ]
    answers = {question: question.columns[0] for question in questions}
    submission = open_decision(workshop).submission
    decide_submission(workshop, submission, Choice.RECHECK, **WHO, answers=answers)
    process(workshop, submission)
    assert get_submission(workshop.warehouse, submission).in_force
    assert open_decisions(workshop.warehouse) == []


def test_of_twenty_headers_only_those_that_may_be_a_lacking_column_are_asked_about(workshop: TimelessWorkshop) -> None:
    other_headers = [
        "RT",
        "RW",
        "KABUPATEN LAHIR",
        "JABATAN",
        "TANGGAL LAHIR",
        "AGAMA",
        *(f"ISIAN {at}" for at in range(14)),
    ]
    data = renamed(mitra_csv("Satu"), nama="Nama Toko").replace(b";Kontak;", f";{';'.join(other_headers)};".encode())
    sent(workshop, data, "satu.csv")
    assert open_decision(workshop).questions[0].text == "Nama Toko"
    assert len(open_decision(workshop).questions) <= MOST_FOR_ONE
