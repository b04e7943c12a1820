"""``explore``: a snapshot in a browser, with its dictionary and twenty questions, on this computer alone."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser

from kemitraan.cli.commands.explore import HOST
from kemitraan.cli.serving.exploration import TOO_LONG
from kemitraan.config.home import Home
from kemitraan.steps.views.snapshotting import newest_snapshot, publish_snapshot
from reports.snapshot.contents import DATABASE, PACKAGE
from reports.snapshot.exploring import browser_metadata, questions
from tests.cli.conftest import Run
from tests.homes import copy_of
from tests.steps.driver import workshop_of
from warehouse.marts import MARTS
from warehouse.marts.description import mart

OPEN_MARTS = [name for name in MARTS if mart(name).is_open]

pytestmark = pytest.mark.xdist_group("explore")  # one server, one browser


@pytest.fixture(scope="module")
def published(month: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of a home after some days."""
    home = copy_of(month, tmp_path_factory.mktemp("jelajah") / "rumah")
    workshop = workshop_of(home)
    folder = publish_snapshot(workshop, tmp_path_factory.mktemp("terbitan")).folder
    workshop.warehouse.close()
    return folder


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command says in its terminal beside where it serves."""
    return tmp_path_factory.mktemp("keluhan") / "keluhan.txt"


@pytest.fixture(scope="module")
def address(published: Path, complaints: Path) -> Iterator[str]:
    """Where the command serves the snapshot."""
    port = free_port()
    command = [sys.executable, "-m", "kemitraan", "explore", "--snapshot", str(published), "--port", str(port)]
    with (
        complaints.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        assert server.stdout is not None
        assert f"http://{HOST}:{port}/" in server.stdout.readline()
        wait_for(port)
        yield f"http://{HOST}:{port}"
        server.terminate()


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind((HOST, 0))
        return door.getsockname()[1]


def wait_for(port: int) -> None:
    end = monotonic() + 60
    while monotonic() < end:
        with closing(socket.socket()) as door:
            if door.connect_ex((HOST, port)) == 0:
                return
        sleep(0.1)
    raise AssertionError("nobody answers")


def test_every_page_opens_with_its_words_within_the_limit(browser: Browser, address: str) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/mart")
    assert all(page.get_by_role("link", name=question.title, exact=True).is_visible() for question in questions())
    for name in OPEN_MARTS:
        response = page.goto(f"{address}/mart/mart_{name}")
        assert response is not None
        assert response.status == 200
        assert page.get_by_role("heading", name=mart(name).title).is_visible()
        about = page.locator("dl.column-descriptions")
        assert [term.inner_text() for term in about.locator("dt").all()] == list(mart(name).figures.columns)
    page.goto(f"{address}/mart/mart_kemitraan")
    assert "(Rp)" in page.locator("dl.column-descriptions").inner_text()
    for question in questions():
        response = page.goto(f"{address}/mart/{question.name}")
        assert response is not None
        assert response.status == 200
        assert page.get_by_role("heading", name=question.title).is_visible()
        assert page.locator(".message-error").count() == 0
        took = json.loads(page.request.get(f"{address}/mart/{question.name}.json").text())["query_ms"]
        assert took < 1000
    assert faults == []
    page.close()


def test_a_query_that_takes_too_long_is_stopped_and_nothing_can_be_changed(
    browser: Browser, address: str, complaints: Path
) -> None:
    page = browser.new_page()
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT MAX(x) FROM n"
    slow = page.request.get(f"{address}/mart.json", params={"sql": endless})
    assert (slow.status, slow.json()["error"]) == (400, TOO_LONG)
    page.goto(f"{address}/mart?{urlencode({'sql': endless})}")
    assert page.get_by_text(TOO_LONG).is_visible()
    for query in ("DELETE FROM mart_syarat", "ATTACH DATABASE '/etc/passwd' AS x", "PRAGMA writable_schema = 1"):
        assert page.request.get(f"{address}/mart.json", params={"sql": query}).status == 400
    assert complaints.read_text() == ""
    page.close()


def test_only_this_computer_is_answered(address: str) -> None:
    port = int(address.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)} - {HOST, "::1"}
    for other in others:
        with closing(socket.socket(socket.AF_INET6 if ":" in str(other) else socket.AF_INET)) as door:
            door.settimeout(2)
            assert door.connect_ex((str(other), port)) != 0


def test_units_stand_in_the_descriptions(published: Path) -> None:
    metadata = browser_metadata(json.loads((published / PACKAGE).read_text(encoding="utf-8")))
    database = metadata["databases"]["mart"]
    assert set(database["tables"]) == {f"mart_{name}" for name in OPEN_MARTS}
    assert len(database["queries"]) == 20
    assert not [name for name, table in database["tables"].items() if "units" in table]
    assert "terlalu sedikit" in database["tables"]["mart_kemitraan"]["columns"]["jumlah_umkm"]


def test_what_cannot_be_opened_is_told(run: Run, month: Home, published: Path, tmp_path: Path) -> None:
    none = run("--home", month.path, "explore")
    assert (none.status, "belum ada terbitan" in none.err) == (2, True)
    wrong = run("--home", month.path, "explore", "--snapshot", tmp_path)
    assert (wrong.status, "bukan sebuah terbitan" in wrong.err) == (2, True)
    with closing(socket.socket()) as door:
        door.bind((HOST, 0))
        door.listen()
        result = run("explore", "--snapshot", published, "--port", door.getsockname()[1])
    assert (result.status, "tidak dapat dipakai" in result.err) == (2, True)


def test_the_newest_snapshot_is_the_last_number_of_the_last_month(published: Path, tmp_path: Path) -> None:
    assert newest_snapshot(tmp_path / "tidak-ada") is None
    for name in ("terbitan-2026-09-12", "terbitan-2026-10-2", "terbitan-2026-10-11", ".sedang-dibuat-x", "lain"):
        shutil.copytree(published, tmp_path / name)
    newest = newest_snapshot(tmp_path)
    assert newest == tmp_path / "terbitan-2026-10-11"
    assert (newest / DATABASE).is_file()
