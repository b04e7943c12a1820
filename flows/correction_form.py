"""The form in which a person corrects a cell on behalf of its sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

from flows.decision_form import WHO, WHY, choices_of, signature_fields
from kemitraan.pages.markdown import plain
from kemitraan.steps.corrections.entering import may_be_corrected
from kemitraan.steps.corrections.words import idle_words, list_words
from kemitraan.steps.workshop import Workshop
from warehouse.contract_tables import SheetTables
from warehouse.corrections.entering import Standing, correction_states

KEY, COLUMN, EXPECTED, VALUE = "kunci", "kolom", "isi_kini", "isi_baru"
_TOLD = "Pengirim membaca ini di jawaban berikutnya."


@dataclass(frozen=True)
class Filled:
    """What the form was filled in with: the row's key, the column's header, cells as typed, who and why."""

    key: str
    column: str
    expected: str
    value: str
    who: str
    why: str


def correction_form(tables: SheetTables) -> type[RunInput]:
    """The model of the form for one sheet."""
    headers = [column.header for column in tables.sheet.columns if may_be_corrected(tables, column)]
    fields: dict[str, Any] = {
        KEY: (
            str,
            _text("Kunci baris", "Seperti di catatan jawaban, misalnya MJN-0001 / PT Midi Utama Indonesia Tbk."),
        ),
        COLUMN: (choices_of("KolomKoreksi", headers), Field(title="Kolom")),
        EXPECTED: (str, _text("Isi yang kini tertulis", "Seperti ditulis pengirim; tulis kosong untuk sel kosong.")),
        VALUE: (str, _text("Isi yang dihitung", "Isi yang benar; tulis kosong untuk mengosongkan.")),
    }
    return create_model("KoreksiIsi", __base__=RunInput, **fields | signature_fields(_TOLD, _TOLD))


def _text(title: str, about: str) -> Any:
    return Field(title=title, description=about, min_length=1, max_length=500)


def read_correction(tables: SheetTables, form_data: Mapping[str, Any]) -> Filled:
    """The entries. Raises ValueError when they do not fit."""
    form = correction_form(tables)(**form_data).model_dump(mode="json")
    return Filled(form[KEY], form[COLUMN], form[EXPECTED], form[VALUE], form[WHO], form[WHY])


def correction_description(workshop: Workshop, office: str, tables: SheetTables) -> str:
    """The Markdown above the form: the office, the sheet, and what is corrected there already."""
    title = tables.sheet.title
    lines = [
        f"**Koreksi atas nama {plain(workshop.name_of(office))}, lembar {title}**",
        "",
        "Isi yang dihitung menggantikan isi yang tertulis sejak formulir ini dikirim, untuk setiap bulan yang menyatakannya; "
        "berkas pengirim tidak diubah. Bila pengirim kelak menulis yang lain, koreksinya tidak dipakai lagi dan disebut di "
        "sini.",
        "",
    ]
    states = [state for state in correction_states(workshop.warehouse, office) if state.correction.sheet == title]
    for state in states:
        words = list_words(state.correction) if state.standing is Standing.ACTS else idle_words(state)
        lines.append(f"- {plain(words)}")
    return "\n".join(lines)
