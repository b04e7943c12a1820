"""Answer: the sender's own workbook, marked up, laid in the outbox of the channel that it came by."""

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
from kemitraan.steps.decisions.decided_words import words_for_sender
from kemitraan.steps.dues import due_date, next_due_period
from kemitraan.steps.job.archiving import archive_bytes
from kemitraan.steps.job.processing import checked_result
from kemitraan.steps.letters.answer_words import answer_letter, apart_words, contact_words
from kemitraan.steps.letters.mailing import letter_identity
from kemitraan.steps.letters.opening_words import awaited_words, given_words, loose_end_words, opening_words
from kemitraan.steps.receipts.receipt import decided_at, home_receipt_key, receipt_lines, receipt_of, short_code
from kemitraan.steps.workshop import Workshop
from schemas.check import rejected_file
from schemas.codes import Code
from schemas.grid import Grid
from schemas.masking import mask_file_name
from schemas.messages import date_words, message, period_words
from schemas.model import COVER_TITLE
from schemas.reference import Reference
from schemas.result import CheckResult
from warehouse.checking import stored_findings
from warehouse.claims import claim
from warehouse.decisions import was_superseded
from warehouse.deliveries import answers_of, record_answer, record_answer_file
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


def answer_submission(workshop: Workshop, submission: str) -> str | None:
    """Deliver the answer everywhere it should go; gives its name, None when there is nothing to answer (yet, or any
    more). The same answer lies there once, and its workbook in the archive for whoever asks for it later; where one outbox
    fails, the next try goes on with that one. A workbook that is too large for a letter is kept for the office, and the
    letter says so.

    Raises OutsideError when an outbox or the archive fails.
    """
    with claim(workshop.warehouse, submission):
        known = get_submission(workshop.warehouse, submission)
        if known.state not in READY:
            return None
        result, data = _result_and_bytes(workshop, known)
        sent = answers_of(workshop.warehouse, submission)
        missing = [(name, make) for name, make in outboxes_of(workshop, known) if name not in sent]
        if missing:
            answer = _answer(workshop, known, result, data)
            record_answer_file(workshop.warehouse, submission, archive_bytes(workshop, answer.whole.data))
            for name, make in missing:
                try:
                    with make() as outbox:
                        sent[name] = outbox.deliver(answer.whole).name
                except AnswerTooLargeError:
                    sent[name] = _without_workbook(workshop, known, answer, next(iter(sent.values()), None))
                record_answer(workshop.warehouse, submission, name, sent[name])
        answered(
            workshop.warehouse, submission, why=f"jawaban: {mask_file_name(', '.join(dict.fromkeys(sent.values())))}"
        )
        discard_checked(workshop.home.work, submission)
        return mask_file_name(next(iter(sent.values())))


@dataclass(frozen=True)
class _Written:
    """An answer, and what its words are made of."""

    whole: Answer
    report: Report
    receipt: str


def _without_workbook(workshop: Workshop, known: Submission, answer: _Written, elsewhere: str | None) -> str:
    """Send the words alone; the workbook lies ``elsewhere``, or is kept in the home's outbox of the office for whoever
    asks. Gives what the answer is called.

    Raises OutsideError when the mail server refuses that too, or the home cannot be written to.
    """
    office, mail = workshop.office_of(known.office), workshop.config.mail
    assert mail is not None  # both were tried
    assert office.email is not None
    name = elsewhere or _kept(workshop.home.outbox(office.slug), answer.whole)
    place = f'{_source(office, known).answers_at()}, bernama "{elsewhere}"' if elsewhere else None
    subject, text = answer_letter(answer.report, answer.receipt, apart_words(mail.staff, place))
    identity = letter_identity(workshop, "tanpa-lampiran", known.id)
    workshop.channels.mailer().send(Letter(office.email, subject, text, id=identity))
    return f"{name} (tanpa lampiran)"


def _kept(folder: Path, answer: Answer) -> str:
    with outside(Place.OUTBOX):
        make_private_folder(folder)
    return FolderConnector(inbox=folder, outbox=folder).deliver(answer).name


def _answer(workshop: Workshop, known: Submission, result: CheckResult, data: bytes | None) -> _Written:
    receipt, key = receipt_of(workshop, known.id), home_receipt_key(workshop)
    assert receipt is not None  # it is decided on
    report = replace(_report(workshop, known, result), proof=Proof(known.id, short_code(receipt, key)))
    returned = returned_workbook(data, result, report, workshop.config.settings.limits.limits())
    words = receipt_lines(receipt, key)
    report = replace(report, contents=returned.contents)
    return _Written(Answer(answer_name(known), returned.data, *answer_letter(report, words)), report, words)


def answer_name(submission: Submission) -> str:
    """``2026-11_laporan_hasil-1a2b3c4d.xlsx``: period, the sender's file, and what tells two files of a name apart."""
    stem = re.sub(r"_hasil-[0-9a-f]{8}$", "", PurePath(submission.file_name).stem)
    stem = re.sub(r"^\d{4}-\d{2}_", "", stem)
    suffix = ".xlsm" if submission.file_name.casefold().endswith(".xlsm") else ".xlsx"
    period = f"{submission.period}_" if submission.period else ""
    return f"{period}{stem}_hasil-{submission.sha256[:8]}{suffix}"


@dataclass(frozen=True)
class Returned:
    """A returned workbook, and what it holds of the sender's."""

    data: bytes
    contents: Contents


def returned_workbook(data: bytes | None, result: CheckResult, report: Report, limits: Limits) -> Returned:
    """The sender's package with marks, or, where it is no Excel package, a copy of its cells with marks."""
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


def _result_and_bytes(workshop: Workshop, known: Submission) -> tuple[CheckResult, bytes | None]:
    archive: Archive = workshop.archive
    try:
        return checked_result(workshop, known.id), archive.get(known.sha256)
    except NotArchivedError:
        if [one.code for one in stored_findings(workshop.warehouse, known.id)] != [_TOO_LARGE]:
            raise
        return rejected_file(_TOO_LARGE, workshop.asked(known.office), known.sha256), None


def outboxes_of(workshop: Workshop, known: Submission) -> list[tuple[str, Callable[[], Outbox]]]:
    """Where the answer goes, by the source it came by; by the office's last source when that one is no longer in the
    settings.
    """
    office = workshop.office_of(known.office)
    return list(workshop.channels.outboxes(office, _source_number(office, known)))


def _source(office: Office, known: Submission) -> SourceSettings:
    return office.sources[_source_number(office, known)]


def _source_number(office: Office, known: Submission) -> int:
    return min(int(known.source.rsplit("/", 1)[1]), len(office.sources) - 1)


def make_report(
    result: CheckResult, reference: Reference, *, file: str, received: datetime, send_to: str, office: str | None = None
) -> Report:
    """What the returned workbook tells of a result."""
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
        applied=result.applied,
        said_right=len(result.said_right),
        given=result.given,
        send_to=send_to,
    )


def _report(workshop: Workshop, known: Submission, result: CheckResult) -> Report:
    office = workshop.office_of(known.office)
    report = make_report(
        result,
        workshop.reference,
        file=known.file_name,
        received=known.received_at.astimezone(workshop.config.settings.zone),
        send_to=_source(office, known).way(office.name),
        office=office.name,
    )
    # Whom a person refused is told so, whatever the check had found.
    report = replace(
        report,
        outcome=known.outcome or result.outcome,
        decision=words_for_sender(workshop, known.id),
        opening=(*opening_words(workshop, known), *given_words(result)),
        loose_ends=loose_end_words(left_orphaned(workshop.warehouse, known.id), known.office),
        awaited=awaited_words(result),
        due=_due_words(workshop, office, known),
        contact=contact_words(workshop.config),
    )
    if not was_superseded(workshop.warehouse, known.id):
        return report
    # Whatever stands in it counts for nothing: marks would ask for mending, and sending it again would harm good data.
    return replace(report, findings=(), counts={}, applied=(), nothing_to_do=True)


def _due_words(workshop: Workshop, office: Office, known: Submission) -> str | None:
    """When a mended workbook is waited for; of a file whose month cannot be read, that of the month which is due next."""
    if not office.owes_reports:
        return None
    settings = workshop.config.settings
    today = decided_at(workshop, known.id).astimezone(settings.zone).date()  # the same whenever it is written
    due = due_date(known.period or next_due_period(today, settings.due_day), settings.due_day)
    if due < today:
        return f"Batas kirimnya, {date_words(due)}, sudah lewat; mohon secepatnya, tetap kami terima."
    return f"Kami tunggu paling lambat {date_words(due)}."
