"""The order of the job, written once: what happens to a submission, in which order, and what waits for what.

``Execution`` says how a step is executed. Files are collected and archived, submissions checked, loaded, published and
answered; what stops one holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

from connectors.errors import OutsideError
from kemitraan.config.models import Office
from kemitraan.steps.decisions.reviewing import overtaken_unanswered, settle
from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.collecting import SourceListing, Taken, look_at_source, take
from kemitraan.steps.job.error_words import matter, notices_of, sentence, source_sentence
from kemitraan.steps.job.execution import Execution, Here, Pending, Where
from kemitraan.steps.job.ordering import in_order
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.job.selecting import mark_failed, reopen, reopen_failed, unfinished_of
from kemitraan.steps.job.summary import Notice, RunSummary, summarise
from kemitraan.steps.job.tidying import discard_left_behind
from kemitraan.steps.job.waiting_letters import senders_to_tell, tell_sender_waiting
from kemitraan.steps.workshop import Workshop
from schemas.office import OfficeCode
from schemas.period import Period
from warehouse.awaited import LONGEST_WAIT, take_up_awaited
from warehouse.errors import WarehouseError
from warehouse.submissions import Submission, get_submission

T = TypeVar("T")
HEAVY_BYTES = 2_000_000
"""The size from which new files are worth further processes: starting them costs a second or two."""
CLOSED = "Salah satu sumbernya dilewati: di luar jam bukanya (`window` di setelan)."
MATCHING = "Pencocokan usaha"
UNLINKED = "Usaha yang sama belum dicocokkan; dicoba lagi pada putaran berikutnya."
UNTOLD = "Surat kepada pengirimnya dicoba lagi pada putaran berikutnya."


@dataclass(frozen=True)
class Wish:
    """What a run should do: which offices (slugs), which month (None: all), and whether to ``process_again`` what was
    answered. ``request`` names the run, ``since`` is the time of its first start, when the run is tried again.
    """

    offices: Sequence[str]
    period: Period | None = None
    process_again: bool = False
    request: str | None = None
    since: datetime | None = None


def do_job(workshop: Workshop, execution: Execution, wish: Wish) -> RunSummary:
    """The whole job, from the sources to the answers."""
    job = Job(workshop, execution)
    discard_left_behind(workshop)
    settle(workshop, wish.offices)
    interrupted = unfinished_of(workshop, wish.offices)
    job.bring_in(wish.offices)
    if wish.process_again:
        reopen(workshop, wish.offices, wish.period, wish.request, wish.since)
    if wish.since:
        reopen_failed(workshop, wish.offices, wish.period)
    take_up_awaited(workshop.warehouse, [workshop.office_of(slug).code for slug in wish.offices], wish.period)
    job.process(unfinished_of(workshop, wish.offices), wish.period, alone=interrupted)
    return job.end(wish.offices)


@dataclass
class Job:
    """A job under way with its results so far: ``errors`` and ``answers`` by submission."""

    workshop: Workshop
    execution: Execution
    items_taken: list[Taken] = field(default_factory=list)
    submissions: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    errors: dict[str, Exception] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def bring_in(self, offices: Sequence[str]) -> None:
        """Collects from every source of these offices (slugs), and archives every file."""
        looks = [
            (office, self.execution.begin(look_at_source, office.slug, number, office=office.slug))
            for office in map(self.workshop.office_of, offices)
            for number in range(len(office.sources))
        ]
        archived = [(office, taken) for office, look in looks for taken in self._archive(office, look)]
        self.items_taken += [taken for office, pending in archived if (taken := self._result(office, pending))]

    def _archive(self, office: Office, look: Pending[SourceListing]) -> Iterator[Pending[Taken | None]]:
        """Archives the files one by one, oldest first: a resubmission must not be received before what it replaces."""
        listing = self._result(office, look)
        if listing is None:
            return
        if not listing.is_open:
            self.notices.append(Notice(office.name, CLOSED))
        self.notices += notices_of(office.name, listing.left_alone)
        pending_before: list[Pending[Taken | None]] = []
        for waiting_item in listing.items:
            pending_before = [self.execution.begin(take, waiting_item, office=office.slug, whatever=pending_before)]
            yield from pending_before

    def _result(self, office: Office, pending: Pending[T]) -> T | None:
        try:
            return pending.result()
        except Exception as error:  # told to people as a notice; its traceback is in the task's log
            self.notices.append(Notice(office.name, source_sentence(error)))
            return None

    def process(self, submissions: Sequence[str], period: Period | None = None, *, alone: Collection[str] = ()) -> None:
        """Does every step of every submission, then of the submissions whose rows waited for what these put in force.

        ``alone``: what an earlier run or try left undone. Whatever stopped it may have been the submission itself, so
        it is worked on in a process where nothing else is lost with it.
        """
        self.submissions += submissions
        codes = sorted({get_submission(self.workshop.warehouse, submission).office for submission in submissions})
        heavy = len(submissions) > 1 and sum(taken.size for taken in self.items_taken) > HEAVY_BYTES
        places = dict.fromkeys(alone, Where.ALONE)
        elsewhere = Where.APART if heavy else Where.HERE
        self.do_steps(submissions, period, places, elsewhere)
        for _ in range(LONGEST_WAIT):
            self.do_steps(take_up_awaited(self.workshop.warehouse, codes, period), period, places, elsewhere)
        # The sender of what a later one has closed on the way hears of it with the answer to that one.
        self.do_steps(overtaken_unanswered(self.workshop, submissions))

    def do_steps(
        self,
        submissions: Sequence[str],
        period: Period | None = None,
        places: Mapping[str, Where] = MappingProxyType({}),
        elsewhere: Where = Where.HERE,
    ) -> None:
        """Does the steps. An office's older submission comes before its newer one, and the regencies come before the
        collaborators, who name the regencies' products; nothing else waits.
        """
        last_of: dict[str, Pending[bool]] = {}
        chains = []
        for submission in in_order(self.workshop, submissions):
            code = submission.office
            pending_before = [
                last_step for other, last_step in last_of.items() if other == code or _names_products_of(code, other)
            ]
            chain = self._chain(submission, period, places.get(submission.id, elsewhere), pending_before)
            last_of[code] = chain[-2]
            chains.append((submission, chain))
        self._end(chains)

    def _chain(
        self, submission: Submission, period: Period | None, place: Where, pending_before: Sequence[Pending[bool]]
    ) -> list[Pending[Any]]:
        """The steps of one submission, each after the one before it succeeded."""
        begin, name, slug = self.execution.begin, submission.id, self.workshop.office_of(submission.office).slug
        checked = begin(check_submission, name, office=slug, where=place, whatever=pending_before)
        loaded = begin(load_submission, name, period, office=slug, where=place, after=[checked])
        published = begin(publish_submission, name, office=slug, after=[loaded])
        answered = begin(answer_submission, name, office=slug, where=place, after=[published])
        return [checked, loaded, published, answered]

    def _end(self, chains: Sequence[tuple[Submission, Sequence[Pending[Any]]]]) -> None:
        """Waits for every chain and keeps the error of its first step that failed."""
        for submission, chain in chains:
            try:
                *_, answer = [step.result() for step in chain]
                self.answers[submission.id] = answer or ""
            except Exception as error:  # told to people with its submission; its traceback is in the task's log
                self.errors[submission.id] = error
                self._keep_for_replay(submission, error)

    def _keep_for_replay(self, submission: Submission, error: Exception) -> None:
        """Keeps a failed submission for replay. Where even that fails, it keeps its state, and the next run goes on
        with it.
        """
        try:
            mark_failed(self.workshop, submission.id, error)
        except WarehouseError as unavailable:
            self.notices.append(Notice(self.workshop.office_of(submission.office).name, sentence(unavailable)))

    def _office(self, submission: str) -> Office:
        return self.workshop.office_of(get_submission(self.workshop.warehouse, submission).office)

    def end(self, offices: Sequence[str] = (), explain: Callable[[Exception], str] = sentence) -> RunSummary:
        """Finds records of one business, tells the senders of waiting submissions, asks people, and makes the summary
        of these offices (slugs), or of the submissions' offices.
        """
        self._link()
        self._tell_senders()
        self.notices += self.execution.ask_people()
        touched = list(dict.fromkeys([taken.submission for taken in self.items_taken] + self.submissions))
        return summarise(
            self.workshop,
            touched,
            offices or sorted({self._office(submission).slug for submission in touched}),
            self.notices,
            {submission: explain(error) for submission, error in self.errors.items()},
            self.answers,
            {taken.submission for taken in self.items_taken if not taken.is_new},
        )

    def _link(self) -> None:
        """Finds records of one business, once all is published. A failure becomes a notice, and the next run tries
        again. A run without submissions takes up what a killed run left.
        """
        try:
            if self.submissions:
                self.execution.begin(link_records).result()
            else:
                link_records(self.workshop)
        except Exception as error:  # told to people as a notice; its traceback is in the task's log
            self.notices.append(Notice(MATCHING, f"{matter(error)} {UNLINKED}"))

    def _tell_senders(self) -> None:
        """Tells every sender who does not know yet that a submission waits for a decision. A failure becomes a notice,
        and the next run tries again.
        """
        for submission in senders_to_tell(self.workshop):
            office = self._office(submission)
            try:
                self.execution.begin(tell_sender_waiting, submission, office=office.slug).result()
            except Exception as error:  # told to people as a notice; its traceback is in the task's log
                self.notices.append(Notice(office.name, f"{matter(error)} {UNTOLD}"))


def _names_products_of(office: str, other_office: str) -> bool:
    return OfficeCode(office).is_collaborator and not OfficeCode(other_office).is_collaborator


def process_here(workshop: Workshop, submissions: Sequence[str], explain: Callable[[Exception], str]) -> RunSummary:
    """Does all steps of each submission in this process, without a server. An outside error becomes a problem in the
    summary, in the words of ``explain``. A program error is raised after its submission was kept for replay.
    """
    job = Job(workshop, Here(workshop))
    job.process(submissions)
    for error in job.errors.values():
        if not isinstance(error, OutsideError | WarehouseError | OSError):
            raise error
    return job.end(explain=explain)
