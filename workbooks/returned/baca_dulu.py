"""The sheet Baca Dulu: what happened to the submission, what to do next, and the receipt."""

from __future__ import annotations

from datetime import timedelta, timezone

from schemas.finding import Outcome, Severity
from schemas.messages import date_words
from workbooks.returned.book import NewSheet
from workbooks.returned.look import Look
from workbooks.returned.page import LINE_HEIGHT, Cell, Page, Row, lines_of
from workbooks.returned.palette import GREEN, MARKS
from workbooks.returned.report import Contents, MarkedFinding, Report
from workbooks.returned.words import COMING, CORRECTED, AnswerWords, answer_words

NAME = "Baca Dulu"
TITLE = "Jawaban atas kiriman Anda — Kemitraan Sulbar"
"""Text of the first cell. It marks the sheet as ours when the workbook comes back."""

_WITA = timezone(timedelta(hours=8))  # Asia/Makassar; without summer time
_WIDTHS = (24, 15, 15, 18, 15, 30)
_LAST = "F"
_COLOURS: dict[Outcome, Severity | None] = {
    Outcome.ACCEPTED: None,
    Outcome.ACCEPTED_WITH_NOTES: Severity.WARNING,
    Outcome.PARTIALLY_ACCEPTED: Severity.ERROR,
    Outcome.REJECTED: Severity.FATAL,
}
_PROVES = "Dengan nomor dan kode bukti ini provinsi dapat memastikan apa yang Anda kirim dan kapan. Simpan baik-baik."


class _Lines:
    """The sheet's rows in the order in which they are added, with the merged ranges."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.rows: list[Row] = []
        self.merged: list[str] = []

    def wide(
        self, text: str, style: int, *, first_column: int = 0, lead: Cell | None = None, height: float | None = None
    ) -> None:
        """Adds a line whose text runs to the last column, after a lead cell if there is one."""
        width = sum(_WIDTHS[first_column:])
        cells = ((lead,) if lead else ()) + tuple(
            Cell(text if index == 0 else None, style) for index in range(len(_WIDTHS) - first_column)
        )
        self.rows.append(
            Row(cells, first_column=0 if lead else first_column, height=height or LINE_HEIGHT * lines_of(text, width))
        )
        self.merged.append(f"{'ABCDEF'[first_column]}{len(self.rows)}:{_LAST}{len(self.rows)}")

    def section(self, text: str) -> None:
        """Adds a heading with space above it."""
        self.rows.append(Row((Cell(text, self.look.section),), height=30))

    def pair(self, label: str, text: str) -> None:
        """Adds a label and its value."""
        self.wide(text, self.look.plain_style, first_column=1, lead=Cell(label, self.look.label))


def baca_dulu(report: Report, look: Look, name: str, unnoted: dict[str, int], *, selected: bool) -> NewSheet:
    """Makes the sheet. ``unnoted`` maps a sheet as sent to the number of findings whose cell has a colour but no
    note.
    """
    lines = _Lines(look)
    lines.wide(TITLE, look.title, height=33)
    words = answer_words(report)
    colour = None if report.nothing_to_do else _COLOURS[report.outcome]
    lines.wide(words.outcome, look.outcome[colour], height=30)
    _add_summary(lines, words)
    _add_findings(lines, words)
    _add_next_steps(lines, words)
    _add_counts(lines, report)
    _add_legend(lines, report, unnoted)
    _add_applied(lines, words)
    _add_titled(lines, CORRECTED, words.corrections)
    _add_titled(lines, COMING, words.coming)
    _add_receipt(lines, report)
    page = Page(lines.rows, _WIDTHS, GREEN, selected, merged=lines.merged)
    return NewSheet(name, page.to_xml())


def _add_summary(lines: _Lines, words: AnswerWords) -> None:
    for sentence in words.summary:
        lines.wide(sentence, lines.look.plain_style)


def _add_findings(lines: _Lines, words: AnswerWords) -> None:
    if words.findings:
        lines.section(words.findings_title)
    for number, finding in enumerate(words.findings, start=1):
        lines.wide(f"{number}.  {finding.heading}", lines.look.strong)
        lines.wide(f"     {finding.text}", lines.look.plain_style)
    if words.besides:
        lines.wide(words.besides, lines.look.plain_style)


def _add_next_steps(lines: _Lines, words: AnswerWords) -> None:
    lines.section("Langkah berikutnya")
    for number, step in enumerate(words.steps, start=1):
        lines.wide(f"{number}.  {step}", lines.look.plain_style)
    lines.wide(words.contact, lines.look.plain_style)


def _add_counts(lines: _Lines, report: Report) -> None:
    if not report.counts:
        return
    lines.section("Jumlah baris")
    look = lines.look
    rejected = report.outcome is Outcome.REJECTED
    judgement_headers = ("Sudah benar", "Belum benar") if rejected else ("Sudah masuk", "Belum masuk")
    count_headers = ("Baris data", *judgement_headers, "Dilewati")
    headers = (Cell("Lembar", look.header), *(Cell(header, look.count_header) for header in count_headers))
    lines.rows.append(Row(headers, height=20))
    for title, count in report.counts.items():
        numbers = (count.rows, count.accepted, count.quarantined, count.skipped)
        cells = (Cell(report.sheet_in_words(title), look.text), *(Cell(number, look.count) for number in numbers))
        lines.rows.append(Row(cells))
    if any(count.skipped for count in report.counts.values()):
        lines.wide("Dilewati: baris judul, contoh, jumlah, dan sejenisnya, yang memang bukan data.", look.label)


def _add_legend(lines: _Lines, report: Report, unnoted: dict[str, int]) -> None:
    present = [severity for severity in MARKS if _count(report.findings, severity)]
    if not present or report.contents is Contents.NONE:
        return
    lines.section("Arti warna")
    for severity in present:
        mark = MARKS[severity]
        text = f"{mark.meaning} ({_count(report.findings, severity)} temuan)"
        lines.wide(text, lines.look.plain_style, first_column=1, lead=Cell(mark.label, lines.look.severity[severity]))
    if report.may_be_sent:
        lines.wide("Warna dan catatan ini kami hapus sendiri saat berkas ini Anda kirim kembali.", lines.look.label)
    for sheet, count in unnoted.items():
        text = f"Di lembar {sheet}, {count} sel berwarna tidak diberi catatan. Penjelasannya ada di lembar Perbaikan."
        lines.wide(text, lines.look.label)


def _add_applied(lines: _Lines, words: AnswerWords) -> None:
    if words.applied:
        lines.section("Saran yang Anda terima")
    for sentence in words.applied:
        lines.wide(sentence, lines.look.plain_style)


def _add_titled(lines: _Lines, title: str, sentences: tuple[str, ...]) -> None:
    if sentences:
        lines.section(title)
    for sentence in sentences:
        lines.wide(sentence, lines.look.plain_style)


def _add_receipt(lines: _Lines, report: Report) -> None:
    received = report.received.astimezone(_WITA)
    lines.section("Tanda terima")
    lines.pair("Pengirim", report.office or "belum terbaca")
    lines.pair("Periode", report.period or "belum terbaca")
    lines.pair("Nama berkas", report.file)
    lines.pair("Diterima", f"{date_words(received)} pukul {received:%H.%M} WITA")
    lines.pair("Versi kontrak", report.contract)
    lines.pair("Sidik berkas (SHA-256)", report.sha256)
    if report.proof:
        lines.pair("Nomor kiriman", report.proof.number)
        lines.pair("Kode bukti", report.proof.code)
        lines.wide(_PROVES, lines.look.label)


def _count(findings: tuple[MarkedFinding, ...], severity: Severity) -> int:
    return sum(marked_finding.finding.severity is severity for marked_finding in findings)
