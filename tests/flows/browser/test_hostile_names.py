"""Our pages in the real browser: what a sender typed, wherever it is shown, is text: no link, no picture, no markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from flows.artifacts import run_page
from kemitraan.steps.summary import Notice, RunSummary, SubmissionLine
from tests.flows.browser.pages import Pages
from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("browser")

NAMES = (
    "a|b`c` <img src=x onerror=alert(1)>.xlsx",
    "[klik](javascript:alert(1)) ![x](http://x.test/y.png).xlsx",
    "http://x.test/masuk www.x.test dinas@x.test ~~**tebal**~~ &lt;.xlsx",
    "# judul 1\n\n- butir\n\n```\nkode\n```.xlsx",
)


def test_a_hostile_file_name_is_text_on_the_page(pages: Pages, page: Page, server: Server) -> None:
    lines = tuple(
        SubmissionLine(f"{number:020}", "majene", name, "2026-11", name, "answered", "accepted", 1, 1, 0, True, None)
        for number, name in enumerate(NAMES)
    )
    summary = RunSummary(lines, (), tuple(Notice("masuk", name) for name in NAMES))
    made = {"key": "nama-berkas", "type": "markdown", "data": run_page(summary, {}, {}, {})}
    artifact = server.post("/artifacts/", made)["id"]
    page.goto(f"{pages.url}/artifacts/artifact/{artifact}")
    table = page.get_by_role("table").first
    expect(table.get_by_role("row")).to_have_count(1 + len(NAMES))
    shown = [cell.replace("\u2060", "") for cell in table.locator("tbody tr td:first-child").all_inner_texts()]
    assert shown[:3] == list(NAMES[:3])
    assert shown[3].startswith("# judul 1 - butir ``` kode")
    noticed = [item.replace("\u2060", "") for item in page.locator("li", has_text="masuk: ").all_inner_texts()]
    assert noticed[:3] == [f"masuk: {name}" for name in NAMES[:3]]
    assert page.locator("li img, li em, li del, li code, li a[href*=test]").count() == 0
    assert page.locator("table img, table strong, table del, table code").count() == 0
    links = {link.get_attribute("href") for link in page.locator("td a").all()}
    assert {str(link).partition("/artifacts/key/")[2] for link in links} == {f"kiriman-majene-2026-11-{'0' * 8}"}
