"""More machines: Dask's processes and Prefect's workers that share nothing but the database, the archive and the
server.

Everything else of them is their own: each has a home in a folder of its own. Files come and answers go by S3.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from connectors.errors import Place
from connectors.remote.s3_client import make_client
from flows.deploying import lost_run_automations
from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.steps.workshop import open_workshop
from tests.conftest import Databases
from tests.connectors.remote.servers import moto
from tests.flows.conftest import FinishedRun, finished, sample
from tests.flows.server import ROOT, Server, free_port, until
from tests.flows.test_again import Facts, facts_of, start
from tests.flows.test_heavy import deployed
from tests.flows.test_server_ready import tell
from tests.flows.test_stopping import states
from tests.flows.waiting_step import FOLDER, MARK, SEEN, SLOW
from tests.steps.driver import run_job
from tests.steps.making import mitra_csv

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("supervised")]

OFFICES = {"majene": "76.05", "sulsel-makassar": "73.71", "sulsel-parepare": "73.72"}
SENT = {
    "majene": {"majene november.xlsx": sample(4)},
    "sulsel-makassar": {"makassar.csv": mitra_csv("Satu", "Dua")},
    "sulsel-parepare": {
        f"{SLOW} oktober.csv": mitra_csv("Tiga", office="73.72", period="2026-10"),
        "november.csv": mitra_csv("Tiga", "Empat", office="73.72"),
    },
}
ALL_ANSWERED = {name: "answered" for files in SENT.values() for name in files}
SETTINGS = """\
[settings]
warehouse = "{warehouse}"
archive = "s3://{bucket}/arsip"
own_homes = true
{more}
"""
OFFICE = """
[[offices]]
slug = "{slug}"
code = "{code}"
name = "{slug}"
[[offices.sources]]
type = "s3"
bucket = "{bucket}"
endpoint = "{endpoint}"
access_key = "env:AWS_ACCESS_KEY_ID"
secret_key = "env:AWS_SECRET_ACCESS_KEY"
inbox = "{slug}/masuk"
outbox = "{slug}/keluar"
settle_seconds = 0
"""


@dataclass(frozen=True)
class Shared:
    """What all machines of one installation share; ``folder`` holds what they do not share, and the test's marks."""

    folder: Path
    warehouse: str
    bucket: str
    endpoint: str
    client: Any

    def home(self, name: str, more: str = "") -> Home:
        """A new home of one machine. All have one key."""
        home = Home(self.folder / name)
        init_home(home.path)
        shutil.rmtree(home.inboxes)  # nothing comes by way of a folder here
        values = {"warehouse": self.warehouse, "bucket": self.bucket, "endpoint": self.endpoint, "more": more}
        offices = "".join(OFFICE.format(slug=slug, code=code, **values) for slug, code in OFFICES.items())
        home.config_file.write_text(SETTINGS.format(**values) + offices, encoding="utf-8")
        key = self.folder / "kunci"
        if not key.exists():
            key.write_bytes(home.key_file.read_bytes())
        home.key_file.write_bytes(key.read_bytes())
        upgrade_home(home)
        return home

    @property
    def environment(self) -> dict[str, str]:
        """What a process on one of the machines needs besides the name of its home."""
        credentials = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        return credentials | {FOLDER: str(self.folder)}

    def environment_at(self, home: Home) -> dict[str, str]:
        return self.environment | {"KEMITRAAN_HOME": str(home.path)}

    def hold(self) -> None:
        """From now on loading the slow file waits."""
        (self.folder / MARK).touch()

    def let_go(self) -> None:
        (self.folder / MARK).unlink()

    def waiting_process(self, other_than: int | None = None) -> int:
        """The process that waits with the slow file."""
        sign = self.folder / SEEN
        return until(lambda: int(sign.read_text() or 0) if sign.exists() else 0, lambda pid: pid and pid != other_than)

    def answers(self) -> list[str]:
        """The names of all answers in the outboxes."""
        listed = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return sorted(entry["Key"] for entry in listed if "/keluar/" in entry["Key"])


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with moto(tmp_path_factory.mktemp("moto")) as address, pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "ACCESS_KEY_ID": "kantor",
            "SECRET_ACCESS_KEY": "kantor",
            "DEFAULT_REGION": "us-east-1",
            "ENDPOINT_URL_S3": address,
        }.items():
            patch.setenv(f"AWS_{name}", value)
        yield address


def shared_by(databases: Databases, endpoint: str, folder: Path) -> Shared:
    """A new installation, with the files waiting."""
    keys = {"access_key": "kantor", "secret_key": "kantor", "region": None, "ca_file": None}
    client = make_client(endpoint=endpoint, timeout_seconds=20, place=Place.INBOX, **keys)
    bucket = f"kantor-{uuid.uuid4().hex[:12]}"
    client.create_bucket(Bucket=bucket)
    for slug, files in SENT.items():
        for name, data in files.items():
            client.put_object(Bucket=bucket, Key=f"{slug}/masuk/{name}", Body=data)
    return Shared(folder, databases.fresh(), bucket, endpoint, client)


@pytest.fixture
def shared(postgres_databases: Databases, endpoint: str, tmp_path: Path) -> Iterator[Shared]:
    """One installation for a test; nothing waits for ever when the test fails."""
    machines = shared_by(postgres_databases, endpoint, tmp_path)
    yield machines
    (machines.folder / MARK).unlink(missing_ok=True)
    machines.client.close()


@dataclass(frozen=True)
class EndState:
    """What a consolidation left: the warehouse's facts by office, and the names of the answers."""

    facts: dict[str, Facts]
    answers: list[str]


def end_state(shared: Shared, home: Home) -> EndState:
    return EndState({code: facts_of(home, code) for code in OFFICES.values()}, shared.answers())


def deploy(server: Server, home: Home, environment: dict[str, str], **changes: Any) -> str:
    """The consolidation that can wait, deployed for processes with this environment."""
    variables = {"env": environment}
    deployment = {
        "name": uuid.uuid4().hex,
        "entrypoint": "tests.flows.waiting_flow.consolidate",
        "job_variables": variables,
    }
    return deployed(server, home, **deployment | changes)


@pytest.fixture(scope="module")
def on_one_machine(postgres_databases: Databases, endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> EndState:
    """What one machine leaves. That a run leaves the same as the plain steps: see ``test_again.py``."""
    shared = shared_by(postgres_databases, endpoint, tmp_path_factory.mktemp("satu"))
    home = shared.home("rumah")
    workshop = open_workshop(home)
    assert len(run_job(workshop).lines) == len(ALL_ANSWERED)
    workshop.warehouse.close()
    assert states(home) == ALL_ANSWERED
    state = end_state(shared, home)
    shared.client.close()
    return state


def completed(run: FinishedRun) -> bool:
    return (run.record["state_type"], run.states) == ("COMPLETED", ALL_ANSWERED)


def test_on_two_processes_of_dask_of_which_one_is_killed_it_ends_as_on_one_machine(
    server: Server, shared: Shared, on_one_machine: EndState
) -> None:
    home = shared.home("rumah", 'task_runner = "dask"\nworkers = 2')
    preload = {"DASK_DISTRIBUTED__WORKER__PRELOAD": "tests.flows.waiting_step"}
    shared.hold()
    run = start(server, deploy(server, home, shared.environment_at(home) | preload), {})
    first = shared.waiting_process()
    os.kill(first, signal.SIGKILL)
    assert shared.waiting_process(other_than=first)  # another process does it again
    shared.let_go()
    assert completed(finished(server, home, run))
    assert end_state(shared, home) == on_one_machine


@contextmanager
def process(log: Path, environment: dict[str, str], *module: str) -> Iterator[subprocess.Popen[bytes]]:
    """``python -m`` for as long as the block, with all that it starts."""
    with log.open("w") as words:
        started = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
        try:
            yield started
        finally:
            kill_all_of(started)


def kill_all_of(started: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it started, as when its machine loses power."""
    if started.poll() is None:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def test_processes_of_a_cluster_elsewhere_are_asked_first_and_work_in_homes_of_their_own(
    server: Server, shared: Shared, on_one_machine: EndState
) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    settings = f'task_runner = "dask"\ndask_scheduler = "{address}"'
    home, *others = [shared.home(name, settings) for name in ("rumah", "satu", "dua")]
    environment = server.environment | shared.environment | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    deployment = deploy(server, home, shared.environment_at(home))

    def why_not() -> str:
        record = finished(server, home, start(server, deployment, {})).record
        assert (record["state_type"], record["state_name"]) == ("FAILED", "Setelan salah")
        return record["state"]["message"]

    with ExitStack() as stack:
        port = address.rpartition(":")[2]
        scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        stack.enter_context(process(shared.folder / "gugus.log", environment, *scheduler))

        def join(name: str, home: Home) -> subprocess.Popen[bytes]:
            worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--name", name)
            there = environment | {"KEMITRAAN_HOME": str(home.path)}
            return stack.enter_context(process(shared.folder / f"{name}.log", there, *worker))

        stranger = shared.home("asing", f"{settings}\npass_mark = 71")
        strange = join("asing", stranger)
        until(lambda: "Registered to" in (shared.folder / "asing.log").read_text(), bool)
        assert "membaca kemitraan.toml yang lain isinya." in why_not()
        kill_all_of(strange)
        for name, other in zip(("satu", "dua"), others, strict=True):
            join(name, other)
        for name in ("satu", "dua"):
            until(lambda log=shared.folder / f"{name}.log": "Registered to" in log.read_text(), bool)
        assert completed(finished(server, home, start(server, deployment, {})))
    assert end_state(shared, home) == on_one_machine


def test_two_workers_of_prefect_in_separate_folders_of_which_one_is_killed_end_as_one(
    server: Server, shared: Shared, on_one_machine: EndState
) -> None:
    homes = [shared.home(name) for name in ("satu", "dua")]
    pool = f"komputer-{uuid.uuid4().hex[:8]}"
    server.post("/work_pools/", {"name": pool, "type": "process", "base_job_template": base_template(server)})
    deployment = deploy(server, homes[0], {}, work_pool_name=pool, work_queue_name="default")
    shared.hold()
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                process(
                    shared.folder / f"{home.path.name}.log",
                    server.environment | shared.environment_at(home),
                    *("prefect", "worker", "start", "--pool", pool, "--name", home.path.name),
                )
            )
            for home in homes
        ]
        run = start(server, deployment, {})
        lost = shared.waiting_process()
        begun = [parent.pid for parent in psutil.Process(lost).parents()]
        (its_worker,) = [worker for worker in workers if worker.pid in begun]
        kill_all_of(its_worker)
        os.kill(lost, signal.SIGKILL)
        shared.let_go()
        with taken_up_when_lost(server, run):
            tell(server, [(run, "heartbeat")])  # the last that is heard of it
            # The tasks of the lost try stay as they were; the run that goes on has others.
            server.wait_for(f"/flow_runs/{run}", lambda record: record["state_type"] == "COMPLETED")
    assert states(homes[0]) == ALL_ANSWERED
    (other,) = [home for worker, home in zip(workers, homes, strict=True) if worker is not its_worker]
    assert "Finished in state" in (shared.folder / f"{other.path.name}.log").read_text()
    assert end_state(shared, homes[0]) == on_one_machine


def base_template(server: Server) -> dict[str, Any]:
    """What a process of the installation's own pool is made from."""
    return server.get("/work_pools/kemitraan")["base_job_template"]


@contextmanager
def taken_up_when_lost(server: Server, run: str) -> Iterator[None]:
    """The run counts as lost after ten seconds of silence."""
    runs = []
    for automation in lost_run_automations(timedelta(seconds=10)):
        watching = automation.model_dump(mode="json")
        if watching["trigger"]["posture"] == "Proactive":
            watching["name"] = f"uji-{uuid.uuid4().hex}"
            watching["trigger"]["match"] = {"prefect.resource.id": [f"prefect.flow-run.{run}"]}
            runs.append(server.post("/automations/", watching)["id"])
    yield
    for automation in runs:
        server.ask("DELETE", f"/automations/{automation}").raise_for_status()
