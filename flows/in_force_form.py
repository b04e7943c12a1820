"""The form in which a person agrees to a withdrawal or a restore; above it stands what is in force and what
would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

from flows.decision_form import CHOICE, WHO, WHY, choices_of, signature_fields
from kemitraan.pages.markdown import page_link, plain
from kemitraan.pages.submission import page_key_of
from kemitraan.steps.decisions.putting_in_force import ForceAct, plan_words
from kemitraan.steps.decisions.reviewing import LEAST_NAME, LEAST_REASON
from kemitraan.steps.letters.opening_words import orphan_words
from kemitraan.steps.workshop import Workshop
from schemas.masking import mask_strays
from schemas.messages import any_period_words, time_words
from warehouse.force_plan import ForcePlan
from warehouse.submissions import Submission, get_submission

AGREED = {ForceAct.WITHDRAW: "Cabut kiriman ini", ForceAct.RESTORE: "Berlakukan lagi kiriman ini"}
LEAVE = "Jangan ubah apa-apa"
_KEPT = "Tersimpan di halaman kiriman."


class UnsignedError(Exception):
    """Name or reason is little more than blanks, which the form lets pass."""


def agreement_form(act: ForceAct) -> type[RunInput]:
    """The model of the form: whether to do it, by whom and why."""
    choices = choices_of("Keputusan", [AGREED[act], LEAVE])
    fields: dict[str, Any] = {CHOICE: (choices, Field(title="Keputusan"))}
    fields |= signature_fields(_KEPT, _KEPT)
    return create_model("Keberlakuan", __base__=RunInput, **fields)


def read_agreement(act: ForceAct, form_data: Mapping[str, Any]) -> tuple[bool, str, str]:
    """The entries: whether to do it, who says so and why (possible telephone numbers and NIKs masked). Raises
    UnsignedError, and ValueError when they do not fit.
    """
    form = agreement_form(act)(**form_data).model_dump(mode="json")
    who, why = mask_strays(form[WHO].strip()), mask_strays(" ".join(form[WHY].split()))
    if len(who) < LEAST_NAME or len(why) < LEAST_REASON:
        raise UnsignedError
    return form[CHOICE] == AGREED[act], who, why


def agreement_description(workshop: Workshop, plan: ForcePlan, act: ForceAct) -> str:
    """The Markdown above the form: the submission, what is in force and what would be, and what that leaves behind."""
    submission = get_submission(workshop.warehouse, plan.submission)
    return "\n".join(
        [
            f"**{AGREED[act]}: {plain(place_words(workshop, submission))}**",
            "",
            f"Berkas {plain(submission.short_name)}, diterima {time_words(_local(workshop, submission))}; "
            f"{page_link('halaman kirimannya', page_key_of(workshop, submission))}.",
            "",
            f"**{plain(plan_words(plan, act))}**",
            "",
            *(f"- {plain(sentence)}" for sentence in orphan_words(workshop, plan.orphans, submission.office)),
            "",
            "Tidak ada yang dihapus, dan pengirimnya tidak disurati. Selama formulir ini belum dikirim, tidak ada yang berubah.",
        ]
    )


def place_words(workshop: Workshop, submission: Submission) -> str:
    """A submission's place in words: ``Kabupaten Majene, November 2026 (kiriman 1a2b3c4d)``."""
    return f"{workshop.name_of(submission.office)}, {any_period_words(submission.period)} (kiriman {submission.id[:8]})"


def _local(workshop: Workshop, submission: Submission) -> Any:
    return submission.received_at.astimezone(workshop.config.settings.zone)
