"""Real servers on loopback, and sockets that misbehave."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import pytest
from cheroot import wsgi
from cheroot.ssl.builtin import BuiltinSSLAdapter
from wsgidav.wsgidav_app import WsgiDAVApp

SILENT_SECONDS = 4


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until something listens there."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError("the server did not start")


@contextmanager
def silent() -> Iterator[int]:
    """A port that accepts and says nothing. It goes away after some seconds, so that whoever waits longer than it was
    told to gets another error than TimedOutError.
    """
    with closing(socket.create_server(("127.0.0.1", 0), backlog=16)) as listening:
        leaving = threading.Timer(SILENT_SECONDS, listening.shutdown, [socket.SHUT_RDWR])
        leaving.start()
        try:
            yield listening.getsockname()[1]
        finally:
            leaving.cancel()
            leaving.join()


@contextmanager
def cutting(port: int, after: int, *, upwards: bool = False, stall: bool = False) -> Iterator[int]:
    """A way to another port that ends every connection once so many bytes have come down it, or gone up; or with
    ``stall``, carries no more.
    """
    listening = socket.create_server(("127.0.0.1", 0), backlog=16)
    threads: list[threading.Thread] = []
    ends: list[socket.socket] = []
    over = threading.Event()

    def carry(source: socket.socket, target: socket.socket, remaining: float) -> None:
        with suppress(OSError):
            while remaining > 0 and (data := source.recv(min(65536, int(min(remaining, 65536))))):
                target.sendall(data)
                remaining -= len(data)
            if remaining <= 0 and stall:
                over.wait(30)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", port))
                ends.extend((near, far))
                for pair in ((near, far, after if upwards else 10**12), (far, near, 10**12 if upwards else after)):
                    threads.append(threading.Thread(target=carry, args=pair, daemon=True))
                    threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join(10)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(10)
        for end in ends:
            end.close()


@dataclass(frozen=True)
class Sshd:
    """A running OpenSSH server: whoever runs the tests may sign in with ``key``, and with ``reading_key`` only read."""

    port: int
    host_key: str
    key: str
    reading_key: str


@contextmanager
def sshd(home: Path) -> Iterator[Sshd]:
    program = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if program is None:
        pytest.skip("needs OpenSSH's server (Debian: openssh-server)")
    keys = {name: asyncssh.generate_private_key("ssh-ed25519") for name in ("host", "user", "reader")}
    keys["host"].write_private_key(home / "host")
    (home / "host").chmod(0o600)
    public = {name: key.export_public_key().decode().strip() for name, key in keys.items()}
    allowed = home / "allowed"
    allowed.write_text(f'{public["user"]}\ncommand="internal-sftp -R" {public["reader"]}\n')
    port = free_port()
    config = home / "config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {home / 'host'}\nAuthorizedKeysFile {allowed}\n"
        "PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication yes\n"
        "KbdInteractiveAuthentication no\nSubsystem sftp internal-sftp\nMaxStartups 100\nMaxAuthTries 6\n"
    )
    with suppress(OSError):  # only root's server needs it, and only root can make it
        Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen([program, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        private = {name: key.export_private_key().decode() for name, key in keys.items()}
        yield Sshd(port, public["host"], private["user"], private["reader"])
    finally:
        process.terminate()
        process.wait(10)


DavError = Callable[[dict[str, object]], tuple[str, bytes, *tuple[tuple[str, str], ...]] | None]


@dataclass(frozen=True)
class Dav:
    """A running WsgiDAV server; ``errors`` may answer in its place: status, body, and further headers."""

    port: int
    root: Path
    errors: list[DavError]


USER, PASSWORD = "majene", "sandi-webdav-7Q"


@contextmanager
def wsgidav(root: Path, certificate: Path) -> Iterator[Dav]:
    """WsgiDAV on cheroot over TLS; ``certificate``: PEM with the private key."""
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/dav": str(root)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
            "property_manager": True,
            "lock_storage": True,
            "hotfixes": {"re_encode_path_info": True},
        }
    )
    errors: list[DavError] = []

    def answer(environ, start_response):
        for error in errors:
            if (reply := error(environ)) is not None:
                status, body, *headers = reply
                start_response(status, [("Content-Length", str(len(body))), *headers])
                return [body]
        return app(environ, start_response)

    server = wsgi.Server(("127.0.0.1", 0), answer, numthreads=4, timeout=10)
    server.ssl_adapter = BuiltinSSLAdapter(str(certificate), str(certificate))
    server.error_log = lambda *_args, **_kwargs: None
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield Dav(server.bind_addr[1], root, errors)
    finally:
        server.stop()
        thread.join(10)


@contextmanager
def moto(folder: Path) -> Iterator[str]:
    """The address of moto's S3 server, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
