"""Maintenance as a page: what was done and what needs a person."""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.pages.template import rendered
from kemitraan.steps.care.maintaining import WorkResult


def maintenance_page(results: Sequence[WorkResult]) -> str:
    """A row for each piece of work, then the details: damaged files, sizes."""
    return rendered("pemeliharaan", semua=results)
