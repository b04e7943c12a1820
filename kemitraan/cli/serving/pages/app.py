"""The pages: the state of all offices, ways from a submission to its page and form, and files to fetch.

They work on the home that ``KEMITRAAN_HOME`` names on the server's machine. Where there is none, a sentence says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from connectors.errors import OutsideError
from flows.secret_blocks import prefect_secret
from kemitraan.cli.serving.pages.access import Refused, Visitor, let_in
from kemitraan.cli.serving.pages.downloads import download
from kemitraan.cli.serving.pages.markup import HEADERS, page
from kemitraan.cli.serving.pages.server_links import decision_page, newest_artifact
from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.errors import explained
from kemitraan.pages.markdown import Markdown, link, plain
from kemitraan.pages.overview import overview_page
from kemitraan.server_names import submission_page_key
from kemitraan.steps.views.fetching import (
    FoundFile,
    NoSuchFile,
    answer,
    known_submission,
    original,
    published,
    record_fetch,
    report,
)
from kemitraan.steps.views.overview import overview
from kemitraan.steps.workshop import Workshop, open_workshop
from schemas.period import Period
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.upgrade import require_ready

NO_HOME = (
    "Rumah Kemitraan tidak ada di komputer server ini, jadi halaman dan berkasnya tidak dapat dibuka dari sini. Isi "
    "KEMITRAAN_HOME dengan foldernya (boleh folder jaringan), lalu nyalakan ulang server. Keadaan terakhir ada di artefak "
    "keadaan."
)
_TITLE = "Kemitraan Sulbar"
Fetch = Callable[[Workshop], FoundFile]


class _NoHome(Exception):
    """This machine has no home."""


def create_pages() -> FastAPI:
    """The app, to be mounted below one path of the server."""
    app = FastAPI(title=_TITLE, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    def state(request: Request) -> Response:
        let_in(request)
        return _html("Keadaan semua kantor", overview_page(overview(_workshop()), _Links()))

    @app.get("/keputusan/{number}")
    async def decision(request: Request, number: str) -> Response:
        let_in(request)
        await run_in_threadpool(lambda: known_submission(_workshop(), number))
        path = await decision_page(number)
        if path is None:
            raise NoSuchFile("Kiriman ini tidak menunggu keputusan (lagi), atau formulirnya belum dibuat.")
        return RedirectResponse(f"{_outside(request)}{path}")

    @app.get("/kiriman/{number}")
    async def submission(request: Request, number: str) -> Response:
        let_in(request)
        path = await newest_artifact(await run_in_threadpool(lambda: _page_key(_workshop(), number)))
        if path is None:
            raise NoSuchFile(
                "Halaman kiriman ini tidak ada di server: kirimannya diproses di luar server, atau halamannya sudah "
                "dihapus karena lama. Berkasnya tetap dapat diambil dari halaman Keadaan semua kantor."
            )
        return RedirectResponse(f"{_outside(request)}{path}")

    @app.get("/kiriman/{number}/asli")
    def sent(request: Request, number: str) -> Response:
        return _fetched(request, "asli", number, lambda home: original(home, number))

    @app.get("/kiriman/{number}/balasan")
    def returned(request: Request, number: str) -> Response:
        return _fetched(request, "balasan", number, lambda home: answer(home, number))

    @app.get("/laporan")
    def newest_report(request: Request) -> Response:
        return _fetched(request, "laporan", None, report)

    @app.get("/laporan/{name}")
    def named_report(request: Request, name: str) -> Response:
        return _fetched(request, "laporan", None, lambda home: report(home, name))

    @app.get("/terbitan/{name}/{path:path}")
    def of_snapshot(request: Request, name: str, path: str) -> Response:
        return _fetched(request, "terbitan", None, lambda home: published(home, name, path))

    @app.exception_handler(404)
    def nothing_there(request: Request, _error: Exception) -> Response:
        return _told(request, 404, "Halaman ini tidak ada.")

    for kind, status in _STATUS.items():
        app.add_exception_handler(kind, _handler(status))
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(_NoHome, lambda request, _error: _told(request, 503, NO_HOME))
    app.add_exception_handler(OutsideError, _outside_told)
    return app


_STATUS: dict[type[Exception], int] = {NoSuchFile: 404, UnknownSubmission: 404, WarehouseError: 503, ConfigError: 503}


class _Links:
    """Links on our own page of the state of all offices."""

    def page(self, text: str, office: str, period: Period | None, submission: str) -> Markdown:
        return link(text, f"kiriman/{submission}")

    def decision(self, text: str, submission: str) -> Markdown:
        return link(text, f"keputusan/{submission}")

    def answer(self, text: str, submission: str) -> Markdown:
        return link(text, f"kiriman/{submission}/balasan")

    def original(self, text: str, submission: str) -> Markdown:
        return link(text, f"kiriman/{submission}/asli")


def _fetched(request: Request, kind: str, number: str | None, fetch: Fetch) -> Response:
    """Gives a file after recording who gets it. A file whose fetch cannot be recorded is not given."""
    visitor: Visitor = let_in(request)
    home = _workshop()
    file = fetch(home)
    try:
        record_fetch(home, who=visitor.name, address=visitor.address, kind=kind, submission=number)
    except OSError:
        return _told(request, 503, "Catatan pengambilan berkas tidak dapat ditulis, jadi berkasnya tidak diberikan.")
    return download(file, file.name)


def _page_key(home: Workshop, number: str) -> str:
    submission = known_submission(home, number)
    return submission_page_key(home.sender_of(submission).slug, submission.period, submission.id)


def _workshop() -> Workshop:
    """The home, opened anew when its settings have changed."""
    try:
        home = Home.find(None, os.environ, Path.cwd())
        changed = home.config_file.stat().st_mtime_ns
    except (ConfigError, OSError):
        raise _NoHome from None
    workshop = _opened(str(home.path), changed)
    require_ready(workshop.warehouse)
    return workshop


@lru_cache(maxsize=1)
def _opened(path: str, _changed: int) -> Workshop:
    return open_workshop(Home(Path(path)), prefect_secret=prefect_secret)


def _outside(request: Request) -> str:
    """The path below which a proxy, or the server itself, mounts Prefect's app."""
    return request.scope.get("root_path", "").removesuffix("/kemitraan")


def _html(title: str, markdown: str, status: int = 200, up: str = "", **headers: str) -> Response:
    return HTMLResponse(page(title, markdown, up), status, headers={**HEADERS, **headers})


def _told(request: Request, status: int, sentence: str, **headers: str) -> Response:
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return _html(_TITLE, plain(sentence), status, "../" * (path.count("/") - 1), **headers)


def _handler(status: int) -> Callable[[Request, Exception], Response]:
    return lambda request, error: _told(request, status, str(error))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"WWW-Authenticate": 'Basic realm="Kemitraan Sulbar", charset="UTF-8"'} if error.status == 401 else {}
    return _told(request, error.status, str(error), **headers)


def _outside_told(request: Request, error: Exception) -> Response:
    assert isinstance(error, OutsideError)
    return _told(request, 503, explained(error) or "")
