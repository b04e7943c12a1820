"""The partnership report as a page of the server: what comes first in it, and where its files are."""

from __future__ import annotations

from kemitraan.pages.template import rendered
from kemitraan.steps.views.reporting import PartnershipReport
from reports.partnership.shown import Sentence

FORM_WORDS = {
    "html": "Laporan sebagai halaman",
    "pdf": "Untuk rapat (PDF)",
    "xlsx": "Untuk menghitung lagi (Excel)",
    "json": "Seluruh angkanya, dengan nama usaha; hanya untuk dinas (JSON)",
}


def report_page(report: PartnershipReport) -> str:
    """Sentences, figures and requests of the first page, and links to the files."""
    files = [(FORM_WORDS[form], path.name, f"{report.place}/{path.name}") for form, path in report.paths.items()]
    told = report.contents.told
    return rendered(
        "laporan",
        ada=told is not None,
        bulan=told.month if told else "",
        saat=told.known_on if told else "",
        terbawa=", ".join(told.carried) if told else "",
        kurang=report.contents.missing,
        kalimat=_sentences(told.first.sentences) if told else [],
        permintaan=[[str(cell) for cell in row] for row in told.first.requests.rows] if told else [],
        angka=[(figure.words, figure.in_words, "; ".join(_sentences(figure.moved))) for figure in told.first.figures]
        if told
        else [],
        berkas=files,
    )


def _sentences(sentences: tuple[Sentence, ...]) -> list[str]:
    return ["".join(str(part) for part in sentence) for sentence in sentences]
