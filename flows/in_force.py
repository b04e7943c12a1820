"""A person takes a submission out of force, or puts one back, with a form; its page says what was in force and what is."""

from __future__ import annotations

from prefect import State, flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed

from flows.artifacts import publish_pages, publish_table
from flows.asking import Alasan, Kiriman, NamaPetugas, refused, refused_in_words
from flows.ending import RunPage
from flows.events import tell_warehouse_changed
from flows.overview import keeps_overview
from flows.settings import first_begun, named, this_run, workshop
from kemitraan.pages.in_force import DONE, TRIAL, force_page
from kemitraan.steps.decisions.putting_in_force import ForceAct, plan_words, put_in_force
from kemitraan.steps.job.summary import RunSummary, submission_line
from kemitraan.steps.views.reporting import compliance
from kemitraan.steps.workshop import Workshop
from schemas.messages import any_period_words
from warehouse.errors import WarehouseError, WarehouseUnavailable
from warehouse.force_changes import force_changes
from warehouse.reprocessing import find_submission
from warehouse.submissions import get_submission

AGAIN = "Putaran ini sudah menjalankannya; tidak ada yang diubah lagi."


@flow(name="cabut-kiriman", flow_run_name=named("cabut-kiriman"), validate_parameters=False)
@keeps_overview
@refused_in_words
def withdraw_one(kiriman: Kiriman, nama_petugas: NamaPetugas, alasan: Alasan, uji_coba: bool = False) -> State:
    """Cabut satu kiriman yang keliru terlanjur berlaku; yang digantikannya berlaku kembali. Tidak ada yang dihapus.

    Args:
        kiriman: Nomor kiriman, atau SHA-256 berkasnya; delapan angka pertama cukup. Nomornya ada di halaman kiriman
            (artefak) dan di tanda terima.
        nama_petugas: Siapa yang mencabutnya.
        alasan: Mengapa dicabut. Tersimpan di halaman kirimannya; jangan tulis NIK atau nomor telepon.
        uji_coba: Nyalakan untuk hanya melihat apa yang kini berlaku dan apa yang akan berlaku.
    """
    return _change(ForceAct.WITHDRAW, kiriman, nama_petugas, alasan, uji_coba)


@flow(name="berlakukan-kiriman", flow_run_name=named("berlakukan-kiriman"), validate_parameters=False)
@keeps_overview
@refused_in_words
def restore_one(kiriman: Kiriman, nama_petugas: NamaPetugas, alasan: Alasan, uji_coba: bool = False) -> State:
    """Berlakukan lagi satu kiriman yang pernah berlaku; yang kini berlaku di tempatnya tidak berlaku lagi.

    Args:
        kiriman: Nomor kiriman, atau SHA-256 berkasnya; delapan angka pertama cukup. Nomornya ada di halaman kiriman
            (artefak) dan di tanda terima.
        nama_petugas: Siapa yang memberlakukannya lagi.
        alasan: Mengapa diberlakukan lagi. Tersimpan di halaman kirimannya; jangan tulis NIK atau nomor telepon.
        uji_coba: Nyalakan untuk hanya melihat apa yang kini berlaku dan apa yang akan berlaku.
    """
    return _change(ForceAct.RESTORE, kiriman, nama_petugas, alasan, uji_coba)


def _change(act: ForceAct, named_so: str, who: str, why: str, trial: bool) -> State:
    home = workshop()
    try:
        submission = find_submission(home.warehouse, named_so.strip().casefold())
        home.sender_of(get_submission(home.warehouse, submission))
        if _was_done(home, submission, who):
            return Completed(message=AGAIN)
        plan = put_in_force(home, submission, act, who=who, why=why, trial=trial)
    except WarehouseUnavailable:
        raise
    except WarehouseError as error:  # what cannot be, in words
        return refused(error)
    summary = RunSummary(tuple(submission_line(home, one) for one in plan.submissions), (), ())
    create_markdown_artifact(key=RunPage.IN_FORCE, markdown=force_page(summary, plan, act, who, why, trial))
    if not trial:
        publish_pages(home, summary)
        publish_table(compliance(home))
        tell_warehouse_changed(this_run(), plan.submissions if plan.before != plan.after else ())
    line = summary.lines[0]
    where = f"{line.office_name}, {any_period_words(line.period)} (kiriman {submission[:8]})"
    begin = TRIAL if trial else f"{DONE[act].capitalize()} oleh {who}."
    return Completed(message=f"{where}: {begin} {plan_words(plan, trial=trial)}")


def _was_done(home: Workshop, submission: str, who: str) -> bool:
    """Whether this run, being tried again, has done it before: nobody withdraws what has come back since by a Retry."""
    since = first_begun()
    if since is None:
        return False
    return any(change.at >= since and change.who == who for change in force_changes(home.warehouse, submission))
