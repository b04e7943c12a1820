"""Reading an item of a folder and marking it done."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import Item
from connectors.errors import FolderMissingError, PermissionRefusedError, StillBeingWrittenError, VanishedError
from connectors.folder import Done, FolderConnector


def put(folder: FolderConnector, name: str, data: bytes) -> Item:
    """Drops a file in the inbox and gives it as the connector lists it."""
    path = folder.inbox / name
    path.write_bytes(data)
    size = path.stat().st_size
    return next(item for item in folder.list_waiting().items if item.message == name and item.size == size)


def done(folder: FolderConnector) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder.inbox / "selesai").iterdir()}


def test_a_file_is_read_whole_with_its_hash(folder):
    fetched = folder.read(put(folder, "a.xlsx", b"isi"), limit=3)
    assert (fetched.data, fetched.size) == (b"isi", 3)
    assert fetched.sha256 == hashlib.sha256(b"isi").hexdigest()


def test_an_empty_file_is_read_too(folder):
    assert folder.read(put(folder, "a.xlsx", b""), limit=3).data == b""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(data=st.binary(max_size=64), limit=st.integers(0, 64))
def test_over_the_limit_only_hash_and_size_are_given(folder, data, limit):
    fetched = folder.read(put(folder, "a.xlsx", data), limit)
    assert fetched.sha256 == hashlib.sha256(data).hexdigest()
    assert fetched.size == len(data)
    assert fetched.data == (data if len(data) <= limit else None)


def test_a_huge_file_never_enters_memory(folder):
    with (folder.inbox / "besar.bin").open("wb") as file:
        file.truncate(64 * 2**20)
    (item,) = folder.list_waiting().items
    tracemalloc.start()
    try:
        fetched = folder.read(item, limit=1000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (fetched.size, fetched.data) == (64 * 2**20, None)
    assert peak < 8 * 2**20


def test_a_file_that_vanished_since_the_listing_is_told_apart_from_a_vanished_inbox(folder):
    item = put(folder, "a.xlsx", b"isi")
    (folder.inbox / "a.xlsx").unlink()
    with pytest.raises(VanishedError):
        folder.read(item, limit=100)
    folder.inbox.rmdir()
    with pytest.raises(FolderMissingError):
        folder.read(item, limit=100)


def test_a_file_that_changed_since_the_listing_is_not_read(folder):
    item = put(folder, "a.xlsx", b"isi")
    (folder.inbox / "a.xlsx").write_bytes(b"isi baru")
    with pytest.raises(StillBeingWrittenError):
        folder.read(item, limit=100)


def test_a_file_that_became_a_link_or_a_pipe_is_not_read(folder, tmp_path):
    item = put(folder, "a.xlsx", b"isi")
    path = folder.inbox / "a.xlsx"
    path.unlink()
    path.symlink_to(tmp_path)
    with pytest.raises(VanishedError):
        folder.read(item, limit=100)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(VanishedError):
        folder.read(item, limit=100)


def test_a_closed_file_is_refused(folder, closed):
    item = put(folder, "a.xlsx", b"isi")
    with closed(folder.inbox / "a.xlsx"), pytest.raises(PermissionRefusedError):
        folder.read(item, limit=100)


@pytest.mark.parametrize("identity", ["", "3.4.Li4=", "3.4.Li4vYS54bHN4", "3.4.L2V0Yy9wYXNzd2Q=", "3.4.!", "x.y.YQ=="])
def test_an_id_from_elsewhere_opens_nothing(folder, identity):
    item = replace(put(folder, "a.xlsx", b"isi"), id=identity)
    with pytest.raises(ValueError, match=r".*"):
        folder.read(item, limit=100)


def test_a_done_file_moves_to_selesai_and_waits_no_more(folder):
    folder.mark_done(put(folder, "a.xlsx", b"isi"))
    assert done(folder) == {"a.xlsx": b"isi"}
    assert folder.list_waiting().items == ()


def test_the_same_bytes_keep_one_name_and_others_get_a_number(folder):
    for data in (b"satu", b"satu", b"dua!", b"tiga", b"dua!"):
        folder.mark_done(put(folder, "a.xlsx", data))
    assert done(folder) == {"a.xlsx": b"satu", "a (2).xlsx": b"dua!", "a (3).xlsx": b"tiga"}


def test_the_longest_name_still_gets_its_number(folder):
    name = "é" * 125 + ".xlsx"
    for data in (b"satu", b"dua!"):
        path = folder.inbox / name
        path.write_bytes(data)
        (item,) = folder.list_waiting().items
        folder.mark_done(item)
    assert sorted(done(folder).values()) == [b"dua!", b"satu"]


def test_marking_done_twice_is_marking_done_once(folder):
    item = put(folder, "a.xlsx", b"isi")
    folder.mark_done(item)
    folder.mark_done(item)
    assert done(folder) == {"a.xlsx": b"isi"}


def test_a_newer_file_of_the_same_name_is_left_waiting(folder):
    item = put(folder, "a.xlsx", b"isi")
    newer = put(folder, "a.xlsx", b"isi yang lebih baru")
    folder.mark_done(item)
    assert folder.list_waiting().items == (newer,)


def test_done_files_stay_where_they_are_when_so_set(folder):
    leaving = replace(folder, done=Done.LEAVE)
    item = put(leaving, "a.xlsx", b"isi")
    leaving.mark_done(item)
    assert leaving.list_waiting().items == (item,)


def test_a_done_folder_that_leads_elsewhere_is_not_used(folder, tmp_path):
    (tmp_path / "lain").mkdir()
    (folder.inbox / "selesai").symlink_to(tmp_path / "lain")
    item = put(folder, "a.xlsx", b"isi")
    with pytest.raises(FolderMissingError):
        folder.mark_done(item)
    assert folder.read(item, limit=100).data == b"isi"


def test_a_vanished_inbox_is_not_taken_for_a_done_file(folder):
    item = put(folder, "a.xlsx", b"isi")
    (folder.inbox / "a.xlsx").unlink()
    folder.inbox.rmdir()
    with pytest.raises(FolderMissingError):
        folder.mark_done(item)
