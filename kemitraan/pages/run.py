"""The page of a run: what needs a person, what was sent and what became of it.

Beside a page Prefect shows a panel; in a window of 1024 points that leaves room for a table of five narrow columns.
What was sent as which file, and how many rows were held back, is said on the submission's own page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kemitraan.pages.submission import page_key
from kemitraan.pages.template import rendered
from kemitraan.server_names import DECISION_RUN
from kemitraan.steps.job.summary import RunSummary, again_words, misplaced_words
from kemitraan.steps.letters.letter_words import days_left_words
from schemas.messages import number_words
from warehouse.changes import MonthChange


def run_page(
    summary: RunSummary, changes: Mapping[str, MonthChange], names: Mapping[str, str], runs: Mapping[str, str]
) -> str:
    """What needs a person, who sent what and what happened to it, what changed against the month before, and who was
    silent.

    ``changes`` is by submission, ``names`` of offices by slug, ``runs`` in which a person decides by submission.
    """
    changed = [(line, changes[line.submission]) for line in summary.lines if line.submission in changes]
    return rendered(
        "putaran",
        **_counted(summary),
        putaran=summary,
        perlu_perhatian=_needs_person(summary),
        putaran_keputusan=runs,
        nama_putaran_keputusan=DECISION_RUN,
        kunci=page_key,
        sisa_hari=days_left_words,
        kata_lagi=again_words,
        perubahan=changed,
        ada_ditahan=any(change.held for _, change in changed),
        banyak=lambda count: "–" if count is None else number_words(count),
        diam=[names[slug] for slug in summary.silent],
    )


def counted_words(summary: RunSummary) -> str:
    """The counts in words: ``**3 kiriman**: 2 diterima, 1 ditolak.``"""
    return rendered("putaran_ringkas", **_counted(summary))


def _counted(summary: RunSummary) -> dict[str, Any]:
    counts = Counter(line.result for line in summary.worked_on)
    results = [(result.lower(), number) for result, number in counts.items()]
    return {"banyak_kiriman": len(summary.worked_on), "hasil_hasil": results}


def _needs_person(summary: RunSummary) -> list[tuple[str, str]]:
    """Office or place, and what is the matter."""
    return [
        *((line.office_name, line.problem) for line in summary.lines if line.problem),
        *(
            (line.office_name, misplaced_words(line.office_name, line.belongs_to))
            for line in summary.worked_on
            if line.belongs_to
        ),
        *((notice.place, notice.text) for notice in summary.pressing),
    ]
