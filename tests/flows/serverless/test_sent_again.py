"""A known file that is sent again is told as such: neither in silence nor as a new one."""

from __future__ import annotations

from flows.ending import RunPage, end_state
from kemitraan.cli.summary_view import summary_text
from kemitraan.pages.run import run_page
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv

NAMES = {"sulsel-makassar": "Kota Makassar, Sulawesi Selatan"}


def test_the_page_of_the_run_says_when_it_came_first_and_that_nothing_was_done(workshop: TimelessWorkshop) -> None:
    data = mitra_csv("Satu", "Dua")
    send(workshop.home, "sulsel-makassar", data, "0812-3456-7890.csv")
    run_job(workshop)
    send(workshop.home, "sulsel-makassar", data, "lagi.csv")
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu", period="2026-10"), "oktober.csv")
    summary = run_job(days_later(workshop, 2), ["sulsel-makassar"])
    assert (len(summary.worked_on), len(summary.again)) == (1, 1)
    page = run_page(summary, {}, NAMES, {})
    assert page.startswith("**1 kiriman**: 1 diterima.")
    section = page.partition("### Sudah pernah diterima")[2]
    assert "sudah diterima 24 November 2026 pukul 12.00 WITA (kiriman " in section
    assert "Tidak diproses lagi, dan tidak ada yang berubah." in section
    assert "0812-3456-7890" not in page
    ended = end_state(summary, RunPage.CONSOLIDATION)
    assert ended.message == "1 kiriman diproses. 1 berkas sudah pernah diterima."
    assert "Sudah pernah diterima:\n  Kota Makassar" in summary_text(summary)


def test_with_nothing_else_the_run_did_nothing_new(workshop: TimelessWorkshop) -> None:
    for _ in range(2):
        send(workshop.home, "sulsel-makassar", mitra_csv("Satu"), "sama.csv")
        summary = run_job(workshop, ["sulsel-makassar"])
    assert (
        end_state(summary, RunPage.CONSOLIDATION).message == "Tidak ada kiriman baru. 1 berkas sudah pernah diterima."
    )
    assert "### Kiriman" not in run_page(summary, {}, NAMES, {})
