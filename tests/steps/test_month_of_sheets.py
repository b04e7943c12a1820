"""A month that comes as several files: each csv stands for its own sheet."""

from __future__ import annotations

from kemitraan.steps.replaying import with_quarantine
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import produk_rows, regency_csv, regency_xlsx, umkm_rows
from warehouse.reading import known_keys

OFFICE = "majene"


def test_businesses_and_then_products_as_two_csv_are_both_in_force(workshop: TimelessWorkshop) -> None:
    send(workshop.home, OFFICE, regency_csv("UMKM", umkm_rows(range(1, 5))), "umkm.csv")
    (first,) = run_job(workshop).lines
    assert (first.outcome, first.force_words) == ("accepted", "ya")
    send(workshop.home, OFFICE, regency_csv("Produk", produk_rows(range(1, 5))), "produk.csv")
    (second,) = run_job(days_later(workshop, 1)).lines
    assert (second.outcome, second.accepted, second.force_words) == ("accepted", 4, "ya")
    assert len(known_keys(workshop.warehouse, "umkm")) == len(known_keys(workshop.warehouse, "produk")) == 4


def test_a_workbook_of_which_a_csv_took_a_sheet_is_in_force_in_part(embedded: TimelessWorkshop) -> None:
    bad = umkm_rows([3])[0].replace("Banggae;Banggae", "Entah;Entah")
    book = regency_xlsx(UMKM=[*umkm_rows([1, 2]), bad], Produk=produk_rows([1, 2]))
    send(embedded.home, OFFICE, book, "laporan.xlsx")
    run_job(embedded)
    assert len(with_quarantine(embedded, [OFFICE], "")) == 1
    send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows([1, 2, 3])), "umkm.csv")
    run_job(days_later(embedded, 1))
    send(embedded.home, OFFICE, book, "lagi.xlsx")
    (seen,) = run_job(days_later(embedded, 2)).lines
    assert seen.force_words == "sebagian: Produk"
    assert with_quarantine(embedded, [OFFICE], "") == []  # what was held back is replaced
    assert len(known_keys(embedded.warehouse, "umkm")) == 3
