"""A run that is killed: at a chosen step, before it or at one of the moments inside at which something becomes
lasting.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event

from connectors.archive import Archive
from connectors.folder import FolderConnector
from kemitraan.config.home import Home
from kemitraan.steps.job import answering, collecting, processing
from tests.steps.driver import TimelessWorkshop, run_job
from tests.warehouse.processes import contents, in_process, wait_for

STEPS: dict[str, tuple[Any, str]] = {
    "archive": (Archive, "put"),
    "register": (collecting, "register_submission"),
    "record arrival": (collecting, "record_arrival"),
    "mark done": (FolderConnector, "mark_done"),
    "save checked": (processing, "save_checked"),
    "store check": (processing, "store_check"),
    "load": (processing, "load"),
    "publish": (processing, "publish"),
    "deliver": (FolderConnector, "deliver"),
    "record answer": (answering, "record_answer"),
    "answered": (answering, "answered"),
    "discard checked": (answering, "discard_checked"),
}


@dataclass(frozen=True)
class Death:
    """When to die: entering a step (``inside`` 0), or at its so-many-th commit or renaming."""

    step: str
    inside: int


def is_killed(workshop: Callable[[], TimelessWorkshop], death: Death) -> bool:
    """Run the job in a process of its own that is killed then; False when the moment never came."""

    def work() -> None:
        opened = workshop()
        _arm(opened, death)
        run_job(opened)

    status = wait_for(in_process(work))
    assert status in (0, -signal.SIGKILL)
    return status != 0


def _arm(workshop: TimelessWorkshop, death: Death) -> None:
    owner, name = STEPS[death.step]
    step = getattr(owner, name)
    entered = False
    moments = count(0)

    def reached(*_: object) -> None:
        if entered and next(moments) == death.inside:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(*arguments: Any, **keywords: Any) -> Any:
        nonlocal entered
        entered = True
        reached()
        result = step(*arguments, **keywords)
        entered = False
        return result

    setattr(owner, name, watched)
    event.listen(workshop.warehouse.engine, "commit", reached)
    for renaming in ("replace", "rename", "rmdir"):
        _watch(renaming, reached)


def _watch(name: str, reached: Callable[[], None]) -> None:
    real = getattr(os, name)

    def watched(*arguments: Any, **named: Any) -> Any:
        reached()
        return real(*arguments, **named)

    setattr(os, name, watched)


def traces(workshop: TimelessWorkshop) -> dict[str, Any]:
    """All that a run leaves: every row of the warehouse, and the files of the home that people see."""
    home = workshop.home
    rows = contents(workshop.warehouse)
    return {
        **rows,
        "home_key": [key for key, _since in rows["home_key"]],  # remembered by the real clock, when the home is opened
        "masuk": seen_files(home, home.inboxes),
        "keluar": seen_files(home, home.outboxes),
        "arsip": seen_files(home, home.archive),
        "kerja": sorted(path.name for path in home.work.iterdir()),
    }


def seen_files(home: Home, folder: Path) -> dict[str, bytes]:
    """Content by name, hidden files aside: a process that is killed while it writes leaves one."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(home.path)): path.read_bytes() for path in files}
