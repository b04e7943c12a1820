"""The words of an answer for channels that carry words (mail): Indonesian, without personal data."""

from __future__ import annotations

from kemitraan.config.models import Office
from kemitraan.config.sources import HttpsSource, ImapSource, S3Source, SftpSource, WebdavSource
from schemas.finding import Outcome
from schemas.messages import number_words, outcome_words
from workbooks.returned import Report

_NOTHING_TO_DO = "Tidak ada yang harus diperbaiki. Terima kasih."
_NEXT = {
    Outcome.ACCEPTED: _NOTHING_TO_DO,
    Outcome.ACCEPTED_WITH_NOTES: _NOTHING_TO_DO + " Catatannya ada di {book}.",
    Outcome.PARTIALLY_ACCEPTED: "Baris yang baik sudah masuk. Buka {book}, perbaiki sel yang ditandai, lalu kirim "
    "kembali berkas itu {send_to}.",
    Outcome.REJECTED: "Belum ada baris yang masuk. Buka {book}, perbaiki yang ditandai, lalu kirim kembali "
    "berkas itu {send_to}.",
}


def answer_subject(report: Report) -> str:
    """``Laporan November 2026, Kabupaten Majene: diterima sebagian``."""
    what = f"Laporan {report.period}" if report.period else "Kiriman"
    return f"{what}, {report.office}: {outcome_words(report.outcome)}"


def answer_text(report: Report, receipt: str, apart: str = "") -> str:
    """The body: what came, what became of it, what to do next, and the receipt. ``apart``: a sentence on where the
    workbook lies, when it is not attached.
    """
    book = "buku kerja hasilnya" if apart else "lampirannya"
    lines = [
        f"Yth. {report.office},",
        "",
        f'Berkas "{report.file}" sudah diterima dan diperiksa.',
        f"Hasilnya: {outcome_words(report.outcome)}.",
        *([report.decision] if report.decision else []),
        "",
        *_count_lines(report),
        _NEXT[report.outcome].format(send_to=report.send_to, book=book),
        *(["", apart] if apart else []),
        "",
        receipt,
        "",
        "Simpan surel ini. Dengan kode bukti di atas provinsi dapat memastikan apa yang Anda kirim dan kapan.",
        "",
        "Surel ini dikirim otomatis oleh Kemitraan Sulbar.",
    ]
    return "\n".join(lines)


def apart_words(staff: str | None, elsewhere: str | None) -> str:
    """Where the workbook lies that no letter can carry. ``elsewhere``: its name, where the office finds its answers in a
    folder, too; else a person has to be asked.
    """
    too_large = "Buku kerja hasilnya terlalu besar untuk dikirim lewat surel, jadi tidak terlampir."
    if elsewhere:
        return f'{too_large} Berkas itu ada di folder keluar kantor Anda, bernama "{elsewhere}".'
    whom = f"petugas provinsi ({staff})" if staff else "petugas provinsi"
    return (
        f"{too_large} Salinannya disimpan di provinsi: mintalah kepada {whom} dengan menyebut nomor kiriman di bawah."
    )


def _count_lines(report: Report) -> list[str]:
    if not report.counts:
        return []
    lines = []
    for title, count in report.counts.items():
        accepted = 0 if report.outcome is Outcome.REJECTED else count.accepted
        held = f", {number_words(count.quarantined)} ditahan" if count.quarantined else ""
        lines.append(
            f"  {report.sheet_as_sent(title)}: {number_words(count.rows)} baris, {number_words(accepted)} diterima{held}"
        )
    return [*lines, ""]


def send_to_words(office: Office, number: int) -> str:
    """Where a mended workbook goes, as the end of the sentence "Kirim kembali berkas ini …"."""
    source = office.sources[number]
    if isinstance(source, ImapSource):
        return f"sebagai lampiran surel ke {source.user}" if "@" in source.user else "sebagai lampiran surel"
    if isinstance(source, HttpsSource):
        return "dengan mengganti isi berkas di tautan yang sama"
    if isinstance(source, SftpSource | WebdavSource | S3Source):
        return f"ke folder {source.inbox.rstrip('/')} di tempat yang sama dengan kiriman ini"
    return f"ke folder masuk {office.name} (masuk/{office.slug})"
