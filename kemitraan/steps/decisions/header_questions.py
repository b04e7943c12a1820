"""Which unknown headers are worth asking a person about: those that may well be a column which their sheet lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kemitraan.steps.workshop import Workshop
from schemas.codes import Code
from schemas.contracts import CONTRACTS
from schemas.finding import Finding, Severity
from schemas.locate.nearest import Likeness, nearest_columns
from schemas.model import Sheet
from schemas.text import fold_name
from warehouse.checking import stored_findings
from warehouse.decisions import Decision, Question
from warehouse.header_aliases import learnt_headers
from warehouse.reading import located_columns
from warehouse.submissions import Submission, get_submission

PLAUSIBLE = 50
"""Least likeness where a required column is missing: without it the whole submission would be refused."""
LIKELY = 80
"""Least likeness where only a column that may be empty is missing: not worth holding good rows up for a guess."""
MOST_QUESTIONS = 8
MOST_COLUMNS = 6


def header_questions(workshop: Workshop, known: Submission) -> tuple[Question, ...]:
    """The headers to ask about, () when asking would not help: where something else is fatal too, where a missing
    required column has no header that is like it, where every header was asked about before.
    """
    findings = stored_findings(workshop.warehouse, known.id)
    if known.kind is None or known.contract is None or any(_is_beyond_help(finding) for finding in findings):
        return ()
    asked_before = {(one.sheet, one.header) for one in learnt_headers(workshop.warehouse, known.office)}
    located = located_columns(workshop.warehouse, known.id)
    questions: list[tuple[float, Question]] = []
    for sheet in CONTRACTS[known.contract].kind(known.kind).sheets:
        said = [finding for finding in findings if finding.sheet == sheet.title]
        headers = [one for one in _unknown(said) if (sheet.title, fold_name(one.got or "")) not in asked_before]
        required = [finding.column for finding in said if finding.code == Code.COLUMN_MISSING]
        lacking = [name for name in sheet.names if name not in located.get(sheet.title, ())]
        found = _of_sheet(sheet, headers, lacking, PLAUSIBLE if required else LIKELY)
        if any(not _may_be_found(column, found) for column in required) or len(found) < len(required):
            return ()
        questions += found
    questions.sort(key=lambda pair: -pair[0])
    return tuple(question for _, question in questions[:MOST_QUESTIONS])


def remembered_answers(workshop: Workshop, asked: Decision) -> dict[Question, str | None]:
    """The column of each header that a decision asks for, where all are remembered by now and fit it; else {}."""
    known = get_submission(workshop.warehouse, asked.submission)
    learnt = {
        (one.sheet, one.header): one.column_name
        for one in learnt_headers(workshop.warehouse, known.office)
        if one.kind == known.kind
    }
    if any((one.sheet, one.header) not in learnt for one in asked.questions):
        return {}
    answers = {one: learnt[one.sheet, one.header] for one in asked.questions}
    columns = [(one.sheet, column) for one, column in answers.items() if column is not None]
    offered = all(column is None or column in one.columns for one, column in answers.items())
    return answers if offered and len(set(columns)) == len(columns) else {}


def _is_beyond_help(finding: Finding) -> bool:
    return finding.severity is Severity.FATAL and finding.code != Code.COLUMN_MISSING


def _unknown(findings: Sequence[Finding]) -> list[Finding]:
    """The unknown headers that can be told from each other, and from nothing, once they are folded."""
    unknown = [finding for finding in findings if finding.code == Code.COLUMN_UNKNOWN]
    times = Counter(fold_name(finding.got or "") for finding in unknown)
    return [finding for finding in unknown if fold_name(finding.got or "") and times[fold_name(finding.got or "")] == 1]


def _of_sheet(
    sheet: Sheet, headers: Sequence[Finding], lacking: Sequence[str], least: float
) -> list[tuple[float, Question]]:
    """A question, with the likeness of its likeliest column, for each header that is like enough to one."""
    found = []
    for header in headers:
        near = nearest_columns(sheet, header.got or "", lacking)
        if near and near[0].score >= least:
            found.append((near[0].score, _question(header, near)))
    return found


def _question(header: Finding, near: Sequence[Likeness]) -> Question:
    text = header.got or ""
    columns = tuple(one.column for one in near[:MOST_COLUMNS])
    return Question(header.sheet or "", header.cell or "", text, fold_name(text), columns)


def _may_be_found(column: str | None, found: Sequence[tuple[float, Question]]) -> bool:
    return any(column in question.columns for _, question in found)
