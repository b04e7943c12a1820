"""The rules by which the rows of a checked submission wait for a person. Each gives its reason as a sentence, or
none.
"""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.steps.dues import due_date, next_due_period
from kemitraan.steps.workshop import Workshop
from schemas.finding import Outcome, Severity
from schemas.messages import key_words, number_words, period_words
from schemas.period import Period
from schemas.result import CheckResult
from warehouse.checking import stored_findings
from warehouse.likeness import likeness
from warehouse.losses import Loss, losses
from warehouse.reading import live_submissions, sheet_counts
from warehouse.state import State
from warehouse.submissions import Submission, submissions_of

_BAD = frozenset({Severity.ERROR, Severity.WITHHELD})


def row_reasons(workshop: Workshop, submission: Submission, result: CheckResult) -> list[str]:
    """Why the rows of a submission that is not rejected need a person's consent to be loaded."""
    return [
        *_quarantined(workshop, submission),
        *_fewer_rows(workshop, submission, result),
        *_wrong_month(workshop, submission, result),
    ]


# --- too many rows held back, too many rows gone --------------------------------------------------------------------


def _quarantined(workshop: Workshop, submission: Submission) -> list[str]:
    review = workshop.config.settings.review
    counts = sheet_counts(workshop.warehouse, submission.id)
    rows, quarantined = sum(count.rows for count in counts), sum(count.quarantined for count in counts)
    if rows < review.least_rows or quarantined <= review.quarantined_share * rows:
        return []
    return [
        f"{number_words(quarantined)} dari {number_words(rows)} baris ditahan, lebih dari "
        f"{_percent(review.quarantined_share)}."
    ]


def _fewer_rows(workshop: Workshop, submission: Submission, result: CheckResult) -> list[str]:
    """Compares keys: a row is lost when its key is. Every sheet, and the optional ones together, are compared with the
    statement that is replaced. Only required sheets are compared with an earlier month, because the others report their
    own month alone.
    """
    sheet_losses = [
        loss for loss in losses(workshop.warehouse, submission.id, result) if loss.replaced or loss.required
    ]
    heavy = [loss for loss in sheet_losses if _is_heavy(workshop, loss.lost, loss.before)]
    reasons = [_loss_words(loss) for loss in heavy]
    optional = [loss for loss in sheet_losses if loss.replaced and not loss.required]
    if len(optional) > 1 and not any(loss in heavy for loss in optional):
        lost_rows, rows_before = sum(loss.lost for loss in optional), sum(loss.before for loss in optional)
        if _is_heavy(workshop, lost_rows, rows_before):
            sheets = ", ".join(loss.sheet for loss in optional)
            reasons.append(
                f"Dari {number_words(rows_before)} baris lembar {sheets} yang kini berlaku, {number_words(lost_rows)} tidak ada "
                f"lagi: {'; '.join(f'{loss.sheet} {key_words(loss.gone)}' for loss in optional if loss.gone)}."
            )
    return reasons


def _is_heavy(workshop: Workshop, lost_rows: int, rows_before: int) -> bool:
    review = workshop.config.settings.review
    return lost_rows >= review.least_lost_rows and lost_rows > review.fewer_rows_share * rows_before


def _loss_words(loss: Loss) -> str:
    return (
        f"Dari {number_words(loss.before)} baris lembar {loss.sheet} yang berlaku untuk {period_words(loss.period)}, "
        f"{number_words(loss.lost)} tidak ada lagi di kiriman ini ({key_words(loss.gone)}); isinya kini "
        f"{number_words(loss.now)} baris."
    )


# --- perhaps the wrong month ----------------------------------------------------------------------------------------


def _wrong_month(workshop: Workshop, submission: Submission, result: CheckResult) -> list[str]:
    """Finds a file whose month was perhaps forgotten. Either it is nearly the same as what is in force for a past month
    while the due month has nothing, or it reports for a new month exactly the rows of the month before. A file that
    mends earlier findings is a correction, and a file that is processed again is not new.
    """
    review, period = workshop.config.settings.review, submission.period
    if period is None or submission.attempt > 1 or result.applied or result.said_right or review.same_rows_share >= 1:
        return []
    if not workshop.office_of(submission.office).owes_reports:
        return []
    if sum(sheet.accepted_rows for sheet in result.sheets.values()) < review.least_rows:
        return []
    return _old_month(workshop, submission, result, period) or _copied_month(workshop, submission, result, period)


def _old_month(workshop: Workshop, submission: Submission, result: CheckResult, period: Period) -> list[str]:
    settings = workshop.config.settings
    due = next_due_period(result.today, settings.due_day)
    if result.today <= due_date(period, settings.due_day):
        return []
    if due == period or _has_sent(workshop, submission, due) or _mends(workshop, submission, period):
        return []
    alike = likeness(workshop.warehouse, result, period, settings.review.same_rows_share)
    if alike.share <= settings.review.same_rows_share:
        return []
    return [
        f"{_rows(alike.same)} dari {_rows(alike.now)} sama dengan yang sudah berlaku untuk {period_words(period)}, sedangkan "
        f"laporan {period_words(due)} belum ada. Mungkin Periode di lembar Identitas lupa diganti."
    ]


def _copied_month(workshop: Workshop, submission: Submission, result: CheckResult, period: Period) -> list[str]:
    """Whether every row of a workbook equals the month before, while the month itself has nothing yet. A csv is one
    list, which may well stay the same.
    """
    month_before = period.before()
    if result.lone or live_submissions(workshop.warehouse, offices=[submission.office], periods=[period]):
        return []
    alike = likeness(workshop.warehouse, result, month_before, 1)
    if alike.share < 1:
        return []
    return [
        f"Semua {_rows(alike.now)} sama persis dengan yang berlaku untuk {period_words(month_before)}. Mungkin berkas bulan lalu "
        f"yang terkirim sebagai {period_words(period)}."
    ]


def _has_sent(workshop: Workshop, submission: Submission, period: Period) -> bool:
    """Whether the office has sent something for a month that is not refused."""
    submissions = submissions_of(workshop.warehouse, submission.office, period)
    return any(
        sent_one.in_force or sent_one.state is State.WAITING
        for sent_one in submissions
        if sent_one.outcome is not Outcome.REJECTED
    )


def _mends(workshop: Workshop, submission: Submission, period: Period) -> bool:
    """Whether fewer cells are bad than in what is in force for the month, in the same sheets."""
    live = live_submissions(workshop.warehouse, offices=[submission.office], periods=[period])
    bad_before = sum(_bad(workshop, live_one, set(live_one.live_sheets) & set(submission.sheets)) for live_one in live)
    return _bad(workshop, submission, submission.sheets) < bad_before


def _bad(workshop: Workshop, submission: Submission, sheets: Sequence[str] | set[str]) -> int:
    findings = stored_findings(workshop.warehouse, submission.id)
    return sum(finding.severity in _BAD and finding.sheet in sheets for finding in findings)


def _rows(count: int) -> str:
    return f"{number_words(count)} baris"


def _percent(share: float) -> str:
    return f"{number_words(round(share * 100))} persen"
