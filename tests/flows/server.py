"""A real Prefect server and a worker for a test session, each in a session of its own so that all of it can be
ended.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from filelock import FileLock

ROOT = Path(__file__).parents[2]
POOL = "/work_pools/kemitraan"
STRAIGHT = f"{sys.executable} -m prefect.engine"
"""Begins a run at once. Prefect's supervisor, which else begins it, first imports all of Prefect for itself."""
PATIENCE = 180
"""Seconds that anything may take on a very busy machine."""


@dataclass(frozen=True)
class Server:
    """A running server with its worker; ``environment`` is what a command needs to use it."""

    folder: Path
    environment: dict[str, str]

    @property
    def url(self) -> str:
        """Of the API."""
        return self.environment["PREFECT_API_URL"]

    def get(self, path: str) -> Any:
        """The answer to a GET."""
        return self.ask("GET", path).raise_for_status().json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The answer to a POST."""
        return self.ask("POST", path, body).raise_for_status().json()

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """The response, whatever it says; asked again while its SQLite is busy, as Prefect's own client does."""
        # Over plain HTTP; to read the certificates of the world for each question costs more than the question.
        with httpx.Client(trust_env=False, timeout=PATIENCE, verify=False) as client:
            return until(
                lambda: client.request(method, self.url + path, json=body), lambda response: response.status_code != 503
            )

    def wait_for(self, path: str, true: Callable[[Any], bool]) -> Any:
        """What GET says as soon as it is so."""
        return until(lambda: self.get(path), true)

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Meanwhile runs begin as on an installation, by way of Prefect's supervisor."""
        self.begin_runs_by(None)
        yield
        self.begin_runs_by(STRAIGHT)

    def begin_runs_by(self, command: str | None) -> None:
        """The command of every run's process; None leaves it to Prefect."""
        template = self.get(POOL)["base_job_template"]
        template["variables"]["properties"]["command"]["default"] = command
        self.ask("PATCH", POOL, {"base_job_template": template}).raise_for_status()

    def dump(self) -> str:
        """Everything in the server's database: parameters, states, logs, artifacts, events."""
        database = sqlite3.connect(self.folder / "prefect" / "prefect.db")
        try:
            return "\n".join(database.iterdump())
        finally:
            database.close()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of this Python's ``-m`` to its end, on this server."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


def until(look: Callable[[], Any], true: Callable[[Any], bool]) -> Any:
    """What is seen as soon as it is so; looks more and more seldom, and gives up in the end."""
    begin = time.monotonic()
    while not true(state := look()):
        passed = time.monotonic() - begin
        if passed > PATIENCE:
            raise TimeoutError(f"still {repr(state)[:2000]}")
        time.sleep(min(0.2 + passed / 20, 1))
    return state


@contextmanager
def prefect_server(folder: Path, home: Path, ready: Path) -> Iterator[Server]:
    """A server on a free port, a process work pool, its worker, and the deployments of ``prefect.yaml``.

    The first server leaves a copy of its database, ready for work, at ``ready``, and others begin with that: migrating
    and deploying cost as much as two runs of a flow.
    """
    server = Server(folder, _environment(folder, home))
    database = folder / "prefect" / "prefect.db"
    with ExitStack() as stack:
        with FileLock(ready.with_suffix(".lock")):
            first = not ready.exists()
            if first:
                stack.enter_context(_api(server))
                prepare(server)
                _copy(database, ready)
        if not first:
            database.parent.mkdir()
            _copy(ready, database)
            stack.enter_context(_api(server))
        stack.enter_context(_process(server, "worker", "prefect", "worker", "start", "--pool", "kemitraan"))
        server.wait_for(POOL, lambda pool: pool["base_job_template"])  # its worker says what a run is made from
        server.begin_runs_by(STRAIGHT)
        yield server


def _environment(folder: Path, home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{free_port()}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
        "PREFECT_SERVER_UI_ENABLED": "true",
        "PREFECT_SERVER_UI_V2_ENABLED": "true",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",  # or the daily run begins when it is six o'clock
        "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_CLI_PROMPT": "false",
        "KEMITRAAN_HOME": str(home),
        "KEMITRAAN_RETRY_SECONDS": "1",
    }


@contextmanager
def _api(server: Server) -> Iterator[None]:
    app = ["uvicorn", "--factory", "kemitraan.cli.serving.server_app:create_app", "--host", "127.0.0.1"]
    port = str(urlsplit(server.url).port)
    with _process(server, "server", *app, "--port", port, "--log-level", "warning"):
        until(lambda: _answers(server), bool)
        yield


def _copy(database: Path, target: Path) -> None:
    """Also while a server has it open."""
    with closing(sqlite3.connect(database)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def prepare(server: Server) -> None:
    """Bring pool, deployments and automations to the server, as ``kemitraan up`` does."""
    code = "import pathlib; from flows.deploying import prepare_server; prepare_server(pathlib.Path.cwd())"
    prepared = server.run("-c", code)
    assert prepared.returncode == 0, prepared.stdout + prepared.stderr


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def _answers(server: Server) -> bool:
    try:
        return server.get("/health")
    except httpx.TransportError:
        return False


@contextmanager
def _process(server: Server, name: str, *module: str) -> Iterator[None]:
    """``python -m`` kept as long as the block, or this process, lives; what it says is kept beside the database."""
    with (server.folder / f"{name}.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "kemitraan.cli.serving.keeper", sys.executable, "-m", *module],
            cwd=ROOT,
            env=server.environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        assert keeper.stdin
        try:
            yield
        finally:
            keeper.stdin.close()
            keeper.wait()
