"""Our pages in the real browser: what a sender typed, wherever it is shown, is text: no link, no picture, no markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kemitraan.pages.markdown import plain, table
from kemitraan.pages.run import run_page
from kemitraan.steps.job.summary import Notice, RunSummary
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
    summary = RunSummary((), (), tuple(Notice("masuk", name) for name in NAMES))
    files = table(("", ""), [("Berkas", plain(name)) for name in NAMES])  # as on the page of a submission
    new_artifact = {
        "key": "nama-berkas",
        "type": "markdown",
        "data": "\n".join([run_page(summary, {}, {}, {}), "", *files]),
    }
    artifact = server.post("/artifacts/", new_artifact)["id"]
    page.goto(f"{pages.url}/artifacts/artifact/{artifact}")
    shown_table = page.get_by_role("table").first
    expect(shown_table.get_by_role("row")).to_have_count(1 + len(NAMES))
    cells = [cell.replace("\u2060", "") for cell in shown_table.locator("tbody tr td:last-child").all_inner_texts()]
    assert cells[:3] == list(NAMES[:3])
    assert cells[3].startswith("# judul 1 - butir ``` kode")
    noticed = [item.replace("\u2060", "") for item in page.locator("li", has_text="masuk: ").all_inner_texts()]
    assert noticed[:3] == [f"masuk: {name}" for name in NAMES[:3]]
    assert page.locator("li img, li em, li del, li code, li a[href*=test]").count() == 0
    assert page.locator("table img, table strong, table del, table code, table a").count() == 0
