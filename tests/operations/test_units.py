"""The units are what systemd takes, hardened, and the settings in their environment files are Prefect's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.settings import Settings, get_current_settings

from kemitraan.cli.parser import make_parser
from tests.flows.server import until
from tests.operations.units import UNITS, guide_commands, moved, read_environment, read_unit

SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
TIMERS = sorted(path.name for path in UNITS.glob("*.timer"))
ALERT = "kemitraan-alert@.service"
PROGRAMS = {
    "/srv/kemitraan/.venv/bin": str(Path(sys.executable).parent),
    "=/srv/kemitraan": f"={Path.cwd()}",
    "=/usr/local/sbin/kemitraan-cadangan": f"={Path.cwd()}/docs/operations/cadangan.sh",
}
MOST_EXPOSED = 25
"""systemd's own scale: 100 is no protection at all; a service with the network open cannot come to 0."""


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze (Debian: apt-get install systemd)")
    command = [program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=60)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The folder of units, with this checkout as the program."""
    for path in UNITS.iterdir():
        (tmp_path / path.name).write_text(moved(path.read_text(encoding="utf-8"), PROGRAMS), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [*SERVICES, *TIMERS])
def test_systemd_understands_every_line(installed: Path, name: str) -> None:
    instance = name.replace("@.", "@1.")
    if instance != name:
        (installed / name).rename(installed / instance)
    ran = analyze("verify", "--man=no", "--recursive-errors=no", str(installed / instance))
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_little_beside_its_work(installed: Path, name: str) -> None:
    unit = installed / name
    ran = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", "--no-pager", str(unit))
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_nobody_in_particular_and_gets_its_secrets_from_a_file_of_their_own(name: str) -> None:
    unit = read_unit(name, {})
    assert unit.settings["User"] == ["kemitraan"]
    assert unit.settings["EnvironmentFile"] == ["/etc/kemitraan/kemitraan.env", "/etc/kemitraan/rahasia.env"]
    assert "Environment" not in unit.settings


def test_every_service_that_fails_has_the_it_person_written_to() -> None:
    for name in set(SERVICES) - {ALERT}:
        assert read_unit(name, {}).settings["OnFailure"] == ["kemitraan-alert@%n.service"], name
    (command,) = read_unit(ALERT, {"%i": "kemitraan-worker@1.service"}).commands("ExecStart")
    arguments = make_parser().parse_args(command[1:])
    assert (arguments.command, arguments.unit) == ("alert", "kemitraan-worker@1.service")


def test_the_guide_installs_every_unit_and_starts_every_timer() -> None:
    enabled = {word for words in guide_commands("sudo systemctl enable --now") for word in words}
    assert set(TIMERS) <= enabled
    installs = [words for words in guide_commands("sudo install -m 0644") if words[-1] == "/etc/systemd/system/"]
    installed = installs[0]
    assert all(words == installed for words in installs)
    covered = {path.name for pattern in installed[:-1] for path in UNITS.glob(pattern.removeprefix("systemd/"))}
    assert covered == {*SERVICES, *TIMERS}


def test_a_worker_that_is_told_to_stop_first_ends_its_runs() -> None:
    if shutil.which("pgrep") is None:
        pytest.skip("needs pgrep (Debian: apt-get install procps)")
    worker = subprocess.Popen(["/bin/sh", "-c", "sleep 2; exec sleep 60"])  # a run of its, then waiting for work
    runs = ["pgrep", "--parent", str(worker.pid)]
    try:
        until(lambda: subprocess.run(runs, check=False).returncode, lambda code: code == 0)
        (stop,) = read_unit("kemitraan-worker@.service", {"$MAINPID": str(worker.pid)}).commands("ExecStop")
        subprocess.run(stop, check=True, timeout=30)
        assert subprocess.run(runs, check=False).returncode == 1
        assert worker.poll() is None
    finally:
        worker.kill()
        worker.wait()


def test_the_settings_are_understood_by_prefect_and_nothing_is_told_to_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = read_environment("kemitraan.env", {}) | read_environment("rahasia.env.contoh", {})
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    before = get_current_settings().to_environment_variables(include_secrets=True)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    understood = settings.to_environment_variables(include_secrets=True)
    ours = {name for name in variables if name.startswith("PREFECT_")}
    assert ours <= set(understood), f"Prefect knows no {ours - set(understood)}"
    assert before != understood
    assert settings.server.analytics_enabled is False
    assert settings.server.ui.v2_enabled is True
    assert settings.server.services.db_vacuum.enabled_vacuum_types >= {"events", "flow_runs"}


def test_no_secret_stands_in_the_settings_that_everybody_may_read() -> None:
    assert not [name for name in read_environment("kemitraan.env", {}) if re.search("PASSWORD|SECRET|AUTH", name)]
