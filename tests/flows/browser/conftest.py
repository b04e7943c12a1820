"""A real browser on the pages of a server of its own, so that what is clicked here changes nothing elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from tests.flows.browser.pages import Pages
from tests.flows.server import Server, prefect_server

PICTURES = "KEMITRAAN_PICTURES"
"""Names the folder for the guide's pictures (``make pictures``); without it none is taken."""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A new home with a warehouse."""
    new_home = Home(tmp_path_factory.mktemp("peramban") / "rumah")
    init_home(new_home.path)
    upgrade_home(new_home)
    return new_home


@pytest.fixture(scope="session")
def server(
    home: Home, browser: Browser, ready_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The server with its worker and the deployments; none where there is no browser."""
    with prefect_server(tmp_path_factory.mktemp("prefect-peramban"), home.path, ready_database) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window as wide as a clerk's, in the office's time zone."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        locale="id-ID",
        timezone_id="Asia/Makassar",
        reduced_motion="reduce",  # what moves on the page is drawn by the processor
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def pages(page: Page, server: Server) -> Pages:
    """The pages of the server."""
    return Pages(page, server.url.removesuffix("/api"))


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """Takes a picture for the guide, where one is asked for."""
    folder = os.environ.get(PICTURES)

    def take(name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take
