"""Delivering answers to an outbox."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import Answer, Delivered
from connectors.errors import FolderMissingError, NoSpaceError, PermissionRefusedError
from connectors.names import outbox_name

KILLED_AT_FSYNC = """
import os, pathlib, signal, sys
from connectors.base import Answer
from connectors.folder import FolderConnector
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
FolderConnector(*map(pathlib.Path, sys.argv[1:])).deliver(Answer("balasan.xlsx", b"isi"))
"""


def test_an_answer_lies_in_the_outbox_and_nothing_else_does(folder):
    assert folder.deliver(Answer("balasan.xlsx", b"isi")) == Delivered("balasan.xlsx", already=False)
    assert {path.name: path.read_bytes() for path in folder.outbox.iterdir()} == {"balasan.xlsx": b"isi"}


def test_the_same_answer_twice_lies_there_once(folder):
    folder.deliver(Answer("balasan.xlsx", b"isi"))
    assert folder.deliver(Answer("balasan.xlsx", b"isi")) == Delivered("balasan.xlsx", already=True)
    assert len(os.listdir(folder.outbox)) == 1


def test_another_answer_of_the_same_name_never_writes_over_what_the_office_may_be_working_in(folder):
    folder.deliver(Answer("balasan.xlsx", b"isi"))
    for already in (False, True):
        assert folder.deliver(Answer("balasan.xlsx", b"lain")) == Delivered("balasan (2).xlsx", already=already)
    assert (folder.outbox / "balasan.xlsx").read_bytes() == b"isi"


def test_a_link_in_the_outbox_is_never_written_through(folder, tmp_path):
    target = tmp_path / "lain.xlsx"
    (folder.outbox / "balasan.xlsx").symlink_to(target)
    assert folder.deliver(Answer("balasan.xlsx", b"isi")).name == "balasan (2).xlsx"
    assert not target.exists()


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o700, 0o600), (0o750, 0o640)])
def test_whoever_may_open_the_folder_may_read_the_answer(folder, folder_mode, file_mode):
    folder.outbox.chmod(folder_mode)
    folder.deliver(Answer("balasan.xlsx", b"isi"))
    assert (folder.outbox / "balasan.xlsx").stat().st_mode & 0o777 == file_mode


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(name=st.text(st.characters(), max_size=300))
def test_no_name_leaves_the_outbox_or_hides_there(folder, name):
    delivered = folder.deliver(Answer(name, b"isi"))
    assert (folder.outbox / delivered.name).read_bytes() == b"isi"
    assert delivered.name in os.listdir(folder.outbox)
    assert not delivered.name.startswith(".")


@pytest.mark.parametrize(
    ("wanted", "given_name"),
    [
        ("../../x.xlsx", "x.xlsx"),
        ("nul.xlsx", "_nul.xlsx"),
        ("a:b?.xlsx", "a_b_.xlsx"),
        ("..", "tanpa-nama"),
        (".tersembunyi.xlsx", "tersembunyi.xlsx"),
    ],
)
def test_a_name_is_made_fit_for_every_file_system(wanted, given_name):
    assert outbox_name(wanted) == given_name


def test_a_full_disk_says_so_and_leaves_nothing_half_written(folder, small_disk):
    full = replace(folder, outbox=small_disk)
    with pytest.raises(NoSpaceError):
        full.deliver(Answer("balasan.xlsx", b"x" * 200_000))
    assert os.listdir(small_disk) == []
    assert full.deliver(Answer("balasan.xlsx", b"x" * 20_000)).already is False


def test_a_closed_outbox_says_so(folder, closed):
    with closed(folder.outbox), pytest.raises(PermissionRefusedError):
        folder.deliver(Answer("balasan.xlsx", b"isi"))


def test_an_answer_cut_off_by_a_kill_leaves_nothing_that_shows(folder):
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_FSYNC, folder.inbox, folder.outbox], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [name for name in os.listdir(folder.outbox) if not name.startswith(".")] == []
    assert folder.deliver(Answer("balasan.xlsx", b"isi")) == Delivered("balasan.xlsx", already=False)


def test_a_missing_outbox_is_not_made_for_it_may_be_a_share_that_is_not_mounted(folder):
    folder.outbox.rmdir()
    with pytest.raises(FolderMissingError):
        folder.deliver(Answer("balasan.xlsx", b"isi"))
    assert not folder.outbox.exists()


def test_a_file_in_place_of_the_outbox_says_so(folder):
    folder.outbox.rmdir()
    folder.outbox.write_bytes(b"")
    with pytest.raises(FolderMissingError):
        folder.deliver(Answer("balasan.xlsx", b"isi"))
