"""The calendar of dues as a page: what waits for a person, who has sent, who has not, and the letters of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from kemitraan.pages.template import rendered
from kemitraan.steps.job.error_words import matter
from kemitraan.steps.letters.decision_letters import OpenDecision
from kemitraan.steps.letters.due_calendar import CalendarRow
from kemitraan.steps.letters.letter_words import fate_words, kind_of_letter_words, standing_words
from kemitraan.steps.letters.reminding import LetterLine
from kemitraan.steps.views.overview import CAME
from schemas.messages import date_words


def due_page(
    rows: Sequence[CalendarRow],
    lines: Sequence[LetterLine],
    open_decisions: Sequence[OpenDecision],
    runs: Mapping[str, str],
) -> str:
    """The page as Markdown. ``rows`` keeps the rows of a period together, ``lines`` are the day's letters, ``runs`` are
    the runs in which a person decides, by submission.
    """
    return rendered(
        "tenggat",
        bulan_bulan=[list(part) for _, part in groupby(rows, key=lambda row: row.period)],
        menunggu=[(open_decision, runs.get(open_decision.decision.submission)) for open_decision in open_decisions],
        surat=lines,
        sudah=CAME,
        keadaan=standing_words,
        hari=_days,
        jenis_surat=kind_of_letter_words,
        nasib=fate_words,
        sebab=matter,
    )


def _days(**days: date | None) -> str:
    """The days in words: ``dikirim 3 Desember 2026, dijawab 4 Desember 2026``."""
    return ", ".join(f"{label} {date_words(day)}" for label, day in days.items() if day) or "–"
