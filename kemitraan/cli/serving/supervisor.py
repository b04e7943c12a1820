"""Keeps processes running: one that ends is started again, later each time. All end when this one is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
STEADY_SECONDS = 60.0
"""A process that ran this long before it ended is started again at once."""
ENDING_SECONDS = 30.0


MOST_LOG_BYTES = 10_000_000


def _turn_over(log: Path) -> None:
    """Begins a new log when the old one has grown; one old log is kept."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > MOST_LOG_BYTES:
            log.replace(log.with_name(f"{log.name}.1"))


@dataclass
class Kept:
    """A process to keep: its name, its command, and the file for its output."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(repr=False)
    folder: Path = field(default_factory=Path.cwd)

    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    wait: float = field(default=0.0, init=False)
    next_try: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Starts it in a group of its own, behind a keeper that ends the group when this process is gone."""
        _turn_over(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kemitraan.cli.serving.keeper", *self.command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=dict(self.environment),
                start_new_session=True,
            )
        self.started = time.monotonic()

    def ended(self) -> bool:
        """Whether it was started and has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> float:
        """Plans when to start it again and gives the seconds until then."""
        steady = time.monotonic() - self.started >= STEADY_SECONDS
        self.wait = 0.0 if steady else min(max(self.wait * 2, FIRST_WAIT), LONGEST_WAIT)
        self.next_try = time.monotonic() + self.wait
        if self.process and self.process.stdin:
            self.process.stdin.close()
        self.process = None
        return self.wait

    def stop(self) -> None:
        """Ends it and everything that it began, after a while in which it may finish its work."""
        if self.process is None:
            return
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Supervisor:
    """Keeps processes in the given order. ``say`` gets a sentence when one is started again."""

    say: Callable[[str], None]
    programs: list[Kept] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def keep(self, process: Kept) -> None:
        """Starts a process and keeps it from now on."""
        process.start()
        self.programs.append(process)

    def watch(self, restart: Callable[[Kept], None]) -> None:
        """Keeps all of them until ``stopping`` is set. ``restart`` gets each process that was started again."""
        while not self.stopping.wait(0.5):
            for child in self.look():
                restart(child)

    def look(self) -> list[Kept]:
        """Starts processes again that have ended and waited long enough, and gives them."""
        restarted = []
        for child in self.programs:
            if child.ended():
                seconds = child.plan_restart()
                self.say(
                    f"{child.name} berhenti dan dinyalakan lagi{f' dalam {seconds:.0f} detik' if seconds else ''}."
                )
            if child.process is None and time.monotonic() >= child.next_try:
                child.start()
                restarted.append(child)
        return restarted

    def stop(self) -> None:
        """Ends all of them, the last one first."""
        for child in reversed(self.programs):
            child.stop()
