"""The form in which a person decides, made for what is asked: a dropdown of choices, one for each unknown header."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

from kemitraan.steps.decisions.decision_words import FORM_WORDS, UNANSWERED, column_words, header_words
from kemitraan.steps.decisions.reviewing import LEAST_NAME, LEAST_REASON
from kemitraan.steps.file_names import shown
from warehouse.decisions import Choice, Decision, Question
from warehouse.submissions import Submission

_CHOICE = "keputusan"
_WHO, _WHY = "nama_petugas", "alasan"
_MATCHING = f"Hanya untuk “{FORM_WORDS[Choice.RECHECK]}”. Diingat untuk kantor ini."


def decision_form(asked: Decision, known: Submission) -> type[RunInput]:
    """The model of the form; the UI makes the form from it, and Prefect refuses what does not fit before the run goes on.

    Columns need not be chosen: whoever refuses a submission has none to name.
    """
    fields: dict[str, Any] = {
        _CHOICE: (_enum("Keputusan", [FORM_WORDS[one] for one in asked.choices]), Field(title="Keputusan"))
    }
    for number, question in enumerate(asked.questions, 1):
        offered = _enum(f"Kolom{number}", [UNANSWERED, *column_words(known, question)])
        title = f"{shown(header_words(question))}: kolom mana?"
        fields[_field(number)] = (offered, Field(default=offered(UNANSWERED), title=title, description=_MATCHING))
    fields[_WHO] = (str, Field(title="Nama petugas", min_length=LEAST_NAME, max_length=80))
    fields[_WHY] = (
        str,
        Field(
            title="Alasan",
            description="Pengirim membaca ini. Jangan tulis NIK atau nomor telepon.",
            min_length=LEAST_REASON,
            max_length=500,
        ),
    )
    return create_model("KeputusanKiriman", __base__=RunInput, **fields)


def read_form(
    asked: Decision, known: Submission, filled: Mapping[str, Any]
) -> tuple[Choice, str, str, dict[Question, str | None]]:
    """What was filled in: choice, who, why, and the column for each header that was answered. Raises ValueError when it
    does not fit.
    """
    form = decision_form(asked, known)(**filled).model_dump(mode="json")
    choice = next(one for one, words in FORM_WORDS.items() if words == form[_CHOICE])
    answers = {
        question: column_words(known, question)[form[_field(number)]]
        for number, question in enumerate(asked.questions, 1)
        if form[_field(number)] != UNANSWERED
    }
    return choice, form[_WHO], form[_WHY], answers


def _field(number: int) -> str:
    return f"kolom_{number}"


def _enum(name: str, words: Any) -> type[Enum]:
    return Enum(name, {f"PILIHAN_{number}": word for number, word in enumerate(words, 1)}, type=str)
