"""Processes that are killed in the middle of their work: whoever was with one is done all the same."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.errors import Place, ProcessKilledError
from kemitraan.steps.job import processing
from kemitraan.steps.job.error_words import is_worth_another_try, sentence
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.parallel import run_step
from kemitraan.steps.job.processes import NEEDED, Processes
from kemitraan.steps.job.selecting import mark_failed, unfinished_of
from tests.steps.driver import TimelessWorkshop, bring_in, send
from tests.steps.making import mitra_csv

PATIENCE = 60


def meet(folder: Path) -> None:
    """Wait until another process is here, too."""
    tell(folder, "met")
    until(folder, "met", 2)


def die(folder: Path) -> None:
    """Kill this process, the first time as soon as another one is under way beside it."""
    tell(folder, "died")
    until(folder, "under way", 1)
    os.kill(os.getpid(), signal.SIGKILL)


def work(folder: Path) -> str:
    """Work that lasts until its process is ended, the first time."""
    if tell(folder, "under way") == 1:
        time.sleep(PATIENCE)
    return f"done the {times(folder, 'under way')}. time"


def tell(folder: Path, name: str) -> int:
    """Note that something has begun; gives how often it has."""
    with (folder / name).open("a") as file:
        file.write("x")
    return times(folder, name)


def imported() -> set[str]:
    """What every process needs and this one has."""
    return sys.modules.keys() & set(NEEDED)


def until(folder: Path, name: str, often: int) -> None:
    """Wait until something has begun so often."""
    end = time.monotonic() + PATIENCE
    while times(folder, name) < often and time.monotonic() < end:
        time.sleep(0.01)


def times(folder: Path, name: str) -> int:
    """How often it has begun."""
    path = folder / name
    return path.stat().st_size if path.exists() else 0


def test_one_that_kills_its_process_costs_its_companions_nothing_and_is_told_alone(tmp_path: Path) -> None:
    processes = Processes(2)
    with ThreadPoolExecutor(2) as threads:
        # Python's pool sees at once that a process was killed only where it was there before the work was given out.
        list(threads.map(lambda _: processes.run(0, meet, tmp_path), range(2)))
        companion = threads.submit(processes.run, 0, work, tmp_path)
        deadly = threads.submit(processes.run, 0, die, tmp_path)
        assert companion.result() == "done the 2. time"
        with pytest.raises(ProcessKilledError):
            deadly.result()
    assert times(tmp_path, "died") == 2  # in company, and once more alone
    with pytest.raises(ProcessKilledError):
        processes.run(0, die, tmp_path)
    assert times(tmp_path, "died") == 3  # not in company any more
    assert processes.run(0, len, "abc") == processes.run(0, len, "abc", alone=True) == 3  # both are made anew


def test_one_that_is_worked_on_alone_ends_no_other_process(tmp_path: Path) -> None:
    processes = Processes(1)
    tell(tmp_path, "under way")
    before = processes.run(0, os.getpid)
    with pytest.raises(ProcessKilledError):
        processes.run(0, die, tmp_path, alone=True)
    assert processes.run(0, os.getpid) == before
    assert times(tmp_path, "died") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="each process starts anew elsewhere")
def test_what_every_process_needs_is_imported_once() -> None:
    processes, others = Processes(1), Processes(1)
    assert processes.run(0, os.getppid) == others.run(0, os.getppid) != os.getpid()
    assert processes.run(0, imported) == set(NEEDED)


def test_a_process_has_the_environment_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    Processes(1).run(0, os.getpid)
    monkeypatch.setenv("KEMITRAAN_UJI", "kini")
    assert Processes(1).run(0, os.getenv, "KEMITRAAN_UJI") == "kini"
    monkeypatch.delenv("KEMITRAAN_UJI")
    assert Processes(1).run(0, os.getenv, "KEMITRAAN_UJI") is None


@pytest.fixture
def received(embedded: TimelessWorkshop) -> str:
    """A submission that was taken in."""
    send(embedded.home, "sulsel-makassar", mitra_csv("Satu"), "satu.csv")
    (arrival,) = bring_in(embedded, "sulsel-makassar")
    return arrival.submission


def test_a_killed_process_is_an_outside_error_and_leaves_the_submission_to_the_next_run(
    embedded: TimelessWorkshop, received: str
) -> None:
    error = ProcessKilledError(Place.COMPUTER)
    mark_failed(embedded, received, error)
    assert unfinished_of(embedded, ["sulsel-makassar"]) == [received]
    assert is_worth_another_try(error)
    assert sentence(error).startswith(
        "Komputer ini menghentikan pekerjaannya di tengah jalan, biasanya karena memorinya"
    )
    assert sentence(error).endswith("Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya.")


def test_memory_that_is_refused_is_told_as_a_killed_process(
    embedded: TimelessWorkshop, received: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(processing, "check_bytes", too_large)
    with pytest.raises(ProcessKilledError):
        run_step(str(embedded.home.path), processing.check_submission, (received,))
    (line,) = process_here(embedded, [received], str).lines
    assert (line.state, line.problem) == ("received", "process_killed at computer (MemoryError)")
