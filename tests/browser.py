"""A real browser for the tests, one for each process of theirs: Playwright starts only once in a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FLAT = () if "KEMITRAAN_PICTURES" in os.environ else ("--disable-3d-apis",)
"""Without a graphics card the processor draws the graph of a run, which only the guide's pictures may show."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install Debian's package chromium")
    expect.set_options(timeout=60_000)  # a busy machine is slow; what never comes still fails
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FLAT])
        yield started
        started.close()
