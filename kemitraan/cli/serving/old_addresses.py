"""Leads addresses of Prefect's first UI to the second one, the only one that our guides show.

Prefect serves the first at the root and the second below ``/v2``, and sends a browser from one to the other only at the
root itself. A bookmark of a run would go on opening the first UI, in which offices cannot be chosen with the mouse.
"""

from __future__ import annotations

import re

from fastapi import FastAPI
from prefect.server.api.server import (
    _is_html_navigation,  # what Prefect itself takes for somebody who opens a page
    _resolve_ui_base_urls,
)
from prefect.settings import PREFECT_UI_SERVE_BASE, get_current_settings
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_MOVED = (
    (re.compile(r"/flow-runs/?"), "/runs"),
    (re.compile(r"/(?:flow-runs|task-runs)/(flow-run|task-run)/(.+)"), r"/runs/\1/\2"),
    (re.compile(r"/concurrency-limits/concurrency-limit-v2/.+"), "/concurrency-limits"),
    (re.compile(r"/work-queues(?:/.*)?"), "/work-pools"),
    (re.compile(r"/notifications(?:/.*)?"), "/automations"),
    (re.compile(r"/?"), "/dashboard"),
)
"""Paths that changed or are gone in the second UI. Everything else has the same path in both."""


def new_path(old_path: str) -> str:
    """A path of the first UI in the second, both from their roots: ``/flow-runs/flow-run/1b`` →
    ``/runs/flow-run/1b``.
    """
    for pattern, replacement in _MOVED:
        if match := pattern.fullmatch(old_path):
            return match.expand(replacement)
    return old_path


def redirect_old_addresses(app: FastAPI) -> None:
    """Adds the redirects to Prefect's app. Nothing changes where the first UI is chosen
    (PREFECT_SERVER_UI_V2_ENABLED=false).
    """
    ui = get_current_settings().server.ui
    if ui.v2_enabled and ui.enabled:
        first_base, second_base = _resolve_ui_base_urls(PREFECT_UI_SERVE_BASE.value())
        app.add_middleware(_Redirect, first_base=first_base.rstrip("/"), second_base=second_base)


class _Redirect:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, first_base: str, second_base: str) -> None:
        self._app, self._first, self._second = app, first_base, second_base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_of_the_first_ui(request := Request(scope)):
            root = scope.get("root_path", "")
            path = new_path(scope["path"].removeprefix(root).removeprefix(self._first))
            query = f"?{request.url.query}" if request.url.query else ""
            answer: ASGIApp = RedirectResponse(f"{root}{self._second}{path}{query}")
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_of_the_first_ui(self, request: Request) -> bool:
        """Whether a request is for a page of the first UI, not for a file that a page loads, nor for the API or our own
        pages.
        """
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        paths = (f"{self._second}/", "/api/", "/docs/", "/kemitraan/", f"{self._first}/ui-settings")
        ours = path.startswith(f"{self._first}/") and not f"{path}/".startswith(paths)
        return ours and _is_html_navigation(request)
