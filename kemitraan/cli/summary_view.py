"""A run's summary for the terminal."""

from __future__ import annotations

from kemitraan.cli.table import in_columns
from kemitraan.steps.summary import RunSummary, SubmissionLine
from schemas.messages import outcome_words

HEADERS = ("Kantor", "Periode", "Hasil", "Baris", "Terima", "Tahan", "Jawaban")


def summary_text(summary: RunSummary) -> str:
    """A table of the run's submissions, then what needs attention."""
    lines = []
    if summary.lines:
        lines += in_columns(HEADERS, [_row(line) for line in summary.lines])
    else:
        lines.append("Tidak ada kiriman baru.")
    if summary.silent and summary.lines:
        lines += ["", f"Tidak ada kiriman baru dari: {', '.join(summary.silent)}."]
    attention = [f"  {line.office_name}, {line.file}: {line.problem}" for line in summary.lines if line.problem]
    attention += [f"  {notice.place}: {notice.text}" for notice in summary.notices]
    if attention:
        lines += ["", "Perlu perhatian:", *attention]
    return "\n".join(lines)


def _row(line: SubmissionLine) -> tuple[str | int, ...]:
    outcome = outcome_words(line.outcome) if line.outcome else "belum diperiksa"
    answer = f"keluar/{line.office}/{line.answer}" if line.answer else "–"
    return line.office_name, line.period or "–", outcome, line.rows, line.accepted, line.quarantined, answer
