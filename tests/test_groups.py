"""A group's server ends with the group's last test, and is set up anew for whoever asks later."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = """
import pytest
from pathlib import Path

def note(word):
    with Path("catatan").open("a") as notes:
        notes.write(word + " ")

@pytest.fixture(scope="session")
def server():
    note("begin")
    yield
    note("end")

@pytest.fixture(scope="module")
def run(server):
    note("run")

@pytest.mark.xdist_group("first")
@pytest.mark.parametrize("number", [1, 2])
def test_first(run, number):
    note("first")

@pytest.mark.xdist_group("second")
def test_second(server):
    note("second")

def test_alone():
    note("alone")
"""


def test_a_groups_server_ends_with_its_last_test(tmp_path: Path) -> None:
    (tmp_path / "test_bersama.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.groups", "-n", "1", "--dist", "loadgroup", "-q"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    words = (tmp_path / "catatan").read_text(encoding="utf-8").split()
    assert words == ["begin", "run", "first", "first", "end", "begin", "second", "end", "alone"]
