"""The words of reminders, complaints and digests: Indonesian, friendly, short, without personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kemitraan.config.models import Office
from kemitraan.steps.dues import Due, Standing
from kemitraan.steps.letters.wanted import Fate, LetterKind
from schemas.messages import date_words, period_words

_STANDING = {
    Standing.LATE: "Belum mengirim, sudah lewat batas",
    Standing.REFUSED: "Belum dapat diterima, menunggu perbaikan",
    Standing.UNDECIDED: "Sudah mengirim, menunggu keputusan",
    Standing.DUE_SOON: "Belum mengirim, batasnya sudah dekat",
    Standing.IN_WORK: "Sudah mengirim, sedang diproses",
    Standing.NOT_DUE: "Belum mengirim, belum waktunya",
    Standing.RECEIVED_LATE: "Sudah diterima, terlambat",
    Standing.RECEIVED: "Sudah diterima",
}
_KINDS = {
    LetterKind.REMINDER: "Pengingat",
    LetterKind.LATE: "Pemberitahuan terlambat",
    LetterKind.DIGEST: "Rangkuman",
}
_FATES = {
    Fate.PLANNED: "akan dikirim",
    Fate.SENT: "dikirim",
    Fate.BEFORE: "sudah dikirim sebelumnya",
    Fate.NO_ADDRESS: "tanpa surel; hubungi dengan cara lain",
    Fate.FAILED: "belum terkirim",
}
_SENT = (Standing.RECEIVED, Standing.RECEIVED_LATE)
_ENDING = "Terima kasih.\n\nSurel ini dikirim otomatis oleh Kemitraan Sulbar."


def standing_words(standing: Standing) -> str:
    """``Sudah diterima, terlambat``."""
    return _STANDING[standing]


def kind_of_letter_words(kind: LetterKind) -> str:
    """``Pengingat``."""
    return _KINDS[kind]


def fate_words(fate: Fate) -> str:
    """``sudah dikirim sebelumnya``."""
    return _FATES[fate]


def days_left_words(days: int) -> str:
    """``hari ini``, ``besok``, ``3 hari lagi``."""
    return {0: "hari ini", 1: "besok"}.get(days, f"{days} hari lagi")


def reminder(office: Office, due: Due, today: date, coming: Sequence[str] = ()) -> tuple[str, str]:
    """Subject and text of the friendly letter before the due day. ``coming`` says which rules will change."""
    month = period_words(due.period)
    return (
        f"Pengingat: laporan {month}, {office.name}, paling lambat {date_words(due.due)}",
        _letter(
            office,
            f"Laporan {month} kami tunggu paling lambat {date_words(due.due)} ({days_left_words((due.due - today).days)}). "
            f"{_so_far(due)}",
            _how(office, due),
            *(["\n".join(["Yang akan berubah:", *(f"- {sentence}" for sentence in coming)])] if coming else []),
            "Bila kirimannya baru saja berangkat, abaikan surel ini.",
        ),
    )


def late(office: Office, due: Due, staff: str | None) -> tuple[str, str]:
    """Subject and text of the one complaint after the due day."""
    month = period_words(due.period)
    remedy = f"hubungi petugas provinsi ({staff})" if staff else "hubungi petugas provinsi"
    missing_words = "menunggu perbaikan" if due.standing is Standing.REFUSED else "belum kami terima"
    return (
        f"Laporan {month}, {office.name}: {missing_words}",
        _letter(
            office,
            f"Batas kirim laporan {month} sudah lewat, yaitu {date_words(due.due)}. {_so_far(due)}",
            f"{_how(office, due)} Kiriman yang terlambat tetap kami terima dan kami muat.",
            f"Bila ada kendala, {remedy}. Untuk laporan bulan ini kami tidak akan mengingatkan lagi.",
        ),
    )


def digest(dues: Sequence[Due], name: Callable[[str], str], unreached: Sequence[str]) -> tuple[str, str]:
    """Subject and text of the one digest for the province's staff. ``name`` gives an office's name by its code;
    ``unreached`` names offices that should have been written to and have no address.
    """
    month, due = period_words(dues[0].period), dues[0].due
    dues_sent = [due for due in dues if due.standing in _SENT]
    parts = [
        f"Batas kirim laporan {month}: {date_words(due)}. Laporan {len(dues_sent)} dari {len(dues)} kantor sudah diterima."
    ]
    for standing in Standing:
        group = [due for due in dues if due.standing is standing]
        if group:
            parts.append(
                "\n".join([f"{standing_words(standing)} ({len(group)}):", *(_line(due, name) for due in group)])
            )
    if unreached:
        parts.append(f"Tanpa alamat surel, jadi mohon dihubungi dengan cara lain: {'; '.join(unreached)}.")
    if len(dues_sent) == len(dues):
        parts.append("Semua laporan sudah diterima; tidak ada yang perlu ditindaklanjuti.")
    parts.append("Surel ini dikirim otomatis oleh Kemitraan Sulbar, sekali untuk setiap bulan laporan.")
    subject = f"Rangkuman laporan {month}: {len(dues_sent)} dari {len(dues)} kantor sudah diterima"
    return subject, "\n\n".join(parts)


def _letter(office: Office, *paragraphs: str) -> str:
    return "\n\n".join([f"Yth. {office.name},", *paragraphs, _ENDING])


def _so_far(due: Due) -> str:
    if due.standing is Standing.REFUSED:
        assert due.told_on is not None  # else nothing is written
        return (
            f"Kiriman terakhir sudah kami jawab pada {date_words(due.told_on)}: belum dapat diterima. "
            "Perbaikannya belum kami terima."
        )
    return "Sampai hari ini kirimannya belum kami terima."


def _how(office: Office, due: Due) -> str:
    """What to do, with the way in which the office sends."""
    way = office.sources[0].way(office.name)
    if due.standing is Standing.REFUSED:
        return f"Mohon buka balasan kami, perbaiki yang ditandai, lalu kirim kembali seperti biasa, {way}."
    return f"Mohon dikirim seperti biasa, {way}."


def _line(due: Due, name: Callable[[str], str]) -> str:
    date_text = f", {date_words(due.came_on)}" if due.came_on else ""
    answer_text = f", dijawab {date_words(due.told_on)}" if due.told_on else ""
    return f"  - {name(due.office)}{date_text}{answer_text}"
