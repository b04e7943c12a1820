"""A home that was restored with another key: every command says so and does nothing, and no receipt is called
altered.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.asking import refused_in_words
from flows.settings import workshop
from kemitraan.config.home import Home
from tests.cli.conftest import Run, copy_of
from tests.conftest import Databases
from tests.homes import MakeHome
from tests.steps.driver import SAMPLES, run_job, send, workshop_of

CLEAN = SAMPLES / "01_majene_bersih.xlsx"
OTHER = bytes(range(32))
SAID = "Kunci rumah ini bukan kunci yang dipakai gudang data ini."


@pytest.fixture
def restored(month: Home, tmp_path: Path) -> Home:
    """The home after some days, with another key."""
    home = copy_of(month, tmp_path / "pulih")
    home.key_file.write_bytes(OTHER)
    return home


@pytest.mark.parametrize(
    "command",
    [
        ["run"],
        ["receipt", str(CLEAN)],
        ["verify"],
        ["status"],
        ["backup", "--to", "cadangan"],
        ["up", "--port", "1"],
        ["reprocess", "0123456789"],
        ["upgrade"],
        ["init"],
        ["check", str(CLEAN), "--warehouse", "{warehouse}"],
    ],
    ids=lambda command: command[0],
)
def test_no_command_works_with_another_key(run: Run, restored: Home, command: list[str]) -> None:
    url = f"sqlite:///{restored.warehouse / 'gudang.sqlite'}"
    ran = run("--home", restored.path, *(word.format(warehouse=url) for word in command))
    assert (ran.status, ran.out) == (2, "")
    assert SAID in ran.err


def test_no_flow_works_with_another_key(restored: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEMITRAAN_HOME", str(restored.path))

    @refused_in_words
    def look() -> State[None]:
        return Completed(message=workshop().name_of("76.05"))

    ended = look()
    assert ended.is_failed()
    assert str(ended.message).startswith(SAID)


def test_a_genuine_receipt_is_never_called_altered_because_of_the_key(
    run: Run, month: Home, restored: Home, tmp_path: Path
) -> None:
    mail = tmp_path / "surel.txt"
    mail.write_text(run("--home", month.path, "receipt", CLEAN).out, encoding="utf-8")
    ran = run("--home", restored.path, "receipt", "--verify", mail)
    assert (ran.status, ran.out) == (2, "")
    assert SAID in ran.err
    assert run("--home", restored.path, "upgrade", "--accept-new-key").status == 0
    unproved = run("--home", restored.path, "receipt", "--verify", mail)
    assert unproved.status == 1
    assert "TIDAK DAPAT DIBUKTIKAN. Isinya cocok dengan catatan kami" in unproved.out
    mail.write_text(mail.read_text(encoding="utf-8").replace("2026-11", "2026-10"), encoding="utf-8")
    assert "DIUBAH." in run("--home", restored.path, "receipt", "--verify", mail).out


def test_a_check_without_a_home_needs_no_key(run: Run, month: Home) -> None:
    ran = run("check", CLEAN, "--warehouse", f"sqlite:///{month.warehouse / 'gudang.sqlite'}")
    assert (ran.status, ran.err) == (0, "")


def test_init_makes_no_key_in_the_place_of_one_that_is_lost(
    run: Run, make_home: MakeHome, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, url = make_home(), databases.fresh()
    workshop = workshop_of(home, url)
    send(home, "majene", CLEAN)
    run_job(workshop)
    workshop.warehouse.close()
    key = home.key_file.read_bytes()
    home.key_file.unlink()
    monkeypatch.setenv("KEMITRAAN_WAREHOUSE", url)
    ran = run("--home", home.path, "init")
    assert (ran.status, SAID in ran.err, home.key_file.exists()) == (2, True, False)
    home.key_file.write_bytes(key)
    assert run("--home", home.path, "init").status == 0
    workshop_of(home, url).warehouse.close()
