"""The tasks of a run on a Dask cluster: one made here for the run, or the one that the settings name.

Before anything runs every process of a cluster that others started is asked what it would work with. Imported only
where a cluster is wanted: the package is an extra.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import dask
from distributed import KilledWorker, LocalCluster
from distributed.client import FutureCancelledError
from prefect.context import FlowRunContext
from prefect_dask import DaskTaskRunner
from prefect_dask.task_runners import PrefectDaskFuture

from connectors.errors import OutsideError, Place, ProcessKilledError
from connectors.local_files import write_new
from flows.settings import workshop as open_home
from kemitraan.config.errors import ConfigError
from kemitraan.config.machines import no_scheduler, scheduler_error
from kemitraan.steps.workshop import Workshop
from warehouse.diary import began_at
from warehouse.errors import WarehouseError

SECONDS = 20
"""How long to wait for a scheduler."""
ROOMS = ("connectors", "workbooks", "schemas", "warehouse", "reports", "flows", "kemitraan")
UNLIKE = {
    "program": "menjalankan program versi lain. Perbarui, lalu nyalakan ulang.",
    "settings": "membaca kemitraan.toml yang lain isinya. Samakan, lalu nyalakan ulang.",
    "lore": "mengenal acuan/ yang lain isinya. Pakai satu acuan/ di folder bersama.",
    "warehouse": "bekerja dengan gudang data lain. Samakan KEMITRAAN_WAREHOUSE, lalu nyalakan ulang.",
}
"""What is the matter with a process whose answer differs from ours, by what differs."""


def cluster_runner(scheduler: str | None, processes: int) -> DaskTaskRunner:
    """Runs tasks on the cluster of this ``scheduler``, or on one of so many ``processes`` that is made here for the
    run.
    """
    if scheduler:
        return ClusterRunner(address=scheduler, client_kwargs={"timeout": SECONDS})
    return ClusterRunner(cluster_class=local_cluster, cluster_kwargs={"n_workers": processes})


def local_cluster(n_workers: int) -> LocalCluster:
    """A cluster on this machine. A process has one thread: when it is killed, one step is done again and no other. It
    may begin a process of its own, for what may kill it.
    """
    dask.config.set({"distributed.worker.daemon": False})
    return LocalCluster(
        n_workers=n_workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # a page of numbers that nobody else sees
        memory_limit=0,  # the system has the last word, as with threads
    )


class ClusterRunner(DaskTaskRunner):
    """Tasks on Dask, whose killed processes are told as such."""

    def submit(self, *arguments: Any, **keywords: Any) -> ClusterFuture:
        """A task. One whose process was killed is done again by another."""
        future = super().submit(*arguments, **keywords)
        return ClusterFuture(wrapped_future=future.wrapped_future, task_run_id=future.task_run_id)


class ClusterFuture(PrefectDaskFuture[Any]):
    """What a task gives."""

    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> Any:
        """Raises ProcessKilledError where no process of the cluster survived it, or where the cluster is gone."""
        try:
            return super().result(timeout, raise_on_failure)
        except (KilledWorker, FutureCancelledError) as error:
            raise ProcessKilledError(Place.COMPUTER, type(error).__name__) from None


def require_cluster(workshop: Workshop) -> None:
    """Makes sure, before anything runs, that every process of the cluster of the run under way works with what this one
    works with. Raises ConfigError when there is no cluster, or when one of its processes differs.
    """
    context = FlowRunContext.get()
    runner = context.task_runner if context else None
    if not isinstance(runner, ClusterRunner):
        return
    try:
        client = runner.client
    except OSError:  # distributed's TimeoutError is one
        raise no_scheduler(workshop.home, str(runner.address)) from None
    if runner.address is None:
        return  # its processes come from this one
    with _lying_in(workshop) as name:
        answers = client.run(introduce, name, on_error="return")
    if not answers:
        remedy = "Nyalakan paling sedikit satu (`dask worker`)."
        raise scheduler_error(workshop.home, "gugus Dask itu belum punya proses pekerja.", remedy)
    own = introduce("")
    for address, answer in sorted(answers.items()):
        error = error_of(own, answer, shared=not workshop.config.settings.own_homes)
        if error:
            raise scheduler_error(workshop.home, f"proses {address} di gugus Dask", error)


@dataclass(frozen=True)
class Introduction:
    """What a process works with. ``error`` is why it cannot work, ``sees`` whether it found the file that it was to
    look for, ``alone`` whether it may begin processes.
    """

    program: str = ""
    settings: str = ""
    lore: str = ""
    warehouse: str = ""
    sees: bool = False
    alone: bool = True
    error: str | None = None


def introduce(name: str) -> Introduction:
    """Says what this process works with."""
    try:
        home_opened = open_home()
        began = began_at(home_opened.warehouse)
    except (ConfigError, WarehouseError, OutsideError) as error:
        return Introduction(error=str(error))
    return Introduction(
        program=_program(),
        settings=_hash(home_opened.config.model_dump_json().encode()),
        lore=_hash(*(path.read_bytes() for path in sorted(home_opened.home.reference.glob("*.csv")))),
        warehouse=str(began),
        sees=(home_opened.home.path / name).exists(),
        alone=not multiprocessing.current_process().daemon,
    )


def error_of(own: Introduction, answer: Introduction | Exception, *, shared: bool) -> str | None:
    """What keeps a process from working for us; None when nothing does."""
    if isinstance(answer, Exception):  # it cannot even be asked
        return f"tidak dapat menjalankan program ini ({type(answer).__name__}). Pasang program dengan versi yang sama di sana."
    if answer.error:
        return f"tidak dapat bekerja: {answer.error}"
    if answer.program != own.program:
        return UNLIKE["program"]
    if shared and not answer.sees:
        return (
            "tidak melihat rumah ini. Sambungkan rumahnya di sana sebagai folder bersama, atau tulis own_homes = true "
            "bila setiap komputer punya rumah sendiri."
        )
    for name in ("settings", "lore", "warehouse"):
        if getattr(answer, name) != getattr(own, name):
            return UNLIKE[name]
    if not answer.alone:
        return "tidak boleh memulai proses lain. Nyalakan dengan DASK_DISTRIBUTED__WORKER__DAEMON=False."
    return None


@contextmanager
def _lying_in(workshop: Workshop) -> Iterator[str]:
    """The name of a file in the home, there for a moment."""
    path = workshop.home.path / f".gugus-{secrets.token_hex(8)}"
    write_new(path, b"", 0o600)
    try:
        yield path.name
    finally:
        path.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _program() -> str:
    """What stands for the whole program: all of its source, as it was when this process was first asked."""
    root = Path(__file__).parents[1]
    return _hash(*(path.read_bytes() for room in ROOMS for path in sorted((root / room).rglob("*.py"))))


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
