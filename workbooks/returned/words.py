"""The words of an answer, wherever they stand: on the sheet Baca Dulu, in the mail, in a text file.

They have one source, so that the mail never says another thing than the workbook. The sheets and letters lay these
words out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from schemas.finding import Finding, Outcome, Severity
from schemas.messages import message, number_words, title
from schemas.result import AppliedSuggestion, NotApplied
from schemas.roots import Root, root_findings
from workbooks.returned.report import Contents, Report

MOST_FINDINGS = 5
_MOST_CELLS = 4
_MOST_LISTED = 12


@dataclass(frozen=True)
class FindingText:
    """One root finding: its place and name, and what to do about it."""

    heading: str
    text: str


@dataclass(frozen=True)
class AnswerWords:
    """The words of an answer. ``summary`` holds sentences on what happened to the submission. ``findings`` stand under
    ``findings_title``, and ``besides`` says what else there is. ``steps`` says what to do, in order. ``applied`` tells
    the fate of accepted suggestions, ``corrections`` what was corrected on the sender's behalf, ``coming`` which rules
    will change. ``contact`` says whom to ask.
    """

    outcome: str
    summary: tuple[str, ...]
    findings_title: str
    findings: tuple[FindingText, ...]
    besides: str | None
    steps: tuple[str, ...]
    applied: tuple[str, ...]
    corrections: tuple[str, ...]
    coming: tuple[str, ...]
    contact: str

    def sentences(self) -> list[str]:
        """Every piece of text, in order."""
        lines = [self.outcome, *self.summary]
        if self.findings:
            lines += [
                self.findings_title,
                *(part for finding in self.findings for part in (finding.heading, finding.text)),
            ]
        return [
            *lines,
            *([self.besides] if self.besides else []),
            *self.steps,
            *self.applied,
            *self.corrections,
            *self.coming,
            self.contact,
        ]


def answer_words(report: Report) -> AnswerWords:
    """The words of this answer."""
    roots, severity = _roots(report)
    return AnswerWords(
        outcome=report.result,
        summary=(
            *report.opening,
            *([report.decision] if report.decision else []),
            *_became(report),
            *report.exemptions,
        ),
        findings_title=_findings_title(severity, len(roots)),
        findings=tuple(_finding_text(root, report) for root in roots[:MOST_FINDINGS]),
        besides=_besides(report, roots, severity),
        steps=_steps(report),
        applied=_applied(report),
        corrections=_corrections(report),
        coming=report.coming,
        contact=contact_line(report.contact),
    )


CORRECTED = "Dikoreksi atas nama Anda"
COMING = "Yang akan berubah"
_CORRECTED = "Berkas Anda sendiri tidak diubah. Betulkan juga di sana; bila koreksi kami keliru, beri tahu kami."


def _corrections(report: Report) -> tuple[str, ...]:
    return (*report.corrections, _CORRECTED) if report.corrections else ()


def contact_line(contact: str) -> str:
    """A sentence that says whom to ask."""
    return f"Ada yang ingin ditanyakan? Hubungi {contact}."


# --- what became of it ----------------------------------------------------------------------------------------------


_UNREAD = "Isi berkas Anda tidak dapat kami baca, jadi tidak ada di buku kerja balasan kami."
_REJECTED = "Belum ada baris yang dimuat."
_FORMER = "Data kiriman Anda sebelumnya (bila ada) tetap berlaku."


def _became(report: Report) -> tuple[str, ...]:
    if report.nothing_to_do:
        return ()
    match report.outcome:
        case Outcome.ACCEPTED if report.loose_ends:
            return ("Semua baris sudah dimuat. Terima kasih.",)
        case Outcome.ACCEPTED:
            return ("Semua baris sudah dimuat; tidak ada yang harus diperbaiki. Terima kasih.",)
        case Outcome.ACCEPTED_WITH_NOTES if _count(report, Severity.WITHHELD):
            emptied = number_words(_count(report, Severity.WITHHELD))
            return (f"Semua baris sudah dimuat, tetapi {emptied} nilai dikosongkan sampai diperbaiki.",)
        case Outcome.ACCEPTED_WITH_NOTES:
            return ("Semua baris sudah dimuat. Mohon periksa catatan kami; perbaiki hanya yang keliru.",)
        case Outcome.PARTIALLY_ACCEPTED:
            return ("Baris yang benar sudah dimuat. Baris yang ditahan kami simpan dan menunggu perbaikan Anda.",)
    rejected = _REJECTED if report.opening else f"{_REJECTED} {_FORMER}"  # the opening says which
    return (rejected,) if report.may_be_sent else (rejected, _UNREAD)


def _count(report: Report, severity: Severity) -> int:
    return sum(marked_finding.finding.severity is severity for marked_finding in report.findings)


# --- findings -------------------------------------------------------------------------------------------------------

_TITLES = {
    Severity.ERROR: "Yang harus diperbaiki",
    Severity.WITHHELD: "Nilai yang dikosongkan",
    Severity.WARNING: "Yang perlu dilihat",
}
_MILDER = {
    Severity.ERROR: (Severity.WITHHELD, Severity.WARNING),
    Severity.WITHHELD: (Severity.WARNING,),
    Severity.WARNING: (),
}
_BESIDES = {
    Severity.WITHHELD: "{count} nilai dikosongkan",
    Severity.WARNING: "{count} catatan yang perlu dilihat",
}


def _roots(report: Report) -> tuple[list[Root], Severity]:
    """The root findings of the worst sort present, and that sort. Findings that refuse a file and findings that hold
    back rows count as one sort.
    """
    findings = [marked_finding.finding for marked_finding in report.findings]
    if report.nothing_to_do:
        findings = []
    for severities in ((Severity.FATAL, Severity.ERROR), (Severity.WITHHELD,), (Severity.WARNING,)):
        roots = root_findings(findings, severities)
        if roots:
            return roots, severities[-1]
    return [], Severity.WARNING


def _findings_title(severity: Severity, count: int) -> str:
    if count > MOST_FINDINGS:
        return f"{_TITLES[severity]} ({MOST_FINDINGS} dari {number_words(count)} hal)"
    return _TITLES[severity]


def _finding_text(root: Root, report: Report) -> FindingText:
    first_finding = root.first
    held_words = f", dan {number_words(root.held)} baris lain ikut tertahan karenanya" if root.held else ""
    place = _where(root.findings, report)
    heading = f"{place}: {title(first_finding.code, first_finding.severity)}{held_words}"
    text = message(first_finding, effect=False)
    return FindingText(
        heading if place else heading.removeprefix(": "), text if len(root.findings) == 1 else f"Contoh: {text}"
    )


def _where(findings: tuple[Finding, ...], report: Report) -> str:
    """The place in words: ``Sel C17, C20 dan 4 sel lain, lembar UMKM``; for one cell with its row's key: ``Sel C17
    (MJN-0012), lembar UMKM``.
    """
    first_finding = findings[0]
    sheet = (report.sheet_as_sent(first_finding.sheet) or "").strip()
    cells = list(dict.fromkeys(finding.cell for finding in findings if finding.cell))
    if not cells:
        return f"Lembar {sheet}" if sheet else ""
    return (
        f"Sel {_cells(cells, first_finding.key)}, lembar {sheet}"
        if sheet
        else f"Sel {_cells(cells, first_finding.key)}"
    )


def _cells(cells: list[str], key: str | None) -> str:
    if len(cells) == 1:
        return f"{cells[0]} ({key})" if key else cells[0]
    remaining_words = [f"{number_words(len(cells) - _MOST_CELLS)} sel lain"] if len(cells) > _MOST_CELLS else []
    return _listed([*cells[:_MOST_CELLS], *remaining_words])


def _besides(report: Report, roots: list[Root], severity: Severity) -> str | None:
    """What the list of findings leaves out; it stands in Perbaikan."""
    if report.nothing_to_do:
        return None
    remarks = []
    if len(roots) > MOST_FINDINGS:
        remarks.append(f"{number_words(len(roots) - MOST_FINDINGS)} hal lain yang sejenis")
    counts = Counter(marked_finding.finding.severity for marked_finding in report.findings)
    remarks += [
        _BESIDES[milder].format(count=number_words(counts[milder])) for milder in _MILDER[severity] if counts[milder]
    ]
    return f"Selain itu ada {_listed(remarks)}; semuanya ada di lembar Perbaikan." if remarks else None


def _listed(parts: list[str]) -> str:
    """A list in words: ``a``, ``a dan b``, ``a, b dan c``."""
    return f"{', '.join(parts[:-1])} dan {parts[-1]}" if len(parts) > 1 else parts[0]


# --- what to do -----------------------------------------------------------------------------------------------------

_LOOK = "Buka buku kerja balasan kami, lembar Perbaikan. Klik alamat di kolom Sel untuk menuju selnya."
_MEND = "Perbaiki sel berwarna langsung di lembarnya. Lembar Perbaikan dan Baca Dulu boleh dibiarkan."
_MEND_SHEETS = "Perbaiki yang disebut di atas, di buku kerja balasan kami atau di berkas asli Anda."
_ACCEPT = "Bila saran di kolom Saran benar, pilih ya di kolom Terima saran (hijau); tidak perlu diketik ulang."
_COPY = (
    "Buku kerja balasan kami salinan: isi lembar Anda sama dan di alamat yang sama, tetapi format dan rumusnya tidak"
    " ikut. Anda boleh memperbaiki salinan itu atau berkas asli Anda."
)
_RIGHT = (
    "Bila sebuah catatan (kuning) memang benar, pilih memang benar di kolom yang sama; kami tidak menanyakannya lagi."
)
_SEND_BACK = "Simpan, lalu kirim kembali buku kerja itu {send_to}. Kiriman baru menggantikan yang lama."
_SEND_NEW = "Kirim berkas yang sudah benar dan lengkap {send_to}. Kiriman baru menggantikan yang lama."
_NOTHING = "Anda tidak perlu melakukan apa-apa."


def _steps(report: Report) -> tuple[str, ...]:
    if report.outcome is Outcome.ACCEPTED or report.nothing_to_do:
        return report.loose_ends or (_NOTHING,)
    is_optional = report.outcome is Outcome.ACCEPTED_WITH_NOTES
    by_when = f" {report.due}" if report.due and not is_optional else ""
    if not any(marked_finding.finding.sheet for marked_finding in report.findings) or not report.may_be_sent:
        return (_SEND_NEW.format(send_to=report.send_to) + by_when,)
    if not any(marked_finding.finding.cell for marked_finding in report.findings):
        return (_MEND_SHEETS, _SEND_BACK.format(send_to=report.send_to) + by_when)
    steps = [*report.awaited_files, _LOOK]
    if not is_optional or _count(report, Severity.WITHHELD):
        steps.append(_MEND)
    if any(marked_finding.is_open for marked_finding in report.findings):
        steps.append(_ACCEPT)
    if any(marked_finding.may_be_right for marked_finding in report.findings):
        steps.append(_RIGHT)
    if report.contents is Contents.COPY:
        steps.append(_COPY)
    return (*steps, *report.loose_ends, _SEND_BACK.format(send_to=report.send_to) + by_when)


def _applied(report: Report) -> tuple[str, ...]:
    """The fate of the replies in Perbaikan."""
    applied_count = sum(answer.applied for answer in report.applied_suggestions)
    sentences = []
    if applied_count:
        sentences.append(
            f"{number_words(applied_count)} saran sudah kami pakai dan kami tulis di selnya (rumus tidak kami ubah)."
        )
    for reason, words in _NOT_APPLIED.items():
        unused_answers = [
            answer
            for answer in report.applied_suggestions
            if not answer.applied and (answer.why or NotApplied.CHANGED) is reason
        ]
        if unused_answers:
            sentences.append(words.format(count=number_words(len(unused_answers)), cells=_places(unused_answers)))
    if report.said_right:
        sentences.append(
            f"{number_words(report.said_right)} catatan Anda nyatakan memang benar; selama isinya sama tidak kami "
            "tanyakan lagi."
        )
    return tuple(sentences)


_NOT_APPLIED = {
    NotApplied.CHANGED: "{count} saran tidak dipakai, karena isi selnya sudah berubah: {cells}.",
    NotApplied.LOST: "{count} saran tidak dipakai, karena baris atau kolomnya tidak dapat dipastikan lagi: {cells}. "
    "Tulis isinya langsung di selnya.",
    NotApplied.UNHEARD: "{count} isian di kolom Terima saran tidak kami kenali, jadi sarannya tidak dipakai: {cells}. "
    "Tulis ya atau tidak; untuk catatan yang isinya sudah benar, tulis memang benar.",
}


def _places(answers: list[AppliedSuggestion]) -> str:
    """Places in words: ``UMKM C9``; for a reply that was not understood its words too: ``UMKM C9 (“nanti saja”)``."""
    remaining_words = (
        f" dan {number_words(len(answers) - _MOST_LISTED)} sel lain" if len(answers) > _MOST_LISTED else ""
    )
    cell_words = [
        f"{answer.sheet} {answer.cell}" + (f" (“{answer.got[:40]}”)" if answer.why is NotApplied.UNHEARD else "")
        for answer in answers[:_MOST_LISTED]
    ]
    return ", ".join(cell_words) + remaining_words
