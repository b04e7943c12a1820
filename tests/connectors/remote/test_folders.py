"""What every folder on another machine promises, proven on each protocol's real server."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connectors.base import Answer, Delivered, LeftAlone, LeftReason
from connectors.errors import StillBeingWrittenError, VanishedError
from connectors.flight import fly
from connectors.folder import Done
from connectors.remote.webdav import WebdavFiles
from tests.connectors.remote.offices import BucketOffice


def package(size: int = 5000) -> bytes:
    """A sound zip package of at least this size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("isi.bin", os.urandom(size))
    return buffer.getvalue()


def test_a_submission_goes_all_the_way(office):
    item = office.put("November.xlsx", b"isi")
    assert (item.name, item.size, item.message) == ("November.xlsx", 3, "November.xlsx")
    assert abs((item.modified - datetime.now(UTC)).total_seconds()) < 60
    fetched = office.connector.read(item, limit=100)
    assert (fetched.data, fetched.size, fetched.sha256) == (b"isi", 3, hashlib.sha256(b"isi").hexdigest())
    office.connector.mark_done(item)
    assert office.connector.list_waiting().items == ()
    assert office.held("masuk/selesai") == {"November.xlsx": b"isi"}
    assert office.held("masuk") == {}


def test_an_id_is_the_same_in_every_run_and_another_when_the_file_is(office):
    item = office.put("a.csv", b"satu")
    office.connector.close()
    assert office.connector.list_waiting().items == (item,)
    office.take("a.csv")
    assert office.put("a.csv", b"lebih panjang").id != item.id


def test_nothing_waits_in_an_empty_inbox(office):
    listing = office.connector.list_waiting()
    assert (listing.items, listing.left_alone) == ((), ())


@pytest.mark.parametrize("name", ["~$x.xlsx", ".x.xlsx", "Thumbs.db"])
def test_clutter_is_never_taken_and_never_mentioned(office, name):
    office.send(name, b"isi")
    listing = office.connector.list_waiting()
    assert (listing.items, listing.left_alone) == ((), ())


def test_names_of_uploads_are_left_and_said_to_be_written(office):
    office.send("x.xlsx.part", b"isi")
    assert office.connector.list_waiting().left_alone == (LeftAlone("x.xlsx.part", LeftReason.BEING_WRITTEN),)


def test_only_names_of_the_pattern_are_taken_in_either_case(office):
    for name in ("a.xlsx", "B.XLSX", "catatan.txt"):
        office.send(name, b"isi")
    waiting = replace(office.connector, pattern="*.xlsx").list_waiting().items
    assert sorted(item.name for item in waiting) == ["B.XLSX", "a.xlsx"]


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fetc%2fpasswd.csv",
        "a\nb.csv",
        "spasi dan #tagar?tanya&dan+tambah.csv",
        "mamuju ñ 日本.csv",
        "..\\..\\x.csv",
        "'\"<kutip>.csv",
        "x" * 250 + ".csv",
    ],
)
def test_hostile_names_are_read_marked_and_never_lead_elsewhere(office, name):
    if "\n" in name and isinstance(office, BucketOffice):
        pytest.skip("moto knows no such key")
    office.send(name, b"isi")
    (item,) = office.connector.list_waiting().items
    assert "/" not in item.name
    assert "\n" not in item.name
    assert office.connector.read(item, limit=100).data == b"isi"
    office.connector.mark_done(item)
    done = office.held("masuk/selesai")
    assert list(done.values()) == [b"isi"]
    if not isinstance(office.files, WebdavFiles):  # WsgiDAV unescapes a Destination before it splits it
        assert list(done) == [name]


def test_an_empty_file_is_a_file(office):
    item = office.put("kosong.xlsx", b"")
    assert office.connector.read(item, limit=100).data == b""
    young = office.now(sleep=lambda _: None, settle_seconds=0)
    assert young.list_waiting().left_alone == (
        LeftAlone("kosong.xlsx", LeftReason.INCOMPLETE),
    )  # somebody may have just begun
    assert office.now(sleep=lambda _: None, patience_seconds=0).list_waiting().items == (item,)


def test_over_the_limit_only_hash_and_size_are_known_and_memory_stays_bounded(office):
    data = os.urandom(1024) * 4 * 1024
    item = office.put("besar.csv", data)
    office.connector.read(item, limit=1)  # what a client loads once is no matter
    tracemalloc.start()
    try:
        fetched = office.connector.read(item, limit=100_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (fetched.data, fetched.size, fetched.sha256) == (None, len(data), hashlib.sha256(data).hexdigest())
    assert peak < len(data) / 2


def test_exactly_the_limit_is_within_it(office):
    item = office.put("a.csv", b"x" * 1000)
    assert office.connector.read(item, limit=1000).data == b"x" * 1000
    assert office.connector.read(item, limit=999).data is None


def test_a_file_that_grows_between_the_looks_is_said_to_be_written(office):
    office.send("a.csv", b"a;b")
    connector = office.now(sleep=lambda _: office.send("a.csv", b"a;b;c"))
    assert connector.list_waiting().left_alone == (LeftAlone("a.csv", LeftReason.BEING_WRITTEN),)


def test_young_files_share_one_sleep(office):
    for number in range(3):
        office.send(f"{number}.csv", b"a;b")
    slept: list[float] = []
    assert len(office.now(sleep=slept.append).list_waiting().items) == 3
    assert len(slept) == 1
    assert 0 < slept[0] <= 2.0


def test_a_young_file_that_vanishes_between_the_looks_is_not_mentioned(office):
    office.send("a.csv", b"a;b")
    listing = office.now(sleep=lambda _: office.take("a.csv")).list_waiting()
    assert (listing.items, listing.left_alone) == ((), ())


@pytest.mark.parametrize("size", [100, 200_000])
def test_a_zip_without_its_end_is_left_while_young_and_taken_as_it_is_when_old(office, size):
    office.send("macet.xlsx", package(size)[:-80])
    assert office.now(settle_seconds=0).list_waiting().left_alone == (LeftAlone("macet.xlsx", LeftReason.INCOMPLETE),)
    assert [item.name for item in office.connector.list_waiting().items] == ["macet.xlsx"]


def test_a_young_zip_that_is_whole_is_taken_also_with_a_long_comment(office):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("a", b"isi")
        zipped.comment = b"k" * 65_535
    office.send("a.xlsx", buffer.getvalue())
    office.send("b.xlsx", package())
    assert [item.name for item in office.now(settle_seconds=0).list_waiting().items] == ["a.xlsx", "b.xlsx"]


def test_a_file_that_is_gone_by_the_time_it_is_read_has_vanished(office):
    item = office.put("a.csv", b"isi")
    office.take("a.csv")
    with pytest.raises(VanishedError):
        office.connector.read(item, limit=100)
    office.connector.mark_done(item)


def test_a_file_that_changed_since_it_was_listed_is_not_read_and_not_marked(office):
    item = office.put("a.csv", b"isi")
    office.send("a.csv", b"isi yang lebih baru")
    with pytest.raises(StillBeingWrittenError):
        office.connector.read(item, limit=100)
    office.connector.mark_done(item)
    assert office.held("masuk") == {"a.csv": b"isi yang lebih baru"}
    assert office.held("masuk/selesai") == {}


def test_a_file_that_changes_while_it_is_read_is_not_taken(office, monkeypatch):
    item = office.put("a.csv", b"isi")
    reading = type(office.files).read

    def read(*arguments):
        yield from reading(*arguments)
        office.send("a.csv", b"isi yang lebih baru")

    monkeypatch.setattr(type(office.files), "read", read)
    with pytest.raises(StillBeingWrittenError):
        office.connector.read(item, limit=100)


def test_a_file_that_is_taken_away_once_it_is_read_was_read(office, monkeypatch):
    item = office.put("a.csv", b"isi")
    reading = type(office.files).read

    def read(*arguments):
        yield from reading(*arguments)
        office.take("a.csv")

    monkeypatch.setattr(type(office.files), "read", read)
    assert office.connector.read(item, limit=100).data == b"isi"


def test_marking_done_twice_is_marking_done_once(office):
    item = office.put("a.csv", b"isi")
    office.connector.mark_done(item)
    office.connector.mark_done(item)
    assert office.held("masuk/selesai") == {"a.csv": b"isi"}


def test_the_same_bytes_keep_one_name_and_others_get_a_number(office):
    for data in (b"satu", b"satu", b"dua!", b"tiga!", b"dua!"):
        office.connector.mark_done(office.put("a.csv", data))
    assert office.held("masuk/selesai") == {"a.csv": b"satu", "a (2).csv": b"dua!", "a (3).csv": b"tiga!"}
    assert office.held("masuk") == {}


def test_done_files_stay_where_they_are_when_so_set(office):
    leaving = replace(office.connector, done=Done.LEAVE)
    item = office.put("a.csv", b"isi")
    leaving.mark_done(item)
    assert leaving.list_waiting().items == (item,)


@pytest.mark.parametrize("identity", ["", "3.4.Li4=", "3.4.Li4vYS54bHN4", "3.4.L2V0Yy9wYXNzd2Q=", "3.4.!", "x.y.YQ=="])
def test_an_id_from_elsewhere_opens_nothing(office, identity):
    item = replace(office.put("a.csv", b"isi"), id=identity)
    with pytest.raises(ValueError, match=r".*"):
        office.connector.read(item, limit=100)


def test_an_answer_lies_in_the_outbox_once_and_nothing_else_does(office):
    for already in (False, True):
        assert office.connector.deliver(Answer("balasan.xlsx", b"isi")) == Delivered("balasan.xlsx", already=already)
    assert office.held("keluar") == {"balasan.xlsx": b"isi"}


def test_another_answer_of_the_same_name_never_writes_over_the_first(office):
    office.answer("balasan.xlsx", b"isi")
    for already in (False, True):
        assert office.connector.deliver(Answer("balasan.xlsx", b"beda")) == Delivered(
            "balasan (2).xlsx", already=already
        )
    assert office.held("keluar") == {"balasan.xlsx": b"isi", "balasan (2).xlsx": b"beda"}


def test_an_answer_that_comes_after_the_listing_is_not_written_over(office, monkeypatch):
    listed = type(office.files).list_folder

    def too_early(files, folder):
        entries = listed(files, folder)
        office.answer("balasan.xlsx", b"milik kantor")
        return entries

    monkeypatch.setattr(type(office.files), "list_folder", too_early)
    assert office.connector.deliver(Answer("balasan.xlsx", b"isi")).name == "balasan (2).xlsx"
    assert office.held("keluar") == {"balasan.xlsx": b"milik kantor", "balasan (2).xlsx": b"isi"}


def test_an_answers_name_is_never_a_path(office):
    assert office.connector.deliver(Answer("../../a/..%2fb:c.xlsx", b"isi")).name == "..%2fb_c.xlsx".lstrip(".")
    assert len(office.held("keluar")) == 1


def test_a_large_answer_arrives_whole(office):
    data = os.urandom(3_000_000)
    office.connector.deliver(Answer("besar.xlsx", data))
    assert office.held("keluar") == {"besar.xlsx": data}


def test_the_flight_check_holds_and_leaves_nothing_behind(office):
    office.send("a.csv", b"isi")
    probes = fly(office.now().flight_checks())
    assert [probe.check.value for probe in probes if probe.holds] == [
        "reach",
        "sign_in",
        "list",
        "read",
        "mark",
        "write",
        "clock",
    ]
    assert (office.held("masuk"), office.held("masuk/selesai"), office.held("keluar")) == ({"a.csv": b"isi"}, {}, {})


def test_the_flight_check_notices_a_clock_that_is_wrong(office):
    failed = {probe.check.value: probe.error.code for probe in fly(office.connector.flight_checks()) if probe.error}
    assert failed == {"clock": "clock"}
