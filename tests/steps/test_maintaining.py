"""Backup, verification and the rest of maintenance, on both databases."""

from __future__ import annotations

import os
import re
import resource
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import select

from connectors.messages import explain
from kemitraan.config.models import Health, Maintenance
from kemitraan.steps.care.backing_up import LOCK, back_up, backups_in
from kemitraan.steps.care.maintaining import WORKS, WorkResult, do_work
from kemitraan.steps.care.verifying import damage_words, verify_archive
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv
from warehouse.engine import personal_path
from warehouse.errors import WarehouseError
from warehouse.reading import known_keys
from warehouse.submissions import get_submission
from warehouse.tables import submission

OFFICE = "sulsel-makassar"


pytestmark = pytest.mark.usefixtures("pg_dump")


@pytest.fixture
def filled(workshop: TimelessWorkshop) -> TimelessWorkshop:
    """Two months of one office."""
    send(workshop.home, OFFICE, mitra_csv("Satu", "Dua"), "a.csv")
    send(workshop.home, OFFICE, mitra_csv("Satu", period="2026-10"), "b.csv")
    assert len(run_job(workshop).lines) == 2
    return workshop


def archived(workshop: TimelessWorkshop) -> list[Path]:
    """The files that came; answers lie beside them."""
    with workshop.warehouse.read() as connection:
        hashes = set(connection.scalars(select(submission.c.sha256)))
    return sorted(path for path in workshop.home.archive.rglob("*") if path.name in hashes)


def with_maintenance(workshop: TimelessWorkshop, **settings: object) -> TimelessWorkshop:
    config = workshop.config.model_copy(update={"maintenance": Maintenance(**settings)})
    return replace(workshop, config=config)


def maintain(workshop: TimelessWorkshop) -> dict[str, WorkResult]:
    return {work: do_work(workshop, work, repr) for work in WORKS}


def test_a_backup_holds_warehouse_and_settings_but_not_the_key_and_is_private(
    filled: TimelessWorkshop, tmp_path: Path
) -> None:
    backup = back_up(filled, tmp_path / "cadangan", keep=3).folder
    names = {path.name for path in backup.iterdir()}
    data = {"gudang.sqlite", "gudang-pribadi.sqlite"} if filled.warehouse.is_sqlite else {"gudang.dump"}
    assert names == data | {"kemitraan.toml", "BACA-DULU.txt", "acuan"}
    files = [path for path in backup.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (backup, backup / "acuan")} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    key = filled.home.key_file.read_bytes()
    assert all(key not in path.read_bytes() for path in files)


def test_a_warehouse_that_cannot_be_copied_leaves_settings_and_what_staff_taught_safe(
    filled: TimelessWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise WarehouseError("Gudang data rusak (quick_check).")

    monkeypatch.setattr("kemitraan.steps.care.backing_up.copy_warehouse", fail)
    with pytest.raises(WarehouseError, match="rusak"):
        back_up(filled, tmp_path, keep=3)
    names = {str(path.relative_to(tmp_path / "setelan")) for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {"kemitraan.toml", "acuan/mitra.csv", "acuan/wilayah.csv", "acuan/judul.csv", "acuan/padanan.csv"}
    assert backups_in(tmp_path) == []


def test_a_restored_backup_is_the_warehouse_of_that_moment(
    embedded: TimelessWorkshop, make_home, tmp_path: Path
) -> None:
    send(embedded.home, OFFICE, mitra_csv("Satu", "Dua"), "a.csv")
    run_job(embedded)
    backup = back_up(embedded, tmp_path, keep=3).folder
    send(embedded.home, OFFICE, mitra_csv("Satu", "Dua", "Tiga"), "b.csv")
    run_job(days_later(embedded, 1))
    home = make_home()
    path = home.warehouse / "gudang.sqlite"
    for target in (path, personal_path(path)):
        target.write_bytes((backup / target.name).read_bytes())
        for side in ("-wal", "-shm"):
            target.with_name(target.name + side).unlink(missing_ok=True)
    restored = workshop_of(home)
    assert known_keys(restored.warehouse, "mitra") == {"SSL-0001", "SSL-0002"}
    with restored.warehouse.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM pribadi.delivery").scalar() == 1
    restored.warehouse.close()


def test_the_last_few_backups_stay_and_what_is_not_ours_too(embedded: TimelessWorkshop, tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    (tmp_path / ".sedang-dibuat-mati").mkdir()
    backups = [back_up(days_later(embedded, day), tmp_path, keep=2) for day in range(4)]
    assert backups_in(tmp_path) == [backup.folder for backup in backups[2:]]
    assert [backup.removed_count for backup in backups] == [0, 0, 1, 1]
    assert {path.name for path in tmp_path.iterdir()} == {
        "lain",
        "setelan",
        *(backup.folder.name for backup in backups[2:]),
    }


def test_a_backup_that_fails_leaves_nothing_and_takes_none_away(
    filled: TimelessWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(filled, tmp_path, keep=1)
    before = sorted(tmp_path.rglob("*"))
    if filled.warehouse.is_sqlite:
        monkeypatch.setattr("warehouse.backup._SOUND", "lain")
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WarehouseError, match="rusak" if filled.warehouse.is_sqlite else "pg_dump tidak ada"):
        back_up(days_later(filled, 1), tmp_path, keep=1)
    assert sorted(tmp_path.rglob("*")) == before


def test_nobody_writes_between_the_copies_of_the_two_files(
    embedded: TimelessWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = embedded.warehouse.path
    assert path is not None
    tried = []

    def copy(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(personal_path(path), timeout=0)) as other:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            tried.append(source)
        target.write_bytes(source.read_bytes())

    monkeypatch.setattr("warehouse.backup._copy_file", copy)
    back_up(embedded, tmp_path, keep=1)
    assert tried == [path, personal_path(path)]


def test_every_file_is_compared_in_turn_and_a_stopped_look_is_gone_on_with(filled: TimelessWorkshop) -> None:
    damaged, sound = archived(filled)
    damaged.write_bytes(b"lain")
    first = verify_archive(filled, 1)
    second = verify_archive(days_later(filled, 1), 1)
    assert (first.compared, first.kept, second.compared) == (1, 2, 1)
    (file,) = second.damaged
    assert (file.sha256, file.damage, get_submission(filled.warehouse, file.submission).office) == (
        damaged.name,
        "damaged",
        "73.71",
    )
    assert damage_words(filled, file).startswith(
        (
            "Kota Makassar, Sulawesi Selatan, November 2026, kiriman ",
            "Kota Makassar, Sulawesi Selatan, Oktober 2026, kiriman ",
        )
    )
    sound.unlink()
    assert {file.damage for file in verify_archive(days_later(filled, 2)).damaged} == {"damaged", "missing"}


@on_sqlite
def test_a_mended_file_is_no_longer_told(filled: TimelessWorkshop) -> None:
    (file, _) = archived(filled)
    good = file.read_bytes()
    file.write_bytes(b"lain")
    assert len(verify_archive(filled).damaged) == 1
    file.write_bytes(good)
    assert verify_archive(days_later(filled, 1)).damaged == ()


def test_a_file_that_was_too_large_to_be_kept_is_not_missed(embedded: TimelessWorkshop) -> None:
    limits = embedded.config.settings.limits.model_copy(update={"packed_mib": 0})
    settings = embedded.config.settings.model_copy(update={"limits": limits})
    small = replace(embedded, config=embedded.config.model_copy(update={"settings": settings}))
    send(embedded.home, OFFICE, mitra_csv("Satu"), "besar.csv")
    assert [line.outcome for line in run_job(small).lines] == ["rejected"]
    assert verify_archive(embedded) == replace(verify_archive(embedded), compared=0, kept=0, damaged=())


@on_sqlite
def test_maintenance_does_everything_and_says_what_is_wrong_without_stopping(
    filled: TimelessWorkshop, tmp_path: Path
) -> None:
    (tmp_path / "penuh").write_text("bukan folder")
    leftover = filled.home.work / ("0" * 20)
    leftover.mkdir(parents=True)
    works = maintain(with_maintenance(filled, backup=str(tmp_path / "penuh")))
    assert {work: work_done.well for work, work_done in works.items()} == {
        "Berkas sementara": True,
        "Laporan lama": True,
        "Permintaan hapus": True,
        "Masa simpan": True,
        "Samaran": True,
        "Gudang data": True,
        "Tabel kini": True,
        "Mart": True,
        "Cadangan": False,
        "Arsip": True,
        "Ruang": True,
    }
    assert "NotADirectoryError" in works["Cadangan"].sentence
    assert not leftover.exists()
    unset = maintain(filled)["Cadangan"]
    assert unset.left_out
    assert "belum disetel" in unset.sentence
    backup_work = maintain(with_maintenance(filled, backup=str(tmp_path / "c")))["Cadangan"]
    assert backup_work.well
    assert "kunci tidak ikut" in backup_work.sentence


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond so many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_backup_for_which_there_is_no_room_is_told_and_holds_up_nothing_else(
    embedded: TimelessWorkshop, tmp_path: Path
) -> None:
    send(embedded.home, OFFICE, mitra_csv("Satu"), "a.csv")
    run_job(embedded)
    with room_for(16_384):
        work_done = do_work(with_maintenance(embedded, backup=str(tmp_path)), "Cadangan", str)
    assert not work_done.well
    assert work_done.sentence.startswith("Gudang data tidak dapat disalin ke folder cadangan: ")
    assert [path.name for path in tmp_path.iterdir()] == ["setelan"]
    assert do_work(embedded, "Arsip", str).well


@on_sqlite
def test_a_missing_file_is_told_by_its_submission(filled: TimelessWorkshop) -> None:
    archived(filled)[0].unlink()
    work_done = do_work(filled, "Arsip", str)
    assert (work_done.well, len(work_done.details)) == (False, 1)


@on_sqlite
def test_an_archive_that_is_away_is_told_as_such_and_no_file_is_held_for_lost(filled: TimelessWorkshop) -> None:
    away = filled.home.archive.rename(filled.home.path / "dilepas")
    filled.home.archive.mkdir()  # as where a disk is not mounted
    work_done = do_work(filled, "Arsip", lambda error: explain(error).reason)
    assert (work_done.well, work_done.sentence, work_done.details) == (
        False,
        "Arsip tidak ada: foldernya terhapus, berpindah, atau folder jaringan belum tersambung.",
        (),
    )
    filled.home.archive.rmdir()
    away.rename(filled.home.archive)
    assert verify_archive(filled).damaged == ()


@on_sqlite
def test_what_a_killed_run_left_half_written_in_the_archive_is_taken_away_after_a_day(filled: TimelessWorkshop) -> None:
    folder = archived(filled)[0].parent
    old, new = folder / f".{'0' * 16}.part", folder / f".{'1' * 16}.part"
    for path, age in ((old, 25), (new, 1)):
        path.write_bytes(b"seteng")
        then = (filled.now() - timedelta(hours=age)).timestamp()
        os.utime(path, (then, then))
    words = do_work(filled, "Berkas sementara", str).sentence
    assert words.endswith("; 1 salinan yang terputus dihapus dari arsip")
    assert (old.exists(), new.exists()) == (False, True)
    assert verify_archive(filled).damaged == ()


def test_two_backups_at_once_are_made_one_after_the_other(embedded: TimelessWorkshop, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        backups = list(threads.map(lambda day: back_up(days_later(embedded, day), tmp_path, keep=5), range(2)))
    assert backups_in(tmp_path) == sorted(backup.folder for backup in backups)
    assert all((backup.folder / "gudang.sqlite").exists() for backup in backups)


def test_a_backup_that_another_holds_up_too_long_says_so(
    embedded: TimelessWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kemitraan.steps.care.backing_up.PATIENCE_SECONDS", 0)
    with FileLock(embedded.home.path / LOCK), pytest.raises(WarehouseError, match="Cadangan lain sedang dibuat"):
        back_up(embedded, tmp_path, keep=1)


def test_several_backups_of_a_day_do_not_push_the_days_before_out(embedded: TimelessWorkshop, tmp_path: Path) -> None:
    hours = (0, 24, 48, 49, 50, 51)  # the last four, as when the runs of a week are caught up with
    backups = [back_up(days_later(embedded, hour / 24), tmp_path, keep=3).folder for hour in hours]
    assert backups_in(tmp_path) == [backups[0], backups[1], backups[-1]]
    more = [back_up(days_later(embedded, hour / 24), tmp_path, keep=4).folder for hour in (52, 53)]
    assert backups_in(tmp_path) == [backups[0], backups[1], *more]


def test_old_reports_go_the_newest_and_what_is_not_ours_stay(embedded: TimelessWorkshop) -> None:
    folder = embedded.home.reports
    folder.mkdir(exist_ok=True)
    days = ("2024-01-31", "2025-10-20", "2025-10-21", "2026-11-01")
    ours = [f"laporan-kemitraan_{day}.{form}" for day in days for form in ("html", "xlsx")]
    for name in (*ours, "laporan-kemitraan_2024.xlsx", "rapat.xlsx"):
        (folder / name).touch()
    work_done = do_work(embedded, "Laporan lama", str)  # on 24 November 2026; 400 days before it is 20 October 2025
    assert work_done.sentence == "2 berkas laporan yang lebih lama dari 400 hari dihapus dari laporan/"
    assert {path.name for path in folder.iterdir()} == {*ours[2:], "laporan-kemitraan_2024.xlsx", "rapat.xlsx"}
    do_work(days_later(embedded, 5000), "Laporan lama", str)
    assert {path.name for path in folder.iterdir()} == {*ours[-2:], "laporan-kemitraan_2024.xlsx", "rapat.xlsx"}


def test_free_space_and_sizes_are_told_and_how_much_grew_in_a_month(filled: TimelessWorkshop, tmp_path: Path) -> None:
    with_backup = with_maintenance(filled, backup=str(tmp_path / "cadangan"))
    first = maintain(with_backup)["Ruang"]
    assert first.well
    assert first.sentence.startswith("bebas rumah dan arsip dan cadangan ")
    assert [line.partition(":")[0] for line in first.details] == [
        "Ukuran rumah",
        "Ukuran arsip",
        "Ukuran cadangan",
        "Ukuran gudang",
    ]
    assert all(re.fullmatch(r"Ukuran \w+: \d+ MiB\.", line) for line in first.details)
    (filled.home.archive / "besar").write_bytes(b"x" * 5 * 1024 * 1024)
    for days in (10, 35):
        later = replace(days_later(filled, days), config=with_backup.config)
        grown = do_work(later, "Ruang", repr)
        assert "(+5 MiB sejak 24 November 2026)." in grown.details[1]
    config = with_backup.config.model_copy(update={"health": Health(least_free_mib=10**9)})
    full = do_work(replace(with_backup, config=config), "Ruang", repr)
    assert (full.well, full.sentence.startswith("hampir penuh (rumah dan arsip dan cadangan): bebas ")) == (False, True)
