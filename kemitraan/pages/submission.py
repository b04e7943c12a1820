"""The page of one submission: what became of it, what it changed, its findings in groups, its receipt."""

from __future__ import annotations

from collections import Counter

from kemitraan.config.connect import MAIL
from kemitraan.pages.markdown import file_link, long_code, page_link, plain, table
from kemitraan.server_names import submission_page_key
from kemitraan.steps.decisions.at_stake import at_stake_words
from kemitraan.steps.decisions.decided_words import words_for_staff
from kemitraan.steps.decisions.decision_words import overdue_words
from kemitraan.steps.decisions.reviewing import choice_when_overdue
from kemitraan.steps.file_names import shown
from kemitraan.steps.job.summary import SubmissionLine, Undecided, misplaced_words
from kemitraan.steps.letters.opening_words import opening_words
from kemitraan.steps.receipts.receipt import home_receipt_key, receipt_of, short_code
from kemitraan.steps.workshop import Workshop
from schemas.codes import Code
from schemas.finding import Finding, Outcome, Severity
from schemas.messages import (
    any_period_words,
    message,
    number_words,
    period_words,
    severity_words,
    state_words,
    time_words,
    title,
)
from warehouse.changes import MonthChange, month_change
from warehouse.checking import stored_findings
from warehouse.decisions import last_decision
from warehouse.deliveries import answer_file_of, answers_of
from warehouse.reading import sheet_counts
from warehouse.state import State
from warehouse.submissions import Submission, get_submission
from warehouse.successors import successors

MOST_EXAMPLES = 5
FOLLOWS = Code.REFERENCE_QUARANTINED
"""A row that is held back because the one that it names is."""
UNDECIDED = "Perlu keputusan"
"""Over findings for which a submission would be refused, while a person has to decide about it."""
_ORDER = (Severity.FATAL, Severity.ERROR, Severity.WITHHELD, Severity.WARNING)


def page_key(line: SubmissionLine | Undecided) -> str:
    """The key of its artifact."""
    return submission_page_key(line.office, line.period, line.submission)


def page_key_of(workshop: Workshop, known: Submission) -> str:
    """The same, of a submission that is in no run's summary."""
    return submission_page_key(workshop.office_of(known.office).slug, known.period, known.id)


def submission_page(workshop: Workshop, line: SubmissionLine) -> str:
    """The page, as Markdown."""
    lines = [f"## {plain(line.office_name)}, {any_period_words(line.period)}: {line.result}", ""]
    if line.problem:
        lines += [f"> {plain(line.problem)}", ""]
    if line.belongs_to:
        lines += [f"> {plain(misplaced_words(line.office_name, line.belongs_to))}", ""]
    lines += _opening(workshop, line)
    lines += _decided(workshop, line)
    lines += _asked(workshop, line)
    lines += _counts(workshop, line)
    lines += _change(month_change(workshop.warehouse, line.submission))
    lines += _grouped(stored_findings(workshop.warehouse, line.submission), decided=not line.waits)
    lines += _receipt(workshop, line)
    return "\n".join(lines)


def _opening(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """What it has taken the place of, as its sender reads it; nothing while that is not settled."""
    known = get_submission(workshop.warehouse, line.submission)
    if known.state not in (State.PUBLISHED, State.REFUSED, State.ANSWERED):
        return []
    return [plain(" ".join(opening_words(workshop, known))), ""]


def _decided(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """Who decided what about it, and why; what took its place."""
    told = [f"- {plain(words)}" for words in words_for_staff(workshop, line.submission)]
    last = last_decision(workshop.warehouse, line.submission)
    for known in successors(workshop.warehouse, last) if last else []:
        link = page_link(f"Halaman kiriman {known.id[:8]}, yang menggantikannya", page_key_of(workshop, known))
        told.append(f"- {link}")
    return [*told, ""] if told else []


def _asked(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """Why it waits for a person, what it would replace, and what happens when nobody decides."""
    asked = last_decision(workshop.warehouse, line.submission)
    if not line.waits or asked is None or not asked.is_open:
        return []
    due = asked.due_at.astimezone(workshop.config.settings.zone)
    reasons = [f"- {plain(reason)}" for reason in asked.reasons]
    at_stake = at_stake_words(workshop, asked)
    return [
        *reasons,
        "",
        *([at_stake, ""] if at_stake else []),
        overdue_words(choice_when_overdue(workshop, asked), due),
        "",
    ]


def _counts(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """Rows by sheet; of a submission that is refused or waits none is accepted, however good."""
    counts = sheet_counts(workshop.warehouse, line.submission)
    if not counts:
        return []
    good = "Sebenarnya baik" if line.waits or line.outcome == Outcome.REJECTED else "Diterima"
    rows = [
        (one.sheet, *(number_words(count) for count in (one.rows, one.accepted, one.quarantined))) for one in counts
    ]
    return table(("Lembar", "Baris", good, "Ditahan"), rows, right=("Baris", good, "Ditahan"))


def _change(change: MonthChange | None) -> list[str]:
    if change is None:
        return []
    told = (
        f"Dibanding {period_words(change.period_before)}: {change.accepted - change.accepted_before:+d} baris diterima "
        f"({number_words(change.accepted_before)} → {number_words(change.accepted)})"
    )
    if change.new is not None and change.gone is not None:
        told += f", {number_words(change.new)} usaha baru, {number_words(change.gone)} tidak disebut lagi"
        told += f", {number_words(change.held)} disebut tetapi barisnya ditahan" if change.held else ""
    return [f"{told}.", ""]


def _grouped(findings: tuple[Finding, ...], decided: bool) -> list[str]:
    """Findings by severity and code: how many, and the first few of each; what only follows from others comes last.
    While a person has to decide (not ``decided``) nothing is called refused.
    """
    lines = []
    for severity in _ORDER:
        found = [finding for finding in findings if finding.severity is severity]
        if not found:
            continue
        heading = severity_words(severity) if decided or severity is not Severity.FATAL else UNDECIDED
        lines += [f"### {heading} ({len(found)})", ""]
        counted = Counter(finding.code for finding in found).most_common()
        for code, number in sorted(counted, key=lambda pair: pair[0] == FOLLOWS):
            same = [finding for finding in found if finding.code == code]
            lines.append(f"- **{plain(title(code, severity))}** ({number})")
            lines += [f"    - {plain(message(finding, decided=decided))}" for finding in same[:MOST_EXAMPLES]]
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
        ("SHA-256", long_code(known.sha256)),
        ("Diterima", time_words(received)),
        ("Lewat", f"sumber `{known.source}`"),
        ("Versi kontrak", known.contract or "–"),
        ("Tahap", state_words(line.state)),
        ("Berlaku", line.force_words),
        ("Jawaban", plain(_answers(workshop, line))),
        ("Unduh", _files(workshop, line)),
    ]
    if receipt:
        facts.append(("Kode bukti", f"`{short_code(receipt, home_receipt_key(workshop))}`"))
    return ["### Tanda terima", "", *table(("", ""), facts)]


def _files(workshop: Workshop, line: SubmissionLine) -> str:
    """Links to the file as it was sent, and to the workbook that was returned."""
    links = [file_link("berkas asli", f"kiriman/{line.submission}/asli")]
    if answer_file_of(workshop.warehouse, line.submission):
        links.append(file_link("balasannya", f"kiriman/{line.submission}/balasan"))
    return " · ".join([*links, file_link("keadaan semua kantor", "")])


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
