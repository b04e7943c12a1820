"""What is personal and was typed in the wrong place reaches nobody but its sender: on both databases, for every
kind.
"""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from kemitraan.cli.summary_view import summary_text
from kemitraan.pages.submission import submission_page
from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.summary import RunSummary
from schemas import kinds
from schemas.finding import Outcome
from tests.planting import ADDRESS, FILE_NAME, NAME, NIK, TELEPHONE, leaks, outside, planted_book, public_rows
from tests.schemas.making import KIND_OF, SOUND
from tests.steps.driver import TimelessWorkshop, run_job, send
from tests.steps.making import regency_xlsx
from warehouse.decisions import Choice
from warehouse.reading import events
from warehouse.submissions import get_submission
from warehouse.tables import sealed_name, sealed_text

KEPT_NAME = FILE_NAME.replace(NIK, "7601********0012")
"""As sources give it: a NIK goes no further than them."""
SENT = {
    "majene": ("regency", (("Kabupaten", "Majene"), ("Periode", "2026-11"), ("Versi Templat", "2026.1"))),
    "sulsel-makassar": ("sulsel", (("Instansi", ADDRESS), ("Kabupaten/Kota", "73.71"), ("Periode", "2026-11"))),
    "provinsi": ("retail", (("Instansi", f"Dinas {TELEPHONE}"), ("Periode", "2026-11"))),
}


@pytest.mark.parametrize("slug", SENT)
def test_what_is_planted_everywhere_is_found_nowhere_outside(workshop: TimelessWorkshop, slug: str) -> None:
    kind, cover = SENT[slug]
    send(workshop.home, slug, planted_book(kind, cover), FILE_NAME)
    summary = run_job(workshop, [slug])
    (line,) = summary.lines
    assert line.outcome == Outcome.PARTIALLY_ACCEPTED
    outputs = {"ringkasan": json.dumps(summary.as_dict(), default=str), "halaman": submission_page(workshop, line)}
    if line.waits:  # most of its rows are held back
        decide_submission(workshop, line.submission, Choice.LOAD, who="Rahma", why="Hanya untuk mencoba.")
        (line,) = process_here(workshop, [line.submission], str).lines
    assert (line.in_force, line.accepted > 15) == (True, True)
    outputs |= {
        "keluaran": summary_text(RunSummary((line,), (), ())),
        "halaman sesudahnya": submission_page(workshop, line),
        "jejak": repr(events(workshop.warehouse, line.submission)),
        "tabel": public_rows(workshop.warehouse),
    }
    (end,) = re.findall(rf"keluar/{slug}/…(_hasil-\S+)", outputs["keluaran"])
    assert any(path.name.endswith(end) for path in workshop.home.outbox(slug).iterdir())
    assert leaks(outputs | outside(workshop.home)) == {}
    with workshop.warehouse.read() as connection:
        texts = connection.scalars(select(sealed_text.c.text)).all()
        assert connection.scalars(select(sealed_name.c.file_name)).all() == [KEPT_NAME]
    for planted in (NIK, TELEPHONE, ADDRESS):
        assert planted in texts
    assert get_submission(workshop.warehouse, line.submission).file_name == KEPT_NAME
    assert any("0812-9876-5432" in path.name for path in workshop.home.outbox(slug).iterdir())


def test_a_name_that_slipped_a_column_is_in_full_on_no_page_and_in_no_public_table(embedded: TimelessWorkshop) -> None:
    rows = {"UMKM": [], "Kemitraan": []}
    for title, sheet_rows in rows.items():
        for number, column in enumerate(KIND_OF[title].sheet(title).columns):
            if not column.personal and (not isinstance(column.kind, kinds.Text) or column.name == "usaha_besar"):
                sheet_rows.append(SOUND[title] | {"kode_umkm": f"MJN-{number:04d}", column.name: NAME})
    book = regency_xlsx(UMKM=[], Produk=[])
    workbook = load_workbook(BytesIO(book))
    for title, sheet_rows in rows.items():
        page = workbook[title] if title in workbook.sheetnames else workbook.create_sheet(title)
        page.delete_rows(1, page.max_row)
        columns = KIND_OF[title].sheet(title).columns
        page.append([column.header for column in columns])
        for values in [SOUND[title], *sheet_rows]:
            page.append([values.get(column.name) for column in columns])
    saved = BytesIO()
    workbook.save(saved)
    send(embedded.home, "majene", saved.getvalue(), "laporan.xlsx")
    (line,) = run_job(embedded, ["majene"]).lines
    assert line.quarantined > 8
    page = submission_page(embedded, line)
    assert "Pua… (25 huruf)" in page
    assert NAME not in page + public_rows(embedded.warehouse)
