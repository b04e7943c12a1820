"""The consolidation with a bug in loading one file, for as long as a mark lies in the home: to be deployed by a
test.
"""

from __future__ import annotations

from flows.consolidation import consolidate
from flows.settings import home
from kemitraan.steps.job import processing
from schemas.result import CheckResult
from tests.flows.marks import FILE, MARK
from warehouse.engine import Warehouse
from warehouse.submissions import get_submission

__all__ = ["consolidate"]


def broken(warehouse: Warehouse, submission: str, result: CheckResult) -> bool:
    """Load, but not this file while the mark is there."""
    if get_submission(warehouse, submission).file_name == FILE and (home().path / MARK).exists():
        raise ValueError("cannot make anything of it")
    return sound(warehouse, submission, result)


sound = processing.load
processing.load = broken
