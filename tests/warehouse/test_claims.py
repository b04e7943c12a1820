"""Two processes at once: no double load, and no lock error shown to anyone."""

import fcntl
import os
import signal
import time
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from tests.warehouse.factory import check_result, produk, receive, umkm
from tests.warehouse.processes import contents, in_process, open_at_noon, run_through, wait_for
from warehouse.checking import store_check
from warehouse.claims import claim, remove_idle_locks
from warehouse.engine import Warehouse
from warehouse.loading import load
from warehouse.publishing import publish
from warehouse.reading import events, known_keys, live_submissions

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

RESULT = check_result({"umkm": [umkm(number) for number in range(300)]})


def test_two_runs_of_one_submission_load_it_once(url: str) -> None:
    warehouse = open_at_noon(url)
    identifier = receive(warehouse, RESULT)
    warehouse.close()
    children = [in_process(lambda: run_through(open_at_noon(url), identifier, RESULT)) for _ in range(3)]
    assert [wait_for(child) for child in children] == [0, 0, 0]
    assert [event.to_state for event in events(warehouse, identifier)] == [
        "received",
        "checked",
        "loaded",
        "published",
        "answered",
    ]
    assert len(known_keys(warehouse, "umkm")) == 300
    warehouse.close()


def test_submissions_of_one_office_and_period_at_once_leave_the_last_received_in_force(url: str) -> None:
    warehouse = open_at_noon(url)
    results = [check_result({"umkm": [umkm(1), umkm(2 + i)]}) for i in range(4)]
    identifiers = [receive(warehouse, result, hours=hours) for hours, result in enumerate(results)]
    warehouse.close()
    children = [
        in_process(lambda i=identifier, r=result: run_through(open_at_noon(url), i, r))
        for identifier, result in zip(identifiers, results, strict=True)
    ]
    assert [wait_for(child) for child in children] == [0, 0, 0, 0]
    assert [submission.id for submission in live_submissions(warehouse)] == [identifiers[-1]]
    assert known_keys(warehouse, "umkm") == {"MJN-0001", "MJN-0005"}
    warehouse.close()


def test_two_csv_of_one_month_at_once_are_both_in_force(url: str) -> None:
    warehouse = open_at_noon(url)
    results = [
        check_result({"umkm": [umkm(1), umkm(2)]}, lone=True),
        check_result({"produk": [produk(1)]}, lone=True),
        check_result({"umkm": [umkm(3)]}, lone=True),
    ]
    identifiers = [receive(warehouse, result, hours=hours) for hours, result in enumerate(results)]
    warehouse.close()
    children = [
        in_process(lambda i=identifier, r=result: run_through(open_at_noon(url), i, r))
        for identifier, result in zip(identifiers, results, strict=True)
    ]
    assert [wait_for(child) for child in children] == [0, 0, 0]
    assert [(submission.id, submission.live_sheets) for submission in live_submissions(warehouse)] == [
        (identifiers[1], ("Produk",)),
        (identifiers[2], ("UMKM",)),
    ]
    assert (known_keys(warehouse, "umkm"), known_keys(warehouse, "produk")) == ({"MJN-0003"}, {"MJN-0001-01"})
    warehouse.close()


def test_offices_at_once_do_not_disturb_each_other(url: str) -> None:
    warehouse = open_at_noon(url)
    work = []
    for number, office in enumerate(("76.01", "76.02", "76.03", "76.04")):
        result = check_result({"umkm": [umkm(100 * number + i) for i in range(50)]}, office=office)
        work.append((receive(warehouse, result), result))
    warehouse.close()
    children = [in_process(lambda i=i, r=r: run_through(open_at_noon(url), i, r)) for i, r in work]
    assert [wait_for(child) for child in children] == [0, 0, 0, 0]
    assert len(known_keys(warehouse, "umkm")) == 200
    warehouse.close()


def test_publishing_twice_at_once_without_a_claim_publishes_once(url: str) -> None:
    warehouse = open_at_noon(url)
    former = check_result({"umkm": [umkm(1)]})
    run_through(warehouse, receive(warehouse, former), former)
    identifier = receive(warehouse, RESULT, hours=1)
    store_check(warehouse, identifier, RESULT)
    load(warehouse, identifier, RESULT)
    warehouse.close()
    children = [in_process(lambda: publish(open_at_noon(url), identifier)) for _ in range(3)]
    assert [wait_for(child) for child in children] == [0, 0, 0]
    assert sum(event.to_state == "published" for event in events(warehouse, identifier)) == 1
    assert len(contents(warehouse)["in_force"]) == 2
    warehouse.close()


def test_a_claim_ends_with_its_process_even_a_killed_one(url: str) -> None:
    def hold() -> None:
        with claim(open_at_noon(url), "abc"):
            os.write(writing, b".")
            time.sleep(600)

    reading, writing = os.pipe()
    child = in_process(hold)
    assert os.read(reading, 1) == b"."
    os.kill(child, signal.SIGKILL)
    wait_for(child)
    warehouse = open_at_noon(url)
    with claim(warehouse, "abc"), claim(warehouse, "def"):
        pass
    warehouse.close()
    os.close(reading)
    os.close(writing)


def test_lock_files_that_nobody_holds_are_removed_and_others_stay(sqlite_warehouse: Warehouse) -> None:
    remove_idle_locks(sqlite_warehouse)  # nothing was ever claimed
    with claim(sqlite_warehouse, "selesai"):
        pass
    with claim(sqlite_warehouse, "dikerjakan"):
        (folder,) = {path.parent for path in locks_of(sqlite_warehouse)}
        remove_idle_locks(sqlite_warehouse)
        assert [path.name for path in locks_of(sqlite_warehouse)] == ["dikerjakan.lock"]
    remove_idle_locks(sqlite_warehouse)
    assert list(folder.iterdir()) == []


def locks_of(warehouse: Warehouse) -> list[Path]:
    assert warehouse.path
    return list(warehouse.path.parent.rglob("*.lock"))


def test_a_claim_whose_file_is_removed_before_it_is_locked_is_held_all_the_same(
    sqlite_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def removed_before(descriptor: int, how: int) -> None:
        monkeypatch.undo()
        remove_idle_locks(sqlite_warehouse)
        lock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", removed_before)
    with claim(sqlite_warehouse, "abc"):
        (path,) = locks_of(sqlite_warehouse)
        with pytest.raises(Timeout), FileLock(path, timeout=0):
            pass
