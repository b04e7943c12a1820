"""Which unknown headers to ask a person about: those that may well be a column which their sheet lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kemitraan.steps.workshop import Workshop
from schemas.codes import Code
from schemas.contracts import CONTRACTS
from schemas.finding import Finding, Severity
from schemas.locate.nearest import PLAUSIBLE, Likeness, nearest_columns
from schemas.model import Sheet
from schemas.text import fold_name
from warehouse.checking import stored_findings
from warehouse.decisions import Decision, Question
from warehouse.header_aliases import learnt_headers
from warehouse.reading import located_columns
from warehouse.submissions import Submission, get_submission

LIKELY = 80
"""Least likeness to a column that may be empty: not worth holding good rows up for a guess."""
MOST_FOR_ONE = 4
"""How many headers are asked about for one missing required column."""
MOST_QUESTIONS = 24
MOST_COLUMNS = 6


def header_questions(workshop: Workshop, submission: Submission) -> tuple[Question, ...]:
    """The headers to ask about, all at once and first those that may be a missing required column; () when asking would
    not help: where something else is fatal too, where a missing required column has no header that is like it, where
    every header was asked about before.
    """
    findings = stored_findings(workshop.warehouse, submission.id)
    if submission.kind is None or submission.contract is None or any(_is_beyond_help(finding) for finding in findings):
        return ()
    asked_before = {
        (learnt_header.sheet, learnt_header.header)
        for learnt_header in learnt_headers(workshop.warehouse, submission.office)
    }
    located = located_columns(workshop.warehouse, submission.id)
    questions: list[tuple[bool, float, Question]] = []
    for sheet in CONTRACTS[submission.contract].kind(submission.kind).sheets:
        sheet_findings = [finding for finding in findings if finding.sheet == sheet.title]
        headers = [
            finding
            for finding in _unknown(sheet_findings)
            if (sheet.title, fold_name(finding.got or "")) not in asked_before
        ]
        required = [finding.column for finding in sheet_findings if finding.code == Code.COLUMN_MISSING]
        lacking = [name for name in sheet.names if name not in located.get(sheet.title, ())]
        candidates = _of_sheet(sheet, headers, lacking, [name for name in required if name])
        if any(not _may_be_found(column, candidates) for column in required) or len(candidates) < len(required):
            return ()
        questions += candidates
    questions.sort(key=lambda candidate: (not candidate[0], -candidate[1]))
    return tuple(question for *_, question in questions[:MOST_QUESTIONS])


def remembered_answers(workshop: Workshop, decision: Decision) -> dict[Question, str | None]:
    """The column of each header in a decision, where all are remembered by now and fit it; else {}."""
    submission = get_submission(workshop.warehouse, decision.submission)
    learnt = {
        (learnt_header.sheet, learnt_header.header): learnt_header.column_name
        for learnt_header in learnt_headers(workshop.warehouse, submission.office)
        if learnt_header.kind == submission.kind
    }
    if any((question.sheet, question.header) not in learnt for question in decision.questions):
        return {}
    answers = {question: learnt[question.sheet, question.header] for question in decision.questions}
    columns = [(question.sheet, column) for question, column in answers.items() if column is not None]
    is_offered = all(column is None or column in question.columns for question, column in answers.items())
    return answers if is_offered and len(set(columns)) == len(columns) else {}


def _is_beyond_help(finding: Finding) -> bool:
    return finding.severity is Severity.FATAL and finding.code != Code.COLUMN_MISSING


def _unknown(findings: Sequence[Finding]) -> list[Finding]:
    """The unknown headers that still differ from each other, and from nothing, once they are folded."""
    unknown = [finding for finding in findings if finding.code == Code.COLUMN_UNKNOWN]
    times = Counter(fold_name(finding.got or "") for finding in unknown)
    return [finding for finding in unknown if fold_name(finding.got or "") and times[fold_name(finding.got or "")] == 1]


def _of_sheet(
    sheet: Sheet, headers: Sequence[Finding], lacking: Sequence[str], required: Sequence[str]
) -> list[tuple[bool, float, Question]]:
    """A question for each header that may be one of the ``required`` columns, or is very like another that is lacking:
    whether it may be a required one, how like it is, and the question, which offers the required ones first.
    """
    likeness = [(header, nearest_columns(sheet, header.got or "", lacking)) for header in headers]
    best = {column: _likeliest(column, likeness) for column in required}
    candidates = []
    for header, likeliest_columns in likeness:
        needed_columns = [
            column for column in likeliest_columns if column.column in required and header in best[column.column]
        ]
        is_another = (
            bool(likeliest_columns)
            and likeliest_columns[0].score >= LIKELY
            and likeliest_columns[0].column not in required
        )
        if needed_columns and not is_another:
            candidates.append((True, needed_columns[0].score, _question(header, needed_columns, likeliest_columns)))
        elif is_another:
            candidates.append((False, likeliest_columns[0].score, _question(header, (), likeliest_columns)))
    return candidates


def _likeliest(column: str, likeness: Sequence[tuple[Finding, Sequence[Likeness]]]) -> list[Finding]:
    """The headers that may be this column, the likeliest few."""
    scores = [
        (candidate.score, header)
        for header, likeliest_columns in likeness
        for candidate in likeliest_columns
        if candidate.column == column
    ]
    plausible = [pair for pair in scores if pair[0] >= PLAUSIBLE]
    return [header for _, header in sorted(plausible, key=lambda pair: -pair[0])[:MOST_FOR_ONE]]


def _question(header: Finding, needed_columns: Sequence[Likeness], likeliest_columns: Sequence[Likeness]) -> Question:
    text = header.got or ""
    columns = tuple(dict.fromkeys(column.column for column in (*needed_columns, *likeliest_columns)))[
        : max(MOST_COLUMNS, len(needed_columns))
    ]
    return Question(header.sheet or "", header.cell or "", text, fold_name(text), columns)


def _may_be_found(column: str | None, candidates: Sequence[tuple[bool, float, Question]]) -> bool:
    return any(column in question.columns for *_, question in candidates)
