"""Corrections in words: for their sender's answer, for staff, for the command."""

from __future__ import annotations

from kemitraan.steps.workshop import Workshop
from schemas.messages import date_words
from warehouse.contract_tables import BY_TITLE
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import CorrectionState, Standing, correction_states
from warehouse.keys import key_in_words

MOST_TOLD = 20


def cell_words(cell: str) -> str:
    """A cell's text as people read it."""
    return f"“{cell}”" if cell else "kosong"


def place_words(entry: Correction) -> str:
    """``lembar Kemitraan, MJN-0001 / PT Midi …, kolom Tahap``."""
    header = BY_TITLE[entry.sheet].sheet[entry.column].header
    return f"lembar {entry.sheet}, {key_in_words(entry.row_key)}, kolom {header}"


def list_words(entry: Correction) -> str:
    """A correction in one sentence: its number, the cell, what is stated and what counts, who and why."""
    return (
        f"Koreksi nomor {entry.id}, {place_words(entry)}: tertulis {cell_words(entry.expected)}, dihitung "
        f"{cell_words(entry.value)}. Oleh {entry.who}: {entry.why.rstrip('.')}."
    )


def words_for_sender(workshop: Workshop, office: str) -> tuple[str, ...]:
    """What is corrected on behalf of an office, a sentence each; of many the newest."""
    states = correction_states(workshop.warehouse, office)[::-1]
    sentences = tuple(_sender_words(workshop, state) for state in states[:MOST_TOLD])
    return (*sentences, f"… dan {len(states) - MOST_TOLD} koreksi lain.") if len(states) > MOST_TOLD else sentences


def _sender_words(workshop: Workshop, state: CorrectionState) -> str:
    entry = state.correction
    on = date_words(entry.entered_at.astimezone(workshop.config.settings.zone).date())
    place = place_words(entry)
    began = f"{place[:1].upper()}{place[1:]}: tertulis {cell_words(entry.expected)}"
    reason = f"Dikoreksi oleh {entry.who} pada {on}: {entry.why.rstrip('.')}."
    match state.standing:
        case Standing.MENDED:
            return f"{began}, dan kini sudah Anda betulkan menjadi {cell_words(entry.value)}. {reason}"
        case Standing.STALE:
            now = "barisnya tidak ada lagi" if state.stated is None else f"kini Anda tulis {cell_words(state.stated)}"
            return (
                f"{began}, pernah kami hitung {cell_words(entry.value)}; {now}, jadi koreksinya tidak dipakai. {reason}"
            )
        case _:
            return f"{began}, kami hitung {cell_words(entry.value)}. {reason}"


def idle_words(state: CorrectionState) -> str:
    """A correction that does not act any more, for staff: why, and what to do."""
    entry = state.correction
    if state.standing is Standing.MENDED:
        why = "pengirim sudah membetulkannya sendiri"
    elif state.stated is None:
        why = "barisnya tidak ada lagi"
    else:
        why = f"pengirim kini menulis {cell_words(state.stated)}, bukan {cell_words(entry.expected)}"
    return (
        f"Koreksi nomor {entry.id} tidak dipakai lagi, {place_words(entry)}: {why}. Akhiri dengan `kemitraan correct end "
        f"{entry.id}`, atau koreksi lagi."
    )


def idle_corrections(workshop: Workshop) -> list[CorrectionState]:
    """The corrections that hold and do not act on the row that stands."""
    return [state for state in correction_states(workshop.warehouse) if state.standing is not Standing.ACTS]
