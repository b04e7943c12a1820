"""Runs a subject in a process of its own, and measures its result, its time and its highest memory use."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MIB = 1024


@dataclass(frozen=True)
class Measured:
    """``seconds`` counts from the first file to the last answer, without imports of the program; ``peak`` is in MiB."""

    seconds: float
    rows: int
    peak: float
    more: dict[str, Any]

    @property
    def rows_per_second(self) -> float:
        """Data rows a second."""
        return self.rows / self.seconds


def run_apart(subject: str, **task: Any) -> Measured:
    """Runs ``benchmarks.<subject>`` in a new interpreter, which prints what :func:`tell` writes."""
    command = [sys.executable, "-m", f"benchmarks.{subject}", json.dumps(task)]
    done = subprocess.run(command, env=clean_environment(), stdout=subprocess.PIPE, text=True, check=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def read_task() -> dict[str, Any]:
    """The arguments of :func:`run_apart`, read in the process of the subject."""
    return json.loads(sys.argv[1])


def tell(seconds: float, rows: int, **more: Any) -> None:
    """Prints the measure. The peak adds up our own and that of each worker process that is still there."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak += sum(_peak_of(child.pid) for child in multiprocessing.active_children())
    print(json.dumps({"seconds": seconds, "rows": rows, "peak": peak / MIB, "more": more}))


def _peak_of(process: int | None) -> int:
    """The most memory that a living process has held, in KiB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def clean_environment() -> dict[str, str]:
    """Our environment, but with compiled modules kept as in daily use, and without somebody's own home or warehouse."""
    ours = {"PYTHONDONTWRITEBYTECODE", "KEMITRAAN_HOME", "KEMITRAAN_WAREHOUSE"}
    return {name: value for name, value in os.environ.items() if name not in ours}
