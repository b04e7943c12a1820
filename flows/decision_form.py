"""The form in which a person decides, made for the questions: a dropdown of choices, and one for each unknown
header.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

from kemitraan.steps.decisions.decision_words import FORM_WORDS, UNANSWERED, column_words, header_words
from kemitraan.steps.decisions.reviewing import LEAST_NAME, LEAST_REASON
from schemas.masking import mask_strays
from warehouse.decisions import Choice, Decision, Question
from warehouse.submissions import Submission

CHOICE = "keputusan"
WHO, WHY = "nama_petugas", "alasan"
_MATCHING = f"Hanya untuk “{FORM_WORDS[Choice.RECHECK]}”. Diingat untuk kantor ini."


def decision_form(decision: Decision, submission: Submission) -> type[RunInput]:
    """The model of the form. The UI makes the form from it, and Prefect refuses wrong entries before the run goes on.

    Columns need not be chosen: whoever refuses a submission has none to name.
    """
    fields: dict[str, Any] = {
        CHOICE: (choices_of("Keputusan", [FORM_WORDS[choice] for choice in decision.choices]), Field(title="Keputusan"))
    }
    for number, question in enumerate(decision.questions, 1):
        column_choices = choices_of(f"Kolom{number}", [UNANSWERED, *column_words(submission, question)])
        title = f"{mask_strays(header_words(question))}: kolom mana?"
        fields[_field(number)] = (
            column_choices,
            Field(default=column_choices(UNANSWERED), title=title, description=_MATCHING),
        )
    fields |= signature_fields("Pengirim membaca nama ini di jawabannya.", "Pengirim membaca ini.")
    return create_model("KeputusanKiriman", __base__=RunInput, **fields)


def signature_fields(about_name: str, about_reason: str) -> dict[str, Any]:
    """The fields for who decides and why, each with a note on who reads it."""
    name = Field(title="Nama petugas", description=about_name, min_length=LEAST_NAME, max_length=80)
    no_numbers = f"{about_reason} Jangan tulis NIK atau nomor telepon."
    reason = Field(title="Alasan", description=no_numbers, min_length=LEAST_REASON, max_length=500)
    return {WHO: (str, name), WHY: (str, reason)}


def read_form(
    decision: Decision, submission: Submission, form_data: Mapping[str, Any]
) -> tuple[Choice, str, str, dict[Question, str | None]]:
    """The entries: choice, who, why, and the column for each header that was answered. Raises ValueError when they do
    not fit.
    """
    form = decision_form(decision, submission)(**form_data).model_dump(mode="json")
    choice = next(member for member, words in FORM_WORDS.items() if words == form[CHOICE])
    answers = {
        question: column_words(submission, question)[form[_field(number)]]
        for number, question in enumerate(decision.questions, 1)
        if form[_field(number)] != UNANSWERED
    }
    return choice, form[WHO], form[WHY], answers


def _field(number: int) -> str:
    return f"kolom_{number}"


def choices_of(name: str, words: Any) -> type[Enum]:
    """A dropdown of these words."""
    return Enum(name, {f"PILIHAN_{number}": word for number, word in enumerate(words, 1)}, type=str)
