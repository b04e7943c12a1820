"""Who is let in to our pages, and what they say where they cannot work: without a server."""

from __future__ import annotations

import asyncio
import base64
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import httpx
import pytest
from prefect.settings import PREFECT_SERVER_API_AUTH_STRING, temporary_settings

from kemitraan.cli.serving.pages.app import NO_HOME, create_pages
from kemitraan.config.home import Home
from kemitraan.config.init import init_home

LOGIN = "petugas:kata-Masuk-é"


def get(path: str, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(create_pages())
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:4200") as client:
            return await client.get(path, headers=headers)

    with ThreadPoolExecutor(1) as apart:  # in this one the browser of other tests may keep a loop running
        return apart.submit(copy_context().run, asyncio.run, ask()).result()


def basic(login: str) -> str:
    return f"Basic {base64.b64encode(login.encode()).decode()}"


def test_a_server_without_a_home_says_what_to_set_and_where_the_state_is_seen_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for home in (None, tmp_path / "tidak-ada"):
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("KEMITRAAN_HOME", raising=False)
        if home:
            monkeypatch.setenv("KEMITRAAN_HOME", str(home))
        response = get("/")
        assert response.status_code == 503
        assert NO_HOME.partition(",")[0] in response.text
        assert "KEMITRAAN_HOME" in response.text.replace("\\", "")


def test_a_home_whose_settings_are_wrong_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "rumah")
    init_home(home.path)
    home.config_file.write_text("[settings]\ndue_day = 40\n", encoding="utf-8")
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    response = get("/")
    assert response.status_code == 503
    assert "due_day" in response.text.replace("\\", "")


@pytest.mark.parametrize(
    "login", ["", basic("petugas:salah"), basic(""), "Basic ???", "Basic /w==", "Bearer abc", basic(LOGIN)[:-4]]
)
def test_without_the_servers_login_nobody_sees_anything(login: str) -> None:
    with temporary_settings({PREFECT_SERVER_API_AUTH_STRING: LOGIN}):
        for path in ("/", "/laporan", "/kiriman/00000000000000000000/asli", "/kiriman/00000000000000000000"):
            response = get(path, **({"Authorization": login} if login else {}))
            assert response.status_code == 401
            assert response.headers["WWW-Authenticate"].startswith("Basic realm=")


def test_with_the_login_the_name_of_the_machine_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KEMITRAAN_HOME", raising=False)
    with temporary_settings({PREFECT_SERVER_API_AUTH_STRING: LOGIN}):
        assert get("/", Authorization=basic(LOGIN), Host="umkm.contoh.go.id").status_code == 503  # let in: no home
    assert get("/", Host="umkm.contoh.go.id").status_code == 403


def test_no_page_may_be_framed_cached_or_run_a_script() -> None:
    response = get("/lain")
    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "<script" not in response.text
