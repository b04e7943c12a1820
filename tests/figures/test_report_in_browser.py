"""The report's page in a real browser: at three widths it fits, brings its font, and axe finds nothing amiss."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from reports.partnership.forms import Report

pytestmark = pytest.mark.xdist_group("figures")


def test_the_page_fits_and_can_be_read_by_everybody(browser: Browser, report: Report, tmp_path: Path) -> None:
    file = tmp_path / "laporan.html"
    file.write_bytes(report.form("html"))
    page = browser.new_page()
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.fonts.check('16px \"Noto Sans\"')")
    summary = page.locator("details.asal > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.asal[open] samp").count() > 1
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    for width in (768, 360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        if width != 768:
            audit = Axe().run(page)
            assert [(violation["id"], violation["help"]) for violation in audit.response["violations"]] == []
    page.close()
    assert [url for url in addresses if not url.startswith(("file:", "data:"))] == []


def test_a_telephone_says_a_name_once_above_its_rows(browser: Browser, report: Report, tmp_path: Path) -> None:
    file = tmp_path / "laporan.html"
    file.write_bytes(report.form("html"))
    page = browser.new_page()
    page.goto(file.as_uri())
    names = page.locator("section[aria-labelledby=kesiapan] .nama")
    column = page.locator("section[aria-labelledby=kesiapan] td:first-child")
    for width, above in ((360, True), (768, False)):
        page.set_viewport_size({"width": width, "height": 900})
        assert {name.is_visible() for name in names.all()} == {above}
        assert {cell.is_visible() for cell in column.all()} == {not above}
    said = names.all_text_contents()
    beside = column.all_text_contents()
    assert said == list(dict.fromkeys(beside))
    assert len(beside) > len(said)
    page.close()
