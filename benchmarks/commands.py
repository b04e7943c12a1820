"""How soon the command answers, compared with importing pandas and pandera alone."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

from benchmarks.books import Book
from benchmarks.process import clean_environment

COMMAND = "import sys; from kemitraan.cli import main; sys.exit(main())"
TRIES = 3


def command_seconds(small: Book, tries: int = TRIES) -> dict[str, float]:
    """Seconds of each command line, the best of some tries."""
    lines = {
        "python -c pass": ["-c", "pass"],
        "kemitraan --help": ["-c", COMMAND, "--help"],
        "import pandas, pandera": ["-c", "import pandas, pandera.pandas"],
        "kemitraan check": ["-c", COMMAND, "check", small.path, "--format", "json"],
    }
    return {name: min(_seconds(line) for _ in range(tries)) for name, line in lines.items()}


def _seconds(arguments: list[str]) -> float:
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):  # 1: rows were quarantined
        raise RuntimeError(done.stderr)
    return perf_counter() - start
