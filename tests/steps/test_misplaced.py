"""Another office's workbook in the wrong inbox counts for nobody, and is told where it belongs."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from kemitraan.pages.run import run_page
from kemitraan.pages.submission import submission_page
from kemitraan.steps.dues import Standing
from kemitraan.steps.job.summary import MISPLACED
from kemitraan.steps.letters.due_calendar import dues_of
from kemitraan.steps.views.compliance import compliance
from schemas.period import Period
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, run_job, send
from tests.steps.making import mitra_csv
from warehouse.reading import status

HOLDER, OWNER = "Kota Parepare, Sulawesi Selatan", "Kota Makassar, Sulawesi Selatan"


def standing(workshop: TimelessWorkshop, code: str) -> Standing:
    return next(
        due.standing for due in dues_of(workshop, Period(2026, 11), workshop.now().date()) if due.office == code
    )


def test_it_counts_for_neither_office_and_its_page_and_the_runs_say_where_it_belongs(
    workshop: TimelessWorkshop,
) -> None:
    send(workshop.home, "sulsel-parepare", mitra_csv("Satu", office="73.71"), "makassar.csv")
    summary = run_job(workshop)
    (line,) = summary.lines
    assert (line.result, line.belongs_to, summary.has_errors) == (MISPLACED, OWNER, True)
    assert standing(workshop, "73.72") is Standing.NOT_DUE  # no refused report of Parepare's
    assert standing(workshop, "73.71") is Standing.NOT_DUE
    send(workshop.home, "majene", "01_majene_bersih.xlsx")
    run_job(workshop)
    table = {row["Kantor"]: row["November 2026"] for row in compliance(workshop).by_heading()}
    assert (table[HOLDER], table[OWNER]) == ("Belum mengirim", "Belum mengirim")
    with workshop.warehouse.read() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM mart_kepatuhan_rows WHERE office = '73.72'")) == 0
    sentence = f"Menurut sampulnya berkas ini milik {OWNER}, tetapi ditaruh di kotak masuk {HOLDER}."
    assert sentence in submission_page(workshop, line)
    page = run_page(summary, {}, {office.slug: office.name for office in workshop.config.offices}, {})
    assert sentence in page.partition("### Perlu perhatian")[2].partition("###")[0]
    assert page.startswith("**1 kiriman**: 1 salah kotak.")


@on_sqlite
def test_what_the_office_itself_sent_goes_on_counting(workshop: TimelessWorkshop) -> None:
    send(workshop.home, "sulsel-parepare", mitra_csv("Satu", office="73.72"), "parepare.csv")
    (own,) = run_job(workshop).lines
    send(workshop.home, "sulsel-parepare", mitra_csv("Satu", office="73.71"), "makassar.csv")
    run_job(workshop)
    assert standing(workshop, "73.72") is Standing.RECEIVED
    (period_status,) = status(workshop.warehouse, offices=["73.72"])
    assert (period_status.newest.id, period_status.in_force and period_status.in_force.id) == (
        own.submission,
        own.submission,
    )
    table = {row["Kantor"]: row["November 2026"] for row in compliance(workshop).by_heading()}
    assert table[HOLDER] == "Diterima: 1 dari 1"


@pytest.mark.parametrize("cover", ["Entah", ""])
def test_an_office_that_cannot_be_read_is_an_error_of_the_sender(workshop: TimelessWorkshop, cover: str) -> None:
    send(workshop.home, "sulsel-parepare", mitra_csv("Satu", office=cover), "tak terbaca.csv")
    (line,) = run_job(workshop).lines
    assert (line.belongs_to, line.outcome) == (None, "rejected")
    assert standing(workshop, "73.72") is Standing.REFUSED
