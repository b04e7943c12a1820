"""The calendar of dues as a page: what waits for a person, who has sent, who has not, and the letters of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from kemitraan.pages.markdown import plain, run_link, table
from kemitraan.steps.dues import Standing
from kemitraan.steps.job.trouble import matter
from kemitraan.steps.letters.decision_letters import OpenDecision
from kemitraan.steps.letters.due_calendar import CalendarRow
from kemitraan.steps.letters.letter_words import fate_words, kind_of_letter_words, standing_words
from kemitraan.steps.letters.reminding import LetterLine
from schemas.messages import date_words, period_words

_CAME = (Standing.RECEIVED, Standing.RECEIVED_LATE)


def due_page(
    rows: Sequence[CalendarRow], lines: Sequence[LetterLine], waiting: Sequence[OpenDecision], runs: Mapping[str, str]
) -> str:
    """Markdown. ``rows``: those of a period together; ``lines``: the day's letters; ``runs``: in which a person decides, by
    submission.
    """
    if not rows:
        return "Tidak ada kantor yang wajib lapor."
    months = groupby(rows, key=lambda row: row.period)
    return "\n".join(
        [
            *_waiting(waiting, runs),
            *(line for _, part in months for line in _month(list(part))),
            *_letters(lines),
        ]
    )


def _waiting(waiting: Sequence[OpenDecision], runs: Mapping[str, str]) -> list[str]:
    if not waiting:
        return []
    return ["### Menunggu keputusan", "", *(_undecided(one, runs.get(one.decision.submission)) for one in waiting), ""]


def _undecided(one: OpenDecision, run: str | None) -> str:
    link = f" {run_link('Buka putaran keputusannya', run)}." if run else ""
    return f"- **{plain(one.about)}**: sampai {one.due}.{link}"


def _month(rows: Sequence[CalendarRow]) -> list[str]:
    first = rows[0]
    came = sum(row.standing in _CAME for row in rows)
    return [
        f"### Laporan {period_words(first.period)}",
        "",
        f"Batas kirim {date_words(first.due)}. Laporan {came} dari {len(rows)} kantor sudah diterima.",
        "",
        *table(("Kantor", "Keadaan", "Kiriman", "Surat"), [_row(row) for row in rows]),
    ]


def _row(row: CalendarRow) -> tuple[str, ...]:
    return (
        plain(row.name),
        standing_words(row.standing),
        _days(dikirim=row.came_on, dijawab=row.told_on),
        _days(diingatkan=row.reminded_on, ditegur=row.complained_on),
    )


def _days(**days: date | None) -> str:
    """``dikirim 3 Desember 2026, dijawab 4 Desember 2026``."""
    return ", ".join(f"{what} {date_words(day)}" for what, day in days.items() if day) or "–"


def _letters(lines: Sequence[LetterLine]) -> list[str]:
    if not lines:
        return []
    return ["### Surat hari ini", "", *map(_letter, lines), ""]


def _letter(line: LetterLine) -> str:
    why = f". {plain(matter(line.error))}" if line.error else ""
    return f"- {kind_of_letter_words(line.kind)}, {plain(line.name)}: {fate_words(line.fate)}{why}"
