"""A clerk at the server's pages: starts a run for one office by its form, watches it end, reads what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kemitraan.config.home import Home
from kemitraan.config.load import load_config
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
    pages.choose_month("November 2026")
    picture("formulir")
    pages.submit()
    pages.follow()
    assert pages.wait_for_end() == "Completed"
    body = pages.open_artifact("ringkasan-konsolidasi")
    expect(body).to_contain_text("1 kiriman: 1 diterima sebagian")
    expect(body.get_by_role("row", name=re.compile("Kabupaten Polewali Mandar"))).to_contain_text("November 2026")
    picture("ringkasan")
    page.go_back()
    page.go_back()
    body = pages.open_artifact("kiriman-polewali-mandar-2026-11")
    expect(body).to_contain_text(re.compile(r"Berkas\s*76\.04_2026-11_[0-9a-f]{8}\.xlsx"))
    picture("kiriman")


def test_a_wrong_submission_number_is_refused_in_the_form_and_nothing_runs(
    pages: Pages, page: Page, server: Server
) -> None:
    before = server.post("/flow_runs/count", {})
    pages.open_form("proses-ulang-kiriman")
    page.get_by_label("kiriman").fill("Majene November")
    pages.submit()
    expect(page.get_by_text("tulis nomor kiriman atau SHA-256 berkasnya").first).to_be_visible()
    assert "/run?" in page.url
    assert server.post("/flow_runs/count", {}) == before


def test_the_state_of_all_offices_is_one_click_from_the_dashboard_and_its_form_one_more(
    pages: Pages, page: Page, home: Home, picture: Picture
) -> None:
    page.set_viewport_size({"width": 1024, "height": 900})
    page.goto(f"{pages.url}/runs")  # an address of the first UI
    page.wait_for_url("**/v2/runs")
    page.goto(pages.url)
    page.get_by_role("link", name="Keadaan semua kantor").click()
    page.wait_for_url("**/kemitraan/")
    for office in load_config(home).offices:
        expect(page.get_by_role("cell", name=office.name, exact=True).first).to_be_visible()
    assert pages.widest_table() <= 1024
    picture("keadaan")
    page.set_viewport_size({"width": 1440, "height": 900})
    with page.expect_download() as loading:
        page.get_by_role("link", name="asli", exact=True).first.click()
    assert re.fullmatch(r"76\.04_2026-11_[0-9a-f]{8}\.xlsx", loading.value.suggested_filename)
