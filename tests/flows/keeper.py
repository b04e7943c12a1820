"""Runs a command until standard input closes, then ends it with all that it began: a killed test session leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

PATIENCE = 20


def keep(command: list[str]) -> None:
    """The command runs in this process's group, which must be its own."""
    kept = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    sys.stdin.buffer.read()
    kept.terminate()
    with suppress(subprocess.TimeoutExpired):
        kept.wait(PATIENCE)
    os.killpg(0, signal.SIGKILL)  # a flow run that it had begun, and this process


if __name__ == "__main__":
    keep(sys.argv[1:])
