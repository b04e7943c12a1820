"""The consolidation: collect → archive → check → load → publish → answer, for every office, one bad one apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from prefect import State, allow_failure, flow, get_run_logger
from prefect.futures import PrefectFuture, wait

from flows import tasks
from flows.artifacts import publish_artifacts
from flows.asking import refused_in_words
from flows.decision_runs import decision_runs
from flows.ending import RunPage, end_state
from flows.events import tell_state, tell_warehouse_changed
from flows.offices import chosen_offices, office_choices
from flows.overview import keeps_overview
from flows.periods import ALL_MONTHS, Periode
from flows.settings import first_begun, is_tried_again, named, task_runner, this_run
from flows.settings import workshop as open_home
from flows.waiting import make_forms, tell_senders
from kemitraan.steps.care.tidying import discard_left_behind
from kemitraan.steps.decisions.reviewing import overtaken_unanswered, settle
from kemitraan.steps.job.collecting import SourceListing, Taken
from kemitraan.steps.job.error_words import notices_of, sentence, source_sentence
from kemitraan.steps.job.ordering import in_order, names_products_of_others
from kemitraan.steps.job.parallel import Where
from kemitraan.steps.job.selecting import mark_failed, reopen, reopen_failed, unfinished_of
from kemitraan.steps.job.summary import Notice, RunSummary, summarise
from kemitraan.steps.workshop import Workshop
from warehouse.awaited import LONGEST_WAIT, take_up_awaited
from warehouse.diary import Work, record_done
from warehouse.errors import WarehouseError
from warehouse.submissions import get_submission

T = TypeVar("T")
Kantor = office_choices()
HEAVY_BYTES = 2_000_000
"""From here on checking goes to further processes: starting them costs a second or two."""

FAULTY = "ada kiriman yang gagal karena kesalahan program."


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
    discard_left_behind(workshop)
    offices = chosen_offices(kantor, workshop.config)
    settle(workshop, offices)
    notices: list[Notice] = []
    left = unfinished_of(workshop, offices)
    taken = _bring_in(workshop, offices, notices)
    heavy = sum(one.size for one in taken) > HEAVY_BYTES
    if proses_ulang:
        reopen(workshop, offices, periode, request=this_run(), since=first_begun())
    if is_tried_again():
        reopen_failed(workshop, offices, periode)
    take_up_awaited(workshop.warehouse, [workshop.office_of(slug).code for slug in offices], periode)
    submissions = unfinished_of(workshop, offices)
    problems, answers = process(workshop, submissions, periode, apart=heavy and len(submissions) > 1, alone=left)
    seen = list(dict.fromkeys([one.submission for one in taken] + submissions))
    tell_senders(workshop, notices)
    make_forms(workshop, notices)
    known = {one.submission for one in taken if not one.new}
    summary = summarise(workshop, seen, offices, notices, problems, answers, known)
    publish_artifacts(
        workshop, RunPage.CONSOLIDATION, summary, decision_runs(one.submission for one in summary.undecided)
    )
    tell_warehouse_changed(this_run(), [line.submission for line in summary.lines if line.newly_in_force])
    state = end_state(summary, RunPage.CONSOLIDATION)
    if not periode and set(offices) == {office.slug for office in workshop.config.offices}:
        record_done(workshop.warehouse, Work.CONSOLIDATION, trouble=FAULTY if state.is_failed() else None)
    return state


def _bring_in(workshop: Workshop, offices: Sequence[str], notices: list[Notice]) -> list[Taken]:
    """Collect from every source and archive every file; what fails becomes a notice."""
    looks: list[tuple[str, PrefectFuture[SourceListing]]] = []
    for slug in offices:
        for number in range(len(workshop.office_of(slug).sources)):
            looks.append((slug, tasks.collect.submit(slug, number)))
    brought: list[tuple[str, PrefectFuture[Taken | None]]] = []
    for slug, look in looks:
        name = workshop.office_of(slug).name
        listing = _result(look, name, notices)
        if listing and not listing.open:
            notices.append(Notice(name, "Salah satu sumbernya dilewati: di luar jam bukanya (`window` di setelan)."))
        elif listing:
            notices += notices_of(name, listing.left)
            brought += [(name, future) for future in _archive_in_order(slug, listing)]
    return [taken for name, future in brought if (taken := _result(future, name, notices))]


def _archive_in_order(slug: str, listing: SourceListing) -> list[PrefectFuture[Taken | None]]:
    """One after the other, oldest first: a resubmission must not be received before what it replaces."""
    futures: list[PrefectFuture[Taken | None]] = []
    for waiting in listing.waiting:
        before = [allow_failure(future) for future in futures[-1:]]
        futures.append(tasks.archive.submit(slug, waiting, wait_for=before))
    return futures


@dataclass(frozen=True)
class _Chain:
    """The futures of one submission, in order."""

    submission: str
    steps: tuple[PrefectFuture, ...]


def process(
    workshop: Workshop,
    submissions: Sequence[str],
    period: str = "",
    *,
    apart: bool = False,
    alone: Collection[str] = (),
) -> tuple[dict[str, str], dict[str, str]]:
    """Every step of every submission, in the order of ``in_order``; then of what was held back for want of what came in
    force with them. Gives problems and answers by submission.

    ``apart``: in further processes. ``alone``: what an earlier run or try left undone. Whatever stopped it may have been
    the submission itself, so it is worked on in a process where nothing else is lost with it.
    """
    codes = sorted({get_submission(workshop.warehouse, one).office for one in submissions})
    problems, answers = {}, {}
    _end(workshop, _chains(workshop, submissions, period, apart, alone), problems, answers)
    for _ in range(LONGEST_WAIT):
        awaited = take_up_awaited(workshop.warehouse, codes, period)
        _end(workshop, _chains(workshop, awaited, period, apart, alone), problems, answers)
    # The sender of what a later one has closed on the way hears of it with the answer to that one.
    closed = [_answer_closed(workshop, one) for one in overtaken_unanswered(workshop, submissions)]
    _end(workshop, closed, problems, answers)
    return problems, answers


def _chains(
    workshop: Workshop, submissions: Sequence[str], period: str, apart: bool, alone: Collection[str]
) -> list[_Chain]:
    last_of: dict[str, PrefectFuture] = {}
    chains = []
    for known in in_order(workshop, submissions):
        submission, code = known.id, known.office
        office = workshop.office_of(code).slug
        where = Where.ALONE if submission in alone else Where.APART if apart else Where.HERE
        before = [last for other, last in last_of.items() if other == code or _names_products_of(code, other)]
        checked = tasks.check.submit(office, submission, where, wait_for=[allow_failure(last) for last in before])
        loaded = tasks.load.submit(office, submission, where, period, wait_for=[checked])
        published = last_of[code] = tasks.publish.submit(office, submission, wait_for=[loaded])
        answered = tasks.answer.submit(office, submission, where, wait_for=[published])
        chains.append(_Chain(submission, (checked, loaded, published, answered)))
    return chains


def _answer_closed(workshop: Workshop, submission: str) -> _Chain:
    tell_state(workshop, submission)
    office = workshop.office_of(get_submission(workshop.warehouse, submission).office).slug
    return _Chain(submission, (tasks.answer.submit(office, submission, Where.HERE),))


def _end(workshop: Workshop, chains: Sequence[_Chain], problems: dict[str, str], answers: dict[str, str]) -> None:
    """Wait for every chain, and keep what became of it."""
    for chain in chains:
        wait(list(chain.steps))
        error = _first_error(chain.steps)
        if error is None:
            answers[chain.submission] = chain.steps[-1].result() or ""
        else:
            problems[chain.submission] = sentence(error)
            get_run_logger().error("kiriman %s: %s", chain.submission, problems[chain.submission])
            _keep_for_replay(workshop, chain.submission, error)


def _keep_for_replay(workshop: Workshop, submission: str, error: Exception) -> None:
    """Where even that cannot be, the submission keeps its state, and the next run goes on with it."""
    try:
        mark_failed(workshop, submission, error)
    except WarehouseError as unavailable:
        get_run_logger().error("kiriman %s: %s", submission, sentence(unavailable))


def _names_products_of(office: str, other: str) -> bool:
    return names_products_of_others(office) and not names_products_of_others(other)


def _result(future: PrefectFuture[T], office: str, notices: list[Notice]) -> T | None:
    """The future's result; a failure becomes a notice of the office and holds up no other."""
    try:
        return future.result()
    except Exception as error:  # told to people as a notice; its traceback is in the task's log
        notices.append(Notice(office, source_sentence(error)))
        return None


def _first_error(futures: Sequence[PrefectFuture]) -> Exception | None:
    """What stopped a chain: the error of its first step that did not succeed (those after it never began)."""
    for future in futures:
        if not future.state.is_completed():
            try:
                future.result()
            except Exception as error:  # this is what is looked for
                return error
    return None
