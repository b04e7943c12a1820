"""A month is published by itself once its due day has passed; where nothing can be written nothing half made is
left.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kemitraan.errors import explained
from kemitraan.pages.snapshot import snapshot_page
from kemitraan.steps.views.fetching import NoSuchFile, published
from kemitraan.steps.views.snapshotting import FOLDER, Published, month_due, publish_snapshot, publish_when_due
from kemitraan.steps.workshop import Workshop
from tests.homes import MakeHome
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv


@pytest.fixture
def workshop(make_home: MakeHome) -> Iterator[TimelessWorkshop]:
    """A home with the November of one regency and one collaborator, at the 24th of that month."""
    workshop = workshop_of(make_home())
    send(workshop.home, "majene", "01_majene_bersih.xlsx")
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu", "Dua"), "satu.csv")
    assert not run_job(workshop).has_errors
    yield workshop
    workshop.warehouse.close()


def on(workshop: TimelessWorkshop, days: int) -> TimelessWorkshop:
    return days_later(workshop, days)


def names(workshop: Workshop) -> list[str]:
    folder = workshop.home.path / FOLDER
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock") if folder.is_dir() else []


def test_a_month_is_published_once_by_itself_after_its_due_day(workshop: TimelessWorkshop) -> None:
    assert month_due(workshop) is None
    assert publish_when_due(on(workshop, 11)) is None  # 5 December, the due day itself
    assert names(workshop) == []
    first = publish_when_due(on(workshop, 12))
    assert isinstance(first, Published)
    assert names(workshop) == ["terbitan-2026-11-1"]
    send(workshop.home, "sulsel-makassar", mitra_csv("Tiga"), "dua.csv")
    run_job(on(workshop, 13))
    assert publish_when_due(on(workshop, 14)) is None  # by hand alone it becomes a number of its own
    assert names(workshop) == ["terbitan-2026-11-1"]


def test_the_page_links_files_that_can_be_fetched_and_no_others(workshop: TimelessWorkshop) -> None:
    publication = publish_when_due(on(workshop, 12))
    assert publication is not None
    page = snapshot_page(publication)
    assert "](../../../kemitraan/terbitan/terbitan-2026-11-1/xlsx/kemitraan.xlsx)" in page
    assert "](../../../kemitraan/terbitan/terbitan-2026-11-1/mart.sqlite)" in page
    file = published(workshop, "terbitan-2026-11-1", "csv/legalitas.csv")
    assert b"".join(file.pieces) == (publication.folder / "csv/legalitas.csv").read_bytes()
    strangers = [("..", "kunci"), ("terbitan-2026-11-1", "../../kunci"), ("terbitan-2026-11-2", "mart.sqlite")]
    for name, path in [*strangers, ("terbitan-2026-11-1", "csv"), ("terbitan-2026-11-1", "")]:
        with pytest.raises(NoSuchFile):
            published(workshop, name, path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB, which is too small for a snapshot."""
    disk = tmp_path / "cakram"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk needs the right to mount (root)")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_told_and_nothing_half_made_is_left(workshop: TimelessWorkshop, small_disk: Path) -> None:
    with pytest.raises(OSError, match="space") as full:
        publish_snapshot(workshop, small_disk)
    assert "cakramnya penuh" in (explained(full.value) or "")
    assert [path.name for path in small_disk.iterdir() if path.suffix != ".lock"] == []


def test_a_folder_that_can_only_be_read_is_told(workshop: TimelessWorkshop, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(OSError, match=r"[Rr]ead-only") as closed:
        publish_snapshot(workshop, small_disk / "terbitan")
    assert "hanya dapat dibaca" in (explained(closed.value) or "")
    assert list(small_disk.iterdir()) == []
