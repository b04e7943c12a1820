"""Finds the home that a command works on, and makes sure that it is ready."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kemitraan.config.home import Home
from kemitraan.config.models import Config, Office
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop, open_workshop
from warehouse.upgrade import require_ready


def home_of(arguments: argparse.Namespace) -> Home:
    """The home that the command's arguments name. Raises ConfigError when there is none."""
    return Home.find(arguments.home, os.environ, Path.cwd())


def ready_workshop(arguments: argparse.Namespace) -> Workshop:
    """Opens the home, whose warehouse must be at this version. Raises ConfigError or WarehouseError with what to do."""
    workshop = open_workshop(home_of(arguments), prefect_secret=secret_block)
    require_ready(workshop.warehouse)
    return workshop


def secret_block(name: str) -> str:
    """The value of a Secret block on the server that PREFECT_API_URL names. Raises KeyError when there is none, or the
    server does not answer.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise KeyError(name)
    import httpx  # late: most commands do without Prefect

    from flows.secret_blocks import prefect_secret

    try:
        return prefect_secret(name)
    except httpx.HTTPError:
        raise KeyError(name) from None


def office_named(config: Config, name: str) -> Office:
    """The registered office with this slug or code. The UsageError for an unknown one lists the registered ones."""
    try:
        return config.office(name)
    except KeyError:
        slugs = ", ".join(office.slug for office in config.offices)
        raise UsageError(f"kantor {name!r} tidak terdaftar. Yang terdaftar: {slugs}.") from None
