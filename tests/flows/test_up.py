"""``kemitraan up`` on real processes: everything there, any part killed and back, and nothing left after it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.flows.server import ROOT, Server, free_port, until


@dataclass(frozen=True)
class Up:
    """The command running, and the server that it keeps."""

    process: subprocess.Popen[str]
    server: Server
    home: Path
    said: Path

    def kept(self, of: str) -> int:
        """The process of the server or the worker that is running now."""
        return until(lambda: self._pid(of), bool)

    def _pid(self, of: str) -> int:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                if of.encode() in command and b"keeper" not in command and self._is_ours(folder):
                    return int(folder.name)
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
        return 0

    def _is_ours(self, folder: Path) -> bool:
        return f"KEMITRAAN_HOME={self.home}".encode() in (folder / "environ").read_bytes().split(b"\0")

    def leftovers(self) -> int:
        """How many processes of this home there are."""
        found_count = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                found_count += self._is_ours(folder)
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
        return found_count


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    port, home, output_path = free_port(), tmp_path / "rumah", tmp_path / "kata"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "KEMITRAAN"))}
    environment |= {"PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false", "PREFECT_WORKER_QUERY_SECONDS": "1"}
    with output_path.open("w") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "kemitraan", "--home", str(home), "up", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=words,
            stderr=words,
            text=True,
        )
    yield Up(process, Server(tmp_path, {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}), home, output_path)
    process.kill()
    process.wait()


def test_everything_is_there_comes_back_and_ends(up: Up) -> None:
    until(up.said.read_text, lambda output: "Berhenti dengan Ctrl-C." in output or up.process.poll() is not None)
    assert "Kemitraan Sulbar berjalan." in up.said.read_text()
    deployment = up.server.get("/deployments/name/pemeriksaan-sumber/pemeriksaan-sumber")

    second = subprocess.run(
        [sys.executable, "-m", "kemitraan", "--home", str(up.home), "up", "--port", str(free_port())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 2
    assert "sudah dijalankan oleh `kemitraan up` lain" in second.stderr

    page = up.server.url.removesuffix("/api")
    assert f"  {page}\n" in up.said.read_text()
    assert httpx.get(page, follow_redirects=True, trust_env=False).headers["content-type"].startswith("text/html")

    settings = up.server.get("/admin/settings")["server"]
    assert settings["analytics_enabled"] is False
    vacuum = settings["services"]["db_vacuum"]
    assert (set(vacuum["enabled"]), vacuum["retention_period"]) == ({"events", "flow_runs"}, "P1Y35D")  # 400 days

    consolidation = up.server.get("/deployments/name/konsolidasi/konsolidasi-ulang")["id"]
    pending = {"state": {"type": "PENDING"}}  # no worker takes it
    lost = up.server.post(f"/deployments/{consolidation}/create_flow_run", pending)["id"]
    set_state(up.server, lost, "RUNNING")

    server, worker = up.kept("uvicorn"), up.kept("worker")
    os.kill(server, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    assert until(lambda: up.kept("uvicorn"), lambda pid: pid != server)
    assert until(lambda: up.kept("worker"), lambda pid: pid != worker)
    run = until(lambda: _start(up.server, deployment["id"]), bool)
    up.server.wait_for(f"/flow_runs/{run}", lambda record: record["state_type"] == "COMPLETED")
    until(lambda: heard_of(up.server, lost), bool)  # the new server has been told which runs are under way
    set_state(up.server, lost, "CRASHED")
    up.server.wait_for(f"/flow_runs/{lost}", lambda record: record["state_type"] == "COMPLETED")

    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(120) == 0
    assert "Sudah berhenti." in up.said.read_text()
    assert up.leftovers() == 0


def set_state(server: Server, run: str, state: str) -> None:
    server.post(f"/flow_runs/{run}/set_state", {"state": {"type": state}})


def heard_of(server: Server, run: str) -> int:
    """How often the run was heard of."""
    event_filter = {"resource": {"id": [f"prefect.flow-run.{run}"]}, "event": {"name": ["prefect.flow-run.heartbeat"]}}
    return len(server.post("/events/filter", {"filter": event_filter})["events"])


def _start(server: Server, deployment: str) -> str | None:
    """A run, once the server that was killed answers again."""

    try:
        return server.post(f"/deployments/{deployment}/create_flow_run", {})["id"]
    except httpx.TransportError:
        return None


def test_a_port_in_use_is_told(tmp_path: Path) -> None:

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        ran = subprocess.run(
            [sys.executable, "-m", "kemitraan", "--home", str(tmp_path / "rumah"), "up", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 2
    assert f"127.0.0.1:{port} tidak dapat dipakai" in ran.stderr
