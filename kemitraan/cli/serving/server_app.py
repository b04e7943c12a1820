"""Prefect's server as we run it: names for new runs, one UI, pages of our own, and SQLite through one connection.

With several connections, one of the server's threads waits for another's lock in SQLite, and the thread that holds it
may itself wait for the interpreter. Everything stands still until SQLite gives up after a minute, with answers of 503
and lost events. Prefect has no setting for its connection pool. Nothing changes for PostgreSQL.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from prefect.server.api.server import create_app as prefect_app
from prefect.server.database import configurations
from sqlalchemy.ext.asyncio import AsyncEngine

from kemitraan.cli.serving.old_addresses import redirect_old_addresses
from kemitraan.cli.serving.pages.mounting import add_pages
from kemitraan.cli.serving.run_naming import name_new_runs
from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.load import load_config

_create = configurations.create_async_engine


def create_app() -> FastAPI:
    """The app, for uvicorn's ``--factory``."""
    configurations.create_async_engine = _create_engine
    name_new_runs(_zone())
    app = prefect_app()
    redirect_old_addresses(app)
    add_pages(app)
    return app


def _zone() -> ZoneInfo:
    """The home's time zone; that of South and West Sulawesi where there is no home here, or its settings cannot be
    read.
    """
    try:
        return load_config(Home.find(None, os.environ, Path.cwd())).settings.zone
    except ConfigError:
        return ZoneInfo("Asia/Makassar")


def _create_engine(url: Any, **options: Any) -> AsyncEngine:
    if str(url).startswith("sqlite"):
        options |= {"pool_size": 1, "max_overflow": 0, "pool_timeout": 60}
    return _create(url, **options)
