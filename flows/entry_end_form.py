"""The form in which a person ends a correction or an exemption."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

from flows.decision_form import WHO, WHY, choices_of, signature_fields
from kemitraan.pages.markdown import plain
from kemitraan.steps.corrections import exempting, words
from kemitraan.steps.workshop import Workshop
from warehouse.corrections.entering import Standing, correction_states
from warehouse.errors import WarehouseError
from warehouse.exemptions import exemptions_of

ENTRY = "yang_diakhiri"
_NUMBER = re.compile(r"(Koreksi|Pengecualian) nomor (\d+)\b")
_KEPT = "Tersimpan bersama catatannya."


@dataclass(frozen=True)
class Filled:
    """What the form was filled in with: the entry's number, whether it is an exemption, who and why."""

    is_exemption: bool
    number: int
    who: str
    why: str


def entries_of(workshop: Workshop, office: str) -> list[str]:
    """The corrections and exemptions of an office (code) that hold, each in a sentence that begins with its number."""
    corrections = [words.list_words(state.correction) for state in correction_states(workshop.warehouse, office)]
    return [*corrections, *map(exempting.list_words, exemptions_of(workshop.warehouse, office))]


def end_form(entries: Sequence[str]) -> type[RunInput]:
    """The model of the form."""
    return _form(choices_of("Catatan", entries))


def _form(entry: type) -> type[RunInput]:
    fields: dict[str, Any] = {ENTRY: (entry, Field(title="Yang diakhiri"))}
    return create_model("AkhiriCatatan", __base__=RunInput, **fields | signature_fields(_KEPT, _KEPT))


def read_end(form_data: Mapping[str, Any]) -> Filled:
    """The entries; also of an entry that is not in the list any more. Raises ValueError when they do not fit,
    WarehouseError where no entry is named.
    """
    form = _form(str)(**form_data).model_dump(mode="json")
    named = _NUMBER.match(form[ENTRY])
    if named is None:
        raise WarehouseError("Pilih yang diakhiri dari daftar.")
    return Filled(named[1] == "Pengecualian", int(named[2]), form[WHO], form[WHY])


def end_description(workshop: Workshop, office: str) -> str:
    """The Markdown above the form: the office, and why corrections are not used any more."""
    lines = [
        f"**Akhiri koreksi atau pengecualian, {plain(workshop.name_of(office))}**",
        "",
        "Yang diakhiri tetap tercatat. Sejak saat itu isi yang tertulis dihitung lagi, atau aturannya berlaku lagi mulai "
        "pemeriksaan berikutnya; yang sudah dimuat tetap.",
        "",
    ]
    states = correction_states(workshop.warehouse, office)
    idle = [words.idle_words(state) for state in states if state.standing is not Standing.ACTS]
    return "\n".join([*lines, *(f"- {plain(sentence)}" for sentence in idle)])
