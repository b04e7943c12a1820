"""The page of one submission: what became of it, what it changed, its findings in groups, its receipt."""

from __future__ import annotations

from collections import Counter

from flows.file_names import shown
from flows.markdown import plain, table
from kemitraan.config.connect import MAIL
from kemitraan.steps.receipts import home_receipt_key, proof_code, receipt_of
from kemitraan.steps.summary import SubmissionLine
from kemitraan.steps.workshop import Workshop
from schemas.finding import Finding, Outcome, Severity
from schemas.messages import message, number_words, severity_words, state_words, title
from warehouse.changes import MonthChange, month_change
from warehouse.checking import stored_findings
from warehouse.decisions import last_decision
from warehouse.deliveries import answers_of
from warehouse.reading import sheet_counts
from warehouse.state import State
from warehouse.submissions import get_submission

MOST_EXAMPLES = 5
DECIDED_BY_THEN = "Tanpa keputusan petugas sampai {due}, kiriman ini ditolak dan pengirimnya diberi tahu."
FOLLOWS = "reference.quarantined"
"""A row that is held back because the one that it names is."""
_ORDER = (Severity.FATAL, Severity.ERROR, Severity.WITHHELD, Severity.WARNING)


def page_key(office: str, period: str | None, submission: str) -> str:
    """The artifact's key: ``kiriman-majene-2026-11-1a2b3c4d``. ``office``: its slug."""
    return "-".join(part for part in ("kiriman", office, period, submission[:8]) if part)


def submission_page(workshop: Workshop, line: SubmissionLine) -> str:
    """The page, as Markdown."""
    lines = [f"## {plain(line.office_name)}, {line.period or 'periode tak terbaca'}: {line.outcome_in_words}", ""]
    lines += _waiting(workshop, line)
    if line.problem:
        lines += [f"> {plain(line.problem)}", ""]
    lines += _counts(workshop, line)
    lines += _change(month_change(workshop.warehouse, line.submission))
    lines += _grouped(stored_findings(workshop.warehouse, line.submission))
    lines += _receipt(workshop, line)
    return "\n".join(lines)


def _waiting(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """Why a person is asked, and until when."""
    asked = last_decision(workshop.warehouse, line.submission)
    if asked is None or not asked.is_open or line.state != State.WAITING:
        return []
    due = asked.due_at.astimezone(workshop.config.settings.zone)
    why = [f"> - {plain(reason)}" for reason in asked.reasons]
    return [
        *why,
        f"> - {DECIDED_BY_THEN.format(due=f'{due:%Y-%m-%d %H.%M}')}",
        "",
        "Yang di bawah ini belum berlaku.",
        "",
    ]


def _counts(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """Rows by sheet; of a refused submission none is accepted, however good."""
    counts = sheet_counts(workshop.warehouse, line.submission)
    if not counts:
        return []
    good = "Sebenarnya baik" if line.outcome == Outcome.REJECTED else "Diterima"
    rows = [
        (one.sheet, *(number_words(count) for count in (one.rows, one.accepted, one.quarantined))) for one in counts
    ]
    return table(("Lembar", "Baris", good, "Ditahan"), rows, right=("Baris", good, "Ditahan"))


def _change(change: MonthChange | None) -> list[str]:
    if change is None:
        return []
    told = (
        f"Dibanding {change.period_before}: {change.accepted - change.accepted_before:+d} baris diterima "
        f"({number_words(change.accepted_before)} → {number_words(change.accepted)})"
    )
    if change.new is not None and change.gone is not None:
        told += f", {number_words(change.new)} usaha baru, {number_words(change.gone)} tidak disebut lagi"
    return [f"{told}.", ""]


def _grouped(findings: tuple[Finding, ...]) -> list[str]:
    """Findings by severity and code: how many, and the first few of each; what only follows from others comes last."""
    lines = []
    for severity in _ORDER:
        found = [finding for finding in findings if finding.severity is severity]
        if not found:
            continue
        lines += [f"### {severity_words(severity)} ({len(found)})", ""]
        counted = Counter(finding.code for finding in found).most_common()
        for code, number in sorted(counted, key=lambda pair: pair[0] == FOLLOWS):
            same = [finding for finding in found if finding.code == code]
            lines.append(f"- **{plain(title(code, severity))}** ({number})")
            lines += [f"    - {plain(message(finding))}" for finding in same[:MOST_EXAMPLES]]
            if number > MOST_EXAMPLES:
                lines.append(f"    - … dan {number - MOST_EXAMPLES} lagi, lihat lembar Perbaikan")
        lines.append("")
    return lines


def _receipt(workshop: Workshop, line: SubmissionLine) -> list[str]:
    known = get_submission(workshop.warehouse, line.submission)
    received = known.received_at.astimezone(workshop.config.settings.zone)
    receipt = receipt_of(workshop, line.submission)
    facts = [
        ("Nomor kiriman", f"`{known.id}`"),
        ("Berkas", plain(shown(line.file))),
        ("SHA-256", f"`{known.sha256}`"),
        ("Diterima", f"{received:%Y-%m-%d %H.%M} {received:%Z}"),
        ("Lewat", f"sumber `{known.source}`"),
        ("Versi kontrak", known.contract or "–"),
        ("Tahap", state_words(line.state)),
        ("Berlaku", "ya" if line.in_force else "tidak"),
        ("Jawaban", plain(_answers(workshop, line))),
    ]
    if receipt:
        facts.append(("Kode bukti", f"`{proof_code(receipt, home_receipt_key(workshop))}`"))
    return ["### Tanda terima", "", *table(("", ""), facts)]


def _answers(workshop: Workshop, line: SubmissionLine) -> str:
    """Where the returned workbook lies."""
    sent = answers_of(workshop.warehouse, line.submission)
    places = [
        f"surel terdaftar kantor ({shown(name)})" if outbox == MAIL else _in_outbox(workshop, outbox, shown(name))
        for outbox, name in sent.items()
    ]
    return "; ".join(places) or "–"


def _in_outbox(workshop: Workshop, outbox: str, name: str) -> str:
    """``keluar/majene/2026-11_laporan_hasil-1a2b3c4d.xlsx``: the outbox as in the settings."""
    slug, _, number = outbox.rpartition("/")
    sources = workshop.office_of(slug).sources
    folder = getattr(sources[int(number)], "outbox", outbox) if int(number) < len(sources) else outbox
    return f"{folder}/{name}"
