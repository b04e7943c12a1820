"""What a process of a cluster is refused for, and what is told when none survives a step."""

from __future__ import annotations

import uuid
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from distributed import KilledWorker
from distributed.client import FutureCancelledError
from prefect.states import Completed

from connectors.errors import ProcessKilledError
from flows.dask_cluster import ClusterFuture, ClusterRunner, Introduction, cluster_runner, error_of, introduce
from flows.settings import task_runner, workers
from kemitraan.config.home import Home
from tests.homes import MakeHome

OURS = Introduction(program="a", settings="b", lore="c", warehouse="d", sees=True)


def future(outcome: Any) -> ClusterFuture:
    """A future of the cluster that gives or raises this."""
    wrapped: Future[Any] = Future()
    wrapped.set_exception(outcome) if isinstance(outcome, Exception) else wrapped.set_result(outcome)
    return ClusterFuture(wrapped_future=wrapped, task_run_id=uuid.uuid4())


@pytest.mark.parametrize(
    "gone", [KilledWorker("muat", None, 3), FutureCancelledError("muat", "scheduler-connection-lost")]
)
def test_a_step_that_no_process_survived_is_the_worlds_fault(gone: Exception) -> None:
    with pytest.raises(ProcessKilledError):
        future(gone).result()


def test_what_a_step_gives_is_given() -> None:
    assert future(Completed(data=7)).result() == 7


def test_a_process_like_ours_may_work() -> None:
    assert error_of(OURS, OURS, shared=True) is None
    assert error_of(OURS, replace(OURS, sees=False), shared=False) is None


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (replace(OURS, program="x"), "menjalankan program versi lain."),
        (replace(OURS, settings="x"), "membaca kemitraan.toml yang lain isinya."),
        (replace(OURS, lore="x"), "mengenal acuan/ yang lain isinya."),
        (replace(OURS, warehouse="x"), "bekerja dengan gudang data lain."),
        (replace(OURS, sees=False), "tidak melihat rumah ini."),
        (replace(OURS, alone=False), "tidak boleh memulai proses lain."),
        (Introduction(error="kunci NIK tidak dapat dibaca."), "tidak dapat bekerja: kunci NIK tidak dapat dibaca."),
        (ModuleNotFoundError("flows"), "tidak dapat menjalankan program ini (ModuleNotFoundError)."),
    ],
)
def test_one_that_would_work_otherwise_is_refused(answer: Introduction | Exception, sentence: str) -> None:
    error = error_of(OURS, answer, shared=True)
    assert error
    assert error.startswith(sentence)


def test_a_process_says_what_it_works_with(make_home: MakeHome, monkeypatch: pytest.MonkeyPatch) -> None:
    home, keyless = make_home(), make_home()
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    first = introduce("kemitraan.toml")
    assert (first.error, first.sees, first.alone) == (None, True, True)
    assert not introduce("tidak ada").sees
    with home.config_file.open("a", encoding="utf-8") as settings:
        settings.write("\n[health]\nbackup_hours = 5\n")
    assert introduce("kemitraan.toml").settings == first.settings  # until it is started anew
    keyless.key_file.unlink()
    monkeypatch.setenv("KEMITRAAN_HOME", str(keyless.path))
    assert "kunci NIK tidak dapat dibaca" in str(introduce("kemitraan.toml").error)


def test_the_settings_choose_the_task_runner(own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEMITRAAN_HOME", str(own_home.path))
    text = own_home.config_file.read_text(encoding="utf-8")
    assert not isinstance(task_runner(), ClusterRunner)
    own_home.config_file.write_text(f'[settings]\ntask_runner = "dask"\nworkers = 3\n{text}', encoding="utf-8")
    assert task_runner() == cluster_runner(None, 3)
    assert workers() == 1  # beside each process of the cluster
    address = "tcp://127.0.0.1:8786"
    settings = f'[settings]\ntask_runner = "dask"\ndask_scheduler = "{address}"\n'
    own_home.config_file.write_text(settings + text, encoding="utf-8")
    assert task_runner() == cluster_runner(address, 1)
