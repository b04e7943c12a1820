"""The state of all offices as Markdown: first what needs a person, then every office that owes a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kemitraan.pages.markdown import plain, table
from kemitraan.steps.dues import Standing
from kemitraan.steps.letters.letter_words import days_left_words, standing_words
from kemitraan.steps.views.overview import CAME, Month, OfficeRow, Overview, Sent
from schemas.messages import any_period_words, date_words, number_words, period_words, time_words

STOPPING = (
    "**Menjeda dan membatalkan.** Jadwal dijeda dengan tombol geser di halaman penerapannya (**Deployments**), dan berjalan "
    "lagi bila dinyalakan. Putaran yang sedang berjalan dihentikan dengan **Cancel**, atau dihentikan sementara dengan "
    "**Pause** sampai Anda klik **Resume**. Tidak ada yang hilang: yang sudah selesai tetap selesai, yang lain dilanjutkan "
    "putaran berikutnya."
)
_OWED = (Standing.LATE, Standing.DUE_SOON, Standing.NOT_DUE)


class Links(Protocol):
    """Links to what belongs to a submission, in the Markdown of the page on which they stand."""

    def page(self, text: str, office: str, period: str | None, submission: str) -> str:
        """To the submission's page."""
        ...

    def decision(self, text: str, submission: str) -> str:
        """To the run in which a person decides about it; "" where there is none."""
        ...

    def answer(self, text: str, submission: str) -> str:
        """To the workbook that was returned."""
        ...

    def original(self, text: str, submission: str) -> str:
        """To the file as it was sent."""
        ...


def overview_page(seen: Overview, links: Links) -> str:
    """The page, as Markdown."""
    return "\n".join(
        [
            overview_summary(seen),
            "",
            *_undecided(seen, links),
            *_failed(seen, links),
            *_misplaced(seen, links),
            *(line for month in reversed(seen.months) for line in _month(month, links)),
            *_others(seen.others, links),
            STOPPING,
        ]
    )


def overview_summary(seen: Overview) -> str:
    """``Keadaan 24 November 2026 pukul 06.05 WITA: 2 menunggu keputusan, 1 ditolak, 3 terlambat.``"""
    counts = (
        (len(seen.undecided), "menunggu keputusan"),
        (sum(month.count(Standing.REFUSED) for month in seen.months), "ditolak dan belum diperbaiki"),
        (sum(month.count(Standing.LATE) for month in seen.months), "belum mengirim padahal sudah lewat batas"),
        (len(seen.failed), "gagal karena kesalahan program"),
        (len(seen.misplaced), "di kotak kantor lain"),
    )
    told = ", ".join(f"**{number} {what}**" for number, what in counts if number)
    return f"Keadaan {time_words(seen.at)}: {told or 'tidak ada yang perlu ditangani'}."


def _undecided(seen: Overview, links: Links) -> list[str]:
    if not seen.undecided:
        return []
    told = []
    for one in seen.undecided:
        place = [links.decision("Isi formulir keputusannya", one.submission)]
        place.append(links.page("halaman kiriman", one.office, one.period, one.submission))
        place.append(links.original("berkas asli", one.submission))
        told.append(
            f"- **{plain(one.office_name)}**, {any_period_words(one.period)}: {plain(' '.join(one.reasons))} Sampai {time_words(one.due)}, "
            f"{days_left_words(one.days_left)}. {' · '.join(link for link in place if link)}"
        )
    return ["### Perlu keputusan", "", *told, ""]


def _failed(seen: Overview, links: Links) -> list[str]:
    if not seen.failed:
        return []
    told = [
        f"- **{plain(row.name)}**: {_month_words(row.sent)}, {links.page('halaman kiriman', row.office, row.sent.period, row.sent.submission)}"
        for row in seen.failed
        if row.sent
    ]
    what = "Berkasnya aman di arsip. Laporkan, lalu proses ulang setelah programnya diperbaiki."
    return ["### Gagal karena kesalahan program", "", *told, "", what, ""]


def _misplaced(seen: Overview, links: Links) -> list[str]:
    if not seen.misplaced:
        return []
    told = [
        f"- Di kotak **{plain(holder)}** ada berkas **{plain(owner)}**, {_month_words(sent)}. "
        f"{links.original('Unduh berkasnya', sent.submission)}, lalu taruh di kotak masuk {plain(owner)}."
        for holder, owner, sent in seen.misplaced
    ]
    return ["### Di kotak yang salah", "", *told, ""]


def _month(month: Month, links: Links) -> list[str]:
    counts = (
        (month.count(Standing.UNDECIDED), "menunggu keputusan"),
        (month.count(Standing.REFUSED), "menunggu perbaikan"),
        (month.count(*_OWED), "belum mengirim"),
    )
    missing = "".join(f", {number} {what}" for number, what in counts if number)
    return [
        f"### Laporan {period_words(month.period)}",
        "",
        f"Batas kirim {date_words(month.due)}. Laporan {month.count(*CAME)} dari {len(month.rows)} kantor sudah diterima{missing}.",
        "",
        *table(_HEADINGS, [_row(row, links) for row in month.rows]),
    ]


_HEADINGS = ("Kantor", "Keadaan", "Kiriman terakhir", "Berkas")


def _row(row: OfficeRow, links: Links) -> tuple[str, ...]:
    name = plain(row.name)
    standing = standing_words(row.standing) if row.standing else "Tidak wajib lapor"
    if row.sent is None:
        return name, standing, "–", "–"
    sent = row.sent
    if row.standing in CAME and not sent.in_force:  # what was sent last is another matter than what the month has
        standing = f"{standing}: kiriman sebelumnya"
    page = links.page(row.name, row.office, sent.period, sent.submission) or name
    files = [links.original("asli", sent.submission)]
    files += [links.answer("balasan", sent.submission)] if sent.answered else []
    return page, standing, _sent_words(sent), " · ".join(link for link in files if link) or "–"


def _sent_words(sent: Sent) -> str:
    rows = f", {number_words(sent.accepted)} dari {number_words(sent.rows)} baris" if sent.rows else ""
    return f"{sent.result}{rows}; {time_words(sent.received)}"


def _month_words(sent: Sent | None) -> str:
    return any_period_words(sent.period if sent else None)


def _others(rows: Sequence[OfficeRow], links: Links) -> list[str]:
    if not rows:
        return []
    return ["### Kantor lain", "", *table(_HEADINGS, [_row(row, links) for row in rows])]
