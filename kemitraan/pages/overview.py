"""The state of all offices as Markdown: first what needs a person, then every office that owes a report."""

from __future__ import annotations

from typing import Any, Protocol

from kemitraan.pages.markdown import Markdown
from kemitraan.pages.template import rendered
from kemitraan.steps.dues import Standing
from kemitraan.steps.letters.letter_words import days_left_words, standing_words
from kemitraan.steps.views.overview import CAME, Month, OfficeRow, Overview
from schemas.period import Period

_OWED = (Standing.LATE, Standing.DUE_SOON, Standing.NOT_DUE)


class Links(Protocol):
    """Links to what belongs to a submission, in the Markdown of the page that shows them."""

    def page(self, text: str, office: str, period: Period | None, submission: str) -> Markdown:
        """Leads to the submission's page."""
        ...

    def decision(self, text: str, submission: str) -> Markdown | None:
        """Leads to the run in which a person decides about it; None where there is none."""
        ...

    def answer(self, text: str, submission: str) -> Markdown:
        """Leads to the workbook that was returned."""
        ...

    def original(self, text: str, submission: str) -> Markdown:
        """Leads to the file as it was sent."""
        ...


def overview_page(view: Overview, links: Links) -> str:
    """The page, as Markdown."""
    months = [(month, month.count(*CAME), _not_there(month)) for month in reversed(view.months)]
    return rendered(
        "keadaan",
        **_needing(view),
        keadaan=view,
        bulan_bulan=months,
        tautan=links,
        kata_keadaan=_standing,
        sisa_hari=days_left_words,
    )


def _not_there(month: Month) -> list[tuple[int, str]]:
    """How many of a month's reports are not there, and why."""
    counts = (
        (month.count(Standing.UNDECIDED), "menunggu keputusan"),
        (month.count(Standing.REFUSED), "menunggu perbaikan"),
        (month.count(*_OWED), "belum mengirim"),
    )
    return [(number, label) for number, label in counts if number]


def _standing(row: OfficeRow) -> str:
    """Where an office stands; what was sent last may be another matter than what the month has."""
    if row.standing is None:
        return "Tidak wajib lapor"
    earlier = row.standing in CAME and row.sent is not None and not row.sent.in_force
    return f"{standing_words(row.standing)}{': kiriman sebelumnya' if earlier else ''}"


def overview_summary(sentence: Overview) -> str:
    """The state in one sentence: ``Keadaan 24 November 2026 pukul 06.05 WITA: 2 menunggu keputusan, 1 ditolak, 3
    terlambat.``
    """
    return rendered("keadaan_ringkas", **_needing(sentence))


def _needing(view: Overview) -> dict[str, Any]:
    """How many of what need a person, at which moment."""
    counts = (
        (len(view.undecided), "menunggu keputusan"),
        (sum(month.count(Standing.REFUSED) for month in view.months), "ditolak dan belum diperbaiki"),
        (sum(month.count(Standing.LATE) for month in view.months), "belum mengirim padahal sudah lewat batas"),
        (len(view.failed), "gagal karena kesalahan program"),
        (len(view.misplaced), "di kotak kantor lain"),
        (len(view.idle_corrections), "koreksi tidak dipakai lagi"),
    )
    return {"saat": view.at, "perlu": [(number, label) for number, label in counts if number]}
