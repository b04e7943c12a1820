"""A person corrects a cell on behalf of its sender. The run is suspended until the form is filled in."""

from __future__ import annotations

from itertools import count
from typing import Annotated

from prefect import State, flow
from prefect.states import Completed
from pydantic import Field, ValidationError

from connectors.errors import OutsideError
from flows.asking import refused_in_words
from flows.correction_form import Filled, correction_description, correction_form, read_correction
from flows.decision_form import choices_of
from flows.decision_input import Form, forget_typed, is_carried_out, note_carried_out, show, typed, was_shown
from flows.events import tell_warehouse_changed
from flows.offices import office_choices
from flows.overview import keeps_overview
from flows.settings import first_begun, named, this_run, workshop
from kemitraan.pages.markdown import plain
from kemitraan.steps.corrections.entering import Target, correct, find_target
from kemitraan.steps.corrections.words import list_words
from kemitraan.steps.workshop import Workshop
from warehouse.contract_tables import BY_TITLE
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import correction_states
from warehouse.errors import WarehouseError, WarehouseUnavailable

Kantor = office_choices()
Lembar = choices_of("Lembar", BY_TITLE)
ONCE_MORE = "**Belum dapat dipakai:** {why} Isilah sekali lagi.\n\n"
ANOTHER_FORM = "formulirnya sudah berganti."
CORRECTED = "Dikoreksi"
AGAIN = "Putaran ini sudah mencatatnya; tidak ada yang diubah lagi."


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
    if is_carried_out():
        forget_typed()
        return Completed(name=CORRECTED, message=AGAIN)
    remark = ""
    for number in count(1):
        form = Form(1, number)
        if not was_shown(form):
            forget_typed()
            description = remark + correction_description(home, office.code, tables)
            show(form, correction_form(tables).with_initial_data(description=description))  # the process ends here
        form_data = typed(form)
        if form_data is None:
            continue
        try:
            entered = _enter(home, office.code, tables.sheet.title, read_correction(tables, form_data))
        except (WarehouseUnavailable, OutsideError):
            raise
        except ValidationError:  # the form was another version's; its own words would quote what was typed
            remark = ONCE_MORE.format(why=ANOTHER_FORM)
        except WarehouseError as error:
            remark = ONCE_MORE.format(why=plain(str(error)))
        else:
            forget_typed()
            tell_warehouse_changed(this_run(), (), corrections=[entered.id])
            note_carried_out()
            return Completed(name=CORRECTED, message=f"{office.name}: {list_words(entered)}")
    raise AssertionError("count never ends")


def _enter(home: Workshop, office: str, sheet: str, filled: Filled) -> Correction:
    """Enters the correction, unless this run did before it was killed."""
    target = find_target(home, office, sheet, filled.key, filled.column)
    return _entered_before(home, target) or correct(
        home, target, value=filled.value, expected=filled.expected, who=filled.who, why=filled.why
    )


def _entered_before(home: Workshop, target: Target) -> Correction | None:
    since, place = first_begun(), target.place
    if since is None:
        return None
    for state in correction_states(home.warehouse, place.office):
        entry = state.correction
        same = (entry.sheet, entry.row_key, entry.column) == (place.sheet, place.row_key, place.column)
        if same and entry.entered_at >= since:
            return entry
    return None
