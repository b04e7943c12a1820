"""A run as Prefect artifacts: a table over all offices and a page for each submission, in Indonesian."""

from __future__ import annotations

from collections import Counter

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.file_names import shown
from kemitraan.steps.summary import RunSummary, SubmissionLine
from kemitraan.steps.workshop import Workshop
from schemas.finding import Finding, Severity
from schemas.messages import message, outcome_words, severity_words, state_words, title
from warehouse.checking import stored_findings
from warehouse.reading import sheet_counts
from warehouse.submissions import get_submission

MOST_EXAMPLES = 5
_ORDER = (Severity.FATAL, Severity.ERROR, Severity.WITHHELD, Severity.WARNING)


def publish_artifacts(workshop: Workshop, summary: RunSummary) -> None:
    """The table of the run and one page for each of its submissions."""
    names = {office.slug: office.name for office in workshop.config.offices}
    rows = [_row(line) for line in summary.lines]
    rows += [{"Kantor": names[slug], "Hasil": "Tidak ada kiriman baru"} for slug in summary.silent]
    create_table_artifact(table=rows, key="ringkasan-konsolidasi", description=run_page(summary))
    for line in summary.lines:
        create_markdown_artifact(
            key="-".join(part for part in ("kiriman", line.office, line.period, line.submission[:8]) if part),
            markdown=submission_page(workshop, line),
            description=f"{line.office_name}, berkas {_plain(shown(line.file))}",
        )


def _row(line: SubmissionLine) -> dict[str, str | int]:
    """What a person looks for comes first: the page shows some six columns before one has to scroll."""
    return {
        "Kantor": line.office_name,
        "Periode": line.period or "–",
        "Hasil": outcome_words(line.outcome) if line.outcome else "Belum diperiksa",
        "Baris": line.rows,
        "Diterima": line.accepted,
        "Ditahan": line.quarantined,
        "Berlaku": "ya" if line.in_force else "tidak",
        "Tahap": state_words(line.state),
        "Kendala": line.problem or "",
        "Berkas": shown(line.file),
        "Jawaban": shown(line.answer) if line.answer else "–",
    }


def run_page(summary: RunSummary) -> str:
    """Counts and notices of a run, as Markdown."""
    counts = Counter(line.outcome for line in summary.lines if line.outcome)
    parts = [f"{number} {outcome_words(outcome).lower()}" for outcome, number in counts.items()]
    lines = [f"**{len(summary.lines)} kiriman**: {', '.join(parts) or 'belum ada yang baru'}."]
    problems = [(line.office_name, line.problem) for line in summary.lines if line.problem]
    problems += [(notice.place, notice.text) for notice in summary.notices]
    if problems:
        lines += ["", "**Perlu perhatian**", *(f"- {place}: {text}" for place, text in problems)]
    return "\n".join(lines)


def submission_page(workshop: Workshop, line: SubmissionLine) -> str:
    """One submission: outcome, counts, grouped findings, receipt, where the answer lies."""
    known = get_submission(workshop.warehouse, line.submission)
    received = known.received_at.astimezone(workshop.config.settings.zone)
    outcome = outcome_words(line.outcome) if line.outcome else "Belum diperiksa"
    lines = [f"## {line.office_name}, {line.period or 'periode tak terbaca'}: {outcome}", ""]
    if line.problem:
        lines += [f"> {line.problem}", ""]
    counts = sheet_counts(workshop.warehouse, line.submission)
    if counts:
        lines += ["| Lembar | Baris | Diterima | Ditahan |", "|---|---:|---:|---:|"]
        lines += [f"| {one.sheet} | {one.rows} | {one.accepted} | {one.quarantined} |" for one in counts]
        lines.append("")
    lines += _grouped(stored_findings(workshop.warehouse, line.submission))
    lines += [
        "### Tanda terima",
        "",
        f"- Berkas: {_plain(shown(line.file))}",
        f"- SHA-256: `{known.sha256}`",
        f"- Diterima: {received:%Y-%m-%d %H:%M} WITA",
        f"- Versi kontrak: {known.contract or '–'}",
        f"- Tahap: {state_words(line.state)}",
        "- Jawaban: " + (_plain(f"keluar/{line.office}/{shown(line.answer)}") if line.answer else "–"),
    ]
    return "\n".join(lines)


def _grouped(findings: tuple[Finding, ...]) -> list[str]:
    """Findings by severity and code: how many, and the first few of each."""
    lines = []
    for severity in _ORDER:
        found = [finding for finding in findings if finding.severity is severity]
        if not found:
            continue
        lines += [f"### {severity_words(severity)} ({len(found)})", ""]
        for code, number in Counter(finding.code for finding in found).most_common():
            same = [finding for finding in found if finding.code == code]
            lines.append(f"- **{title(code, severity)}** ({number})")
            lines += [f"    - {_plain(message(finding))}" for finding in same[:MOST_EXAMPLES]]
            if number > MOST_EXAMPLES:
                lines.append(f"    - … dan {number - MOST_EXAMPLES} lagi, lihat lembar Perbaikan")
        lines.append("")
    return lines


def _plain(text: str) -> str:
    """What a sender typed must not become markup."""
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>|#" else mark for mark in text.replace("\n", " "))
