"""A clerk decides on the server's pages about submissions that wait: loads one, names an unknown header of the
other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from flows.waiting import DECIDED
from kemitraan.config.home import Home
from tests.flows.browser.pages import Pages
from tests.flows.conftest import ENDED, finished, send
from tests.flows.server import Server, until
from tests.steps.making import mitra_csv, mostly_bad_csv

pytestmark = pytest.mark.xdist_group("browser")

OFFICE, CODE, NAME = "sulsel-makassar", "73.71", "Kota Makassar, Sulawesi Selatan"
Picture = Callable[[str], None]


def unknown_header(period: str) -> bytes:
    """A list of partners with a header that nobody knows, for Nama Mitra."""
    names = [f"Toko {number}" for number in range(1, 13)]  # as many as in the months before: fewer would wait too
    return mitra_csv(*names, period=period, office=CODE).replace(b";Nama Mitra;", b";Nama Toko;")


@pytest.fixture(scope="module")
def waiting(server: Server, home: Home) -> dict[str, dict[str, Any]]:
    """Two submissions that wait, by month: their suspended runs."""
    send(home, OFFICE, mostly_bad_csv("2026-05", CODE), "mei.csv", age=7200)
    send(home, OFFICE, unknown_header("2026-07"), "juli.csv", age=7000)
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")
    request = {"parameters": {"kantor": [NAME]}}
    finished(server, home, server.post(f"/deployments/{deployment['id']}/create_flow_run", request)["id"])
    months = ("Mei", "Juli")
    mine = {"name": {"any_": ["keputusan-kiriman"]}}

    def suspended() -> dict[str, dict[str, Any]]:
        runs = server.post("/flow_runs/filter", {"flows": mine})
        of_office = [run for run in runs if "Makassar" in run["name"] and run["state_name"] == "Suspended"]
        return {month: run for run in of_office for month in months if f" {month} " in run["name"]}

    return until(suspended, lambda names_seen: set(names_seen) == set(months))


def ended(server: Server, run: dict[str, Any]) -> dict[str, Any]:
    return server.wait_for(f"/flow_runs/{run['id']}", lambda record: record["state_type"] in ENDED)


def test_on_a_small_screen_no_page_lies_below_prefects_panel(
    waiting: dict[str, dict[str, Any]], pages: Pages, page: Page, server: Server
) -> None:
    latest = server.post("/artifacts/latest/filter", {})
    keys = {"ringkasan-konsolidasi", "kepatuhan", "keadaan"} | {
        artifact["key"] for artifact in latest if artifact["key"].startswith("kiriman-")
    }
    shown = {artifact["key"]: artifact["latest_id"] for artifact in latest if artifact["key"] in keys}
    assert len(shown) >= 5
    page.set_viewport_size({"width": 1024, "height": 1800})
    for key, artifact in shown.items():
        page.goto(f"{pages.url}/v2/artifacts/artifact/{artifact}")
        expect(page.get_by_role("table").first).to_be_visible()
        panel = page.get_by_text("Flow Run", exact=True).first.bounding_box()
        assert panel
        assert pages.widest_table() <= panel["x"], key


def test_links_lead_from_the_run_to_the_decision_and_from_its_form_to_the_submission(
    waiting: dict[str, dict[str, Any]], pages: Pages, page: Page, server: Server
) -> None:
    latest = server.post("/artifacts/latest/filter", {})
    (run,) = [artifact["latest_id"] for artifact in latest if artifact["key"] == "ringkasan-konsolidasi"]
    page.goto(f"{pages.url}/v2/artifacts/artifact/{run}")
    page.get_by_role("link", name="Buka putaran keputusannya").first.click()
    page.wait_for_url(re.compile(f"/v2/runs/flow-run/{waiting['Mei']['id']}"))
    pages.open_decision(waiting["Mei"]["id"])
    expect(page.get_by_role("dialog")).to_contain_text("sistem sendiri memilih “Tolak kiriman”")
    page.get_by_role("link", name="halaman kiriman ini").click()
    page.wait_for_url("**/v2/artifacts/key/kiriman-sulsel-makassar-2026-05-*")
    expect(page.get_by_text("kiriman-sulsel-makassar-2026-05-").first).to_be_visible()


def test_the_good_rows_are_loaded(
    waiting: dict[str, dict[str, Any]], pages: Pages, page: Page, server: Server, picture: Picture
) -> None:
    pages.open_decision(waiting["Mei"]["id"])
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("8 dari 12 baris ditahan")
    pages.answer("Muat baris yang baik")
    pages.sign("Rahma", "Sudah ditanyakan lewat telepon.")
    picture("keputusan")
    pages.resume()
    run = ended(server, waiting["Mei"])
    assert run["state_name"] == DECIDED
    assert ", berlaku." in run["state"]["message"]


def test_an_unknown_header_is_named(
    waiting: dict[str, dict[str, Any]], pages: Pages, page: Page, server: Server, picture: Picture
) -> None:
    pages.open_decision(waiting["Juli"]["id"])
    expect(page.get_by_role("dialog")).to_contain_text("Judul “Nama Toko” di lembar Mitra")
    pages.answer("Pakai kolom yang dipilih, lalu periksa lagi", "Nama Mitra")
    pages.sign("Rahma", "Sama dengan Nama Mitra.")
    picture("judul-kolom")
    pages.resume()
    run = ended(server, waiting["Juli"])
    assert ", berlaku." in run["state"]["message"]
