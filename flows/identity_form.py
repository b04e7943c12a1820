"""The form in which a person says what two records are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

from flows.decision_form import CHOICE, WHO, WHY, choices_of, signature_fields
from warehouse.identities.decisions import Answer

SKIP, STOP = "skip", "stop"
WORDS: Mapping[str, str] = {
    Answer.SAME: "Satu usaha",
    Answer.SAME_OWNER: "Pemilik sama, usaha lain",
    Answer.DIFFERENT: "Berbeda",
    Answer.UNSURE: "Belum pasti: tanyakan lagi bila buktinya berubah",
    SKIP: "Lewati pasangan ini dulu",
    STOP: "Berhenti di sini",
}
"""What may be chosen, and how the form says it."""
_KEPT = "Tersimpan bersama keputusannya."


def identity_form() -> type[RunInput]:
    """The model of the form: what both are, who says so and why."""
    offered = choices_of("KeputusanUsaha", WORDS.values())
    fields: dict[str, Any] = {CHOICE: (offered, Field(title="Keputusan"))}
    return create_model("UsahaYangSama", __base__=RunInput, **fields | signature_fields(_KEPT, _KEPT))


def read_identity_form(filled: Mapping[str, Any]) -> tuple[str, str, str]:
    """The entries: an answer, SKIP or STOP; who and why. Raises ValueError when they do not fit."""
    form = identity_form()(**filled).model_dump(mode="json")
    return next(choice for choice, words in WORDS.items() if words == form[CHOICE]), form[WHO], form[WHY]
