"""The consolidation that waits in loading one file for as long as a mark lies in the home: to be deployed by a test."""

from __future__ import annotations

import time

from prefect._flow_run_suspension import _active_flow_run_suspension_requests

from flows.consolidation import consolidate
from flows.settings import home
from kemitraan.steps.job import processing
from schemas.result import CheckResult
from tests.flows.marks import SLOW, SLOW_MARK, SLOW_SEEN
from warehouse.engine import Warehouse
from warehouse.submissions import get_submission

__all__ = ["consolidate"]


def slow(warehouse: Warehouse, submission: str, result: CheckResult) -> bool:
    """Load, but a file with this name only once the mark is gone or the run was paused. ``SLOW_SEEN`` says that it
    waits.
    """
    if get_submission(warehouse, submission).file_name.startswith(SLOW):
        (home().path / SLOW_SEEN).touch()
        while (home().path / SLOW_MARK).exists() and not _hears_of_a_pause():
            time.sleep(0.1)
    return at_once(warehouse, submission, result)


def _hears_of_a_pause() -> bool:
    """Whether this process knows that it is to stop: it hears of it within seconds, and ends then after the step."""
    return any(request.is_requested() for request in _active_flow_run_suspension_requests.values())


at_once = processing.load
processing.load = slow
