"""The form in which a person exempts an office from a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

from flows.decision_form import WHO, WHY, choices_of, signature_fields
from kemitraan.pages.markdown import plain
from kemitraan.steps.corrections.exempting import list_words
from kemitraan.steps.workshop import Workshop
from schemas.kinds.date import parse_period
from schemas.masking import mask_strays
from schemas.messages import title
from schemas.period import Period
from warehouse.errors import WarehouseError
from warehouse.exemptions import WAIVABLE, exemptions_of

RULE, SINCE, UNTIL = "aturan", "mulai_laporan", "sampai_laporan"
_TOLD = "Kantornya membaca ini di jawabannya."
_RULES = {f"{title(code)} ({code})": code for code in WAIVABLE}


@dataclass(frozen=True)
class Filled:
    """What the form was filled in with: the rule's code, the first and last month, who and why."""

    code: str
    since: Period
    until: Period | None
    who: str
    why: str


def exemption_form() -> type[RunInput]:
    """The model of the form."""
    fields: dict[str, Any] = {
        RULE: (choices_of("Aturan", _RULES), Field(title="Aturan")),
        SINCE: (
            str,
            Field(title="Mulai laporan", description="Bulan laporan pertama, misalnya Oktober 2026.", max_length=40),
        ),
        UNTIL: (
            str,
            Field(
                default="",
                title="Sampai laporan",
                description="Bulan laporan terakhir; kosong: seterusnya.",
                max_length=40,
            ),
        ),
    }
    return create_model("Pengecualian", __base__=RunInput, **fields | signature_fields(_TOLD, _TOLD))


def read_exemption(form_data: Mapping[str, Any]) -> Filled:
    """The entries. Raises ValueError when they do not fit, WarehouseError for what is no month."""
    form = exemption_form()(**form_data).model_dump(mode="json")
    since, until = _month(form[SINCE]), _month(form[UNTIL]) if form[UNTIL].strip() else None
    return Filled(_RULES[form[RULE]], since, until, form[WHO], form[WHY])


def _month(text: str) -> Period:
    period = parse_period(text)
    if period is None:
        raise WarehouseError(f"“{mask_strays(text)}” bukan bulan laporan; tulis seperti Oktober 2026.")
    return period


def exemption_description(workshop: Workshop, office: str) -> str:
    """The Markdown above the form: the office, and what it is exempt from already."""
    lines = [
        f"**Pengecualian untuk {plain(workshop.name_of(office))}**",
        "",
        "Sejak pemeriksaan berikutnya temuan aturan itu tidak disebut, dan barisnya masuk. Yang sudah ditahan masuk dengan "
        "`ulangi-karantina`. Mengakhirinya: penerapan `akhiri-koreksi`.",
        "",
    ]
    return "\n".join(
        [*lines, *(f"- {plain(list_words(entry))}" for entry in exemptions_of(workshop.warehouse, office))]
    )
