"""The installation of the guide, run from its own files: PostgreSQL, server, two workers, and nginx in front."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
import trustme

from tests.docs.pages import ROOT
from tests.flows.server import free_port, until
from tests.operations.units import (
    INSTALL,
    OPERATIONS,
    UNITS,
    guide_block,
    moved,
    read_environment,
    read_unit,
)

LOGIN = ("petugas", "kata-masuk-uji")
HOST = "umkm.contoh.go.id"
PATIENCE = 180
DATABASES = ("gudang", "prefect")


@dataclass(frozen=True)
class Site:
    """An installation. ``environment`` is what the units get; ``replace`` moves the guide's paths here, and ``suffix``
    stands behind the names of its databases.
    """

    folder: Path
    replace: Mapping[str, str]
    environment: Mapping[str, str] = field(repr=False)
    direct: str
    front: str
    trust: ssl.SSLContext
    suffix: str = ""

    def run(self, *command: str, **more: str) -> str:
        """Run a command to its end as a unit would; what it printed. Fails the test when it fails."""
        done = self._run(command, more)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def fails(self, *command: str, **more: str) -> str:
        """The same for a command that ends with 1; what it complained of."""
        done = self._run(command, more)
        assert done.returncode == 1, (command, done.stdout, done.stderr)
        return done.stderr

    def refusal(self, command: str) -> str:
        """Run ``kemitraan`` with these words; what it complained of. Fails the test when it does its work."""
        done = self._run([str(self.folder / "kemitraan"), *shlex.split(command)], {})
        assert done.returncode == 2, (command, done.stdout)
        return done.stderr

    def _run(self, command: Sequence[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def do(self, line: str) -> str:
        """Do a line of the guide as it stands there, moved here; as whoever runs the tests. What systemd does is left
        out, and what would change this checkout.
        """
        words = shlex.split(moved(line, self.replace))
        if words[0] == "cd" or words[:2] in (["sudo", "systemctl"], ["sudo", "git"], ["sudo", "make"]):
            return ""
        if words[:3] == ["sudo", "-u", "postgres"]:
            own_words = [f"{word}{self.suffix}" if word in DATABASES else word for word in words[3:]]
            return self.run(*own_words, PGUSER="postgres")
        words = words[1:] if words[:3] != ["sudo", "-u", "kemitraan"] else words[3:]
        if words[0] == "kemitraan":
            words[0] = str(self.folder / "kemitraan")
        if words[0] == "install":
            words = [word for word in words if word not in ("-o", "-g", "kemitraan")]
        words = [word for word in words if not word.startswith("--chown")]
        return self.run(*words)

    def client(self, *, login: bool = True) -> httpx.Client:
        """A client of the front door."""
        auth = LOGIN if login else None
        return httpx.Client(base_url=self.front, verify=self.trust, auth=auth, trust_env=False, timeout=PATIENCE)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may reach, too."""
    path = Path(tempfile.mkdtemp(prefix="operasi"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def postgres(folder: Path) -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL, whose user ``postgres`` may do all."""
    initdbs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not initdbs:
        pytest.skip("needs PostgreSQL's server with pg_trgm, for Prefect (Debian: apt-get install postgresql)")
    programs, data, socket = initdbs[-1].parent, folder / "pgdata", folder / "pg"
    somebody = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    for folder_made in (data, socket):
        folder_made.mkdir(mode=0o700)
        if somebody:
            shutil.chown(folder_made, "postgres", "postgres")
    socket.chmod(0o755)
    started = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **somebody}
    init = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(init, stdout=subprocess.DEVNULL, check=True, **started)
    options = ["-c", f"unix_socket_directories={socket}", "-c", "listen_addresses=", "-c", "fsync=off"]
    with (folder / "postgres.log").open("w") as log:
        process = subprocess.Popen([programs / "postgres", "-D", data, *options], stdout=log, stderr=log, **started)
        try:
            ready = [programs / "pg_isready", "-q", "-h", socket]
            until(lambda: subprocess.run(ready, check=False).returncode, lambda code: code == 0)
            yield socket
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


@pytest.fixture(scope="session")
def site(folder: Path, postgres: Path) -> Iterator[Site]:
    """The installation, made by the guide's commands and started by the units' lines."""
    new_site = _site(folder, postgres)
    for line in guide_block(INSTALL, "createdb"):
        new_site.do(line)
    place_scripts(new_site)
    for line in _home_commands():
        new_site.do(line)
    with ExitStack() as stack:
        server = read_unit("kemitraan-server.service", new_site.replace)
        stack.enter_context(_running(new_site, "server", server.commands("ExecStart")[0]))
        for command in server.commands("ExecStartPost"):
            new_site.run(*command)
        for number in ("1", "2"):
            worker = read_unit("kemitraan-worker@.service", {**new_site.replace, "%H": "komputer", "%i": number})
            stack.enter_context(_running(new_site, f"worker{number}", worker.commands("ExecStart")[0]))
        stack.enter_context(_nginx(new_site))
        yield new_site


@pytest.fixture
def other_machine(site: Site, postgres: Path, tmp_path: Path) -> Iterator[Site]:
    """Another machine, installed as the guide's first section says: databases, settings and a new home with a key of
    its own. It sees the first one's backups. No server of Prefect runs there.
    """
    replace_more = {
        "/etc/kemitraan": str(tmp_path / "etc"),
        "/usr/local/sbin": str(tmp_path),
        "/var/lib/kemitraan": str(tmp_path / "state"),
        **{f"@/{name}": f"@/{name}_lain" for name in DATABASES},
        **{f"--dbname={name}": f"--dbname={name}_lain" for name in DATABASES},
        'prefect.baru" prefect': 'prefect.baru" prefect_lain',
    }
    replace_all = {**site.replace, **replace_more}
    (tmp_path / "state").mkdir(mode=0o700)
    _settings(tmp_path / "etc", replace_all)
    environment = _environment(postgres, replace_all)
    machine = replace(site, folder=tmp_path, replace=replace_all, environment=environment, suffix="_lain")
    for line in guide_block(INSTALL, "createdb"):
        if "createdb" in line:
            machine.do(line)
    place_scripts(machine)
    for line in _home_commands():
        machine.do(line)
    yield machine
    for database in DATABASES:
        machine.run("dropdb", "--if-exists", f"{database}_lain", PGUSER="postgres")


def _home_commands() -> list[str]:
    """What the guide's first section does to make home and warehouse."""
    return [line for line in guide_block(INSTALL, "kemitraan init") if line.startswith("sudo kemitraan ")]


def _site(folder: Path, postgres: Path) -> Site:
    port, front = free_port(), free_port()
    authority = trustme.CA()
    certificate = authority.issue_cert(HOST, "127.0.0.1")
    certificate.private_key_pem.write_to_path(str(folder / "kunci.pem"))
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(str(folder / "rantai.pem"), append=True)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    state, backups = folder / "state", folder / "cadangan"
    for path in (state, backups):
        path.mkdir(mode=0o700)
    replace = {
        "/srv/kemitraan/.venv/bin": str(Path(sys.executable).parent),
        "/srv/kemitraan": str(ROOT),
        "/etc/kemitraan": str(folder / "etc"),
        "/var/lib/kemitraan": str(state),
        "/var/backups/kemitraan": str(backups),
        "/var/run/postgresql": str(postgres),
        "/etc/ssl/kemitraan": str(folder),
        "/usr/local/sbin": str(folder),
        "127.0.0.1:4200": f"127.0.0.1:{port}",
        "PORT=4200": f"PORT={port}",
        "petugas:GANTI": ":".join(LOGIN),
        f"https://{HOST}/": f"https://127.0.0.1:{front}/",
        "listen 443": f"listen 127.0.0.1:{front}",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
    }
    _settings(folder / "etc", replace)
    environment = _environment(postgres, replace)
    return Site(folder, replace, environment, f"http://127.0.0.1:{port}", f"https://127.0.0.1:{front}", trust)


def _environment(postgres: Path, replace: Mapping[str, str]) -> dict[str, str]:
    variables = read_environment("kemitraan.env", replace) | read_environment("rahasia.env.contoh", replace)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "KEMITRAAN_"))}
    environment = {
        **plain,
        "PYTHONPATH": os.pathsep.join([plain.get("PYTHONPATH", ""), str(ROOT)]),
        "PGHOST": str(postgres),
        "PGUSER": "kemitraan",
        **variables,
    }
    environment["PREFECT_API_BLOCKS_REGISTER_ON_START"] = "false"  # nothing here asks for one, and it is dear
    return environment


def _settings(folder: Path, replace: Mapping[str, str]) -> None:
    folder.mkdir()
    for name, example in (("kemitraan.env", "kemitraan.env"), ("rahasia.env", "rahasia.env.contoh")):
        (folder / name).write_text(moved((UNITS / example).read_text(encoding="utf-8"), replace), encoding="utf-8")


def place_scripts(site: Site) -> None:
    """The guide's scripts, which work with the services' settings, in the site's folder; as whoever runs the tests."""
    script = moved((OPERATIONS / "perintah.sh").read_text(encoding="utf-8"), site.replace)
    placed = site.folder / "kemitraan"
    placed.write_text(script.replace("runuser -u kemitraan -- ", ""), encoding="utf-8")
    placed.chmod(0o755)
    backup = site.folder / "kemitraan-cadangan"
    backup.write_text(moved((OPERATIONS / "cadangan.sh").read_text(encoding="utf-8"), site.replace), encoding="utf-8")
    backup.chmod(0o755)


@contextmanager
def _running(site: Site, name: str, command: list[str]) -> Iterator[None]:
    """A unit's process; in the end it gets SIGTERM, as from systemd, and SIGKILL when it does not end by itself."""
    with (site.folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=site.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield
            assert process.poll() is None, (site.folder / f"{name}.log").read_text()
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:  # Prefect's worker, after a long time of idleness, sometimes does not end
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                print(f"{name} had to be killed", file=sys.stderr)


@contextmanager
def _nginx(site: Site) -> Iterator[None]:
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("needs nginx (Debian: apt-get install nginx-light)")
    doors = moved((OPERATIONS / "nginx" / "kemitraan.conf").read_text(encoding="utf-8"), site.replace)
    folders = "".join(f"{kind}_temp_path temp; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (site.folder / "nginx.conf").write_text(
        "daemon off; master_process off; pid nginx.pid; error_log stderr; events {}\n"
        f"http {{ access_log off; {folders}\n{doors} }}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(site.folder), "-c", "nginx.conf", "-e", "stderr"]
    with _running(site, "nginx", command):
        until(lambda: _open(site), bool)
        yield


def _open(site: Site) -> bool:
    try:
        with site.client() as client:
            return client.get("/api/health").is_success
    except httpx.TransportError:
        return False
