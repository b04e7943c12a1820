"""A run's summary for the terminal."""

from __future__ import annotations

from kemitraan.steps.summary import RunSummary, SubmissionLine
from schemas.messages import outcome_words


def summary_text(summary: RunSummary) -> str:
    """A table of the run's submissions, then what needs attention."""
    lines = []
    if summary.lines:
        lines.append(f"{'Kantor':<26}{'Periode':<9}{'Hasil':<28}{'Baris':>7}{'Terima':>8}{'Tahan':>7}  Jawaban")
        lines += [_line(line) for line in summary.lines]
    else:
        lines.append("Tidak ada kiriman baru.")
    if summary.silent and summary.lines:
        lines += ["", f"Tidak ada kiriman baru dari: {', '.join(summary.silent)}."]
    attention = [f"  {line.office_name}, {line.file}: {line.problem}" for line in summary.lines if line.problem]
    attention += [f"  {notice.place}: {notice.text}" for notice in summary.notices]
    if attention:
        lines += ["", "Perlu perhatian:", *attention]
    return "\n".join(lines)


def _line(line: SubmissionLine) -> str:
    outcome = outcome_words(line.outcome) if line.outcome else "belum diperiksa"
    answer = f"keluar/{line.office}/{line.answer}" if line.answer else "–"
    return (
        f"{line.office_name[:25]:<26}{line.period or '–':<9}{outcome:<28}{line.rows:>7}{line.accepted:>8}"
        f"{line.quarantined:>7}  {answer}"
    )
