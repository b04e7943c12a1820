"""The words of an answer for outboxes that carry words (mail): Indonesian, without personal data."""

from __future__ import annotations

from dataclasses import dataclass

from kemitraan.config.models import Config
from kemitraan.steps.letters.writing import written
from schemas.finding import Outcome
from workbooks.returned import Report
from workbooks.returned.words import answer_words, contact_line


def answer_letter(report: Report, receipt: str, apart: str = "") -> tuple[str, str]:
    """Subject and body: what happened to the submission, what to do next, and the receipt. ``apart`` is a sentence on
    where the workbook lies, when it is not attached.
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
    """Says where a workbook lies that is too large for a letter. ``elsewhere``: where the office finds it, too, after
    "ada di"; else a person has to be asked.
    """
    too_large = "Buku kerja balasan kami terlalu besar untuk dikirim lewat surel, jadi tidak terlampir."
    if elsewhere:
        return f"{too_large} Berkas itu ada di {elsewhere}."
    contact = f"petugas provinsi ({staff})" if staff else "petugas provinsi"
    return f"{too_large} Salinannya disimpan di provinsi: mintalah kepada {contact} dengan menyebut nomor kiriman di bawah."


@dataclass(frozen=True)
class _Rows:
    """A sheet's rows, as the letter counts them."""

    name: str
    rows: int
    accepted: int
    held_count: int


def _counts(report: Report) -> list[_Rows]:
    is_refused = report.outcome is Outcome.REJECTED
    return [
        _Rows(report.sheet_in_words(title), count.rows, 0 if is_refused else count.accepted, count.quarantined)
        for title, count in report.counts.items()
    ]


def contact_words(config: Config) -> str:
    """The contact of an office, as the end of "Hubungi …": from the settings, else the staff's address."""
    if config.settings.contact:
        return config.settings.contact
    staff = config.mail.staff if config.mail else None
    return f"petugas provinsi ({staff})" if staff else "petugas provinsi"


def contact_sentence(config: Config) -> str:
    """The contact as a sentence of a letter."""
    return contact_line(contact_words(config))
