"""The outside world fails: a clear sentence, the others go on, nothing is lost, and the next run finishes the work."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import create_engine, event, make_url, text

from connectors import archive, folder
from flows.settings import THREADS
from kemitraan.config.home import Home
from kemitraan.steps.job import processing
from kemitraan.steps.job.execution import Here
from kemitraan.steps.job.order import Job
from kemitraan.steps.job.summary import RunSummary
from tests.conftest import Databases
from tests.steps.driver import TimelessWorkshop, run_job, send, workshop_of
from tests.steps.making import mitra_csv
from warehouse.claims import claim
from warehouse.engine import open_warehouse
from warehouse.errors import WarehouseUnavailable
from warehouse.state import State
from warehouse.submissions import get_submission

MAKASSAR, PAREPARE = "sulsel-makassar", "sulsel-parepare"
NAMES = {MAKASSAR: "Kota Makassar, Sulawesi Selatan", PAREPARE: "Kota Parepare, Sulawesi Selatan"}


@pytest.fixture
def sent(embedded: TimelessWorkshop) -> TimelessWorkshop:
    """A home where two offices have sent something."""
    send_both(embedded.home)
    return embedded


def send_both(home: Home) -> None:
    send(home, MAKASSAR, mitra_csv("Satu"), "satu.csv")
    send(home, PAREPARE, mitra_csv("Dua", office="73.72"), "dua.csv")


def outcomes(summary: RunSummary) -> dict[str, str | None]:
    return {line.office: line.outcome for line in summary.lines}


def notices(summary: RunSummary) -> dict[str, str]:
    return {notice.place: notice.text for notice in summary.notices}


def must_be_finished(workshop: TimelessWorkshop) -> None:
    """One more run ends all work: one answer each, inboxes empty, no errors."""
    assert not run_job(workshop).has_errors
    for slug in (MAKASSAR, PAREPARE):
        assert len(list(workshop.home.outbox(slug).iterdir())) == 1
        assert [path.name for path in workshop.home.inbox(slug).iterdir()] == ["selesai"]
    assert list(workshop.home.work.iterdir()) == []


def test_files_outside_the_folders_of_offices_are_told_and_left_alone(sent: TimelessWorkshop) -> None:
    stray = sent.home.inboxes / "toraja"
    stray.mkdir()
    (stray / "laporan.xlsx").write_bytes(b"isi")
    (sent.home.inboxes / "laporan.xlsx").write_bytes(b"isi")
    summary = run_job(sent)
    assert outcomes(summary) == {MAKASSAR: "accepted", PAREPARE: "accepted"}
    assert (
        "bukan milik kantor yang terdaftar, jadi 1 berkas di dalamnya tidak dibaca" in notices(summary)["masuk/toraja"]
    )
    assert "Ada 1 berkas di luar folder kantor" in notices(summary)["masuk"]
    assert (stray / "laporan.xlsx").exists()


def test_a_closed_inbox_is_told_with_its_office_and_the_others_go_on(sent: TimelessWorkshop) -> None:
    inbox = sent.home.inbox(MAKASSAR)
    away = inbox.rename(inbox.with_name("disimpan"))
    inbox.write_text("berkas di tempat folder")
    summary = run_job(sent)
    assert outcomes(summary) == {PAREPARE: "accepted"}
    assert notices(summary)[NAMES[MAKASSAR]].startswith("Kotak masuk tidak ada: foldernya terhapus")
    inbox.unlink()
    away.rename(inbox)
    must_be_finished(sent)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], None]:
    """Makes the disk full under every path that holds this text, for a module that writes files."""

    def fill(module: object, under: str) -> None:
        write = module.write_atomically  # type: ignore[attr-defined]

        def refuse(target: Path, data: bytes, mode: int) -> None:
            if under in str(target):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
            write(target, data, mode)

        monkeypatch.setattr(module, "write_atomically", refuse)

    return fill


def test_a_full_disk_under_the_archive_leaves_the_files_in_their_inboxes(
    sent: TimelessWorkshop, full: Callable[[object, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    full(archive, "arsip")
    summary = run_job(sent)
    assert summary.lines == ()
    for slug in (MAKASSAR, PAREPARE):
        assert notices(summary)[NAMES[slug]].startswith("Arsip penuh: tidak ada ruang lagi")
        assert "Tidak ada kiriman yang hilang" in notices(summary)[NAMES[slug]]
    monkeypatch.undo()
    must_be_finished(sent)


def test_a_full_outbox_holds_up_its_own_office_alone(
    sent: TimelessWorkshop, full: Callable[[object, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    full(folder, MAKASSAR)
    problems = {line.office: line.problem for line in run_job(sent).lines}
    assert problems[PAREPARE] is None
    assert (problems[MAKASSAR] or "").startswith("Kotak keluar penuh")
    monkeypatch.undo()
    must_be_finished(sent)


def test_a_full_disk_under_the_work_folder_is_an_outside_error_and_tried_again(
    sent: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(processing, "save_checked", refuse)
    lines = run_job(sent).lines
    assert [line.state for line in lines] == ["received", "received"]
    assert all((line.problem or "").startswith("Folder kerja/ di rumah tidak dapat ditulis") for line in lines)
    monkeypatch.undo()
    must_be_finished(sent)


def test_a_full_disk_under_the_embedded_warehouse_is_told_and_tried_again(sent: TimelessWorkshop) -> None:
    send(sent.home, MAKASSAR, mitra_csv(*("Toko" * 20 for _ in range(999))), "satu.csv")
    engine = sent.warehouse.engine
    engine.dispose()

    def no_room(connection, _record) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # no page more than there are

    event.listen(engine, "connect", no_room)
    problem = {line.office: line.problem for line in run_job(sent).lines}[MAKASSAR]
    assert "Gudang data tidak dapat dipakai" in (problem or "")
    assert "Kiriman tetap tersimpan" in (problem or "")
    event.remove(engine, "connect", no_room)
    engine.dispose()
    must_be_finished(sent)


def test_a_database_that_goes_away_in_the_middle_is_told_and_the_next_run_finishes(
    home: Home, postgres_databases: Databases, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_databases.fresh()
    send_both(home)
    workshop = workshop_of(home, url)
    check = processing.check_bytes
    with closed(postgres_url, url) as close, monkeypatch.context() as patch:

        def check_then_close(*arguments):
            close()
            return check(*arguments)

        patch.setattr(processing, "check_bytes", check_then_close)
        with pytest.raises(WarehouseUnavailable, match="Gudang data tidak dapat dipakai"):
            run_job(workshop)
    must_be_finished(workshop)
    workshop.warehouse.close()


def test_a_database_server_that_is_started_anew_in_the_middle_is_no_error(
    home: Home, postgres_databases: Databases, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_databases.fresh()
    send_both(home)
    workshop = workshop_of(home, url)
    store = processing.store_check
    with closed(postgres_url, url) as close, monkeypatch.context() as patch:

        def store_after(*arguments):
            patch.undo()
            close(for_good=False)  # every session ends; the claim's, too
            return store(*arguments)

        patch.setattr(processing, "store_check", store_after)
        problems = [line.problem for line in run_job(workshop).lines if line.problem]
    assert problems == []
    must_be_finished(workshop)
    workshop.warehouse.close()


def test_a_claim_on_a_database_that_is_away_is_an_outside_error_and_one_whose_end_fails_undoes_nothing(
    postgres_databases: Databases, postgres_url: str
) -> None:
    url = postgres_databases.fresh()
    warehouse = open_warehouse(url)
    with closed(postgres_url, url) as close:
        with claim(warehouse, "satu"):
            close()  # the work is done, and the lock goes with its session
        with pytest.raises(WarehouseUnavailable), claim(warehouse, "dua"):
            pass
    with claim(warehouse, "satu"):  # nobody holds it any more
        pass
    warehouse.close()


def test_all_tasks_at_once_get_a_connection_for_their_claim_and_one_for_their_work(
    postgres_databases: Databases,
) -> None:
    warehouse = open_warehouse(postgres_databases.fresh())
    together = Barrier(THREADS, timeout=20)

    def work(number: int) -> None:
        with claim(warehouse, f"kiriman {number}"), warehouse.read():
            together.wait()

    with ThreadPoolExecutor(THREADS) as pool, warehouse.read():  # the flow itself looks at something, too
        assert list(pool.map(work, range(THREADS))) == [None] * THREADS
    warehouse.close()


def test_an_error_that_cannot_be_kept_since_the_database_is_away_ends_no_run(
    home: Home, postgres_databases: Databases, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_databases.fresh()
    send_both(home)
    workshop = workshop_of(home, url)
    with monkeypatch.context() as patch:
        patch.setattr(processing, "check_bytes", lambda *_: int("bukan angka"))
        patch.setattr("kemitraan.steps.job.order.mark_failed", lambda *_: None)
        submissions = [get_submission(workshop.warehouse, line.submission) for line in run_job(workshop).lines]
    job = Job(workshop, Here(workshop))
    with closed(postgres_url, url) as close:
        close()
        for submission in submissions:
            job._keep_for_replay(submission, ValueError("bukan angka"))
    assert [notice.place for notice in job.notices] == [workshop.name_of(entry.office) for entry in submissions]
    assert [get_submission(workshop.warehouse, entry.id).state for entry in submissions] == [State.RECEIVED] * 2
    must_be_finished(workshop)
    workshop.warehouse.close()


@contextmanager
def closed(server: str, url: str) -> Iterator[Callable[..., None]]:
    """Gives what closes the database to everybody, or but ends all sessions (not ``for_good``); at the end it is open
    again.
    """
    name = make_url(url).database
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:

        def close(for_good: bool = True) -> None:
            if for_good:
                connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
            )

        yield close
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    engine.dispose()


def test_an_embedded_warehouse_whose_place_a_folder_took_is_told(sent: TimelessWorkshop) -> None:
    path = sent.warehouse.path
    assert path
    sent.warehouse.close()
    away = path.rename(path.with_name("disimpan"))
    path.mkdir()
    with pytest.raises(WarehouseUnavailable, match="Gudang data tidak dapat dipakai"):
        run_job(sent)
    path.rmdir()
    away.rename(path)
    must_be_finished(sent)
