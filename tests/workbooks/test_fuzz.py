"""Thousands of harmed workbooks of every kind: an answer of the contract each, and no harm that is not told.

They are read in a process of their own, whose memory and processor time are bounded by the kernel. A seed that fails is
repeated with ``python -m tests.workbooks.fuzzing SEED SEED+1``.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

GIB = 1024**3
ROOT = Path(__file__).parents[2]


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (4 * GIB, 4 * GIB))
    resource.setrlimit(resource.RLIMIT_CPU, (120, 120))


def test_no_harm_goes_untold_and_none_stops_the_reader() -> None:
    command = [sys.executable, "-m", "tests.workbooks.fuzzing", "0", "150"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, preexec_fn=_bound)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    *untold, summary = done.stdout.splitlines()
    assert untold == []
    read, refused = map(int, re.findall(r"\d+", summary))
    assert read > 1000
    assert refused > 1000
