"""A Prefect server that lives as long as one command: started early, while other work goes on, and gone with it.

Prefect can do so by itself, but only when the flow begins, by importing the whole server into this process first, and
on a port that somebody else may take meanwhile. Here the listening socket is handed over ready: the first request waits
in it until the server answers. When this process ends, even killed, the server sees its standard input close and ends.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from kemitraan.cli.serving.answering import ServerAway, wait_for_server
from kemitraan.errors import UsageError

STARTUP_SECONDS = 300
"""A slow and busy machine may need minutes to make the database the first time."""
ENDING_SECONDS = 10
_MADE_BY = "dibuat-oleh"


class TemporaryServer:
    """The server of a folder (Prefect's home, kept from run to run). Making one returns before the server is ready."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._log = folder / "server-sementara.log"
        self._made_by = folder / _MADE_BY
        self._answers = False
        with socket.socket() as listening, self._log.open("wb") as log:
            listening.bind(("127.0.0.1", 0))
            listening.listen(64)
            self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(listening.fileno())],
                env={**os.environ, **_settings(folder, is_new=not self._is_made())},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[listening.fileno()],
                start_new_session=True,  # Ctrl-C is for the run, which still tells the server how it ended
            )

    def wait(self) -> None:
        """Waits until it answers. Its socket listens already, so the first try waits. Raises UsageError when it ends
        instead.
        """
        try:
            answers = wait_for_server(
                self.url, STARTUP_SECONDS, lambda: self._process.poll() is None, try_seconds=STARTUP_SECONDS
            )
        except ServerAway:
            answers = False
        if not answers:
            raise UsageError(
                f"server Prefect sementara tidak dapat dijalankan; sebabnya ada di {self._log}. "
                "Coba lagi, atau pakai server sendiri lewat PREFECT_API_URL."
            )
        self._answers = True
        self._made_by.write_text(_prefect(), encoding="utf-8")

    def stop(self) -> None:
        """Ends it and waits until it is gone."""
        assert self._process.stdin
        self._process.stdin.close()
        if self._answers or not self._is_made():
            self._process.terminate()  # the same once more, for a server that is still being loaded
        else:
            self._process.kill()  # it has done nothing yet that could be lost
        try:
            self._process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _is_made(self) -> bool:
        """Whether this version of Prefect has made the database. Then it need not go through all its migrations."""
        return self._made_by.exists() and self._made_by.read_text(encoding="utf-8") == _prefect()


@contextmanager
def temporary_server(folder: Path) -> Iterator[TemporaryServer]:
    """The server; it ends with the block."""
    server = TemporaryServer(folder)
    try:
        yield server
    finally:
        server.stop()


def _prefect() -> str:
    return version("prefect")


def _settings(folder: Path, *, is_new: bool) -> dict[str, str]:
    """Only what a run needs: records of runs, tasks, logs and artifacts. No schedules, triggers, events or pages."""
    return {
        "PREFECT_HOME": str(folder),
        "PREFECT__SERVER_EPHEMERAL": "1",
        "PREFECT__SERVER_FINAL": "1",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "true" if is_new else "false",
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
        "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
        "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    }


def _serve(descriptor: int) -> None:
    """The server's own process: serves on an inherited socket until standard input closes."""
    import threading

    import uvicorn

    config = uvicorn.Config("prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on")
    server = uvicorn.Server(config)

    def end_with_the_command() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True
        threading.Timer(ENDING_SECONDS, os._exit, [1]).start()  # it hangs, and nobody is left to kill it

    threading.Thread(target=end_with_the_command, daemon=True).start()
    server.run(sockets=[socket.socket(fileno=descriptor)])
    os._exit(0)  # no timer, no thread holds it up


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
