"""Who decided about a submission, and why: in words for its sender, and for staff. The system's decisions are told as
its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from kemitraan.steps.workshop import Workshop
from schemas.masking import mask_strays
from schemas.messages import date_words, time_words
from warehouse.decisions import Choice, Decision, decisions_about, last_decision
from warehouse.force_changes import ForceChange, force_changes
from warehouse.submissions import SYSTEM, Submission
from warehouse.successors import successors

NOTHING_TO_DO = "Anda tidak perlu melakukan apa-apa."
_TO_SENDER: Mapping[Choice, str] = {
    Choice.LOAD: "baris yang baik dimuat",
    Choice.REFUSE: "kiriman ini ditolak",
    Choice.RESEND: "kiriman ini belum dimuat; mohon kirim berkas yang baru",
    Choice.RECHECK: "judul kolom yang belum kami kenal dicocokkan, lalu kiriman diperiksa lagi",
}
_TO_STAFF: Mapping[Choice, str] = {
    Choice.LOAD: "baris yang baik dimuat",
    Choice.REFUSE: "kiriman ditolak",
    Choice.RESEND: "tidak dimuat, pengirim diminta mengirim ulang",
    Choice.RECHECK: "judul kolom dicocokkan, lalu kiriman diperiksa lagi",
    Choice.SUPERSEDED: "kiriman ditutup tanpa dimuat",
}


def words_for_sender(workshop: Workshop, submission: str) -> str | None:
    """The words about a decision for the sender; None when nobody has decided."""
    last = last_decision(workshop.warehouse, submission)
    if last is None or last.choice is None or last.decided_at is None:
        return None
    if last.choice is Choice.SUPERSEDED:
        came = [_successor_for_sender(workshop, successor) for successor in successors(workshop.warehouse, last)]
        which = f": {'; '.join(came)}" if came else ""
        return (
            "Kiriman ini tidak dimuat, karena kiriman Anda yang lebih baru untuk periode yang sama sudah berlaku"
            f"{which}."
        )
    if last.is_by_system and last.choice is Choice.RECHECK:
        return (
            "Judul kolom yang belum kami kenal di kiriman ini sudah dicocokkan petugas provinsi di kiriman Anda yang "
            "lain, jadi kiriman ini diperiksa lagi."
        )
    if last.is_by_system:
        return (
            "Kiriman ini menunggu keputusan petugas provinsi. Sampai batas waktunya belum ada keputusan, jadi sistem kami "
            f"yang memutuskan: {_TO_SENDER[last.choice]}. {' '.join(last.reasons)}"
        )
    day = date_words(_local(workshop, last.decided_at).date())
    return f"Keputusan petugas provinsi ({last.who}) pada {day}: {_TO_SENDER[last.choice]}. Alasannya: {last.why}"


@dataclass(frozen=True)
class Told:
    """A decision about a submission, or a change of its being in force: ``what`` in a word, ``words`` for staff."""

    at: datetime
    who: str
    by_system: bool
    what: str
    why: str
    words: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"at": self.at.isoformat()}


def told_of(workshop: Workshop, submission: str) -> list[Told]:
    """Every decision about a submission, and every change of its being in force, oldest first."""
    decided = [decision for decision in decisions_about(workshop.warehouse, submission) if not decision.is_open]
    changed = force_changes(workshop.warehouse, submission)
    accounts = [_told_decision(workshop, decision) for decision in decided] + [
        _told_change(workshop, change) for change in changed
    ]
    return sorted(accounts, key=lambda account: account.at)


def words_for_staff(workshop: Workshop, submission: str) -> list[str]:
    """The same, in words for staff."""
    return [account.words for account in told_of(workshop, submission)]


def _told_decision(workshop: Workshop, decided: Decision) -> Told:
    assert decided.decided_at is not None
    words = decision_words(workshop, decided)
    who, why = decided.who or SYSTEM, decided.why or ""
    return Told(decided.decided_at, who, decided.is_by_system, str(decided.choice), why, words)


def _told_change(workshop: Workshop, change: ForceChange) -> Told:
    effect = "in_force" if change.came and not change.went else "out_of_force" if change.went else "changed"
    who, why = mask_strays(change.who), mask_strays(change.why)
    when = time_words(_local(workshop, change.at))
    if change.is_by_system:
        words = f"{_BY_SYSTEM[effect]} {when}: {_ended(why)}"
    else:
        words = f"{_BY_PERSON[effect]} oleh {who} pada {when}. Alasannya: {_ended(why)}"
    return Told(change.at, who, change.is_by_system, effect, why, words)


_BY_PERSON = {
    "in_force": "Diberlakukan lagi",
    "out_of_force": "Tidak diberlakukan lagi",
    "changed": "Keberlakuannya diubah",
}
_BY_SYSTEM = {
    "in_force": "Berlaku lagi sejak",
    "out_of_force": "Tidak berlaku lagi sejak",
    "changed": "Keberlakuannya pada",
}


def decision_words(workshop: Workshop, decided: Decision) -> str:
    """A decision in words: ``Diputuskan oleh Rahma pada 24 November 2026 pukul 12.00 WITA: kiriman ditolak. Alasannya:
    …``, or ``Diputuskan oleh sistem …, karena tidak ada keputusan sampai …: kiriman ditolak.``
    """
    assert decided.decided_at is not None
    assert decided.choice is not None
    when, verdict = time_words(_local(workshop, decided.decided_at)), _TO_STAFF[decided.choice]
    if not decided.is_by_system:
        return f"Diputuskan oleh {decided.who} pada {when}: {verdict}. Alasannya: {_ended(decided.why)}"
    words = [f"Diputuskan oleh sistem pada {when}, karena {decided.why}: {verdict}."]
    return " ".join([*words, successor_words(workshop, decided)]).rstrip()


def successor_words(workshop: Workshop, decided: Decision) -> str:
    """What took its place: ``Yang menggantikannya: kiriman 1a2b3c4d…, diterima 25 November 2026 pukul 12.00 WITA.``; ""
    where nothing did.
    """
    came = [
        f"kiriman {successor.id}, diterima {time_words(_local(workshop, successor.received_at))}"
        for successor in successors(workshop.warehouse, decided)
    ]
    return f"Yang menggantikannya: {'; '.join(came)}." if came else ""


def _successor_for_sender(workshop: Workshop, submission: Submission) -> str:
    received = time_words(_local(workshop, submission.received_at))
    return f'berkas "{submission.file_name}", diterima {received}, nomor kiriman {submission.id}'


def _ended(sentence: str | None) -> str:
    text = (sentence or "").rstrip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _local(workshop: Workshop, moment: datetime) -> datetime:
    return moment.astimezone(workshop.config.settings.zone)
