"""Datasette over one snapshot: its settings, and errors of a query told to the reader, not to the terminal."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

TIME_LIMIT = 1000
"""Milliseconds that a query may take."""
TOO_LONG = f"Kueri ini lebih dari {TIME_LIMIT // 1000} detik, jadi dihentikan. Batasi baris atau bulannya."
_DATASETTES_OWN = "datasette.handle_exception"
_INTERRUPTED = "SQL Interrupted"


def exploration(database: Path, metadata: Mapping[str, Any]) -> Any:
    """The app that serves this database, which is only read."""
    settings = {"sql_time_limit_ms": TIME_LIMIT, "suggest_facets": False}
    if not pm.is_registered(sys.modules[__name__]):
        pm.unregister(name=_DATASETTES_OWN)  # it prints every variable to the terminal
        pm.register(sys.modules[__name__])
    return Datasette([], immutables=[str(database)], metadata=metadata, settings=settings).app()


@hookimpl
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Any:
    """Shows an error as a page or as JSON. A program error is also printed in the terminal."""
    title, status, message = _told(exception)

    async def answer() -> Response:
        facts = {"ok": False, "status": status, "title": title, "error": message}
        if request.path.endswith(".json"):
            return Response.json(facts, status=status)
        return Response.html(await datasette.render_template("error.html", facts, request=request), status=status)

    return answer


def _told(exception: Exception) -> tuple[str | None, int, str]:
    """Title, status and words of an error."""
    if isinstance(exception, DatasetteError):
        too_long = exception.title == _INTERRUPTED
        return exception.title, exception.status, TOO_LONG if too_long else str(exception.message)
    if isinstance(exception, Base400):
        return None, exception.status, str(exception)
    traceback.print_exception(exception)
    return None, 500, f"Ada kesalahan pada program ini ({type(exception).__name__})."
