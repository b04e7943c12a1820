"""The page of a run: what needs a person, what was sent and what became of it.

Beside a page Prefect shows a panel; what is left of a window of 1024 points bears a table of five narrow columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kemitraan.pages.markdown import file_link, page_link, plain, run_link, table
from kemitraan.pages.submission import page_key
from kemitraan.server_names import DECISION_RUN
from kemitraan.steps.file_names import shown
from kemitraan.steps.job.summary import RunSummary, SubmissionLine, Undecided, again_words, misplaced_words
from kemitraan.steps.letters.letter_words import days_left_words
from schemas.messages import any_period_words, number_words, period_words, time_words
from warehouse.changes import MonthChange


def run_page(
    summary: RunSummary, changes: Mapping[str, MonthChange], names: Mapping[str, str], runs: Mapping[str, str]
) -> str:
    """What needs a person, who sent what and what became of it, what changed against the month before, who was silent.

    ``changes`` by submission, ``names`` of offices by slug, ``runs`` in which a person decides by submission.
    """
    return "\n".join(
        [
            f"{counted_words(summary)} {file_link('Keadaan semua kantor', '')}",
            "",
            *_needs_person(summary),
            *_undecided(summary, runs),
            *_submissions(summary),
            *_again(summary),
            *_calm(summary),
            *_against_last_month(summary, changes),
            *_silent(summary, names),
        ]
    )


def counted_words(summary: RunSummary) -> str:
    """``**3 kiriman**: 2 diterima, 1 ditolak.``"""
    counts = Counter(line.result for line in summary.worked_on)
    parts = [f"{number} {result.lower()}" for result, number in counts.items()]
    return f"**{len(summary.worked_on)} kiriman**: {', '.join(parts) or 'belum ada yang baru'}."


def _needs_person(summary: RunSummary) -> list[str]:
    problems = [(line.office_name, line.problem) for line in summary.lines if line.problem]
    problems += [
        (line.office_name, misplaced_words(line.office_name, line.belongs_to))
        for line in summary.worked_on
        if line.belongs_to
    ]
    problems += [(notice.place, notice.text) for notice in summary.pressing]
    if not problems:
        return []
    return ["### Perlu perhatian", "", *(f"- **{plain(place)}**: {plain(text)}" for place, text in problems), ""]


def _calm(summary: RunSummary) -> list[str]:
    if not summary.calm:
        return []
    return ["### Catatan", "", *(f"- **{plain(one.place)}**: {plain(one.text)}" for one in summary.calm), ""]


def _undecided(summary: RunSummary, runs: Mapping[str, str]) -> list[str]:
    if not summary.undecided:
        return []
    told = [line for one in summary.undecided for line in _asked(one, runs.get(one.submission))]
    how = (
        f"Di putaran itu (**{DECISION_RUN} …** di halaman Runs) pilih Resume di menu tiga titik, lalu isi formulirnya."
    )
    return ["### Perlu keputusan", "", *told, "", how, ""]


def _asked(one: Undecided, run: str | None) -> list[str]:
    """Whose it is and until when, and below why it waits and what is at stake."""
    return [
        f"- **{plain(one.office_name)}**, {any_period_words(one.period)} "
        f"({page_link(f'kiriman {one.submission[:8]}', page_key(one))}), sampai {time_words(one.due)}, "
        f"{days_left_words(one.days_left)}.{_decide(run)}",
        *(f"    - {plain(reason)}" for reason in one.reasons),
        *([f"    - **{plain(one.at_stake)}**"] if one.at_stake else []),
    ]


def _decide(run: str | None) -> str:
    return f" {run_link('Buka putaran keputusannya', run)}." if run else ""


def _submissions(summary: RunSummary) -> list[str]:
    if not summary.worked_on:
        return []
    headings = ("Kantor", "Periode", "Hasil", "Diterima", "Berlaku")
    rows = [_row(line) for line in summary.worked_on]
    return ["### Kiriman", "", *table(headings, rows, right=("Diterima",))]


def _again(summary: RunSummary) -> list[str]:
    if not summary.again:
        return []
    told = [
        f"- **{page_link(line.office_name, page_key(line))}**: {plain(again_words(replace(line, file=shown(line.file))))}"
        for line in summary.again
    ]
    return ["### Sudah pernah diterima", "", *told, ""]


def _row(line: SubmissionLine) -> tuple[str, ...]:
    """What was sent as which file, and how many rows were held back, is said on the submission's own page."""
    return (
        page_link(line.office_name, page_key(line)),
        period_words(line.period) if line.period else "–",
        line.result,
        f"{number_words(line.accepted)} dari {number_words(line.rows)}",
        line.force_words,
    )


def _against_last_month(summary: RunSummary, changes: Mapping[str, MonthChange]) -> list[str]:
    """Of the submissions that are in force; what is new, gone or held back is counted by the office's keys."""
    found = [(line, changes[line.submission]) for line in summary.lines if line.submission in changes]
    if not found:
        return []
    headings = ["Kantor", "Periode", "Diterima", "Usaha baru", "Tidak disebut lagi"]
    if any(change.held for _, change in found):
        headings.append("Ditahan")
    rows = [_changed(line, change)[: len(headings)] for line, change in found]
    return ["### Dibanding bulan sebelumnya", "", *table(headings, rows, right=headings[2:])]


def _changed(line: SubmissionLine, change: MonthChange) -> tuple[str, ...]:
    counts = (change.new, change.gone, change.held)
    return (
        plain(line.office_name),
        f"{period_words(change.period_before)} → {period_words(change.period)}",
        f"{number_words(change.accepted_before)} → {number_words(change.accepted)}",
        *("–" if count is None else number_words(count) for count in counts),
    )


def _silent(summary: RunSummary, names: Mapping[str, str]) -> list[str]:
    if not summary.silent:
        return []
    return ["### Tidak ada kiriman baru", "", f"{plain('; '.join(names[slug] for slug in summary.silent))}.", ""]
