"""The consolidation with a bug in loading one file, for as long as a mark lies in the home: to be deployed by a test."""

from __future__ import annotations

from typing import Any

from flows.consolidation import consolidate
from kemitraan.steps.job import parallel
from kemitraan.steps.workshop import Workshop
from warehouse.submissions import get_submission

FILE = "rusak.csv"
MARK = "kesalahan-uji"

__all__ = ["FILE", "MARK", "consolidate"]


def broken(workshop: Workshop, submission: str) -> Any:
    """Load, but not this file while the mark is there."""
    file = get_submission(workshop.warehouse, submission).file_name
    if file == FILE and (workshop.home.path / MARK).exists():
        raise ValueError("cannot make anything of it")
    return sound(workshop, submission)


sound = parallel.STEPS["load"]
parallel.STEPS["load"] = broken
