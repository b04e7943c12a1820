"""What counts as a submission, which one is in force, and taking one up again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from kemitraan.config.own_reference import Lore
from kemitraan.references import home_reference
from kemitraan.steps.job import processing
from kemitraan.steps.job.selecting import reopen, reopen_failed
from kemitraan.steps.job.summary import RunSummary, SubmissionLine
from schemas import kinds
from schemas.finding import Outcome
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import learn, mitra_csv, mitra_xlsx, retail_xlsx
from warehouse.checking import stored_findings
from warehouse.deliveries import answers_of
from warehouse.engine import Warehouse
from warehouse.partners import partner_signer
from warehouse.reading import known_keys, live_submissions, status
from warehouse.reprocessing import receive_again, reprocess
from warehouse.state import State
from warehouse.submissions import get_submission
from warehouse.tables import applied_suggestion, in_force, submission

OFFICE = "sulsel-makassar"


def only_line(summary: RunSummary) -> SubmissionLine:
    [line] = summary.lines
    assert not summary.has_errors
    return line


def submissions(warehouse: Warehouse) -> list[str]:
    with warehouse.read() as connection:
        return list(connection.scalars(select(submission.c.id)))


def answers(workshop: TimelessWorkshop, slug: str = OFFICE) -> list[str]:
    return sorted(path.name for path in workshop.home.outbox(slug).iterdir())


def names_in_force(warehouse: Warehouse) -> list[str]:
    return sorted(submission.file_name for submission in live_submissions(warehouse))


def test_the_same_bytes_from_one_office_are_one_submission_whatever_their_name(embedded: TimelessWorkshop) -> None:
    first = only_line(run_job_with(embedded, "satu.csv", mitra_csv("Toko")))
    again = only_line(run_job_with(embedded, "dua.csv", mitra_csv("Toko")))
    assert (again.submission, again.state) == (first.submission, "answered")
    assert submissions(embedded.warehouse) == [first.submission]
    assert len(answers(embedded)) == 1
    assert sorted(path.name for path in (embedded.home.inbox(OFFICE) / "selesai").iterdir()) == ["dua.csv", "satu.csv"]


def run_job_with(workshop: TimelessWorkshop, name: str, data: bytes, slug: str = OFFICE) -> RunSummary:
    send(workshop.home, slug, data, name)
    return run_job(workshop)


def test_the_same_bytes_sent_again_after_they_were_processed_again_are_told_of_as_they_stand_now(
    workshop: TimelessWorkshop,
) -> None:
    run_job_with(workshop, "satu.csv", mitra_csv("Toko"))
    run_job(days_later(workshop, 1), again=True)
    last = only_line(run_job(days_later(workshop, 2), again=True))
    again = only_line(run_job_with(days_later(workshop, 3), "dua.csv", mitra_csv("Toko")))
    assert (again.submission, again.in_force, again.state) == (last.submission, True, "answered")
    assert len(submissions(workshop.warehouse)) == 3


def test_the_same_bytes_from_two_offices_are_two_submissions(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, mitra_csv("Toko"), "sama.csv")
    send(embedded.home, "sulsel-parepare", mitra_csv("Toko"), "sama.csv")
    outcomes = {line.office: line.outcome for line in run_job(embedded).lines}
    assert outcomes == {OFFICE: "accepted", "sulsel-parepare": "rejected"}  # its cover names the other office
    assert len(answers(embedded)) == len(answers(embedded, "sulsel-parepare")) == 1


@on_sqlite
def test_a_resubmission_takes_the_former_out_of_force_and_the_formers_answer_stays(workshop: TimelessWorkshop) -> None:
    run_job_with(workshop, "lama.csv", mitra_csv("Satu", "Dua"))
    [former_answer] = answers(workshop)
    run_job_with(days_later(workshop, 1), "baru.csv", mitra_csv("Satu"))
    assert names_in_force(workshop.warehouse) == ["baru.csv"]
    assert known_keys(workshop.warehouse, "mitra") == {"SSL-0001"}
    assert len(answers(workshop)) == 2
    assert former_answer in answers(workshop)


def test_a_refused_resubmission_leaves_the_former_in_force(embedded: TimelessWorkshop) -> None:
    run_job_with(embedded, "baik.csv", mitra_csv("Satu"))
    later = days_later(embedded, 1)
    line = only_line(run_job_with(later, "buruk.csv", mitra_csv("Satu", kind="Entah")))
    assert (line.outcome, line.in_force) == ("rejected", False)
    assert names_in_force(embedded.warehouse) == ["baik.csv"]
    [entry] = status(embedded.warehouse)
    assert entry.newest.file_name == "buruk.csv"


def test_an_older_period_after_a_newer_one_is_in_force_beside_it_and_takes_nothing_away(
    workshop: TimelessWorkshop,
) -> None:
    run_job_with(workshop, "november.csv", mitra_csv("Nama baru"))
    run_job_with(days_later(workshop, 1), "oktober.csv", mitra_csv("Nama lama", "Dua", period="2026-10"))
    assert names_in_force(workshop.warehouse) == ["november.csv", "oktober.csv"]
    with workshop.warehouse.read() as connection:
        rows = connection.exec_driver_sql("SELECT row_key, nama_mitra FROM dim_mitra ORDER BY row_key").all()
    assert [tuple(row) for row in rows] == [("SSL-0001", "Nama baru"), ("SSL-0002", "Dua")]


def test_several_files_of_one_run_count_in_the_order_in_which_they_were_written(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, mitra_csv("Baru"), "a.csv")
    older = send(embedded.home, OFFICE, mitra_csv("Lama"), "b.csv")
    os.utime(older, (900_000_000, 900_000_000))
    clock = iter(range(10**6))
    ticking = replace(embedded.warehouse, now=lambda: embedded.noon.replace(microsecond=next(clock)))
    run_job(replace(embedded, warehouse=ticking))
    assert names_in_force(embedded.warehouse) == ["a.csv"]


@on_sqlite
def test_a_file_over_the_packed_limit_is_answered_with_its_receipt_and_is_not_taken_up_again(
    workshop: TimelessWorkshop,
) -> None:
    workshop = with_packed_limit(workshop)
    line = only_line(run_job_with(workshop, "besar.xlsx", b"PK\x03\x04" + bytes(1024 * 1024)))
    assert (line.outcome, line.state) == ("rejected", "answered")
    assert [finding.code for finding in stored_findings(workshop.warehouse, line.submission)] == ["file.too_large"]
    [name] = answers(workshop)
    book = openpyxl.load_workbook(workshop.home.outbox(OFFICE) / name)
    assert get_submission(workshop.warehouse, line.submission).sha256 in str(list(book["Baca Dulu"].values))
    assert not workshop.archive.has(get_submission(workshop.warehouse, line.submission).sha256)
    assert reopen(workshop, [OFFICE], None) == []
    assert not run_job(workshop, again=True).lines


def with_packed_limit(workshop: TimelessWorkshop) -> TimelessWorkshop:
    """The same workshop with a limit of 1 MiB."""
    settings = workshop.config.settings
    limits = settings.limits.model_copy(update={"packed_mib": 1})
    changed = workshop.config.model_copy(update={"settings": settings.model_copy(update={"limits": limits})})
    return replace(workshop, config=changed)


def test_accepted_suggestions_are_applied_logged_and_accepted(workshop: TimelessWorkshop) -> None:
    first = only_line(run_job_with(workshop, "mitra.xlsx", mitra_xlsx("Grosir", "Grosirr", "Eksportirr")))
    assert first.quarantined == 2
    [name] = answers(workshop)
    returned = workshop.home.outbox(OFFICE) / name
    accept_all(returned)
    later = days_later(workshop, 1)
    line = only_line(run_job_with(later, name, returned.read_bytes()))
    assert (line.outcome, line.accepted, line.in_force) == (Outcome.ACCEPTED, 3, True)
    with workshop.warehouse.read() as connection:
        logged = connection.execute(select(applied_suggestion)).mappings().all()
    assert [
        (suggestion["submission_id"], suggestion["cell"], suggestion["got"], suggestion["value"], suggestion["applied"])
        for suggestion in logged
    ] == [
        (line.submission, "C3", "Grosirr", "Grosir", True),
        (line.submission, "C4", "Eksportirr", "Eksportir", True),
    ]
    second = openpyxl.load_workbook(
        later.home.outbox(OFFICE) / answers_of(later.warehouse, line.submission)[f"{OFFICE}/0"]
    )
    assert [cell.value for cell in second["Mitra"]["C"]] == ["Jenis Mitra", "Grosir", "Grosir", "Eksportir"]


def accept_all(returned: Path) -> None:
    """Write ya beside every suggestion in Perbaikan."""
    book = openpyxl.load_workbook(returned)
    sheet = book["Perbaikan"]
    headers = {str(cell.value): cell.column for cell in sheet[1]}
    suggestion, accepted = (next(headers[name] for name in headers if word in name) for word in ("Saran", "Terima"))
    for row in range(2, sheet.max_row + 1):
        assert sheet.cell(row, suggestion).value
        sheet.cell(row, accepted).value = "ya"
    book.save(returned)


def partner_findings(workshop: TimelessWorkshop, submission: str) -> list[str]:
    return [
        finding.code for finding in stored_findings(workshop.warehouse, submission) if finding.code == "partner.unknown"
    ]


def test_after_a_partner_was_added_to_the_reference_a_submission_can_be_processed_again(
    workshop: TimelessWorkshop,
) -> None:
    first = only_line(run_job_with(workshop, "syarat.xlsx", retail_xlsx("Toko Mandar Jaya"), "provinsi"))
    assert partner_findings(workshop, first.submission) == ["partner.unknown"]
    learn(workshop.home, Lore.PARTNER, nama="PT Mandar Jaya", alias="Toko Mandar Jaya")
    later = replace(days_later(workshop, 1), reference=home_reference(workshop.home))
    assert not run_job(later).lines
    second = only_line(run_job(later, again=True))
    assert (second.outcome, partner_findings(workshop, second.submission)) == (Outcome.ACCEPTED, [])
    [live] = live_submissions(workshop.warehouse)
    assert live.id == second.submission
    with workshop.warehouse.read() as connection:
        current = connection.exec_driver_sql("SELECT ritel FROM fct_persyaratan").scalars().all()
        history = connection.exec_driver_sql("SELECT ritel FROM batch_persyaratan ORDER BY ritel").scalars().all()
    assert workshop.warehouse.nik_key is not None
    shown = kinds.unknown_partner("Toko Mandar Jaya", partner_signer(workshop.warehouse.nik_key))
    assert (current, history) == (["PT Mandar Jaya"], ["PT Mandar Jaya", shown])


def test_a_submission_that_a_program_error_stopped_is_kept_and_processed_again_on_request(
    embedded: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(embedded.home, OFFICE, mitra_csv("Satu"), "a.csv")
    send(embedded.home, OFFICE, mitra_csv("Satu", period="2026-10"), "b.csv")
    with monkeypatch.context() as patch:
        patch.setattr("kemitraan.steps.job.processing.check_bytes", lambda *_: int("tujuh"))
        stopped = run_job(embedded)
    assert {line.state for line in stopped.lines} == {"failed"}
    assert all("Ada kesalahan pada program (ValueError)" in (line.problem or "") for line in stopped.lines)
    assert not run_job(embedded).lines
    assert {line.outcome for line in run_job(embedded, again=True).lines} == {"accepted"}
    assert names_in_force(embedded.warehouse) == ["a.csv", "b.csv"]


def test_a_submission_processed_again_replaces_its_former_batch_and_history_stays(workshop: TimelessWorkshop) -> None:
    first = only_line(run_job_with(workshop, "mitra.csv", mitra_csv("Satu", "Dua")))
    second = only_line(run_job(days_later(workshop, 1), again=True))
    assert second.submission != first.submission
    assert second.in_force
    assert not get_submission(workshop.warehouse, first.submission).in_force
    with workshop.warehouse.read() as connection:
        spans = {row.submission_id: row.live_to for row in connection.execute(select(in_force))}
        row_count = connection.exec_driver_sql("SELECT count(*) FROM batch_mitra").scalar_one()
    assert spans[first.submission] is not None
    assert spans[second.submission] is None
    assert row_count == 4


def test_a_request_is_carried_out_once_whatever_was_asked_for_or_came_in_between(workshop: TimelessWorkshop) -> None:
    run_job_with(workshop, "mitra.csv", mitra_csv("Satu", "Dua"))

    def ask(request: str, at: TimelessWorkshop = workshop) -> int:
        """How many attempts there are, of whatever file, after a run that was asked for."""
        reopen(at, [OFFICE], None, request=request)
        run_job(at)
        with at.warehouse.read() as connection:
            return connection.scalar(select(func.count()).select_from(submission))

    assert [ask("satu"), ask("satu"), ask("dua"), ask("satu"), ask("dua")] == [2, 2, 3, 3, 3]
    later = days_later(workshop, 1)
    run_job_with(later, "baru.csv", mitra_csv("Satu", "Dua", "Tiga"))
    assert [ask("satu", later), ask("dua", later), ask("tiga", later)] == [4, 4, 5]


def test_a_request_that_found_nothing_takes_up_nothing_that_came_after_it(workshop: TimelessWorkshop) -> None:
    asked_at = workshop.noon
    assert reopen(workshop, [OFFICE], None, request="satu") == []
    later = days_later(workshop, 1)
    line = only_line(run_job_with(later, "mitra.csv", mitra_csv("Satu")))
    assert reopen(later, [OFFICE], None, request="satu", since=asked_at) == []
    (again,) = reopen(later, [OFFICE], None, request="dua", since=days_later(later, 1).noon)
    assert again != line.submission


@on_sqlite
def test_a_run_that_is_tried_again_leaves_a_failed_attempt_alone_once_a_later_one_is_done(
    workshop: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(processing, "check_bytes", lambda *_: int("bukan angka"))
        (line,) = run_job_with(workshop, "mitra.csv", mitra_csv("Satu")).lines
    assert line.state == State.FAILED
    later, _ = receive_again(  # as a link's older version that comes back
        workshop.warehouse, line.submission, file_name="mitra.csv", source=f"{OFFICE}/0", request="tautan"
    )
    run_job(workshop)
    assert get_submission(workshop.warehouse, later).state is State.ANSWERED
    assert reopen_failed(workshop, [OFFICE], None) == []


def test_two_requests_for_an_attempt_that_is_not_done_yet_make_no_other(embedded: TimelessWorkshop) -> None:
    line = only_line(run_job_with(embedded, "mitra.csv", mitra_csv("Satu")))
    again = reprocess(embedded.warehouse, line.submission, request="satu")
    assert again != line.submission
    assert reprocess(embedded.warehouse, line.submission, request="dua") == again
    run_job(embedded)
    assert reprocess(embedded.warehouse, line.submission, request="satu") == again
    assert reprocess(embedded.warehouse, line.submission, request="dua") == again
    assert reprocess(embedded.warehouse, line.submission, request="tiga") != again
