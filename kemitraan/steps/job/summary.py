"""What a run did: one line a submission, and its errors. It is a value that views turn into tables and pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from kemitraan.config.init import StrayFolder, stray_folders
from kemitraan.steps.corrections.words import idle_corrections, idle_words
from kemitraan.steps.decisions.at_stake import at_stake_words
from kemitraan.steps.decisions.decided_words import decision_words
from kemitraan.steps.decisions.force_words import force_words, live_part
from kemitraan.steps.decisions.reviewing import stranded
from kemitraan.steps.letters.opening_words import orphan_words
from kemitraan.steps.workshop import Workshop
from schemas.finding import Outcome
from schemas.messages import result_words, superseded_words, time_words
from schemas.period import Period
from warehouse.decisions import Choice, Decision, last_decision, open_decisions, was_superseded
from warehouse.orphans import left_orphaned
from warehouse.reading import sheet_counts
from warehouse.state import State
from warehouse.submissions import Submission, get_submission

MISPLACED = "Salah kotak"
"""The result for another office's workbook: it counts neither for the office that has it nor for the other one."""


@dataclass(frozen=True)
class SubmissionLine:
    """One submission of the run. ``accepted`` counts rows; it is 0 for a submission that is refused or waits for a
    person. ``live_part`` holds its sheets in force, where not all are. ``answer`` names the answer that this run gave,
    if any; ``problem`` is a sentence when a step did not succeed. ``belongs_to`` names the office whose workbook this
    is, where it came into another's inbox. ``again`` says that the same bytes had come before, on ``received`` (in the
    office's zone), and nothing was done with them now. ``superseded`` says that a later one took its place while it
    waited for a decision.
    """

    submission: str
    office: str
    office_name: str
    period: Period | None
    file: str
    state: str
    outcome: str | None
    rows: int
    accepted: int
    quarantined: int
    in_force: bool
    answer: str | None
    problem: str | None = None
    belongs_to: str | None = None
    received: datetime | None = None
    again: bool = False
    live_part: tuple[str, ...] = ()
    superseded: bool = False

    @property
    def force_words(self) -> str:
        """Whether it is in force, for people: ``ya``, ``sebagian: UMKM``, ``tidak``."""
        return force_words(self.in_force, self.live_part)

    @property
    def waits(self) -> bool:
        """Whether it waits for a person's decision."""
        return self.state == State.WAITING

    @property
    def newly_in_force(self) -> bool:
        """Whether it is in force and this run worked on it. One that was merely seen again was answered before."""
        return self.in_force and bool(self.answer or self.problem)

    @property
    def result(self) -> str:
        """The result so far, for people."""
        if self.superseded:
            return superseded_words()
        return MISPLACED if self.belongs_to else result_words(self.outcome, self.state)


@dataclass(frozen=True)
class Undecided:
    """A submission that waits for a person: why, what it would replace (``at_stake``, a sentence), and until when
    (``due`` in the office's zone; ``days_left`` in calendar days).
    """

    submission: str
    office: str
    office_name: str
    period: Period | None
    reasons: tuple[str, ...]
    due: datetime
    days_left: int
    at_stake: str = ""


@dataclass(frozen=True)
class Notice:
    """Something that a person should know: where (an office or a folder), and a sentence. ``calm`` says that nobody has
    to do anything.
    """

    place: str
    text: str
    calm: bool = False


@dataclass(frozen=True)
class RunSummary:
    """A run: its submissions by office, offices that sent nothing new, notices, and all open decisions."""

    lines: tuple[SubmissionLine, ...]
    silent: tuple[str, ...]
    notices: tuple[Notice, ...]
    undecided: tuple[Undecided, ...] = ()

    @property
    def worked_on(self) -> tuple[SubmissionLine, ...]:
        """The submissions that this run did something with."""
        return tuple(line for line in self.lines if not line.again)

    @property
    def again(self) -> tuple[SubmissionLine, ...]:
        """Submissions whose files came again."""
        return tuple(line for line in self.lines if line.again)

    @property
    def pressing(self) -> tuple[Notice, ...]:
        """The notices that need a person or another try."""
        return tuple(notice for notice in self.notices if not notice.calm)

    @property
    def calm(self) -> tuple[Notice, ...]:
        """The other notices."""
        return tuple(notice for notice in self.notices if notice.calm)

    @property
    def has_errors(self) -> bool:
        """Whether something needs a person or another try."""
        return bool(self.pressing or self.undecided) or any(line.problem or line.belongs_to for line in self.worked_on)

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON takes it."""
        return asdict(self)


def summarise(
    workshop: Workshop,
    submissions: Sequence[str],
    offices: Sequence[str],
    notices: Sequence[Notice],
    problems: Mapping[str, str],
    answers: Mapping[str, str],
    earlier: Collection[str] = (),
) -> RunSummary:
    """The summary of a run over ``offices`` (slugs), told from the warehouse's state afterwards. ``earlier`` holds
    submissions whose files this run was given once more. Submissions that were answered because a later one took their
    place are among its submissions.
    """
    everything = dict.fromkeys([*submissions, *problems, *answers])
    lines = [
        submission_line(workshop, submission, problems.get(submission), answers.get(submission), submission in earlier)
        for submission in everything
    ]
    offices_heard = {line.office for line in lines}
    strays = [
        Notice(folder.name, _stray_words(folder, loose=folder.name == workshop.home.inboxes.name))
        for folder in stray_folders(workshop.home, workshop.config)
    ]
    return RunSummary(
        lines=tuple(sorted(lines, key=lambda line: (line.office, line.period or ""))),
        silent=tuple(slug for slug in offices if slug not in offices_heard),
        notices=(
            *notices,
            *_decided_by_system(workshop, lines),
            *strays,
            *_orphan_notices(workshop, lines),
            *stranded_notices(workshop),
            *idle_notices(workshop),
        ),
        undecided=undecided(workshop, offices),
    )


def _orphan_notices(workshop: Workshop, lines: Sequence[SubmissionLine]) -> list[Notice]:
    """Rows in force that lost what they name through a submission of this run."""
    notices = []
    for line in lines:
        if line.newly_in_force:
            code = workshop.office_of(line.office).code
            orphans = left_orphaned(workshop.warehouse, line.submission)
            notices += [Notice(line.office_name, words) for words in orphan_words(workshop, orphans, code)]
    return notices


def undecided(workshop: Workshop, offices: Sequence[str]) -> tuple[Undecided, ...]:
    """Every submission of these offices (slugs) that waits for a person, from this run or an earlier one, by due
    date.
    """
    codes = [workshop.office_of(slug).code for slug in offices]
    return tuple(_undecided(workshop, open_decision) for open_decision in open_decisions(workshop.warehouse, codes))


def _undecided(workshop: Workshop, decision: Decision) -> Undecided:
    submission = get_submission(workshop.warehouse, decision.submission)
    office = workshop.office_of(submission.office)
    zone = workshop.config.settings.zone
    due = decision.due_at.astimezone(zone)
    days_left = max((due.date() - workshop.warehouse.now().astimezone(zone).date()).days, 0)
    at_stake = at_stake_words(workshop, decision)
    return Undecided(
        submission.id, office.slug, office.name, submission.period, decision.reasons, due, days_left, at_stake
    )


def _decided_by_system(workshop: Workshop, lines: Sequence[SubmissionLine]) -> list[Notice]:
    """The system's own decisions about the submissions of this run: no person has looked at them. Headers that are
    known from a person's answer need no attention.
    """
    notices = []
    for line in lines:
        decision = last_decision(workshop.warehouse, line.submission)
        if decision and decision.is_by_system and (line.answer or line.problem):
            words = f"Kiriman {line.submission[:8]}: {decision_words(workshop, decision)}"
            notices.append(Notice(line.office_name, words, calm=decision.choice is Choice.RECHECK))
    return notices


def _stray_words(folder: StrayFolder, loose: bool) -> str:
    files = "isinya" if folder.files is None else f"{folder.files} berkas di dalamnya"
    if loose:
        return f"Ada {folder.files} berkas di luar folder kantor, jadi tidak dibaca. Pindahkan ke folder kantor pengirimnya."
    return (
        f"Folder ini bukan milik kantor yang terdaftar, jadi {files} tidak dibaca. Pindahkan ke folder kantor "
        "pengirimnya, atau daftarkan kantornya di kemitraan.toml."
    )


def stranded_notices(workshop: Workshop) -> list[Notice]:
    """Submissions that wait for a decision and cannot be decided, because their office is gone from the settings."""
    submissions = [get_submission(workshop.warehouse, decision.submission) for decision in stranded(workshop)]
    return [
        Notice(workshop.name_of(submission.office), _stranded_words(submission), calm=True)
        for submission in submissions
    ]


def idle_notices(workshop: Workshop) -> list[Notice]:
    """Corrections that do not act any more, because something else is stated."""
    return [
        Notice(workshop.name_of(state.correction.office), idle_words(state), calm=True)
        for state in idle_corrections(workshop)
    ]


def _stranded_words(submission: Submission) -> str:
    return (
        f"Kiriman {submission.id[:8]} menunggu keputusan, tetapi kantornya ({submission.office}) tidak ada lagi di kemitraan.toml. "
        "Daftarkan lagi kantornya supaya kiriman itu dapat diputuskan."
    )


def misplaced_words(holder: str, owner: str) -> str:
    """Says whose workbook lies in whose inbox, that it counts for neither office, and what to do."""
    return (
        f"Menurut sampulnya berkas ini milik {owner}, tetapi ditaruh di kotak masuk {holder}. Berkas ini tidak dihitung "
        f"sebagai kiriman {holder}. Taruh berkasnya di kotak masuk {owner}; bila memang milik {holder}, betulkan "
        "sampulnya lalu kirim lagi."
    )


def counts_for_something(submission: Submission) -> bool:
    """Whether the rows that the check accepted count as accepted. Those of a submission that is refused or waits do
    not.
    """
    return submission.outcome is not Outcome.REJECTED and submission.state is not State.WAITING


def again_words(line: SubmissionLine) -> str:
    """Says that the file came before, when, with what result, and that nothing has changed."""
    assert line.received is not None
    return (
        f"Berkas yang sama, {line.file}, sudah diterima {time_words(line.received)} (kiriman {line.submission[:8]}: "
        f"{line.result.lower()}). Tidak diproses lagi, dan tidak ada yang berubah."
    )


def submission_line(
    workshop: Workshop,
    submission_id: str,
    problem: str | None = None,
    answer: str | None = None,
    came_again: bool = False,
) -> SubmissionLine:
    """One submission as the warehouse knows it now. ``problem`` and ``answer`` come from the run."""
    submission = get_submission(workshop.warehouse, submission_id)
    office = workshop.office_of(submission.office)
    counts = sheet_counts(workshop.warehouse, submission_id)
    return SubmissionLine(
        submission=submission_id,
        office=office.slug,
        office_name=office.name,
        period=submission.period,
        file=submission.short_name,
        state=submission.state,
        outcome=submission.outcome,
        rows=sum(count.rows for count in counts),
        accepted=sum(count.accepted for count in counts) if counts_for_something(submission) else 0,
        quarantined=sum(count.quarantined for count in counts),
        in_force=submission.in_force,
        answer=answer,
        problem=problem,
        belongs_to=workshop.name_of(submission.belongs_to) if submission.belongs_to else None,
        received=submission.received_at.astimezone(workshop.config.settings.zone),
        again=came_again and not (answer or problem),
        live_part=live_part(submission),
        superseded=was_superseded(workshop.warehouse, submission_id),
    )
