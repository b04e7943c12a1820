"""The server and the worker of one machine: their commands and their environment."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from kemitraan.cli.serving.supervisor import Kept
from kemitraan.config.home import HOME_VARIABLE, Home
from kemitraan.errors import UsageError
from kemitraan.server_names import POOL

HEARTBEAT_SECONDS = 30
KEEP_RUNS_DAYS = 400
"""How many days Prefect keeps runs that have ended, with their pages: a year and the month to compare it with."""


def project_folder() -> Path:
    """The folder of ``prefect.yaml``. Raises UsageError where the program was installed without it."""
    folder = Path(__file__).parents[3]
    if not (folder / "prefect.yaml").exists():
        raise UsageError(
            "prefect.yaml tidak ada di samping program ini. Jalankan dari salinan lengkap programnya (git clone)."
        )
    return folder


def surroundings(home: Home, host: str, port: int) -> dict[str, str]:
    """The environment of server, worker and flow runs. What is set around this command stays: a database, a login."""
    address = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    environment = {
        "PREFECT_HOME": str(home.path / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_V2_ENABLED": "true",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEEP_RUNS_DAYS * 24 * 60 * 60),
        "PREFECT_CLI_PROMPT": "false",
        **os.environ,
        "PREFECT_API_URL": f"http://{address}:{port}/api",
        "PREFECT_SERVER_API_HOST": host,
        "PREFECT_SERVER_API_PORT": str(port),
        HOME_VARIABLE: str(home.path),
    }
    if "PREFECT_SERVER_API_AUTH_STRING" in environment:
        environment.setdefault("PREFECT_API_AUTH_STRING", environment["PREFECT_SERVER_API_AUTH_STRING"])
    return environment


def server(home: Home, host: str, port: int, environment: dict[str, str]) -> Kept:
    """Prefect's server, as one process."""
    command = [sys.executable, "-m", "uvicorn", "--factory", "kemitraan.cli.serving.server_app:create_app"]
    command += ["--host", host, "--port", str(port), "--log-level", "warning", "--timeout-graceful-shutdown", "5"]
    return Kept("Server", command, home.path / "prefect" / "server.log", environment, project_folder())


def worker(home: Home, environment: dict[str, str]) -> Kept:
    """The worker, which runs each flow in a process of its own."""
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL]
    return Kept("Pekerja", command, home.path / "prefect" / "pekerja.log", environment, project_folder())


def must_be_free(host: str, port: int) -> None:
    """Raises UsageError when somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"{host}:{port} tidak dapat dipakai ({os.strerror(error.errno or 0)}). "
                "Mungkin server lain sudah berjalan di situ; hentikan, atau pilih porta lain dengan --port."
            ) from None
