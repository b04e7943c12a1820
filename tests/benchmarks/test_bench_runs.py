"""The benchmark runs and prints its ratios; how fast things are is not for a test to say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_quick_benchmark_runs_and_prints_its_ratios() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert re.search(
        r"SQLite: \*\*[\d.]+ times faster than the plain script\*\*.*\*\*[\d.]+ times the floor", done.stdout
    )
    assert "of its check" in done.stdout
    assert "| kesiapan | " in done.stdout
    assert "| pembukaan | " in done.stdout
    assert "kemitraan check" in done.stdout
