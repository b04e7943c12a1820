"""A run's summary for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.cli.table import in_columns
from kemitraan.steps.job.summary import RunSummary, SubmissionLine, Undecided, again_words, misplaced_words
from kemitraan.steps.letters.letter_words import days_left_words
from schemas.messages import any_period_words, period_words, time_words
from warehouse.file_names import answer_end

HEADERS = ("Kantor", "Periode", "Hasil", "Baris", "Terima", "Tahan", "Jawaban")


def summary_text(summary: RunSummary) -> str:
    """A table of the run's submissions, then what needs attention."""
    lines = []
    if summary.worked_on:
        lines += in_columns(HEADERS, [_row(line) for line in summary.worked_on])
    else:
        lines.append("Tidak ada kiriman baru.")
    if summary.silent and summary.lines:
        lines += ["", f"Tidak ada kiriman baru dari: {', '.join(summary.silent)}."]
    attention = [f"  {line.office_name}, {line.file}: {line.problem}" for line in summary.lines if line.problem]
    attention += [
        f"  {line.office_name}, {line.file}: {misplaced_words(line.office_name, line.belongs_to)}"
        for line in summary.worked_on
        if line.belongs_to
    ]
    attention += [f"  {notice.place}: {notice.text}" for notice in summary.pressing]
    if attention:
        lines += ["", "Perlu perhatian:", *attention]
    if summary.again:
        lines += [
            "",
            "Sudah pernah diterima:",
            *(f"  {arrival.office_name}: {again_words(arrival)}" for arrival in summary.again),
        ]
    if summary.calm:
        lines += ["", "Catatan:", *(f"  {notice.place}: {notice.text}" for notice in summary.calm)]
    if summary.undecided:
        lines += ["", "Perlu keputusan:", *undecided_lines(summary.undecided)]
        lines += ["  Putuskan dengan `kemitraan decide`, atau lewat formulirnya di Prefect."]
    return "\n".join(lines)


def undecided_lines(undecided: Sequence[Undecided]) -> list[str]:
    """What waits for a person, why, and until when."""
    lines = []
    for entry in undecided:
        heading = f"{entry.office_name}, {any_period_words(entry.period)}"
        lines.append(
            f"  {entry.submission}  {heading}, sampai {time_words(entry.due)} ({days_left_words(entry.days_left)})"
        )
        lines += [f"    {sentence}" for sentence in (*entry.reasons, entry.at_stake) if sentence]
    return lines


def _row(line: SubmissionLine) -> tuple[str | int, ...]:
    answer = f"keluar/{line.office}/{answer_end(line.answer)}" if line.answer else "–"
    return (
        line.office_name,
        period_words(line.period) if line.period else "–",
        line.result,
        line.rows,
        line.accepted,
        line.quarantined,
        answer,
    )
