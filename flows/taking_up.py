"""Takes submissions up again: a chosen one, or those whose quarantined rows would come in by now."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import State, flow, task

from flows.artifacts import tell_people
from flows.asking import Kiriman, refused, refused_in_words
from flows.ending import RunPage, end_state
from flows.offices import chosen_offices, office_choices
from flows.overview import keeps_overview
from flows.periods import ALL_MONTHS, Periode
from flows.settings import is_tried_again, named, task_runner, this_run, workshop
from flows.tasks import Tasks
from kemitraan.steps.job.error_words import matter, told_without_values
from kemitraan.steps.job.order import Job
from kemitraan.steps.job.replaying import (
    Replay,
    accepted_rows,
    find_archived,
    quarantined_rows,
    rows_before,
    take_up,
    take_up_all,
    try_replay,
    with_quarantine,
)
from kemitraan.steps.job.summary import Notice, RunSummary
from kemitraan.steps.workshop import Workshop
from schemas.messages import any_period_words, number_words
from schemas.period import Period
from warehouse.errors import WarehouseError, WarehouseUnavailable
from warehouse.reprocessing import taken_up_for
from warehouse.submissions import get_submission

Kantor = office_choices()
PAGE = "Halamannya ada di artefak putaran ini."


@flow(
    name="proses-ulang-kiriman",
    flow_run_name=named("proses-ulang-kiriman"),
    task_runner=task_runner(),
    validate_parameters=False,
)
@keeps_overview
@refused_in_words
def reprocess_one(kiriman: Kiriman) -> State[RunSummary]:
    """Proses ulang satu kiriman dari arsip: diperiksa lagi, dimuat, diberlakukan, dan pengirimnya dijawab lagi.

    Args:
        kiriman: Nomor kiriman, atau SHA-256 berkasnya; delapan angka pertama cukup. Nomornya ada di halaman kiriman
            (artefak) dan di tanda terima.
    """
    home = workshop()
    try:
        identifier = find_archived(home, kiriman)
    except WarehouseUnavailable:
        raise  # nothing is the matter with the entry
    except WarehouseError as error:
        return refused(error)
    submission = take_up(home, identifier, why="diproses ulang atas permintaan", request=this_run())
    summary = _bring_to_an_end(home, RunPage.REPROCESS, [submission], [])
    (line,) = summary.lines
    message = f"{line.office_name}, {any_period_words(line.period)}: {line.result}. {PAGE}"
    return end_state(summary, RunPage.REPROCESS, message)


@task(name="coba-karantina", task_run_name="coba-karantina-{submission:.8}")
def try_one(submission: str) -> Replay:
    """How many quarantined rows of one submission would come in by now."""
    with told_without_values():
        return try_replay(workshop(), submission)


@flow(
    name="ulangi-karantina",
    flow_run_name=named("ulangi-karantina"),
    task_runner=task_runner(),
    validate_parameters=False,
)
@keeps_overview
@refused_in_words
def replay_quarantine(
    kantor: list[Kantor] = [],  # noqa: B006 - Prefect makes the form from this default
    periode: Periode = ALL_MONTHS,
) -> State[RunSummary]:
    """Masukkan baris ditahan yang kini dapat diterima, setelah alias, daftar mitra, atau kode wilayah bertambah.

    Setiap kiriman yang berlaku dan punya baris ditahan diperiksa lagi. Yang barisnya kini dapat masuk diproses ulang
    dan pengirimnya dijawab lagi; yang lain dibiarkan.

    Args:
        kantor: Kantor yang diulang. Kosongkan untuk semua kantor.
        periode: Bulan laporan yang diproses, atau semua bulan.
    """
    home = workshop()
    offices, period = chosen_offices(kantor, home.config), Period.read_any(periode)
    notices: list[Notice] = []
    # A run that is tried again goes on with what it chose: what came since, or would come in by now, is not its own.
    submission_ids = taken_up_for(home.warehouse, this_run()) or _gaining(home, offices, period, notices)
    taken_up = list(dict.fromkeys(take_up_all(home, submission_ids, why="karantina diulang", request=this_run())))
    summary = _bring_to_an_end(home, RunPage.QUARANTINE, taken_up, notices)
    came_in = sum(max(0, accepted_rows(home, submission) - rows_before(home, submission)) for submission in taken_up)
    held_rows = sum(
        quarantined_rows(home, submission) for submission in {*taken_up, *with_quarantine(home, offices, period)}
    )
    message = f"{number_words(came_in)} baris masuk dari karantina ({len(taken_up)} kiriman); {number_words(held_rows)} tetap ditahan."
    return end_state(summary, RunPage.QUARANTINE, message)


def _gaining(home: Workshop, offices: Sequence[str], period: Period | None, notices: list[Notice]) -> list[str]:
    return [
        submission for submission in with_quarantine(home, offices, period) if _would_gain(home, submission, notices)
    ]


def _would_gain(home: Workshop, submission: str, notices: list[Notice]) -> bool:
    try:
        return try_one(submission).would_come_in > 0
    except Exception as error:  # told to people as a notice; its traceback is in the task's log
        office = home.office_of(get_submission(home.warehouse, submission).office)
        notices.append(
            Notice(office.name, f"{matter(error)} Baris yang ditahan tetap ditahan; jalankan lagi sesudahnya.")
        )
        return False


def _bring_to_an_end(
    home: Workshop, page: RunPage, submissions: Sequence[str], notices: Sequence[Notice]
) -> RunSummary:
    """Processes the submissions, publishes the pages, and tells whoever waits for the warehouse to change."""
    job = Job(home, Tasks(home), notices=list(notices))
    job.process(submissions, alone=submissions if is_tried_again() else ())
    summary = job.end()
    tell_people(home, page, summary)
    return summary
