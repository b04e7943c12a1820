"""A step that kills its process when it comes upon one file, as often as a mark in the home says."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kemitraan.steps.job.parallel import PrefectSecret, run_step
from kemitraan.steps.workshop import workshop_at
from warehouse.submissions import get_submission

FILE = "mematikan.csv"
Step = Callable[..., Any]
MARK = "kematian-uji"


def run_step_or_die(home: str, step: Step, arguments: tuple[Any, ...], prefect_secret: PrefectSecret = None) -> Any:
    """Do the step, but not for this file while the mark holds a letter for a death to come."""
    mark = Path(home) / MARK
    file = get_submission(workshop_at(home, prefect_secret).warehouse, arguments[0]).file_name
    if file == FILE and (deaths := mark.read_text()):
        mark.write_text(deaths[1:])
        os.kill(os.getpid(), signal.SIGKILL)
    return run_step(home, step, arguments, prefect_secret)
