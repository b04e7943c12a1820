"""What the flows take from their environment: the home, names of runs, and the task runner."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from prefect.context import FlowRunContext
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.secret_blocks import prefect_secret
from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.load import load_config
from kemitraan.config.models import Config
from kemitraan.server_names import run_name
from kemitraan.steps.workshop import Workshop, workshop_at

THREADS = 8
"""How many tasks may be under way at once. They wait for files, the database or another process, so there are more than
cores.
"""
RETRIES = 2


def home() -> Home:
    """The home of this process. Raises ConfigError when none is named."""
    return Home.find(None, os.environ, Path.cwd())


def workshop() -> Workshop:
    """The opened home, once a process."""
    return workshop_at(str(home().path), prefect_secret)


def configured() -> Config | None:
    """The home's settings, None where there is no home yet (a form can be shown all the same)."""
    try:
        return load_config(home())
    except ConfigError:
        return None


def office_zone() -> ZoneInfo:
    """The office's time zone."""
    config = configured()
    return config.settings.zone if config else ZoneInfo("Asia/Makassar")


def office_time() -> datetime:
    """Now, in the office's own time."""
    return datetime.now(office_zone())


def named(flow: str) -> Callable[[], str]:
    """Makes names of a flow's runs, as the server does when it makes them: the flow, and the time when the run was to
    begin. The name stays the same when the run waits in line, or is tried again.
    """

    def name() -> str:
        return run_name(flow, flow_run.scheduled_start_time.astimezone(office_zone()))

    return name


def this_run() -> str:
    """The identifier of the flow run under way; it stays the same when the run is tried again."""
    return str(flow_run.id)


def is_tried_again() -> bool:
    """Whether the flow run under way was begun before: somebody clicked Retry, or its worker was lost."""
    return (flow_run.run_count or 0) > 1


def first_begun() -> datetime | None:
    """When the flow run under way was first started; None where this is its first start."""
    context = FlowRunContext.get()
    return context.flow_run.start_time if context and context.flow_run and is_tried_again() else None


def is_of_this_run(moment: datetime | None) -> bool:
    """Whether a moment lies after the flow run under way was first started: what was entered then may be what this run
    did before it was killed. False where this is its first start.
    """
    begun = first_begun()
    return begun is not None and moment is not None and moment >= begun


def threads() -> TaskRunner:
    """Threads of this process."""
    return ThreadPoolTaskRunner(max_workers=THREADS)


def task_runner() -> TaskRunner:
    """The task runner of the settings: threads here, or a Dask cluster. Where the settings cannot be followed the flow
    says so (``kemitraan.config.machines``): a form is shown all the same.
    """
    config = configured()
    if config and uses_dask(config) and find_spec("prefect_dask"):
        from flows.dask_cluster import cluster_runner  # it takes a second to import

        return cluster_runner(config.settings.dask_scheduler, _processes(config))
    return threads()


def uses_dask(config: Config) -> bool:
    """Whether tasks are done by the processes of a Dask cluster."""
    return config.settings.task_runner == "dask"


def retry_delays() -> list[float]:
    """Seconds before each further try at the outside world; ``KEMITRAAN_RETRY_SECONDS`` names the first."""
    first_delay = float(os.environ.get("KEMITRAAN_RETRY_SECONDS", "2"))
    return [first_delay * 2**number for number in range(RETRIES)]


def workers() -> int:
    """Further processes for checking and loading: the setting, else one a core. A process of a cluster has one beside
    it: the cluster has as many as there is work for.
    """
    config = configured()
    return 1 if config and uses_dask(config) else _processes(config)


def _processes(config: Config | None) -> int:
    return (config.settings.workers if config else None) or os.cpu_count() or 1
