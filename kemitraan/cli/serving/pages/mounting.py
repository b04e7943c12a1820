"""Puts our pages before Prefect's app, and a link to them on every page of its UI."""

from __future__ import annotations

from fastapi import FastAPI
from prefect.server.api.server import _is_html_navigation
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kemitraan.cli.serving.pages.app import create_pages
from kemitraan.server_names import OURS

_UNWANTED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
_LINK = (
    '<a id="keadaan-kantor" href="{path}" style="position:fixed;left:16px;bottom:100px;z-index:40;'
    "padding:8px 14px;border-radius:8px;background:#1a56b0;color:#fff;font:600 14px system-ui,sans-serif;"
    'text-decoration:none;box-shadow:0 1px 4px #0006">Keadaan semua kantor</a></body>'
)


def add_pages(app: FastAPI) -> None:
    """Adds our pages to Prefect's app, outside its other middleware: people who may use the API may not always see our
    files.
    """
    app.add_middleware(_LinkOnEveryPage)
    app.add_middleware(_Pages)


class _Pages:
    """ASGI middleware that answers requests below our path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._pages = app, create_pages()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = scope.get("root_path", "")
        path = scope.get("path", "").removeprefix(root)
        if scope["type"] == "http" and f"{path}/".startswith(f"/{OURS}/"):
            scope = {
                **scope,
                "root_path": f"{root}/{OURS}",
                "path": scope["path"] if path != f"/{OURS}" else f"{root}/{OURS}/",
            }
            await self._pages(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class _LinkOnEveryPage:
    """ASGI middleware that puts a link before the end of the UI's shell, an HTML file."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_html_navigation(Request(scope)):
            await self._app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in _UNWANTED]
        link = _LINK.format(path=f"{scope.get('root_path', '')}/{OURS}/").encode()
        await self._app({**scope, "headers": headers}, receive, _Rewriter(send, link))


class _Rewriter:
    """Passes an answer on. It holds the body of an HTML answer back until it is whole, and adds the link."""

    def __init__(self, send: Send, link: bytes) -> None:
        self._send, self._link = send, link
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_with_link(self._start)
            return
        await self._send(message)

    async def _send_with_link(self, start: Message) -> None:
        body = self._body.replace(b"</body>", self._link, 1)
        headers = MutableHeaders(raw=start["headers"])
        for name in ("etag", "last-modified", "accept-ranges"):
            if name in headers:
                del headers[name]
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-cache"
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
