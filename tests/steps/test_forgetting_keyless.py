"""Whose office uses no codes of ours keeps the code that we gave him when he is forgotten."""

from __future__ import annotations

from kemitraan.steps.forgetting.requesting import asked_for, carry_out, request
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.replaying import find_archived, take_up
from tests.steps.driver import TimelessWorkshop, days_later
from tests.steps.test_own_layout import ANI, CICI, agency_list, giving, send_in
from warehouse.mart_reading import read_mart_at
from warehouse.reading import known_keys


def test_a_business_that_was_given_its_code_keeps_it(embedded: TimelessWorkshop) -> None:
    workshop = giving(embedded)
    submission = send_in(workshop, agency_list(ANI, CICI), "daftar.xlsx")
    keys = known_keys(workshop.warehouse, "umkm", "76.05")
    figures = read_mart_at(workshop.warehouse, "legalitas").rows
    assert len(keys) == 2
    entered = request(workshop, asked_for(workshop, nik=CICI[0]), who="Rahma", why="Suratnya ada.")
    assert carry_out(workshop, entered.id).replaced == 2
    process_here(workshop, [take_up(workshop, find_archived(workshop, submission), why="diproses ulang")], str)
    assert known_keys(workshop.warehouse, "umkm", "76.05") == keys
    later = days_later(workshop, 30)
    send_in(later, agency_list(ANI, CICI, period="Desember 2026"), "lagi.xlsx")
    assert known_keys(workshop.warehouse, "umkm", "76.05") == keys
    assert repr(read_mart_at(workshop.warehouse, "legalitas").rows) == repr(figures)
