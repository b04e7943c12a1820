"""A clerk at the server's pages: starts a run for one office by its form, watches it end, reads what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kemitraan.config.home import Home
from tests.flows.browser.pages import Pages
from tests.flows.conftest import sample, send
from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("browser")

Picture = Callable[[str], None]


def test_a_run_for_one_office_is_started_watched_and_read(
    pages: Pages, page: Page, home: Home, picture: Picture
) -> None:
    send(home, "polewali-mandar", sample(6), "polewali november.xlsx")
    pages.open_form("konsolidasi-ulang")
    expect(page.get_by_text("Kantor yang diproses. Kosongkan untuk semua kantor.")).to_be_visible()
    pages.choose("Kabupaten Polewali Mandar")
    page.get_by_label("periode").fill("2026-11")
    picture("formulir")
    pages.submit()
    pages.follow()
    assert pages.wait_for_end() == "Completed"
    body = pages.open_artifact("ringkasan-konsolidasi")
    expect(body).to_contain_text("1 kiriman: 1 diterima sebagian")
    expect(body.get_by_role("row", name=re.compile("Kabupaten Polewali Mandar"))).to_contain_text("2026-11")
    picture("ringkasan")
    page.go_back()
    page.go_back()
    body = pages.open_artifact("kiriman-polewali-mandar-2026-11")
    expect(body).to_contain_text("polewali november.xlsx")
    picture("kiriman")


@pytest.mark.parametrize("period", ["2026-13", "November 2026"])
def test_a_wrong_period_is_refused_in_the_form_and_nothing_runs(
    pages: Pages, page: Page, server: Server, picture: Picture, period: str
) -> None:
    before = server.post("/flow_runs/count", {})
    pages.open_form("konsolidasi-ulang")
    pages.choose("Kabupaten Mamasa")
    page.get_by_label("periode").fill(period)
    pages.submit()
    expect(page.get_by_text("tulis tahun-bulan seperti 2026-11, atau kosongkan.").first).to_be_visible()
    assert "/run?" in page.url
    picture("periode-salah")
    assert server.post("/flow_runs/count", {}) == before
