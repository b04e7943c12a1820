"""Runs a command until standard input closes, then ends it with everything that it began: even a killed ``up`` leaves
nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

PATIENCE = 20


def keep(command: list[str]) -> None:
    """Runs the command in this process's group, which must be its own. This process ends with it."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_with_the_one_that_started, args=(process,), daemon=True).start()
    process.wait()
    os.killpg(0, signal.SIGKILL)  # what it had begun, and this process


def _end_with_the_one_that_started(process: subprocess.Popen[bytes]) -> None:
    sys.stdin.buffer.read()
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    keep(sys.argv[1:])
