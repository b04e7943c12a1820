"""Maintenance as a page: what was done and what needs a person."""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.pages.template import rendered
from kemitraan.steps.care.maintaining import Done


def maintenance_page(done: Sequence[Done]) -> str:
    """A row for each piece of work, then the details: damaged files, sizes."""
    return rendered("pemeliharaan", semua=done)
