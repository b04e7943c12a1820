"""The archive: content-addressed, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.archive import Archive, Tombstone
from connectors.errors import (
    DamagedError,
    FolderMissingError,
    NoSpaceError,
    NotArchivedError,
    OutsideError,
    PermissionRefusedError,
)

SHA = hashlib.sha256(b"isi").hexdigest()


def fresh_memory() -> Archive:
    return Archive(f"memory://{uuid.uuid4().hex}")


@pytest.fixture(params=["local", "memory"])
def archive(request, tmp_path: Path) -> Archive:
    return fresh_memory() if request.param == "memory" else Archive(str(tmp_path / "arsip"))


def test_what_was_put_comes_back(archive):
    assert archive.put(b"isi") == SHA
    assert archive.get(SHA) == b"isi"
    assert archive.has(SHA)
    assert archive.verify(SHA)


def test_putting_twice_is_putting_once(archive):
    assert archive.put(b"isi") == archive.put(b"isi")


@settings(max_examples=25, deadline=None)
@given(contents=st.lists(st.binary(max_size=200)))
def test_every_content_comes_back_by_its_hash(contents):
    archive = fresh_memory()
    shas = [archive.put(content) for content in contents]
    assert [archive.get(sha) for sha in shas] == contents


def test_a_note_stays_as_it_was_first_written_and_needs_no_file(archive):
    archive.put_note(SHA, "a-1", b"satu")
    archive.put_note(SHA, "a-1", b"dua")
    archive.put_note(SHA, "a-2", b"tiga")
    assert list(archive.notes()) == [b"satu", b"tiga"]
    assert not archive.has(SHA)
    with pytest.raises(ValueError, match="name"):
        archive.put_note(SHA, "../a", b"")


def test_what_is_not_there_is_said_to_be_missing(archive):
    assert not archive.has(SHA)
    assert not archive.verify(SHA)
    with pytest.raises(NotArchivedError):
        archive.get(SHA)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", SHA.upper(), SHA + "/x"])
def test_only_a_hash_is_a_name(archive, name):
    with pytest.raises(ValueError, match="not a SHA-256"):
        archive.get(name)


def test_files_lie_under_their_hash_for_the_owner_alone(tmp_path):
    Archive(str(tmp_path / "arsip")).put(b"isi")
    path = tmp_path / "arsip" / SHA[:2] / SHA[2:4] / SHA
    assert path.stat().st_mode & 0o777 == 0o600
    assert [folder.stat().st_mode & 0o777 for folder in list(path.parents)[:3]] == [0o700] * 3
    assert os.listdir(path.parent) == [SHA]


def test_a_damaged_file_is_noticed_and_mended_when_it_comes_again(tmp_path):
    archive = Archive(str(tmp_path / "arsip"))
    archive.put(b"isi")
    (tmp_path / "arsip" / SHA[:2] / SHA[2:4] / SHA).write_bytes(b"is")
    assert not archive.verify(SHA)
    with pytest.raises(DamagedError):
        archive.get(SHA)
    archive.put(b"isi")
    assert archive.verify(SHA)


def test_a_full_disk_says_so_and_leaves_nothing(small_disk):
    archive = Archive(str(small_disk))
    data = b"x" * 200_000
    with pytest.raises(NoSpaceError):
        archive.put(data)
    assert not archive.has(hashlib.sha256(data).hexdigest())
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []


def test_a_full_disk_says_so_where_no_small_disk_can_be_had(tmp_path, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoSpaceError):
        Archive(str(tmp_path / "arsip")).put(b"isi")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_closed_archive_says_so(tmp_path, closed):
    (tmp_path / "arsip").mkdir()
    archive = Archive(str(tmp_path / "arsip"))
    with closed(tmp_path / "arsip"), pytest.raises(PermissionRefusedError):
        archive.put(b"isi")


def test_a_file_in_place_of_the_archive_says_so(tmp_path):
    (tmp_path / "arsip").write_bytes(b"")
    with pytest.raises(FolderMissingError):
        Archive(str(tmp_path / "arsip")).put(b"isi")


def test_a_buried_file_leads_to_its_successor_and_one_without_any_to_nothing(archive: Archive) -> None:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    old, new, newer = (archive.put(data) for data in (b"lama", b"baru", b"lebih baru"))
    with pytest.raises(OutsideError):
        archive.bury(old, "0" * 64, at, "diminta")  # a successor that is not here
    assert archive.get(old) == b"lama"
    archive.bury(old, new, at, "diminta")
    archive.bury(new, newer, at, "diminta")
    assert (archive.get(old), archive.has(old), archive.has_own(old), archive.verify(old)) == (
        b"lebih baru",
        True,
        False,
        True,
    )
    size, pieces = archive.pieces(old)
    assert (size, b"".join(pieces)) == (10, b"lebih baru")
    assert archive.put(b"lama") == old  # which is not brought back
    assert not archive.has_own(old)
    archive.bury(newer, None, at, "masa simpan")
    assert (archive.has(old), archive.verify(old)) == (False, False)
    assert archive.tombstone(newer) == Tombstone(None, at, "masa simpan")
    with pytest.raises(NotArchivedError):
        archive.get(old)
