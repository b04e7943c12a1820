"""``kemitraan up``: server, worker and deployments on one machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.cli.homes import home_of, ready_workshop, secret_block
from kemitraan.cli.serving.address import only_one_up, tell_address
from kemitraan.cli.serving.answering import ServerAway, wait_for_server
from kemitraan.cli.serving.prefect_processes import must_be_free, project_folder, server, surroundings, worker
from kemitraan.cli.serving.supervisor import Supervisor
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.errors import UsageError
from kemitraan.steps.care.upgrading import back_up_before_upgrade

STARTUP_SECONDS = 300


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Menyalakan server Prefect dan pekerjanya, memasang penerapan, dan menjaga semuanya tetap berjalan "
        "sampai Ctrl-C. Rumah dibuat bila belum ada."
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="ALAMAT", help="alamat server (bawaan: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=4200, metavar="PORTA", help="porta server (bawaan: 4200)")


def run(arguments: argparse.Namespace) -> int:
    """Starts everything, says where it is, keeps it running, and ends it cleanly."""
    home = home_of(arguments)
    if not home.config_file.exists():
        init_home(home.path)
        upgrade_home(home)
    elif backup := back_up_before_upgrade(home, os.environ, secret_block):
        _say(f"Program ini lebih baru daripada gudang datanya. Cadangan: {backup}")
        for note in upgrade_home(home):
            _say(note)
    ready_workshop(arguments).warehouse.close()
    with only_one_up(home):
        must_be_free(arguments.host, arguments.port)
        return _serve(home, arguments.host, arguments.port)


def _serve(home: Home, host: str, port: int) -> int:
    supervisor = Supervisor(say=_say)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: supervisor.stopping.set())
    environment = surroundings(home, host, port)
    os.environ.update(environment)
    try:
        _say("Menyalakan server …")
        server_process = server(home, host, port, environment)
        supervisor.keep(server_process)
        if _until_it_answers(supervisor, environment["PREFECT_API_URL"]):
            _say("Memasang penerapan …")
            names = _prepare()
            supervisor.keep(worker(home, environment))
            tell_address(home, environment["PREFECT_API_URL"])
            _welcome(home, environment["PREFECT_API_URL"].removesuffix("/api"), names)
            supervisor.watch(
                lambda process: (
                    _watch_anew(supervisor, environment["PREFECT_API_URL"]) if process is server_process else None
                )
            )
    finally:
        _say("Menghentikan pekerja dan server …")
        supervisor.stop()
    _say("Sudah berhenti. Pekerjaan yang belum selesai dilanjutkan bila dijalankan lagi.")
    return 0


def _watch_anew(supervisor: Supervisor, url: str) -> None:
    """Reports the runs under way to a server that was started again: it has forgotten what it had heard of them."""
    import httpx
    from prefect import get_client
    from prefect.exceptions import PrefectException

    from flows.deploying import watch_anew

    try:
        if _until_it_answers(supervisor, url):
            with get_client(sync_client=True) as client:
                watch_anew(client)
    except (UsageError, httpx.HTTPError, PrefectException) as error:
        _say(f"Server belum menjawab sesudah dinyalakan lagi ({type(error).__name__}).")


def _prepare() -> list[str]:
    from flows.deploying import DeployError, prepare_server

    try:
        return prepare_server(project_folder())
    except DeployError as error:
        raise UsageError(f"penerapan tidak dapat dipasang di server:\n{error}") from None


def _until_it_answers(supervisor: Supervisor, url: str) -> bool:
    """Waits for the server. False when told to stop meanwhile. Raises UsageError when the server does not come."""

    def goes_on() -> bool:
        if supervisor.stopping.is_set():
            return False
        supervisor.look()
        return True

    try:
        return wait_for_server(url, STARTUP_SECONDS, goes_on, pause=supervisor.stopping.wait)
    except ServerAway:
        raise UsageError(f"server tidak menjawab; sebabnya ada di {supervisor.programs[0].log}.") from None


def _welcome(home: Home, url: str, names: list[str]) -> None:
    _say(
        f"""
Kemitraan Sulbar berjalan.

  Halaman     {url}
  Rumah       {home.path}
  Penerapan   {", ".join(names)}
  Catatan     {home.path / "prefect"}

Berhenti dengan Ctrl-C."""
    )


def _say(text: str) -> None:
    print(text, flush=True)
