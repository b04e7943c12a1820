"""SFTP: whom it believes, what it reads of its surroundings, and every error of a server."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace

import asyncssh
import pytest
from fsspec.asyn import get_loop

from connectors.base import Answer, LeftReason
from connectors.errors import (
    CutOffError,
    FolderMissingError,
    HostKeyError,
    NoSpaceError,
    OutsideError,
    PermissionRefusedError,
    SignInRefusedError,
    TimedOutError,
    UnreachableError,
    VanishedError,
)
from connectors.flight import fly
from connectors.remote.sftp import SftpFiles
from tests.connectors.remote.offices import DiskOffice, connecting
from tests.connectors.remote.servers import cutting, free_port, silent
from tests.connectors.remote.staged_sftp import PASSWORD, Stage, staged_sftp

pytestmark = pytest.mark.xdist_group("sftp")
BIG = os.urandom(2_000_000)


def private_key() -> str:
    return asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()


def public_key(kind: str = "ssh-ed25519") -> str:
    return asyncssh.generate_private_key(kind).export_public_key().decode()


def failure(connector, act="list_waiting", *arguments) -> OutsideError:
    """What it raises, on a connection of its own that is closed again."""
    with connector, pytest.raises(OutsideError) as caught:
        getattr(connector, act)(*arguments)
    return caught.value


@pytest.fixture
def connect(sftp):
    """The same folders, with another server, key, …"""
    return lambda **changes: replace(sftp.connector, files=replace(sftp.files, **changes))


@pytest.fixture
def stage(tmp_path):
    with staged_sftp(tmp_path / "panggung") as running:
        yield running


@pytest.fixture
def staged(tmp_path, stage: Stage):
    """An office at the staged server, with a password."""
    root = tmp_path / "panggung"
    for name in ("masuk", "keluar"):
        (root / name).mkdir(parents=True)
    files = SftpFiles(
        host="127.0.0.1",
        port=stage.port,
        user="majene",
        password=PASSWORD,
        host_keys=(stage.host_key,),
        timeout_seconds=2.0,
    )
    with connecting(files, "/masuk", "/keluar") as connector:
        yield DiskOffice(connector, root)


def test_a_password_lets_in(staged):
    assert staged.connector.read(staged.put("a.csv", b"isi"), limit=10).data == b"isi"


def test_a_wrong_password_is_refused(staged, connect):
    wrong = replace(staged.connector, files=replace(staged.files, password="salah"))
    assert isinstance(failure(wrong), SignInRefusedError)
    assert isinstance(failure(connect(key=None, password="salah")), SignInRefusedError)


def test_a_wrong_key_is_refused(connect):
    for key in (private_key(), "bukan kunci"):
        assert isinstance(failure(connect(key=key)), SignInRefusedError)


def test_the_flight_check_signs_in_once_and_says_that_it_was_refused(staged, stage):
    wrong = replace(staged.connector, files=replace(staged.files, password="salah"))
    with wrong:
        probes = fly(wrong.flight_checks())
    assert [(probe.check.value, probe.holds, probe.tried) for probe in probes[:3]] == [
        ("reach", True, True),
        ("sign_in", False, True),
        ("list", False, False),
    ]
    assert len(stage.sign_ins) == 1


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"])
def test_a_server_with_another_key_learns_nothing_and_stops_the_source(staged, stage, kind):
    other = replace(staged.connector, files=replace(staged.files, host_keys=(public_key(kind),)))
    error = failure(other)
    assert isinstance(error, HostKeyError)
    assert not error.retryable
    assert stage.sign_ins == []


def test_one_of_several_pinned_keys_is_enough(sftp, connect):
    with connect(host_keys=(public_key(), *sftp.files.host_keys, public_key("ecdsa-sha2-nistp256"))) as connector:
        assert connector.list_waiting().items == ()


def test_a_pinned_key_that_cannot_be_read_is_believed_by_nobody(connect):
    assert isinstance(failure(connect(host_keys=("ssh-ed25519 ???",))), HostKeyError)


@pytest.mark.parametrize("host", ["sftp..mamasa.example", "x" * 70 + ".example", "", "tidak ada"])
def test_a_host_name_that_cannot_be_asked_for_is_unreachable(connect, host):
    assert isinstance(failure(connect(host=host)), UnreachableError)


def test_a_server_that_is_not_there_is_unreachable(connect):
    assert isinstance(failure(connect(port=free_port())), UnreachableError)


def test_a_server_that_says_nothing_times_out(connect):
    with silent() as port:
        assert isinstance(failure(connect(port=port, timeout_seconds=0.5)), TimedOutError)


@pytest.mark.parametrize("most", [9_999, 16_384, 16_385])
def test_a_server_that_gives_less_than_was_asked_for_loses_nothing(staged, stage, most):
    stage.most = most
    item = staged.put("a.csv", BIG[:600_001])
    assert staged.connector.read(item, limit=len(BIG)).data == BIG[:600_001]


@pytest.fixture
def no_complaints(monkeypatch):
    """The loop is told of no tasks that nobody waited for."""
    complaints = []
    monkeypatch.setattr(get_loop(), "_exception_handler", lambda _loop, context: complaints.append(str(context)))
    yield
    gc.collect()
    assert complaints == []


def test_a_server_that_stops_while_reading_times_out(staged, stage, no_complaints):
    item = staged.put("a.csv", b"isi")
    stage.stall = True
    with pytest.raises(TimedOutError):
        staged.connector.read(item, limit=10)
    stage.stall = False
    assert staged.connector.read(item, limit=10).data == b"isi"


def test_a_connection_cut_while_reading_loses_nothing(sftp, connect, no_complaints):
    item = sftp.put("a.csv", BIG)
    with cutting(sftp.files.port, after=500_000) as port:
        assert isinstance(failure(connect(port=port), "read", item, len(BIG)), CutOffError)
    assert sftp.connector.read(item, limit=len(BIG)).data == BIG


def test_a_connection_cut_while_answering_leaves_no_half_answer(sftp, connect, no_complaints):
    with cutting(sftp.files.port, after=500_000, upwards=True) as port:
        assert isinstance(failure(connect(port=port), "deliver", Answer("b.xlsx", BIG)), CutOffError)
    assert "b.xlsx" not in sftp.held("keluar")
    assert not sftp.connector.deliver(Answer("b.xlsx", BIG)).already
    assert sftp.held("keluar") == {"b.xlsx": BIG}


def test_a_connection_that_ended_meanwhile_is_opened_again(sftp):
    sftp.connector.list_waiting()
    connection = sftp.files._line._connection
    get_loop().call_soon_threadsafe(connection.abort)
    while not connection.is_closed():
        time.sleep(0.01)
    assert sftp.connector.list_waiting().items == ()


def test_a_full_disk_says_so_and_leaves_nothing(sftp, small_disk):
    connector = replace(sftp.connector, outbox=str(small_disk))
    with pytest.raises(NoSpaceError):
        connector.deliver(Answer("b.xlsx", BIG))
    assert list(small_disk.iterdir()) == []


def test_without_the_right_to_write_answers_and_done_marks_are_refused(sftp, ssh_server, connect):
    item = sftp.put("a.csv", b"isi")
    with connect(key=ssh_server.reading_key) as reader:
        assert reader.read(item, limit=10).data == b"isi"
        for act in (lambda: reader.deliver(Answer("b.xlsx", b"isi")), lambda: reader.mark_done(item)):
            with pytest.raises(PermissionRefusedError):
                act()
        failed = {probe.check.value: probe.error.code for probe in fly(reader.flight_checks()) if probe.error}
    assert failed == {"mark": "permission", "write": "permission", "clock": "permission"}
    assert sftp.held("masuk") == {"a.csv": b"isi"}


def test_a_missing_folder_says_so(sftp):
    item = sftp.put("a.csv", b"isi")
    (sftp.root / "masuk").rename(sftp.root / "lain")
    (sftp.root / "keluar").rmdir()
    for act in (
        sftp.connector.list_waiting,
        lambda: sftp.connector.read(item, limit=10),
        lambda: sftp.connector.mark_done(item),
        lambda: sftp.connector.deliver(Answer("b.xlsx", b"isi")),
    ):
        with pytest.raises(FolderMissingError):
            act()


def test_a_file_in_place_of_the_inbox_says_so(sftp):
    (sftp.root / "masuk").rmdir()
    (sftp.root / "masuk").write_bytes(b"")
    with pytest.raises(FolderMissingError):
        sftp.connector.list_waiting()


def test_links_pipes_and_folders_are_not_followed_but_mentioned(sftp):
    inbox = sftp.root / "masuk"
    (sftp.root / "rahasia.csv").write_bytes(b"isi")
    (inbox / "tautan.csv").symlink_to(sftp.root / "rahasia.csv")
    (inbox / "tautan-folder").symlink_to(sftp.root)
    os.mkfifo(inbox / "pipa.csv")
    (inbox / "sub").mkdir()
    (inbox / "selesai").mkdir()
    listing = sftp.connector.list_waiting()
    assert listing.items == ()
    assert {(entry.name, entry.reason) for entry in listing.left_alone} == {
        ("tautan.csv", LeftReason.NOT_A_FILE),
        ("tautan-folder", LeftReason.NOT_A_FILE),
        ("pipa.csv", LeftReason.NOT_A_FILE),
        ("sub", LeftReason.FOLDER),
    }


def test_a_file_that_became_a_link_or_a_pipe_is_not_read(sftp):
    item = sftp.put("a.csv", b"isi")
    path = sftp.root / "masuk" / "a.csv"
    path.rename(sftp.root / "a.csv")
    path.symlink_to(sftp.root / "a.csv")
    with pytest.raises(VanishedError):
        sftp.connector.read(item, limit=10)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(VanishedError):
        sftp.connector.read(item, limit=10)


def test_a_done_folder_that_leads_elsewhere_is_not_used(sftp):
    (sftp.root / "masuk" / "selesai").symlink_to(sftp.root)
    item = sftp.put("a.csv", b"isi")
    with pytest.raises(FolderMissingError):
        sftp.connector.mark_done(item)
    assert sftp.held("masuk") == {"a.csv": b"isi"}


def test_bytes_that_are_no_utf8_in_a_name_are_kept(sftp):
    raw = os.fsencode(sftp.root / "masuk") + b"/\xff\xfe lap.csv"
    with open(raw, "wb") as file:
        file.write(b"isi")
    (item,) = sftp.connector.list_waiting().items
    assert sftp.connector.read(item, limit=10).data == b"isi"
    sftp.connector.mark_done(item)
    assert os.listdir(os.fsencode(sftp.root / "masuk" / "selesai")) == [b"\xff\xfe lap.csv"]


def test_a_newer_file_that_comes_while_the_old_one_is_moved_goes_back(staged, stage):
    item = staged.put("a.csv", b"isi")
    stage.on_rename = lambda: staged.send("a.csv", b"isi yang lebih baru")
    staged.connector.mark_done(item)
    assert staged.held("masuk") == {"a.csv": b"isi yang lebih baru"}
    assert staged.held("masuk/selesai") == {}


def test_a_server_without_posix_rename_keeps_one_name_for_the_same_bytes_too(staged, stage):
    stage.refuse_posix_rename = True
    for _ in range(2):
        staged.connector.mark_done(staged.put("a.csv", b"isi"))
    assert (staged.held("masuk"), staged.held("masuk/selesai")) == ({}, {"a.csv": b"isi"})


def test_a_file_with_two_names_whose_move_was_killed_half_way_leaves_the_inbox(sftp):
    item = sftp.put("a.csv", b"isi")
    (sftp.root / "masuk" / "selesai").mkdir()
    os.link(sftp.root / "masuk" / "a.csv", sftp.root / "masuk" / "selesai" / "a.csv")
    sftp.connector.mark_done(item)
    assert (sftp.held("masuk"), sftp.held("masuk/selesai")) == ({}, {"a.csv": b"isi"})


def test_whoever_may_open_the_outbox_may_read_the_answer(sftp):
    (sftp.root / "keluar").chmod(0o750)
    sftp.connector.deliver(Answer("b.xlsx", b"isi"))
    assert (sftp.root / "keluar" / "b.xlsx").stat().st_mode & 0o777 == 0o640


def test_two_that_mark_the_same_file_at_once_lose_nothing(sftp, connect):
    items = [sftp.put(f"{number}.csv", b"isi %d" % number) for number in range(5)]
    errors: list[BaseException] = []

    def mark() -> None:
        try:
            with connect() as connector:
                for item in items:
                    connector.mark_done(item)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=mark) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert sftp.held("masuk") == {}
    assert sftp.held("masuk/selesai") == {f"{number}.csv": b"isi %d" % number for number in range(5)}


KILLED = """
import os, signal, sys
from connectors.base import Answer
from connectors.remote.connector import RemoteConnector
from connectors.remote.sftp import SftpFiles
host_key, key, user, port, outbox = sys.argv[1:]
SftpFiles._rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
files = SftpFiles(host="127.0.0.1", port=int(port), user=user, key=key, host_keys=(host_key,), timeout_seconds=5)
RemoteConnector(files=files, inbox=outbox, outbox=outbox).deliver(Answer("b.xlsx", b"isi"))
"""


def test_killed_while_answering_the_next_run_answers_once_and_later_tidies_up(sftp):
    files = sftp.files
    arguments = [files.host_keys[0], files.key, files.user, str(files.port), str(sftp.root / "keluar")]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False, env=os.environ.copy())
    assert killed.returncode == -signal.SIGKILL
    (hidden,) = sftp.held("keluar")
    assert hidden.startswith(".")
    sftp.connector.deliver(Answer("b.xlsx", b"isi"))
    assert sftp.held("keluar") == {"b.xlsx": b"isi", hidden: b"isi"}
    tomorrow = replace(sftp.connector, clock=lambda: time.time() + 2 * 86_400)
    assert tomorrow.deliver(Answer("b.xlsx", b"isi")).already
    assert sftp.held("keluar") == {"b.xlsx": b"isi"}


def test_nothing_of_the_surroundings_is_read(sftp, connect, tmp_path, monkeypatch):
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "config").write_text("Host *\n  User lain\n  Port 1\n  ProxyCommand false\n")
    (home / ".ssh" / "known_hosts").write_text(f"* {public_key()}")
    (home / ".ssh" / "id_ed25519").write_text(sftp.files.key)
    monkeypatch.setenv("HOME", str(home))
    with closing(socket.socket(socket.AF_UNIX)) as agent:
        agent.bind(str(tmp_path / "agen"))
        agent.listen()
        agent.setblocking(False)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agen"))
        with connect() as connector:
            assert connector.list_waiting().items == ()
        assert isinstance(failure(connect(key=None, password="salah")), SignInRefusedError)
        assert isinstance(failure(connect(key=private_key())), SignInRefusedError)
        with pytest.raises(BlockingIOError):
            agent.accept()


def test_secrets_and_names_reach_no_log_error_or_repr(staged, caplog):
    caplog.set_level("DEBUG")
    item = staged.put("budi-7604.csv", b"isi")
    staged.connector.read(item, limit=10)
    staged.connector.mark_done(item)
    staged.connector.deliver(Answer("budi-7604.xlsx", b"isi"))
    error = failure(replace(staged.connector, files=replace(staged.files, password="salah-7Q")))
    text = caplog.text + repr(staged.connector) + repr(error) + str(error)
    for secret in (PASSWORD, "salah-7Q", "budi-7604"):
        assert secret not in text
