"""A person corrects a cell on behalf of its sender. The run is suspended until the form is filled in."""

from __future__ import annotations

from typing import Annotated

from prefect import State, flow
from pydantic import Field

from flows.asking import refused_in_words
from flows.correction_form import Filled, correction_description, correction_form, read_correction
from flows.decision_form import choices_of
from flows.events import tell_warehouse_changed
from flows.offices import office_choices
from flows.overview import keeps_overview
from flows.settings import is_of_this_run, named, this_run, workshop
from flows.taking_by_form import taken_by_form
from kemitraan.steps.corrections.entering import correct, find_target
from kemitraan.steps.corrections.words import list_words
from kemitraan.steps.workshop import Workshop
from warehouse.contract_tables import BY_TITLE
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import Place, correction_states, signed

Kantor = office_choices()
Lembar = choices_of("Lembar", BY_TITLE)
CORRECTED = "Dikoreksi"


@flow(name="koreksi-isi", flow_run_name=named("koreksi-isi"), validate_parameters=False)
@keeps_overview
@refused_in_words
def correct_one(kantor: Kantor, lembar: Annotated[Lembar, Field()]) -> State:
    """Koreksi satu isi sel atas nama pengirimnya; berkasnya sendiri tidak diubah.

    Args:
        kantor: Kantor yang mengirim isi itu.
        lembar: Lembar yang memuatnya. Sesudah ini putarannya menunggu (Suspended); isi formulirnya lewat Resume.
    """
    home = workshop()
    office, tables = home.office_of(kantor.slug), BY_TITLE[lembar.value]

    def take(form_data) -> str:
        entered = _enter(home, office.code, tables.sheet.title, read_correction(tables, form_data))
        tell_warehouse_changed(this_run(), (), corrections=[entered.id])
        return f"{office.name}: {list_words(entered)}"

    return taken_by_form(
        CORRECTED,
        lambda: correction_form(tables),
        lambda: correction_description(home, office.code, tables),
        take,
    )


def _enter(home: Workshop, office: str, sheet: str, filled: Filled) -> Correction:
    """Enters the correction, unless this run did before it was killed."""
    target = find_target(home, office, sheet, filled.key, filled.column)
    typed = (target.place, *signed(filled.who, filled.why))
    for entry in (state.correction for state in correction_states(home.warehouse, office)):
        place = Place(entry.office, entry.sheet, entry.row_key, entry.column)
        if is_of_this_run(entry.entered_at) and typed == (place, entry.who, entry.why):
            return entry
    return correct(home, target, value=filled.value, expected=filled.expected, who=filled.who, why=filled.why)
