"""Our pages in the real browser: what a sender typed as a file name is text there, no link, no picture, no markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from flows.file_names import shown
from flows.markdown import page_link, plain, table
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
    rows = [(page_link("Kabupaten Majene", "kiriman-majene-2026-11"), plain(shown(name))) for name in NAMES]
    text = "\n".join(table(("Kantor", "Berkas"), rows))
    artifact = server.post("/artifacts/", {"key": "nama-berkas", "type": "markdown", "data": text})["id"]
    page.goto(f"{pages.url}/artifacts/artifact/{artifact}")
    seen = page.get_by_role("table").first
    expect(seen.get_by_role("row")).to_have_count(1 + len(NAMES))
    told = [cell.replace("\u2060", "") for cell in seen.locator("tbody tr td:last-child").all_inner_texts()]
    assert told[:3] == list(NAMES[:3])
    assert told[3].startswith("# judul 1 - butir ``` kode")
    assert page.locator("table img, table strong, table del, table code").count() == 0
    links = {link.get_attribute("href") for link in page.locator("td a").all()}
    assert {str(link).partition("/artifacts/key/")[2] for link in links} == {"kiriman-majene-2026-11"}
