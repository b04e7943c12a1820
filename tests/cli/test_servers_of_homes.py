"""The server that ``kemitraan up`` keeps for a home, as other commands find it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kemitraan.cli.flow_runner import flow_runner
from kemitraan.cli.serving.address import only_one_up, server_of, tell_address
from kemitraan.cli.serving.prefect_processes import HEARTBEAT_SECONDS
from kemitraan.config.home import Home
from kemitraan.errors import UsageError
from tests.cli.conftest import Run
from tests.homes import MakeHome
from tests.steps.driver import run_job, send, workshop_of
from tests.steps.making import mostly_bad_csv

URL = "http://127.0.0.1:9/api"
"""Nobody answers there."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_server_is_found_while_up_runs_and_not_before_or_after(home: Home) -> None:
    assert server_of(home) is None
    with only_one_up(home):
        with pytest.raises(UsageError, match="baru dinyalakan"):
            server_of(home)
        tell_address(home, URL)
        assert server_of(home) == URL
        with pytest.raises(UsageError, match="sudah dijalankan"), only_one_up(home):
            pass
    assert (home.path / "prefect" / "alamat").exists()  # as after a kill
    assert server_of(home) is None
    with only_one_up(home), pytest.raises(UsageError, match="baru dinyalakan"):
        server_of(home)


def test_a_run_uses_the_server_that_up_keeps_and_is_heard_of_often_enough(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "KEMITRAAN_HOME"):
        monkeypatch.setenv(name, "")  # whatever is set meanwhile is taken back at the end
    monkeypatch.delenv("PREFECT_FLOWS_HEARTBEAT_FREQUENCY")
    with only_one_up(home):
        tell_address(home, URL)
        with flow_runner(home) as runner:
            assert runner.server is None
            assert os.environ["PREFECT_API_URL"] == URL
            assert os.environ["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] == str(HEARTBEAT_SECONDS)


def test_a_decision_stands_and_says_so_where_the_server_does_not_answer(
    run: Run, make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home()
    workshop = workshop_of(home)
    send(home, "sulsel-makassar", mostly_bad_csv(), "buruk.csv")
    (line,) = run_job(workshop).lines
    workshop.warehouse.close()
    monkeypatch.setenv("PREFECT_API_URL", URL)
    monkeypatch.setenv("PREFECT_CLIENT_MAX_RETRIES", "0")
    who = ("--name", "Rahma", "--reason", "Sudah ditanyakan lewat telepon.")
    ended = run("--home", home.path, "decide", line.submission, "muat", *who)
    assert ended.status == 0
    assert "Diterima sebagian" in ended.out
    assert "Server Prefect tidak menjawab. Keputusannya sudah berlaku" in ended.err
