"""A person ends a correction or an exemption. The run is suspended until the form is filled in."""

from __future__ import annotations

from collections.abc import Iterable

from prefect import State, flow
from prefect.states import Completed

from flows.asking import refused_in_words
from flows.entry_end_form import Filled, end_description, end_form, entries_of, read_end
from flows.events import tell_warehouse_changed
from flows.offices import office_choices
from flows.overview import keeps_overview
from flows.settings import is_of_this_run, is_tried_again, named, this_run, workshop
from flows.taking_by_form import taken_by_form
from kemitraan.steps.corrections import entering, exempting
from kemitraan.steps.workshop import Workshop
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import all_corrections
from warehouse.exemptions import Exemption, all_exemptions

Kantor = office_choices()
ENDED = "Diakhiri"
NONE = "Tidak ada koreksi dan tidak ada pengecualian yang berlaku untuk kantor ini."


@flow(name="akhiri-koreksi", flow_run_name=named("akhiri-koreksi"), validate_parameters=False)
@keeps_overview
@refused_in_words
def end_entry(kantor: Kantor) -> State:
    """Akhiri sebuah koreksi atau pengecualian; yang tertulis dihitung, dan aturannya berlaku, lagi sejak sekarang.

    Args:
        kantor: Kantor yang dikoreksi atau dikecualikan. Sesudah ini putarannya menunggu (Suspended); isi formulirnya
            lewat Resume.
    """
    home = workshop()
    office = home.office_of(kantor.slug)
    if not entries_of(home, office.code) and not is_tried_again():
        return Completed(name=ENDED, message=NONE)
    return taken_by_form(
        ENDED,
        lambda: end_form(entries_of(home, office.code)),
        lambda: end_description(home, office.code),
        lambda form_data: f"{office.name}: {_end(home, read_end(form_data))}",
    )


def _end(home: Workshop, filled: Filled) -> str:
    """Ends the entry, unless this run did before it was killed."""
    signature = {"who": filled.who, "why": filled.why}
    if filled.is_exemption:
        if not _was_ended(all_exemptions(home.warehouse), filled.number):
            exempting.end(home, filled.number, **signature)
        return f"pengecualian nomor {filled.number} diakhiri; berlaku mulai pemeriksaan berikutnya."
    if not _was_ended(all_corrections(home.warehouse), filled.number):
        entering.end(home, filled.number, **signature)
    tell_warehouse_changed(this_run(), (), corrections=[filled.number])
    return f"koreksi nomor {filled.number} diakhiri; yang tertulis dihitung lagi."


def _was_ended(entries: Iterable[Correction] | Iterable[Exemption], number: int) -> bool:
    """Whether this run ended an entry before it was killed."""
    return any(entry.id == number and is_of_this_run(entry.ended_at) for entry in entries)
