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
    decision = last_decision(workshop.warehouse, submission)
    if decision is None or decision.choice is None or decision.decided_at is None:
        return None
    if decision.choice is Choice.SUPERSEDED:
        successor_parts = [
            _successor_for_sender(workshop, successor) for successor in successors(workshop.warehouse, decision)
        ]
        successor_text = f": {'; '.join(successor_parts)}" if successor_parts else ""
        return (
            "Kiriman ini tidak dimuat, karena kiriman Anda yang lebih baru untuk periode yang sama sudah berlaku"
            f"{successor_text}."
        )
    if decision.is_by_system and decision.choice is Choice.RECHECK:
        return (
            "Judul kolom yang belum kami kenal di kiriman ini sudah dicocokkan petugas provinsi di kiriman Anda yang "
            "lain, jadi kiriman ini diperiksa lagi."
        )
    if decision.is_by_system:
        return (
            "Kiriman ini menunggu keputusan petugas provinsi. Sampai batas waktunya belum ada keputusan, jadi sistem kami "
            f"yang memutuskan: {_TO_SENDER[decision.choice]}. {' '.join(decision.reasons)}"
        )
    day = date_words(_local(workshop, decision.decided_at).date())
    return f"Keputusan petugas provinsi ({decision.who}) pada {day}: {_TO_SENDER[decision.choice]}. Alasannya: {decision.why}"


@dataclass(frozen=True)
class DecidedWords:
    """A decision about a submission, or a change of its being in force: ``what`` in a word, ``words`` for staff."""

    at: datetime
    who: str
    by_system: bool
    what: str
    why: str
    words: str

    def as_dict(self) -> dict[str, Any]:
        """The decision as JSON takes it."""
        return asdict(self) | {"at": self.at.isoformat()}


def told_of(workshop: Workshop, submission: str) -> list[DecidedWords]:
    """Every decision about a submission, and every change of its being in force, oldest first."""
    decided = [decision for decision in decisions_about(workshop.warehouse, submission) if not decision.is_open]
    changed = force_changes(workshop.warehouse, submission)
    accounts = [_decision_told(workshop, decision) for decision in decided] + [
        _told_change(workshop, change) for change in changed
    ]
    return sorted(accounts, key=lambda account: account.at)


def words_for_staff(workshop: Workshop, submission: str) -> list[str]:
    """Every decision and change, in words for staff."""
    return [account.words for account in told_of(workshop, submission)]


def _decision_told(workshop: Workshop, decided: Decision) -> DecidedWords:
    assert decided.decided_at is not None
    words = decision_words(workshop, decided)
    who, why = decided.who or SYSTEM, decided.why or ""
    return DecidedWords(decided.decided_at, who, decided.is_by_system, str(decided.choice), why, words)


def _told_change(workshop: Workshop, change: ForceChange) -> DecidedWords:
    effect = "in_force" if change.came and not change.went else "out_of_force" if change.went else "changed"
    who, why = mask_strays(change.who), mask_strays(change.why)
    time_text = time_words(_local(workshop, change.at))
    if change.is_by_system:
        words = f"{_BY_SYSTEM[effect]} {time_text}: {_ended(why)}"
    else:
        words = f"{_BY_PERSON[effect]} oleh {who} pada {time_text}. Alasannya: {_ended(why)}"
    return DecidedWords(change.at, who, change.is_by_system, effect, why, words)


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
    time_text, verdict = time_words(_local(workshop, decided.decided_at)), _TO_STAFF[decided.choice]
    if not decided.is_by_system:
        return f"Diputuskan oleh {decided.who} pada {time_text}: {verdict}. Alasannya: {_ended(decided.why)}"
    words = [f"Diputuskan oleh sistem pada {time_text}, karena {decided.why}: {verdict}."]
    return " ".join([*words, successor_words(workshop, decided)]).rstrip()


def successor_words(workshop: Workshop, decided: Decision) -> str:
    """What took its place: ``Yang menggantikannya: kiriman 1a2b3c4d…, diterima 25 November 2026 pukul 12.00 WITA.``; ""
    where nothing did.
    """
    successor_parts = [
        f"kiriman {successor.id}, diterima {time_words(_local(workshop, successor.received_at))}"
        for successor in successors(workshop.warehouse, decided)
    ]
    return f"Yang menggantikannya: {'; '.join(successor_parts)}." if successor_parts else ""


def _successor_for_sender(workshop: Workshop, submission: Submission) -> str:
    received = time_words(_local(workshop, submission.received_at))
    return f'berkas "{submission.file_name}", diterima {received}, nomor kiriman {submission.id}'


def _ended(sentence: str | None) -> str:
    text = (sentence or "").rstrip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _local(workshop: Workshop, moment: datetime) -> datetime:
    return moment.astimezone(workshop.config.settings.zone)
