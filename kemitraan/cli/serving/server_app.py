"""Prefect's server as one machine runs it, on SQLite through one connection.

With several, SQLite makes one of the server's threads wait for another's lock, and the one that holds it may itself wait
for the interpreter: everything stands still until SQLite gives up after a minute, with answers of 503 and lost events.
Prefect has no setting for it: it makes the pool as it likes. In PostgreSQL nothing is changed.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from prefect.server.api.server import create_app as prefect_app
from prefect.server.database import configurations
from sqlalchemy.ext.asyncio import AsyncEngine

_create = configurations.create_async_engine


def create_app() -> FastAPI:
    """The app, for uvicorn's ``--factory``."""
    configurations.create_async_engine = _create_engine
    return prefect_app()


def _create_engine(url: Any, **options: Any) -> AsyncEngine:
    if str(url).startswith("sqlite"):
        options |= {"pool_size": 1, "max_overflow": 0, "pool_timeout": 60}
    return _create(url, **options)
