"""What a folder lists as waiting, and what it leaves alone."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.base import LeftAlone, LeftReason
from connectors.errors import FolderMissingError, PermissionRefusedError
from connectors.folder import FolderConnector


def names(folder: FolderConnector) -> list[str]:
    return [item.name for item in folder.list_waiting().items]


def package(size: int = 5000) -> bytes:
    """A sound zip package of at least this size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("isi.bin", os.urandom(size))
    return buffer.getvalue()


def test_a_file_is_listed_with_name_size_and_time(folder):
    path = folder.inbox / "November.xlsx"
    path.write_bytes(b"isi")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    (item,) = folder.list_waiting().items
    assert (item.name, item.size) == ("November.xlsx", 3)
    assert item.modified == datetime.fromtimestamp(1_700_000_000, UTC)
    assert item.message == "November.xlsx"


def test_the_oldest_file_comes_first(folder):
    for name, age in (("a.xlsx", 10), ("b.xlsx", 30), ("c.xlsx", 20)):
        path = folder.inbox / name
        path.write_bytes(b"isi")
        os.utime(path, (time.time() - age, time.time() - age))
    assert names(folder) == ["b.xlsx", "c.xlsx", "a.xlsx"]


def test_order_is_told_within_one_second_too(folder):
    for name, part in (("a.csv", 300), ("b.csv", 100), ("c.csv", 200)):
        path = folder.inbox / name
        path.write_bytes(b"isi")
        os.utime(path, ns=(1_700_000_000 * 10**9 + part * 10**6,) * 2)
    assert names(folder) == ["b.csv", "c.csv", "a.csv"]


@pytest.mark.parametrize(
    "name", ["~$x.xlsx", ".x.xlsx", ".~lock.x.xlsx#", "x.xlsx~", "Thumbs.db", "desktop.ini", ".a\nb"]
)
def test_clutter_is_never_taken_and_never_mentioned(folder, name):
    (folder.inbox / name).write_bytes(b"isi")
    listing = folder.list_waiting()
    assert (listing.items, listing.left_alone) == ((), ())


@pytest.mark.parametrize("name", ["x.xlsx.part", "x.xlsx.crdownload", "x.tmp", "X.XLSX.FILEPART"])
def test_a_name_of_an_upload_is_never_taken_however_old_and_said_to_be_written(folder, name):
    (folder.inbox / name).write_bytes(b"isi")
    listing = replace(folder, pattern="*.xlsx").list_waiting()
    assert listing.items == ()
    assert listing.left_alone == (LeftAlone(name, LeftReason.BEING_WRITTEN),)


def test_a_file_that_is_written_slowly_is_left_until_it_is_whole(folder):
    content = package(20_000)
    path = folder.inbox / "lambat.xlsx"
    path.write_bytes(content[:1000])
    connector = replace(folder, clock=time.time, settle_seconds=0.2)
    stop = threading.Event()

    def write() -> None:
        position = 1000
        with path.open("ab", buffering=0) as file:
            while not stop.is_set() and position < len(content) - 1000:
                file.write(content[position : position + 10])
                position += 10
                time.sleep(0.005)
            stop.wait(30)
            file.write(content[position:])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        listing = connector.list_waiting()
        assert listing.items == ()
        assert listing.left_alone[0].reason in {LeftReason.BEING_WRITTEN, LeftReason.INCOMPLETE}
    finally:
        stop.set()
        writer.join()
    (item,) = connector.list_waiting().items
    assert connector.read(item, limit=10**6).data == content


def test_a_file_that_changes_between_the_looks_is_said_to_be_written(folder):
    path = folder.inbox / "a.csv"
    path.write_bytes(b"a;b")
    connector = replace(folder, clock=time.time, sleep=lambda _: path.write_bytes(b"a;b;c") and None)
    assert connector.list_waiting().left_alone == (LeftAlone("a.csv", LeftReason.BEING_WRITTEN),)


def test_young_files_share_one_sleep_as_long_as_the_youngest_needs(folder):
    now = time.time()
    for number in range(5):
        path = folder.inbox / f"{number}.csv"
        path.write_bytes(b"a;b")
        os.utime(path, (now + 100 + number, now + 100 + number))  # whole seconds apart, ahead of the disk's clock
    slept: list[float] = []
    connector = replace(folder, clock=lambda: now + 105.5, settle_seconds=2.0, sleep=slept.append)
    assert len(connector.list_waiting().items) == 5
    assert slept == [pytest.approx(0.5, abs=0.01)]


def test_quiet_files_cost_no_sleep(folder):
    (folder.inbox / "a.csv").write_bytes(b"a;b")
    slept: list[float] = []
    assert names(replace(folder, sleep=slept.append)) == ["a.csv"]
    assert slept == []


def test_a_young_file_that_vanishes_between_the_looks_is_not_mentioned(folder):
    path = folder.inbox / "a.csv"
    path.write_bytes(b"a;b")
    connector = replace(folder, clock=time.time, sleep=lambda _: path.unlink())
    assert connector.list_waiting().left_alone == ()


def test_a_zip_without_its_end_is_left_while_young_and_taken_as_it_is_when_old(folder):
    (folder.inbox / "macet.xlsx").write_bytes(package()[:-300])
    young = replace(folder, clock=lambda: time.time() + 60)
    assert young.list_waiting().left_alone == (LeftAlone("macet.xlsx", LeftReason.INCOMPLETE),)
    assert names(folder) == ["macet.xlsx"]


XLS = Path("tests/submissions/10_majene_excel_lama.xls").read_bytes()


@pytest.mark.parametrize(
    "beginning",
    [b"", b"PK", b"PK\x03\x04", b"\xd0\xcf\x11", bytes(6_000), XLS[:20_000], XLS[:512]],
    ids=["nothing", "PK", "signature", "piece of a signature", "room set aside", "half an xls", "head of an xls"],
)
def test_a_file_that_has_only_begun_is_left_while_young_and_taken_as_it_is_when_old(folder, beginning):
    (folder.inbox / "baru.xlsx").write_bytes(beginning)
    young = replace(folder, clock=lambda: time.time() + 60)
    assert young.list_waiting().left_alone == (LeftAlone("baru.xlsx", LeftReason.INCOMPLETE),)
    assert names(folder) == ["baru.xlsx"]


@pytest.mark.parametrize("data", [XLS, b"a;b", b"Q", b"bukan buku kerja"], ids=["xls", "csv", "letter", "text"])
def test_a_file_that_may_be_whole_is_taken(folder, data):
    (folder.inbox / "a.xls").write_bytes(data)
    assert names(replace(folder, clock=lambda: time.time() + 60)) == ["a.xls"]


def test_a_zip_with_a_long_comment_is_whole(folder):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("a", b"isi")
        zipped.comment = b"k" * 65_535
    (folder.inbox / "a.xlsx").write_bytes(buffer.getvalue())
    assert names(replace(folder, clock=lambda: time.time() + 60)) == ["a.xlsx"]


def test_only_names_of_the_pattern_are_taken_in_either_case(folder):
    for name in ("a.xlsx", "B.XLSX", "catatan.txt"):
        (folder.inbox / name).write_bytes(b"isi")
    assert sorted(names(replace(folder, pattern="*.xlsx"))) == ["B.XLSX", "a.xlsx"]


def test_links_pipes_and_folders_are_not_followed_but_mentioned(folder, tmp_path):
    (tmp_path / "rahasia.xlsx").write_bytes(b"isi")
    (folder.inbox / "tautan.xlsx").symlink_to(tmp_path / "rahasia.xlsx")
    (folder.inbox / "tautan-folder").symlink_to(tmp_path)
    os.mkfifo(folder.inbox / "pipa.xlsx")
    (folder.inbox / "sub").mkdir()
    (folder.inbox / "selesai").mkdir()
    listing = folder.list_waiting()
    assert listing.items == ()
    assert {(entry.name, entry.reason) for entry in listing.left_alone} == {
        ("tautan.xlsx", LeftReason.NOT_A_FILE),
        ("tautan-folder", LeftReason.NOT_A_FILE),
        ("pipa.xlsx", LeftReason.NOT_A_FILE),
        ("sub", LeftReason.FOLDER),
    }


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"..\\..\\x.xlsx", "x.xlsx"),
        (b"a\nb.xlsx", "a b.xlsx"),
        (b"\xff\xfe lap.xlsx", "\ufffd\ufffd lap.xlsx"),
        (b"7604014107900001.xlsx", "7604********0001.xlsx"),
        (b"n" * 250 + b".xlsx", "n" * 114 + "….xlsx"),
    ],
)
def test_odd_names_are_read_and_shown_clean(folder, raw, shown):
    Path(os.fsdecode(os.fsencode(folder.inbox) + b"/" + raw)).write_bytes(b"isi")
    (item,) = folder.list_waiting().items
    assert item.name == shown
    assert folder.read(item, limit=100).data == b"isi"
    folder.mark_done(item)
    assert os.listdir(os.fsencode(folder.inbox / "selesai")) == [raw]


def test_a_time_beyond_the_calendar_stops_nothing(folder):
    (folder.inbox / "a.csv").write_bytes(b"isi")
    os.utime(folder.inbox / "a.csv", ns=(9_000_000_000 * 10**9, 9_000_000_000 * 10**9))
    slept: list[float] = []
    assert names(replace(folder, sleep=slept.append)) == ["a.csv"]
    assert slept == [folder.settle_seconds]


def test_a_missing_inbox_says_so(folder):
    folder.inbox.rmdir()
    with pytest.raises(FolderMissingError):
        folder.list_waiting()


def test_a_file_in_place_of_the_inbox_says_so(folder):
    folder.inbox.rmdir()
    folder.inbox.write_bytes(b"")
    with pytest.raises(FolderMissingError):
        folder.list_waiting()


def test_a_closed_inbox_says_so_without_its_path(folder, closed):
    with closed(folder.inbox), pytest.raises(PermissionRefusedError) as caught:
        folder.list_waiting()
    assert str(folder.inbox) not in str(caught.value)
