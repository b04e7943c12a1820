"""A person decides: what waits and what does not, each decision, the due date, and what a later submission
overtakes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import delete

from kemitraan.steps.decisions.reviewing import decide_submission, settle
from kemitraan.steps.job.collecting import look_at_source, take
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.processing import check_submission, load_submission
from kemitraan.steps.job.selecting import mark_failed, reopen
from kemitraan.steps.job.summary import SubmissionLine
from kemitraan.steps.job.waiting_letters import senders_to_tell, tell_sender_waiting
from kemitraan.steps.receipts.receipt import receipt_of
from schemas.finding import Outcome
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, by_name, days_later, process, run_job, send
from tests.steps.making import mitra_csv, mitra_xlsx
from warehouse.decisions import Choice, decide, last_decision, open_decisions
from warehouse.errors import AlreadyDecided, Overtaken, WarehouseError
from warehouse.reading import events, live_submissions
from warehouse.state import State
from warehouse.submissions import get_submission, unfinished
from warehouse.tables import letter

OFFICE = "sulsel-makassar"
OTHER = "sulsel-parepare"
BAD = "Entah apa"
MOSTLY_BAD = mitra_xlsx(*["Grosir"] * 4, *[BAD] * 8)
WHO = {"who": "Rahma", "why": "Sudah ditanyakan lewat telepon."}


def sent(workshop: TimelessWorkshop, data: bytes, name: str = "kiriman.xlsx", slug: str = OFFICE) -> SubmissionLine:
    """What becomes of a file in a run of all offices."""
    send(workshop.home, slug, data, name)
    line = by_name(workshop, run_job(workshop).lines)[name]
    return line


def baca_dulu(workshop: TimelessWorkshop, slug: str = OFFICE) -> list[str]:
    """Every text of Baca Dulu in each answer of the office, the texts of one answer joined."""
    pages = [openpyxl.load_workbook(path)["Baca Dulu"] for path in sorted(workshop.home.outbox(slug).glob("*.xlsx"))]
    return ["\n".join(str(cell.value) for row in page for cell in row if cell.value) for page in pages]


def in_force(workshop: TimelessWorkshop) -> list[str]:
    return sorted(submission.file_name for submission in live_submissions(workshop.warehouse))


def reasons(workshop: TimelessWorkshop) -> list[str]:
    return [reason for decision in open_decisions(workshop.warehouse) for reason in decision.reasons]


@on_sqlite
def test_with_too_many_rows_held_back_it_waits_unanswered_and_nobody_else_waits_with_it(
    workshop: TimelessWorkshop,
) -> None:
    send(workshop.home, OFFICE, MOSTLY_BAD, "buruk.xlsx")
    send(workshop.home, OTHER, mitra_csv("Toko", office="73.72"), "baik.csv")
    summary = run_job(workshop)
    states = {name: line.state for name, line in by_name(workshop, summary.lines).items()}
    assert states == {"buruk.xlsx": "waiting", "baik.csv": "answered"}
    assert reasons(workshop) == ["8 dari 12 baris ditahan, lebih dari 50 persen."]
    (undecided,) = summary.undecided
    assert (undecided.office, undecided.period, undecided.days_left) == (OFFICE, "2026-11", 5)
    assert summary.has_errors
    assert baca_dulu(workshop) == []
    later = run_job(days_later(workshop, 2))
    assert (later.lines, [decision.days_left for decision in later.undecided]) == ((), [3])


def notes(workshop: TimelessWorkshop, slug: str = OFFICE) -> dict[str, str]:
    """Name and text of what the office was told of submissions that wait."""
    laid = sorted(workshop.home.outbox(slug).glob("*.txt"))
    return {path.name: path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") for path in laid}


@on_sqlite
def test_its_sender_is_told_at_once_and_once_for_each_question(workshop: TimelessWorkshop) -> None:
    line = sent(workshop, MOSTLY_BAD, "buruk.xlsx")
    for _ in range(2):
        ((name, text),) = notes(workshop).items()
        assert re.fullmatch(r"2026-11_buruk_menunggu-[0-9a-f]{8}\.txt", name)
        assert "menunggu keputusan petugas provinsi sampai 29 November 2026 pukul 12.00" in text
        assert "Anda tidak perlu mengirim lagi" in text
        assert "Bila sampai saat itu belum diputuskan, kiriman ini tidak dimuat" in text
        assert "berkas itu menggantikan kiriman yang menunggu ini" in text
        assert "8 dari 12 baris ditahan" in text
        run_job(days_later(workshop, 1))
    decide_submission(workshop, line.submission, Choice.LOAD, **WHO)
    process(workshop, line.submission)
    assert len(notes(workshop)) == len(baca_dulu(workshop)) == 1


def test_who_could_not_be_told_because_the_run_was_killed_is_told_by_the_next_one(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, MOSTLY_BAD, "buruk.xlsx")
    line = _checked_only(embedded)
    assert notes(embedded) == {}
    assert senders_to_tell(embedded) == [line]
    run_job(embedded)
    assert len(notes(embedded)) == 1
    assert senders_to_tell(embedded) == []
    (laid,) = embedded.home.outbox(OFFICE).glob("*.txt")
    forget_letters(embedded)  # killed after laying it and before recording it
    tell_sender_waiting(embedded, line)
    assert list(embedded.home.outbox(OFFICE).glob("*.txt")) == [laid]


def _checked_only(workshop: TimelessWorkshop) -> str:
    """Bring what lies in the inbox as far as waiting, and no further."""
    (waiting,) = look_at_source(workshop, OFFICE, 0).items
    arrival = take(workshop, waiting)
    assert arrival
    check_submission(workshop, arrival.submission)
    assert not load_submission(workshop, arrival.submission)
    return arrival.submission


def forget_letters(workshop: TimelessWorkshop) -> None:
    workshop.warehouse.run(lambda connection: connection.execute(delete(letter)))


def test_half_of_the_rows_or_a_few_rows_altogether_wait_for_nobody(embedded: TimelessWorkshop) -> None:
    assert sent(embedded, mitra_xlsx(*["Grosir"] * 6, *[BAD] * 6), "separuh.xlsx").state == "answered"
    assert sent(embedded, mitra_xlsx("Grosir", *[BAD] * 8, period="2026-09"), "sedikit.xlsx").state == "answered"
    assert sent(embedded, mitra_xlsx(*[BAD] * 12), "semua.xlsx").outcome == "rejected"
    assert open_decisions(embedded.warehouse) == []


@on_sqlite
def test_the_good_rows_are_loaded_when_a_person_says_so_and_the_sender_reads_who_decided_and_why(
    workshop: TimelessWorkshop,
) -> None:
    line = sent(workshop, MOSTLY_BAD)
    decide_submission(workshop, line.submission, Choice.LOAD, **WHO)
    assert [submission.id for submission in unfinished(workshop.warehouse)] == [line.submission]
    assert run_job(workshop).undecided == ()
    submission = get_submission(workshop.warehouse, line.submission)
    assert (submission.state, submission.outcome, submission.in_force) == (
        State.ANSWERED,
        Outcome.PARTIALLY_ACCEPTED,
        True,
    )
    (page,) = baca_dulu(workshop)
    assert "Diterima sebagian" in page
    assert "Keputusan petugas provinsi (Rahma) pada 24 November 2026: baris yang baik dimuat." in page
    assert "Alasannya: Sudah ditanyakan lewat telepon." in page
    assert ("Rahma", "Sudah ditanyakan lewat telepon.") in [
        (event.who, event.why) for event in events(workshop.warehouse, line.submission)
    ]


@pytest.mark.parametrize(
    ("choice", "words"),
    [(Choice.REFUSE, "kiriman ini ditolak"), (Choice.RESEND, "mohon kirim berkas yang baru")],
)
def test_what_a_person_refuses_is_told_as_not_accepted_and_the_former_stays_in_force(
    embedded: TimelessWorkshop, choice: Choice, words: str
) -> None:
    sent(embedded, mitra_xlsx(*["Grosir"] * 12), "lama.xlsx")
    later = days_later(embedded, 1)
    line = sent(later, MOSTLY_BAD, "baru.xlsx")
    decide_submission(later, line.submission, choice, **WHO)
    assert process(later, line.submission)
    submission = get_submission(later.warehouse, line.submission)
    assert (submission.state, submission.outcome, submission.in_force) == (State.ANSWERED, Outcome.REJECTED, False)
    assert in_force(later) == ["lama.xlsx"]
    (page,) = [page for page in baca_dulu(later) if "baru.xlsx" in page]
    assert "Belum dapat diterima" in page
    assert "Belum ada baris yang dimuat" in page
    assert f"25 November 2026: {words}" in page.replace("kiriman ini belum dimuat; ", "")
    assert "sebagian" not in page
    decision = last_decision(later.warehouse, line.submission)
    assert decision
    assert (decision.outcome, decision.who, decision.why) == (Outcome.PARTIALLY_ACCEPTED, WHO["who"], WHO["why"])


def test_with_far_fewer_rows_than_the_last_one_it_waits_in_a_later_period_too(embedded: TimelessWorkshop) -> None:
    sent(embedded, mitra_csv(*[f"Toko {number}" for number in range(20)], period="2026-10"), "oktober.csv")
    assert sent(embedded, mitra_csv(*[f"Toko {number}" for number in range(14)]), "sebagian.csv").in_force
    later = days_later(embedded, 1)
    assert sent(later, mitra_csv("A", "B", "C", "D"), "sedikit.csv").state == "waiting"
    assert reasons(later) == [
        "Dari 14 baris lembar Mitra yang berlaku untuk November 2026, 10 tidak ada lagi di kiriman ini (SSL-0005, "
        "SSL-0006, SSL-0007, SSL-0008, SSL-0009, SSL-0010, SSL-0011, SSL-0012, SSL-0013, SSL-0014); isinya kini 4 baris."
    ]
    assert in_force(later) == ["oktober.csv", "sebagian.csv"]


@pytest.mark.parametrize(
    ("before", "now", "waits"),
    [(34, 20, True), (34, 23, False), (15, 10, True), (12, 8, False), (9, 1, True), (5, 0, False), (4, 3, False)],
)
def test_a_fall_by_more_than_a_third_and_by_five_rows_waits(
    embedded: TimelessWorkshop, before: int, now: int, waits: bool
) -> None:
    everybody = [f"Toko {number}" for number in range(before)]
    sent(embedded, mitra_csv(*everybody), "lama.csv")
    line = sent(days_later(embedded, 1), mitra_csv(*everybody[:now]), "baru.csv")
    assert (line.state == "waiting") is waits


def test_an_earlier_period_is_not_compared_with_a_later_one_nor_a_handful_of_rows_with_fewer(
    embedded: TimelessWorkshop,
) -> None:
    sent(embedded, mitra_csv(*[f"Toko {number}" for number in range(20)]), "november.csv")
    assert sent(embedded, mitra_csv("A", period="2026-10"), "oktober.csv").in_force
    sent(embedded, mitra_csv(*"ABCD", office="73.72"), "empat.csv", OTHER)
    assert sent(days_later(embedded, 1), mitra_csv("A", office="73.72"), "satu.csv", OTHER).in_force


@on_sqlite
def test_a_decision_is_made_once(workshop: TimelessWorkshop) -> None:
    line = sent(workshop, MOSTLY_BAD)
    decide_submission(workshop, line.submission, Choice.REFUSE, **WHO)
    with pytest.raises(AlreadyDecided, match="oleh Rahma"):
        decide_submission(workshop, line.submission, Choice.LOAD, who="Andi", why="Kelihatannya baik saja.")
    process(workshop, line.submission)
    with pytest.raises(AlreadyDecided):
        decide_submission(workshop, line.submission, Choice.LOAD, who="Andi", why="Kelihatannya baik saja.")
    assert in_force(workshop) == []


@pytest.mark.parametrize(
    ("choice", "who", "why", "words"),
    [
        (Choice.LOAD, " ", WHO["why"], "nama petugas"),
        (Choice.LOAD, "Rahma", "ya", "alasannya"),
        (Choice.RECHECK, "Rahma", WHO["why"], "tidak dapat dipilih"),
    ],
    ids=["nobody", "no reason", "no headers were asked for"],
)
def test_what_cannot_be_is_refused_with_words_and_it_goes_on_waiting(
    embedded: TimelessWorkshop, choice: Choice, who: str, why: str, words: str
) -> None:
    line = sent(embedded, MOSTLY_BAD)
    with pytest.raises(WarehouseError, match=words):
        decide_submission(embedded, line.submission, choice, who=who, why=why)
    assert len(open_decisions(embedded.warehouse)) == 1


def test_personal_numbers_in_the_reason_are_masked_before_it_is_kept(embedded: TimelessWorkshop) -> None:
    line = sent(embedded, MOSTLY_BAD)
    why = "NIK 7605010706849335 tertukar, hubungi 081234567890."
    decide_submission(embedded, line.submission, Choice.REFUSE, who="Rahma", why=why)
    decision = last_decision(embedded.warehouse, line.submission)
    assert decision
    assert decision.why == "NIK 7605********9335 tertukar, hubungi 0812****7890."


def test_a_telephone_number_in_reason_or_name_is_masked_before_it_is_kept_and_told(embedded: TimelessWorkshop) -> None:
    line = sent(embedded, MOSTLY_BAD)
    why = "Salah isi, hubungi 081234567890 ya."
    decide_submission(embedded, line.submission, Choice.REFUSE, who="Rahma 0812 3456 7890", why=why)
    process(embedded, line.submission)
    decision = last_decision(embedded.warehouse, line.submission)
    assert decision
    assert decision.why == "Salah isi, hubungi 0812****7890 ya."
    (page,) = baca_dulu(embedded)
    assert "7890" in page
    for text in (decision.who or "", page):
        assert "34567890" not in text.replace(" ", "")


@on_sqlite
def test_when_nobody_decides_in_time_it_is_refused_and_the_sender_is_told(workshop: TimelessWorkshop) -> None:
    line = sent(workshop, MOSTLY_BAD)
    due = days_later(workshop, 5)
    just_before = replace(due.warehouse, now=lambda: due.noon - timedelta(seconds=1))
    assert len(run_job(replace(due, warehouse=just_before)).undecided) == 1
    summary = run_job(due)
    assert [(line_shown.submission, line_shown.outcome, line_shown.state) for line_shown in summary.lines] == [
        (line.submission, "rejected", "answered")
    ]
    (notice,) = summary.pressing
    assert notice.text == (
        f"Kiriman {line.submission[:8]}: Diputuskan oleh sistem pada 29 November 2026 pukul 12.00 WITA, karena tidak ada "
        "keputusan sampai 29 November 2026: kiriman ditolak."
    )
    decision = last_decision(workshop.warehouse, line.submission)
    assert decision
    assert (decision.who, decision.why, decision.choice) == (
        "sistem",
        "tidak ada keputusan sampai 29 November 2026",
        Choice.REFUSE,
    )
    (page,) = baca_dulu(workshop)
    assert "belum ada keputusan, jadi sistem kami yang memutuskan: kiriman ini ditolak. 8 dari 12 baris ditahan" in page
    with pytest.raises(AlreadyDecided):
        decide_submission(workshop, line.submission, Choice.LOAD, **WHO)


@on_sqlite
def test_a_later_one_goes_its_own_way_and_the_waiting_one_can_no_longer_take_its_place(
    workshop: TimelessWorkshop,
) -> None:
    older = sent(workshop, MOSTLY_BAD, "lama.xlsx")
    later = days_later(workshop, 1)
    assert sent(later, mitra_xlsx(*["Grosir"] * 12), "baru.xlsx").in_force
    with pytest.raises(AlreadyDecided):
        decide_submission(later, older.submission, Choice.LOAD, **WHO)
    assert in_force(later) == ["baru.xlsx"]
    assert run_job(later).lines == ()  # it was answered in the run that closed it


def test_what_a_later_one_has_closed_is_answered_in_the_same_run_and_asked_for_nothing(
    workshop: TimelessWorkshop,
) -> None:
    older = sent(workshop, MOSTLY_BAD, "lama.xlsx")
    later = days_later(workshop, 1)
    send(later.home, OFFICE, mitra_xlsx(*["Grosir"] * 12), "baru.xlsx")
    summary = run_job(later)
    lines = by_name(workshop, summary.lines)
    assert (lines["lama.xlsx"].state, lines["lama.xlsx"].result) == ("answered", "Digantikan kiriman yang lebih baru")
    successor = lines["baru.xlsx"].submission
    which = f'berkas "baru.xlsx", diterima 25 November 2026 pukul 12.00 WITA, nomor kiriman {successor}.'
    (answer,) = later.home.outbox(OFFICE).glob("*lama_hasil-*")
    (page,) = [page for page in baca_dulu(later) if "lama.xlsx" in page]
    assert "Digantikan kiriman yang lebih baru" in page
    assert "kiriman Anda yang lebih baru untuk periode yang sama sudah berlaku" in page
    assert which in page
    assert "Anda tidak perlu melakukan apa-apa." in page
    asking = re.compile("kirim(kan)? (kembali|lagi|ulang|berkas)|perbaiki|belum dapat", re.IGNORECASE)
    everything = [text for sheet in openpyxl.load_workbook(answer) for text in texts_and_notes(sheet)]
    assert [text for text in everything if asking.search(text)] == []
    assert receipt_of(later, older.submission).result == "Digantikan kiriman yang lebih baru"


def texts_and_notes(sheet: Worksheet) -> list[str]:
    """Every text of a sheet's cells, and every note at one."""
    cells = [cell for row in sheet for cell in row]
    notes = [cell.comment.text for cell in cells if cell.comment]
    return [*(str(cell.value) for cell in cells if cell.value), *notes]


def test_what_a_decision_closes_is_answered_with_it(embedded: TimelessWorkshop) -> None:
    sent(embedded, MOSTLY_BAD, "lama.xlsx")
    later = days_later(embedded, 1)
    newer = sent(later, mitra_xlsx(*["Grosir"] * 5, *[BAD] * 8), "baru.xlsx")
    decide_submission(later, newer.submission, Choice.LOAD, **WHO)
    summary = process_here(later, [newer.submission], str)
    assert {name: line.state for name, line in by_name(embedded, summary.lines).items()} == {
        "lama.xlsx": "answered",
        "baru.xlsx": "answered",
    }
    assert run_job(later).lines == ()


def test_before_the_system_has_noticed_a_decision_to_load_an_overtaken_one_is_refused_too(
    embedded: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = sent(embedded, MOSTLY_BAD, "lama.xlsx")
    later = days_later(embedded, 1)
    monkeypatch.setattr("kemitraan.steps.job.processing.settle_overtaken", lambda *_: None)  # killed before it
    sent(later, mitra_xlsx(*["Grosir"] * 12), "baru.xlsx")
    with pytest.raises(Overtaken, match="lebih baru"):
        decide_submission(later, older.submission, Choice.LOAD, **WHO)
    settle(later, [OFFICE])
    assert get_submission(later.warehouse, older.submission).state is State.REFUSED


def test_of_two_that_wait_for_one_period_the_later_counts_whichever_is_decided_first(
    embedded: TimelessWorkshop,
) -> None:
    older = sent(embedded, MOSTLY_BAD, "lama.xlsx")
    later = days_later(embedded, 1)
    newer = sent(later, mitra_xlsx(*["Grosir"] * 5, *[BAD] * 8), "baru.xlsx")
    assert len(open_decisions(later.warehouse)) == 2
    decide_submission(later, older.submission, Choice.LOAD, **WHO)
    process(later, older.submission)
    assert in_force(later) == ["lama.xlsx"]
    decide_submission(later, newer.submission, Choice.LOAD, **WHO)
    process(later, newer.submission)
    assert in_force(later) == ["baru.xlsx"]


def test_what_a_person_let_pass_is_not_asked_again_after_a_program_error(embedded: TimelessWorkshop) -> None:
    line = sent(embedded, MOSTLY_BAD)
    decide_submission(embedded, line.submission, Choice.LOAD, **WHO)
    mark_failed(embedded, line.submission, ValueError())
    assert reopen(embedded, [OFFICE], None) == [line.submission]
    (done,) = run_job(embedded).lines
    assert (done.submission, done.in_force) == (line.submission, True)


def test_what_was_let_pass_once_passes_again_when_it_is_processed_again_but_what_was_refused_is_asked_anew(
    embedded: TimelessWorkshop,
) -> None:
    let_pass = sent(embedded, MOSTLY_BAD)
    decide_submission(embedded, let_pass.submission, Choice.LOAD, **WHO)
    process(embedded, let_pass.submission)
    refused = sent(embedded, mitra_xlsx(*["Grosir"] * 4, *[BAD] * 9, period="2026-10"), "oktober.xlsx")
    decide_submission(embedded, refused.submission, Choice.REFUSE, **WHO)
    process(embedded, refused.submission)
    states = {line.period: line.state for line in run_job(days_later(embedded, 1), again=True).lines}
    assert states == {"2026-11": "answered", "2026-10": "waiting"}


def test_an_open_question_of_a_try_that_failed_is_asked_anew(embedded: TimelessWorkshop) -> None:
    line = sent(embedded, MOSTLY_BAD)
    mark_failed(embedded, line.submission, ValueError())
    assert open_decisions(embedded.warehouse) == []
    reopen(embedded, [OFFICE], None)
    run_job(embedded)
    (decision,) = open_decisions(embedded.warehouse)
    assert (decision.submission, decision.round) == (line.submission, 2)


def test_nothing_is_asked_of_what_does_not_wait(embedded: TimelessWorkshop) -> None:
    line = sent(embedded, mitra_csv("Toko"), "baik.csv")
    with pytest.raises(WarehouseError, match="tidak menunggu"):
        decide(embedded.warehouse, line.submission, Choice.REFUSE, **WHO)


def test_what_was_asked_some_seconds_after_the_hour_is_due_for_the_daily_run_that_begins_with_it(
    embedded: TimelessWorkshop,
) -> None:
    late = days_later(embedded, 7 / 86_400)
    line = sent(late, MOSTLY_BAD)
    run_job(days_later(embedded, 5))
    assert get_submission(late.warehouse, line.submission).outcome is Outcome.REJECTED


def test_what_waits_of_an_office_that_left_the_settings_is_told_and_cannot_be_decided(
    embedded: TimelessWorkshop,
) -> None:
    line = sent(embedded, MOSTLY_BAD)
    offices = tuple(office for office in embedded.config.offices if office.slug != OFFICE)
    without = replace(embedded, config=embedded.config.model_copy(update={"offices": offices}))
    summary = run_job(without)
    assert [notice.text for notice in summary.calm] == [
        f"Kiriman {line.submission[:8]} menunggu keputusan, tetapi kantornya (73.71) tidak ada lagi di kemitraan.toml. "
        "Daftarkan lagi kantornya supaya kiriman itu dapat diputuskan."
    ]
    with pytest.raises(WarehouseError, match=r"kantor 73\.71, yang tidak ada lagi di kemitraan\.toml"):
        decide_submission(without, line.submission, Choice.REFUSE, **WHO)
    assert [decision.submission for decision in open_decisions(embedded.warehouse)] == [line.submission]
