"""A clerk withdraws a submission on the server's pages: the number in one form, what would be above another,
then done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kemitraan.config.home import Home
from tests.flows.browser.pages import Pages
from tests.flows.conftest import sample, send, work_off
from tests.flows.server import Server, until
from tests.flows.test_in_force import in_force

pytestmark = pytest.mark.xdist_group("browser")


def suspended(run: dict[str, Any]) -> bool:
    return run["state_name"] == "Suspended"


def test_before_anything_is_withdrawn_the_form_says_what_is_in_force_and_what_would_be(
    pages: Pages, page: Page, server: Server, home: Home, picture: Callable[[str], None]
) -> None:
    send(home, "mamasa", sample(5), "mamasa november.xlsx")
    work_off(home, "mamasa")
    number = in_force(home)["mamasa november.xlsx"]
    pages.open_form("cabut-kiriman")
    page.get_by_label("kiriman").fill(number[:8])
    pages.submit()
    mine = {"flows": {"name": {"any_": ["cabut-kiriman"]}}}
    (run,) = until(
        lambda: server.post("/flow_runs/filter", mine), lambda runs_seen: runs_seen and suspended(runs_seen[0])
    )
    pages.open_decision(run["id"])
    form = page.get_by_role("dialog")
    expect(form).to_contain_text(f"Cabut kiriman ini: Kabupaten Mamasa, November 2026 (kiriman {number[:8]})")
    expect(form).to_contain_text(re.compile(r"Kini berlaku: \d+ baris .* Bila dicabut: tidak ada\."))
    pages.answer("Cabut kiriman ini")
    pages.sign("Rahma", "Berkas kecamatan lain.")
    picture("cabut")
    assert in_force(home)["mamasa november.xlsx"] == number
    pages.resume()
    assert pages.wait_for_end() == "Completed"
    assert "mamasa november.xlsx" not in in_force(home)
