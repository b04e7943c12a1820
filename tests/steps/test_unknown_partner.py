"""A partner whom nobody has confirmed is named to its sender and to staff who ask, and to nobody else."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from kemitraan.config.own_reference import Lore
from kemitraan.pages.submission import submission_page
from kemitraan.references import home_reference
from tests.planting import outside, public_rows
from tests.steps.driver import SAMPLES, TimelessWorkshop, days_later, run_job, send
from tests.steps.making import learn
from warehouse.mart_reading import read_mart_at
from warehouse.partners import unknown_partners
from warehouse.prefill import prefill

STRANGER = "Daeng Sirajuddin Raya"
OFFICE, CODE = "majene", "76.05"


def month() -> bytes:
    """November of Majene, one of its partnerships with somebody unknown."""
    book = openpyxl.load_workbook(SAMPLES / "01_majene_bersih.xlsx")
    sheet = book["Kemitraan"]
    (header,) = [cell for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == "Usaha Besar"]
    sheet.cell(header.row + 2, header.column).value = STRANGER
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def partners(workshop: TimelessWorkshop) -> set[str]:
    """Everybody whom the figures name."""
    return {str(row["usaha_besar"]) for row in read_mart_at(workshop.warehouse, "kemitraan").rows}


def test_a_stranger_is_named_when_staff_have_confirmed_it_and_not_before(workshop: TimelessWorkshop) -> None:
    send(workshop.home, OFFICE, month(), "november.xlsx")
    (line,) = run_job(workshop, [OFFICE]).lines
    assert (line.outcome, line.in_force) == ("accepted_with_notes", True)
    outputs = {"halaman": submission_page(workshop, line), "tabel": public_rows(workshop.warehouse)}
    outputs |= outside(workshop.home)
    assert [place for place, text in outputs.items() if "Sirajuddin" in text] == []
    (partner,) = unknown_partners(workshop.warehouse)
    assert (partner.name, partner.office, partner.submission) == (STRANGER, CODE, line.submission)
    other_partners = partners(workshop) - {partner.shown}
    assert (partner.shown in partners(workshop), all(name.startswith("PT ") for name in other_partners)) == (True, True)
    (answer,) = workshop.home.outbox(OFFICE).glob("*.xlsx")
    assert STRANGER in {cell.value for row in openpyxl.load_workbook(answer)["Kemitraan"].iter_rows() for cell in row}
    filled = prefill(workshop.warehouse, CODE).known["Kemitraan"]
    assert (STRANGER in set(filled["usaha_besar"]), filled["usaha_besar"].str.contains("belum dikenal").any()) == (
        True,
        False,
    )

    learn(workshop.home, Lore.PARTNER, nama="PT Sirajuddin Raya", alias=STRANGER)
    later = replace(days_later(workshop, 1), reference=home_reference(workshop.home))
    run_job(later, [OFFICE], again=True)
    assert partners(later) == other_partners | {"PT Sirajuddin Raya"}
