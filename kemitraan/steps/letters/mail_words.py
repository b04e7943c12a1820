"""The words of replies to mail that brings nothing new: Indonesian, friendly, short, without personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from connectors.base import LeftAlone, LeftReason
from kemitraan.config.models import Office
from kemitraan.steps.decisions.decided_words import NOTHING_TO_DO
from kemitraan.steps.receipts.receipt import Receipt
from schemas.messages import date_words, time_words

_ENDING = "Terima kasih.\n\nSurel ini dikirim otomatis oleh Kemitraan Sulbar."
_KINDS = "xlsx, xlsm, xls, xlsb, ods, atau csv"
_ABOUT_MAIL = {
    LeftReason.NO_ATTACHMENT: (
        "Surel itu tidak membawa lampiran yang dapat dibaca.",
        f"Kirim lagi dengan buku kerjanya sebagai lampiran ({_KINDS}), bukan tautan dan bukan gambar di dalam teks.",
    ),
    LeftReason.TOO_MANY_FILES: (
        "Surel itu membawa lebih dari 50 berkas.",
        "Kirim lagi buku kerjanya saja, dalam beberapa surel bila perlu.",
    ),
    LeftReason.UNCLEAR: (
        "Susunan surel itu rusak, jadi lampirannya tidak dapat dibaca.",
        f"Buat surel baru, bukan terusan, dan lampirkan buku kerjanya ({_KINDS}).",
    ),
}
_ABOUT_FILE = {
    LeftReason.UNREADABLE_ZIP: (
        "zip ini rusak, bersandi, berisi arsip lain, terlalu besar, atau berisi lebih dari 50 berkas.",
        "Lampirkan buku kerjanya langsung, tanpa zip dan tanpa kata sandi.",
    ),
    LeftReason.UNKNOWN_FILE: (
        "berkas ini tidak dikenali sebagai buku kerja.",
        f"Bila isinya data, simpan sebagai {_KINDS}, lalu kirim lagi.",
    ),
}


def untaken_words(office: Office, number: int, entries: Sequence[LeftAlone], arrived_at: datetime) -> tuple[str, str]:
    """Subject and text about a mail of which something could not be taken. ``arrived_at`` is in the office's time."""
    lines, remedies = [], []
    for entry in entries:
        about_mail = _ABOUT_MAIL.get(entry.reason)
        reason, remedy = about_mail or _ABOUT_FILE[entry.reason]
        lines.append(f"  - {reason}" if about_mail else f'  - "{entry.name}": {reason}')
        remedies.append(remedy)
    whole = any(entry.reason in _ABOUT_MAIL for entry in entries)
    fate = "belum dapat diambil" if whole else "tidak dapat diambil seluruhnya"
    text = [
        f"Yth. {office.name},",
        "",
        f"Surel Anda yang tiba {_moment(arrived_at)} {fate}:",
        "",
        *lines,
        "",
        *dict.fromkeys(remedies),
        f"Kirimannya kami tunggu {office.sources[number].way(office.name)}.",
        *([] if whole else ["Lampiran lain di surel itu, bila ada, diproses dan dijawab seperti biasa."]),
        "",
        _ENDING,
    ]
    return f"Surel Anda tanggal {date_words(arrived_at.date())} {fate}, {office.name}", "\n".join(text)


def again_words(
    office: Office, number: int, file: str, arrived_at: datetime, receipt: Receipt, proof: str
) -> tuple[str, str]:
    """Subject and text about a file that was received before, with its ``receipt`` and the lines that prove it.
    ``arrived_at`` is in the office's time.
    """
    mend = (
        "Bila Anda bermaksud mengirim perbaikan, pastikan perubahannya sudah disimpan, lalu kirim berkas yang baru itu "
        f"{office.sources[number].way(office.name)}."
    )
    text = [
        f"Yth. {office.name},",
        "",
        f'Berkas "{file}" dalam surel Anda yang tiba {_moment(arrived_at)} sama persis dengan kiriman yang sudah kami terima dan '
        "jawab, jadi tidak diproses lagi.",
        f"Hasilnya tetap: {receipt.result}. Buku kerja hasilnya ada di surel jawaban yang terdahulu.",
        "",
        NOTHING_TO_DO if receipt.superseded else mend,
        "",
        proof,
        "",
        _ENDING,
    ]
    return f"Sudah kami terima sebelumnya: {file}, {office.name}", "\n".join(text)


def _moment(arrived_at: datetime) -> str:
    return time_words(arrived_at)
