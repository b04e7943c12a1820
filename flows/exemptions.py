"""A person exempts an office from a rule. The run is suspended until the form is filled in."""

from __future__ import annotations

from prefect import State, flow

from flows.asking import refused_in_words
from flows.exemption_form import Filled, exemption_description, exemption_form, read_exemption
from flows.offices import office_choices
from flows.overview import keeps_overview
from flows.settings import is_of_this_run, named, workshop
from flows.taking_by_form import taken_by_form
from kemitraan.steps.corrections.exempting import exempt, list_words
from kemitraan.steps.workshop import Workshop
from warehouse.corrections.entering import signed
from warehouse.exemptions import Exemption, exemptions_of

Kantor = office_choices()
EXEMPTED = "Dikecualikan"


@flow(name="pengecualian", flow_run_name=named("pengecualian"), validate_parameters=False)
@keeps_overview
@refused_in_words
def exempt_office(kantor: Kantor) -> State:
    """Kecualikan sebuah kantor dari sebuah aturan untuk laporan bulan tertentu, mulai pemeriksaan berikutnya.

    Args:
        kantor: Kantor yang dikecualikan. Sesudah ini putarannya menunggu (Suspended); isi formulirnya lewat Resume.
    """
    home = workshop()
    office = home.office_of(kantor.slug)
    return taken_by_form(
        EXEMPTED,
        exemption_form,
        lambda: exemption_description(home, office.code),
        lambda form_data: f"{office.name}: {list_words(_enter(home, office.code, read_exemption(form_data)))}",
    )


def _enter(home: Workshop, office: str, filled: Filled) -> Exemption:
    """Enters the exemption, unless this run did before it was killed."""
    typed = (filled.code, filled.since, filled.until, *signed(filled.who, filled.why))
    for entry in exemptions_of(home.warehouse, office):
        if is_of_this_run(entry.entered_at) and typed == (entry.code, entry.since, entry.until, entry.who, entry.why):
            return entry
    return exempt(home, office, filled.code, filled.since, filled.until, who=filled.who, why=filled.why)
