"""The words of an answer for channels that carry words (mail): Indonesian, without personal data."""

from __future__ import annotations

from dataclasses import dataclass

from kemitraan.config.models import Config, Office
from kemitraan.config.sources import HttpsSource, ImapSource, S3Source, SftpSource, WebdavSource
from kemitraan.steps.letters.writing import written
from schemas.finding import Outcome
from workbooks.returned import Report
from workbooks.returned.words import answer_words, contact_line


def answer_letter(report: Report, receipt: str, apart: str = "") -> tuple[str, str]:
    """Subject and body: what became of the submission, what to do next, and the receipt. ``apart``: a sentence on where
    the workbook lies, when it is not attached.
    """
    return written(
        "jawaban",
        kantor=report.office,
        periode=report.period,
        berkas=report.file,
        kata=answer_words(report),
        jumlah=_counts(report),
        letak=apart,
        tanda_terima=receipt,
    )


def apart_words(staff: str | None, elsewhere: str | None) -> str:
    """Where the workbook lies that no letter can carry. ``elsewhere``: its name, where the office finds its answers in a
    folder, too; else a person has to be asked.
    """
    too_large = "Buku kerja balasan kami terlalu besar untuk dikirim lewat surel, jadi tidak terlampir."
    if elsewhere:
        return f'{too_large} Berkas itu ada di folder keluar kantor Anda, bernama "{elsewhere}".'
    whom = f"petugas provinsi ({staff})" if staff else "petugas provinsi"
    return (
        f"{too_large} Salinannya disimpan di provinsi: mintalah kepada {whom} dengan menyebut nomor kiriman di bawah."
    )


@dataclass(frozen=True)
class _Rows:
    """A sheet's rows as the letter counts them."""

    name: str
    rows: int
    accepted: int
    held: int


def _counts(report: Report) -> list[_Rows]:
    refused = report.outcome is Outcome.REJECTED
    return [
        _Rows(report.sheet_in_words(title), count.rows, 0 if refused else count.accepted, count.quarantined)
        for title, count in report.counts.items()
    ]


def contact_words(config: Config) -> str:
    """Whom an office may ask, as the end of "Hubungi …": what the settings say, else the staff's address."""
    if config.settings.contact:
        return config.settings.contact
    staff = config.mail.staff if config.mail else None
    return f"petugas provinsi ({staff})" if staff else "petugas provinsi"


def contact_sentence(config: Config) -> str:
    """The same as a sentence of a letter."""
    return contact_line(contact_words(config))


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
