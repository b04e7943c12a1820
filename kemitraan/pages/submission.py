"""The page of one submission: what happened to it, what it changed, its findings in groups, its receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kemitraan.config.connect import MAIL
from kemitraan.pages.markdown import Markdown, file_link, page_link
from kemitraan.pages.template import rendered
from kemitraan.server_names import submission_page_key
from kemitraan.steps.decisions.at_stake import at_stake_words
from kemitraan.steps.decisions.decided_words import words_for_staff
from kemitraan.steps.decisions.decision_words import overdue_words
from kemitraan.steps.decisions.reviewing import choice_when_overdue
from kemitraan.steps.job.summary import SubmissionLine, Undecided, misplaced_words
from kemitraan.steps.letters.opening_words import opening_words
from kemitraan.steps.receipts.receipt import home_receipt_key, receipt_of, short_code
from kemitraan.steps.workshop import Workshop
from schemas.codes import Code, Place
from schemas.finding import Finding, Outcome, Severity
from schemas.masking import first_letters
from schemas.messages import (
    message,
    severity_words,
    state_words,
    title,
)
from warehouse.changes import month_change
from warehouse.checking import stored_findings
from warehouse.decisions import last_decision
from warehouse.deliveries import answer_file_of, short_answers_of
from warehouse.file_names import answer_end
from warehouse.reading import sheet_counts
from warehouse.state import State
from warehouse.submissions import Submission, get_submission
from warehouse.successors import successors

MOST_EXAMPLES = 5
FOLLOWS = Code.REFERENCE_QUARANTINED
"""The finding for a row that is held back because the row that it names is."""
UNDECIDED = "Perlu keputusan"
"""The heading over findings for which a submission would be refused, while a person has to decide about it."""
_ORDER = (Severity.FATAL, Severity.ERROR, Severity.WITHHELD, Severity.WARNING)


def page_key(line: SubmissionLine | Undecided) -> str:
    """The key of its artifact."""
    return submission_page_key(line.office, line.period, line.submission)


def page_key_of(workshop: Workshop, submission: Submission) -> str:
    """The same key for a submission that is in no run's summary."""
    return submission_page_key(workshop.office_of(submission.office).slug, submission.period, submission.id)


def submission_page(workshop: Workshop, line: SubmissionLine) -> str:
    """The page, as Markdown."""
    submission = get_submission(workshop.warehouse, line.submission)
    receipt = receipt_of(workshop, line.submission)
    return rendered(
        "kiriman",
        kiriman=line,
        dikenal=submission,
        salah_kotak=misplaced_words(line.office_name, line.belongs_to) if line.belongs_to else "",
        pembuka=_opening(workshop, submission),
        keputusan=_decided(workshop, line),
        ditanyakan=_asked(workshop, line),
        lembar_lembar=sheet_counts(workshop.warehouse, line.submission),
        diterima=not line.waits and line.outcome != Outcome.REJECTED,  # else none is accepted, however good
        ubah=month_change(workshop.warehouse, line.submission),
        temuan=list(_grouped(stored_findings(workshop.warehouse, line.submission), decided=not line.waits)),
        diterima_pada=submission.received_at.astimezone(workshop.config.settings.zone),
        tahap=state_words(line.state),
        jawaban=_answers(workshop, line),
        unduhan=_files(workshop, line),
        kode_bukti=short_code(receipt, home_receipt_key(workshop)) if receipt else "",
    )


def _opening(workshop: Workshop, submission: Submission) -> str:
    """What it has replaced, in the words for its sender; nothing while that is not settled."""
    if submission.state not in (State.PUBLISHED, State.REFUSED, State.ANSWERED):
        return ""
    return " ".join(opening_words(workshop, submission))


def _decided(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """Who decided what about it, and why, and what took its place."""
    sentences: list[str] = list(words_for_staff(workshop, line.submission))
    decision = last_decision(workshop.warehouse, line.submission)
    for successor in successors(workshop.warehouse, decision) if decision else []:
        sentences.append(
            page_link(f"Halaman kiriman {successor.id[:8]}, yang menggantikannya", page_key_of(workshop, successor))
        )
    return sentences


def _asked(workshop: Workshop, line: SubmissionLine) -> dict[str, Any]:
    """Why it waits for a person, what it would replace, and what happens when nobody decides."""
    decision = last_decision(workshop.warehouse, line.submission)
    if not line.waits or decision is None or not decision.is_open:
        return {}
    due = decision.due_at.astimezone(workshop.config.settings.zone)
    return {
        "sebab_sebab": decision.reasons,
        "taruhan": at_stake_words(workshop, decision) or "",
        "tanpa_keputusan": overdue_words(choice_when_overdue(workshop, decision), due),
    }


def _grouped(findings: tuple[Finding, ...], decided: bool) -> Iterator[dict[str, Any]]:
    """Findings by severity and code: how many, and the first few of each. Findings that only follow from others come
    last. While a person has to decide (not ``decided``), nothing is called refused.
    """
    for severity in _ORDER:
        same_severity = [finding for finding in findings if finding.severity is severity]
        if not same_severity:
            continue
        counts = Counter(finding.code for finding in same_severity).most_common()
        codes = [code for code, _ in sorted(counts, key=lambda pair: pair[0] == FOLLOWS)]
        yield {
            "judul": severity_words(severity) if decided or severity is not Severity.FATAL else UNDECIDED,
            "banyak": len(same_severity),
            "jenis_jenis": [_of_code(code, severity, same_severity, decided) for code in codes],
        }


def _of_code(code: str, severity: Severity, findings: list[Finding], decided: bool) -> dict[str, Any]:
    findings_of_code = [finding for finding in findings if finding.code == code]
    return {
        "judul": title(code, severity),
        "banyak": len(findings_of_code),
        "contoh_contoh": [message(_cut(finding), decided=decided) for finding in findings_of_code[:MOST_EXAMPLES]],
        "lagi": max(len(findings_of_code) - MOST_EXAMPLES, 0),
    }


def _cut(finding: Finding) -> Finding:
    """Shortens the text of a cell: more people read a page than the file."""
    if Code(finding.code).place is not Place.CELL or finding.got is None:
        return finding
    return replace(finding, got=first_letters(finding.got))


def _files(workshop: Workshop, line: SubmissionLine) -> list[Markdown]:
    """Links to the file as it was sent, and to the returned workbook."""
    links = [file_link("berkas asli", f"kiriman/{line.submission}/asli")]
    if answer_file_of(workshop.warehouse, line.submission):
        links.append(file_link("balasannya", f"kiriman/{line.submission}/balasan"))
    return [*links, file_link("keadaan semua kantor", "")]


def _answers(workshop: Workshop, line: SubmissionLine) -> list[str]:
    """Where the returned workbook lies. Its name there begins with the name of the sender's file, which this page
    leaves out.
    """
    answers = short_answers_of(workshop.warehouse, line.submission)
    return [
        f"surel terdaftar kantor ({answer_end(name)})"
        if outbox == MAIL
        else _in_outbox(workshop, outbox, answer_end(name))
        for outbox, name in answers.items()
    ]


def _in_outbox(workshop: Workshop, outbox: str, name: str) -> str:
    """The outbox as in the settings: ``keluar/majene/…_hasil-1a2b3c4d.xlsx``."""
    slug, _, number = outbox.rpartition("/")
    sources = workshop.office_of(slug).sources
    folder = sources[int(number)].outbox_address if int(number) < len(sources) else None
    return f"{folder or outbox}/{name}"
