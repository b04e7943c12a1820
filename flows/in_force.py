"""A person takes a submission out of force, or puts one back. The run says what is in force and what would be, and
waits, suspended, until somebody agrees in its form; its page says what was in force and what is.
"""

from __future__ import annotations

from collections.abc import Iterable

from prefect import State, flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed
from pydantic import ValidationError

from flows.artifacts import publish_compliance, publish_pages
from flows.asking import Kiriman, refused, refused_in_words
from flows.decision_input import (
    Form,
    forget_typed,
    is_carried_out,
    note_carried_out,
    said_above,
    show,
    typed,
    was_shown,
)
from flows.ending import RunPage
from flows.events import tell_warehouse_changed
from flows.in_force_form import UnsignedError, agreement_description, agreement_form, place_words, read_agreement
from flows.overview import keeps_overview
from flows.settings import first_begun, named, this_run, workshop
from kemitraan.pages.in_force import force_page
from kemitraan.pages.markdown import plain
from kemitraan.steps.decisions.putting_in_force import ForceAct, plan_words, put_in_force
from kemitraan.steps.job.summary import RunSummary, submission_line
from kemitraan.steps.views.compliance import compliance
from kemitraan.steps.workshop import Workshop
from warehouse.errors import WarehouseError, WarehouseUnavailable
from warehouse.force_changes import force_changes
from warehouse.force_plan import ForcePlan
from warehouse.reprocessing import find_submission
from warehouse.submissions import Submission, get_submission

DONE = {ForceAct.WITHDRAW: "dicabut", ForceAct.RESTORE: "diberlakukan lagi"}
LEFT = "Tidak dijalankan"
AGAIN = "Putaran ini sudah menjalankannya; tidak ada yang diubah lagi."
ONCE_MORE = "**Belum dapat dipakai:** {why} Isilah sekali lagi.\n\n"
CHANGED = "yang berlaku sudah berubah sejak formulir ini dibuat. Bacalah angkanya."
ANOTHER_FORM = "formulirnya sudah berganti."
UNSIGNED = "nama petugas dan alasannya harus diisi."


@flow(name="cabut-kiriman", flow_run_name=named("cabut-kiriman"), validate_parameters=False)
@keeps_overview
@refused_in_words
def withdraw_one(kiriman: Kiriman) -> State:
    """Cabut satu kiriman yang keliru terlanjur berlaku; yang digantikannya berlaku kembali. Tidak ada yang dihapus.

    Args:
        kiriman: Nomor kiriman, atau SHA-256 berkasnya; delapan angka pertama cukup. Nomornya ada di halaman kiriman
            (artefak) dan di tanda terima. Sesudah ini putarannya menunggu (Suspended) dan menunjukkan apa yang akan
            berlaku; baru dijalankan bila Anda menyetujuinya di sana lewat Resume.
    """
    return _change(ForceAct.WITHDRAW, kiriman)


@flow(name="berlakukan-kiriman", flow_run_name=named("berlakukan-kiriman"), validate_parameters=False)
@keeps_overview
@refused_in_words
def restore_one(kiriman: Kiriman) -> State:
    """Berlakukan lagi satu kiriman yang pernah berlaku; yang kini berlaku di tempatnya tidak berlaku lagi.

    Args:
        kiriman: Nomor kiriman, atau SHA-256 berkasnya; delapan angka pertama cukup. Nomornya ada di halaman kiriman
            (artefak) dan di tanda terima. Sesudah ini putarannya menunggu (Suspended) dan menunjukkan apa yang akan
            berlaku; baru dijalankan bila Anda menyetujuinya di sana lewat Resume.
    """
    return _change(ForceAct.RESTORE, kiriman)


def _change(act: ForceAct, named_so: str) -> State:
    home = workshop()
    if is_carried_out():
        forget_typed()  # where it was killed in between
        return Completed(message=AGAIN)
    try:
        submission = find_submission(home.warehouse, named_so.strip().casefold())
        target = get_submission(home.warehouse, submission)
        home.sender_of(target)
        state = _ask_and_change(home, target, act)
    except WarehouseUnavailable:
        raise
    except WarehouseError as error:  # what cannot be, in words
        state = refused(error)
    forget_typed()
    return state


def _ask_and_change(home: Workshop, submission: Submission, act: ForceAct) -> State:
    """Suspends until somebody agrees or refuses, and again where what is in force has changed meanwhile."""
    remark, number = "", 0
    while True:
        number += 1
        form = Form(1, number)
        form_data = typed(form)
        if not was_shown(form):
            plan = put_in_force(home, submission.id, act, who="", why="", trial=True)
            if plan.before == plan.after:
                return Completed(name=LEFT, message=f"{place_words(home, submission)}: {plan_words(plan)}")
            publish_pages(home, _summary(home, plan).lines)  # the form links it
            description = remark + agreement_description(home, plan, act)
            forget_typed()
            show(form, agreement_form(act).with_initial_data(description=description))  # the process ends here
        elif form_data is not None:
            try:
                agreed, who, why = read_agreement(act, form_data)
            except UnsignedError:
                remark = ONCE_MORE.format(why=UNSIGNED)
                continue
            except ValidationError:  # the form was another version's; its own words would quote what was typed
                remark = ONCE_MORE.format(why=ANOTHER_FORM)
                continue
            if not agreed:
                return Completed(name=LEFT, message=f"{place_words(home, submission)}: tidak ada yang diubah.")
            if _was_done(home, submission.id, who, why):
                return _tell_once_more(home, submission, act)
            trial_plan = put_in_force(home, submission.id, act, who=who, why=why, trial=True)
            if plain(plan_words(trial_plan, act)) in said_above(form):
                return _carry_out(home, submission, act, who, why)
            remark = ONCE_MORE.format(why=CHANGED)


def _carry_out(home: Workshop, submission: Submission, act: ForceAct, who: str, why: str) -> State:
    plan = put_in_force(home, submission.id, act, who=who, why=why)
    summary = _summary(home, plan)
    create_markdown_artifact(key=RunPage.IN_FORCE, markdown=force_page(home, summary, plan, DONE[act], who, why))
    _tell(home, summary, plan.came, plan.went)
    sentence = f"{DONE[act].capitalize()} oleh {who}. {plan_words(plan)}"
    return Completed(message=f"{place_words(home, submission)}: {sentence}")


def _tell_once_more(home: Workshop, submission: Submission, act: ForceAct) -> State:
    """Reports once more what this run did before it was killed: nobody knows whether everybody had been told then."""
    line = submission_line(home, submission.id)
    changed = ((submission.id,), ()) if act is ForceAct.RESTORE else ((), (submission.id,))
    _tell(home, RunSummary((line,), (), ()), *changed)
    return Completed(message=AGAIN)


def _tell(home: Workshop, summary: RunSummary, submissions_in: Iterable[str], submissions_out: Iterable[str]) -> None:
    publish_pages(home, summary.lines)
    publish_compliance(compliance(home))
    tell_warehouse_changed(this_run(), submissions_in, submissions_out)
    note_carried_out()


def _summary(home: Workshop, plan: ForcePlan) -> RunSummary:
    return RunSummary(tuple(submission_line(home, submission_id) for submission_id in plan.submissions), (), ())


def _was_done(home: Workshop, submission: str, who: str, why: str) -> bool:
    """Whether this run did it and was killed before it could note that."""
    since = first_begun()
    return since is not None and any(
        change.at >= since and change.who == who and change.why.startswith(why)
        for change in force_changes(home.warehouse, submission)
    )
