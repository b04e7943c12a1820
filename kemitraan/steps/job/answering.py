"""Answer: delivers the sender's own workbook, marked up, to the outbox of the source that it came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from connectors.archive import Archive
from connectors.base import Answer, Outbox
from connectors.errors import AnswerTooLargeError, NotArchivedError, Place, outside
from connectors.folder import FolderConnector
from connectors.local_files import make_private_folder
from connectors.mail.letter import Letter
from kemitraan.config.models import Office
from kemitraan.config.sources.base import SourceSettings
from kemitraan.steps.corrections.exempting import exempt_words
from kemitraan.steps.corrections.words import words_for_sender as corrected_words
from kemitraan.steps.decisions.decided_words import words_for_sender
from kemitraan.steps.dues import due_date, next_due_period
from kemitraan.steps.forgetting.arriving import forgotten_words
from kemitraan.steps.job.archiving import archive_bytes
from kemitraan.steps.job.processing import checked_result
from kemitraan.steps.letters.answer_words import answer_letter, apart_words, contact_words
from kemitraan.steps.letters.coming_changes import coming_changes
from kemitraan.steps.letters.mailing import letter_identity
from kemitraan.steps.letters.opening_words import awaited_words, given_words, loose_end_words, opening_words
from kemitraan.steps.receipts.receipt import decided_at, home_receipt_key, receipt_lines, receipt_of, short_code
from kemitraan.steps.workshop import Workshop
from schemas.check import rejected_file
from schemas.codes import Code
from schemas.grid import Grid
from schemas.messages import date_words, message, period_words
from schemas.model import COVER_TITLE
from schemas.reference import Reference
from schemas.result import CheckResult
from warehouse.checking import stored_findings
from warehouse.claims import claim
from warehouse.decisions import was_superseded
from warehouse.deliveries import answers_of, record_answer, record_answer_file, short_answers_of
from warehouse.file_names import WITHOUT_WORKBOOK
from warehouse.orphans import left_orphaned
from warehouse.staging import discard_checked
from warehouse.state import State
from warehouse.submissions import Submission, answered, get_submission
from workbooks.inspection.sound import sound_file
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import read_workbook
from workbooks.returned import Contents, MarkedFinding, Proof, Report, SheetCount, UnmarkableError, mark_up, rebuild

_ZIP = b"PK\x03\x04"
_TOO_LARGE = Code.FILE_TOO_LARGE  # such a file is not kept in the archive
READY = (State.PUBLISHED, State.REFUSED)


def answer_submission(workshop: Workshop, submission_id: str) -> str | None:
    """Delivers the answer everywhere it should go. Gives the short form of its name, None when there is nothing to
    answer (yet, or any more). The same answer lies there once, and its workbook stays in the archive for later
    requests. Where one outbox fails, the next try goes on with that one. A workbook that is too large for a letter is
    kept for the office, and the letter says so.

    Raises OutsideError when an outbox or the archive fails.
    """
    with claim(workshop.warehouse, submission_id):
        submission = get_submission(workshop.warehouse, submission_id)
        if submission.state not in READY:
            return None
        result, data = _result_and_bytes(workshop, submission)
        answers_sent = answers_of(workshop.warehouse, submission_id)
        missing_outboxes = [
            (name, make) for name, make in outboxes_of(workshop, submission) if name not in answers_sent
        ]
        if missing_outboxes:
            answer = _answer(workshop, submission, result, data)
            record_answer_file(workshop.warehouse, submission_id, archive_bytes(workshop, answer.whole.data))
            for name, make in missing_outboxes:
                try:
                    with make() as outbox:
                        answers_sent[name] = outbox.deliver(answer.whole).name
                except AnswerTooLargeError:
                    answers_sent[name] = _without_workbook(
                        workshop, submission, answer, next(iter(answers_sent.values()), None)
                    )
                record_answer(workshop.warehouse, submission_id, name, answers_sent[name])
        names = list(dict.fromkeys(short_answers_of(workshop.warehouse, submission_id).values()))
        answered(workshop.warehouse, submission_id, why=f"jawaban: {', '.join(names)}")
        discard_checked(workshop.home.work, submission_id)
        return names[0]


@dataclass(frozen=True)
class _Written:
    """An answer, and what its words are made of."""

    whole: Answer
    report: Report
    receipt: str


def _without_workbook(workshop: Workshop, submission: Submission, answer: _Written, elsewhere: str | None) -> str:
    """Sends the words alone. The workbook lies ``elsewhere``, or is kept in the home's outbox of the office for whoever
    asks. Gives the answer's name.

    Raises OutsideError when the mail server refuses that too, or the home cannot be written to.
    """
    office, mail = workshop.office_of(submission.office), workshop.config.mail
    assert mail is not None  # both were tried
    assert office.email is not None
    name = elsewhere or _kept(workshop.home.outbox(office.slug), answer.whole)
    place = f'{_source(office, submission).answers_at()}, bernama "{elsewhere}"' if elsewhere else None
    subject, text = answer_letter(answer.report, answer.receipt, apart_words(mail.staff, place))
    identity = letter_identity(workshop, "tanpa-lampiran", submission.id)
    workshop.connectors.mailer().send(Letter(office.email, subject, text, id=identity))
    return f"{name}{WITHOUT_WORKBOOK}"


def _kept(folder: Path, answer: Answer) -> str:
    with outside(Place.OUTBOX):
        make_private_folder(folder)
    return FolderConnector(inbox=folder, outbox=folder).deliver(answer).name


def _answer(workshop: Workshop, submission: Submission, result: CheckResult, data: bytes | None) -> _Written:
    receipt, key = receipt_of(workshop, submission.id), home_receipt_key(workshop)
    assert receipt is not None  # it is decided on
    report = replace(_report(workshop, submission, result), proof=Proof(submission.id, short_code(receipt, key)))
    workbook = returned_workbook(data, result, report, workshop.config.settings.limits.limits())
    words = receipt_lines(receipt, key)
    report = replace(report, contents=workbook.contents)
    return _Written(Answer(answer_name(submission), workbook.data, *answer_letter(report, words)), report, words)


def answer_name(submission: Submission) -> str:
    """The answer's name: period, the sender's file, and a mark that tells two files of one name apart
    (``2026-11_laporan_hasil-1a2b3c4d.xlsx``).
    """
    stem = re.sub(r"_hasil-[0-9a-f]{8}$", "", PurePath(submission.file_name).stem)
    stem = re.sub(r"^\d{4}-\d{2}_", "", stem)
    suffix = ".xlsm" if submission.file_name.casefold().endswith(".xlsm") else ".xlsx"
    period = f"{submission.period}_" if submission.period else ""
    return f"{period}{stem}_hasil-{submission.sha256[:8]}{suffix}"


@dataclass(frozen=True)
class Returned:
    """A returned workbook, and what it holds from the sender."""

    data: bytes
    contents: Contents


def returned_workbook(data: bytes | None, result: CheckResult, report: Report, limits: Limits) -> Returned:
    """The sender's package with marks or, where it is no Excel package, a copy of its cells with marks."""
    package = None if data is None else sound_file(data, limits)
    if package is not None and package.startswith(_ZIP):
        try:
            return Returned(mark_up(package, report), Contents.OWN)
        except UnmarkableError:
            pass  # no package that Excel could open again: a copy of what can be read serves the sender better
    grids = _grids(data, limits)
    return Returned(rebuild(grids, report), Contents.COPY if grids else Contents.NONE)


def _grids(data: bytes | None, limits: Limits) -> list[Grid]:
    if data is None:
        return []
    try:
        return list(read_workbook(data, limits).grids)
    except FileRejectedError:
        return []


def _result_and_bytes(workshop: Workshop, submission: Submission) -> tuple[CheckResult, bytes | None]:
    archive: Archive = workshop.archive
    try:
        return checked_result(workshop, submission.id), archive.get(submission.sha256)
    except NotArchivedError:
        if [finding.code for finding in stored_findings(workshop.warehouse, submission.id)] != [_TOO_LARGE]:
            raise
        return rejected_file(_TOO_LARGE, workshop.circumstances(submission.office), submission.sha256), None


def outboxes_of(workshop: Workshop, submission: Submission) -> list[tuple[str, Callable[[], Outbox]]]:
    """Where the answer goes, by the source that it came from, or by the office's last source when that one is gone from
    the settings.
    """
    office = workshop.office_of(submission.office)
    return list(workshop.connectors.outboxes(office, _source_number(office, submission)))


def _source(office: Office, submission: Submission) -> SourceSettings:
    return office.sources[_source_number(office, submission)]


def _source_number(office: Office, submission: Submission) -> int:
    return min(int(submission.source.rsplit("/", 1)[1]), len(office.sources) - 1)


def make_report(
    result: CheckResult, reference: Reference, *, file: str, received: datetime, send_to: str, office: str | None = None
) -> Report:
    """What the returned workbook tells about a result."""
    names = {title: sheet.sheet_name for title, sheet in result.sheets.items()}
    if result.cover_name:
        names[COVER_TITLE] = result.cover_name
    return Report(
        outcome=result.outcome,
        findings=tuple(MarkedFinding(finding, message(finding)) for finding in result.findings),
        counts={
            title: SheetCount(sheet.rows, sheet.accepted_rows, sheet.quarantined_rows, sheet.skipped)
            for title, sheet in result.sheets.items()
        },
        names=names,
        file=file,
        sha256=result.sha256,
        received=received,
        contract=result.contract,
        office=office or reference.place_names.get(result.office or ""),
        period=period_words(result.period) if result.period else None,
        applied_suggestions=result.applied,
        said_right=len(result.said_right),
        given_keys=result.given,
        send_to=send_to,
    )


def _report(workshop: Workshop, submission: Submission, result: CheckResult) -> Report:
    office = workshop.office_of(submission.office)
    report = make_report(
        result,
        workshop.reference,
        file=submission.file_name,
        received=submission.received_at.astimezone(workshop.config.settings.zone),
        send_to=_source(office, submission).way(office.name),
        office=office.name,
    )
    # A sender whose submission a person refused is told so, whatever the check found.
    report = replace(
        report,
        outcome=submission.outcome or result.outcome,
        decision=words_for_sender(workshop, submission.id),
        opening=(*opening_words(workshop, submission), *given_words(result)),
        loose_ends=loose_end_words(left_orphaned(workshop.warehouse, submission.id), submission.office),
        awaited_files=awaited_words(result),
        corrections=corrected_words(workshop, submission.office),
        exemptions=(
            *exempt_words(workshop, submission.office, submission.period),
            *forgotten_words(workshop, submission),
        ),
        coming=coming_changes(workshop.config, office, submission.period.after()) if submission.period else (),
        due=_due_words(workshop, office, submission),
        contact=contact_words(workshop.config),
    )
    if not was_superseded(workshop.warehouse, submission.id):
        return report
    # Whatever stands in it counts for nothing: marks would ask for mending, and sending it again would harm good data.
    return replace(report, findings=(), counts={}, applied_suggestions=(), nothing_to_do=True)


def _due_words(workshop: Workshop, office: Office, submission: Submission) -> str | None:
    """When a mended workbook is expected. A file whose month cannot be read gets the day of the month that is
    due next.
    """
    if not office.owes_reports:
        return None
    settings = workshop.config.settings
    today = decided_at(workshop, submission.id).astimezone(settings.zone).date()  # the same whenever it is written
    due = due_date(submission.period or next_due_period(today, settings.due_day), settings.due_day)
    if due < today:
        return f"Batas kirimnya, {date_words(due)}, sudah lewat; mohon secepatnya, tetap kami terima."
    return f"Kami tunggu paling lambat {date_words(due)}."
