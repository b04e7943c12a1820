"""The consolidation: the whole job for the offices that are asked for, one bad submission apart."""

from __future__ import annotations

from prefect import State, flow

from flows.artifacts import tell_people
from flows.asking import refused_in_words
from flows.ending import RunPage, end_state
from flows.offices import chosen_offices, office_choices
from flows.overview import keeps_overview
from flows.periods import ALL_MONTHS, Periode
from flows.settings import first_begun, named, task_runner, this_run
from flows.settings import workshop as open_home
from flows.tasks import Tasks
from kemitraan.steps.job.order import Wish, do_job
from kemitraan.steps.job.summary import RunSummary
from schemas.period import Period
from warehouse.diary import Work, record_done

Kantor = office_choices()
PROGRAM_ERRORS = "ada kiriman yang gagal karena kesalahan program."


@flow(name="konsolidasi", flow_run_name=named("konsolidasi"), task_runner=task_runner(), validate_parameters=False)
@keeps_overview
@refused_in_words
def consolidate(
    kantor: list[Kantor] = [],  # noqa: B006 - Prefect makes the form from this default
    periode: Periode = ALL_MONTHS,
    proses_ulang: bool = False,
) -> State[RunSummary]:
    """Kumpulkan kiriman, periksa, muat ke gudang data, dan jawab setiap pengirim.

    Args:
        kantor: Kantor yang diproses. Kosongkan untuk semua kantor.
        periode: Bulan laporan yang diproses, atau semua bulan.
        proses_ulang: Nyalakan untuk memproses ulang kiriman terakhir walaupun sudah dijawab, misalnya setelah daftar
            mitra atau kode wilayah diperbarui.
    """
    workshop = open_home()
    offices = chosen_offices(kantor, workshop.config)
    wish = Wish(offices, Period.read_any(periode), process_again=proses_ulang, request=this_run(), since=first_begun())
    summary = do_job(workshop, Tasks(workshop), wish)
    tell_people(workshop, RunPage.CONSOLIDATION, summary)
    state = end_state(summary, RunPage.CONSOLIDATION)
    if not periode and set(offices) == {office.slug for office in workshop.config.offices}:
        record_done(workshop.warehouse, Work.CONSOLIDATION, error=PROGRAM_ERRORS if state.is_failed() else None)
    return state
