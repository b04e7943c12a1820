"""The supervisor of ``kemitraan up``, with real processes: started again, ended with all that they began."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kemitraan.cli.serving.supervisor import LONGEST_WAIT, Kept, Supervisor

PARENT = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def process(tmp_path: Path) -> Kept:
    """A process that has begun another."""
    return Kept("Uji", [sys.executable, "-c", PARENT, str(tmp_path / "pid")], tmp_path / "log", dict(os.environ))


def child_of(tmp_path: Path) -> int:
    pid = tmp_path / "pid"
    until(lambda: pid.exists() and pid.read_text() != "")
    return int(pid.read_text())


def test_who_ends_is_started_again_and_this_is_told(process: Kept, tmp_path: Path) -> None:
    sentences: list[str] = []
    supervisor = Supervisor(say=sentences.append)
    supervisor.keep(process)
    first = child_of(tmp_path)
    (tmp_path / "pid").unlink()
    os.kill(first, 0)
    assert process.process
    os.killpg(process.process.pid, signal.SIGKILL)
    until(lambda: (supervisor.look(), process.process is not None and not process.ended())[1] and bool(sentences))
    assert child_of(tmp_path) != first
    assert sentences == ["Uji berhenti dan dinyalakan lagi dalam 1 detik."]
    supervisor.stop()


def test_all_that_it_began_ends_with_it(process: Kept, tmp_path: Path) -> None:
    supervisor = Supervisor(say=print)
    supervisor.keep(process)
    child = child_of(tmp_path)
    supervisor.stop()
    until(lambda: not alive(child))


def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from kemitraan.cli.serving.supervisor import Kept\n"
        f"Kept('Uji', [sys.executable, '-c', {PARENT!r}, {str(tmp_path / 'pid')!r}], Path({str(tmp_path / 'log')!r}), "
        "dict(os.environ)).start(); time.sleep(600)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", code])
    child = child_of(tmp_path)
    supervisor.kill()
    supervisor.wait()
    until(lambda: not alive(child))


def test_who_ends_at_once_is_started_again_later_each_time(process: Kept) -> None:
    waits = []
    for _ in range(8):
        process.started = time.monotonic()
        waits.append(process.plan_restart())
    assert waits == [1, 2, 4, 8, 16, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]
    process.started = time.monotonic() - 3600
    assert process.plan_restart() == 0


def test_a_log_that_has_grown_is_begun_anew_and_the_last_one_kept(
    process: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kemitraan.cli.serving.supervisor.MOST_LOG_BYTES", 10)
    for line in ("lama sekali", "lebih baru"):
        process.log.write_text(line)
        process.start()
        process.stop()
    assert process.log.with_name("log.1").read_text() == "lama sekali"
    assert process.log.read_text().startswith("lebih baru")
