"""What the settings need for more machines is named with its line, and never found out in the middle of a run."""

from __future__ import annotations

import importlib.util
import socket
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.config.load import load_config
from kemitraan.config.machines import is_inside, require_machines, require_scheduler
from kemitraan.config.own_reference import Entry, Lore
from kemitraan.steps.care.health import Check, look_at_all
from kemitraan.steps.care.teaching import teach
from kemitraan.steps.workshop import open_workshop

POSTGRESQL = "postgresql://gudang.example/gudang"
SQLITE = "sqlite:////rumah/gudang.sqlite"
OFFICE = '[[offices]]\nslug = "majene"\ncode = "76.05"\nname = "Kabupaten Majene"\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "rumah")
    init_home(home.path)
    return home


def error_lines(home: Home, settings: str, warehouse: str = POSTGRESQL, offices: str = OFFICE) -> list[str]:
    """What is wrong with these settings, as people read it."""
    home.config_file.write_text(f"[settings]\n{settings}\n{offices}", encoding="utf-8")
    try:
        require_machines(load_config(home), home, warehouse)
    except ConfigError as error:
        return [str(line) for line in error.errors]
    return []


def test_one_machine_needs_nothing(home: Home) -> None:
    assert error_lines(home, "", SQLITE) == []


def test_dask_needs_a_database_that_several_processes_may_write_to(home: Home) -> None:
    assert error_lines(home, 'task_runner = "dask"') == []
    assert error_lines(home, 'task_runner = "dask"', SQLITE) == [
        'baris 2, settings.task_runner: "dask" memerlukan PostgreSQL: gudang data SQLite hanya dapat dipakai satu komputer. '
        'Pakai PostgreSQL: warehouse = "env:GUDANG_URL" di [settings].'
    ]


def test_dask_needs_its_package(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kemitraan.config.machines.find_spec", lambda name: None)
    assert error_lines(home, 'task_runner = "dask"') == [
        'baris 2, settings.task_runner: "dask" memerlukan paket prefect-dask, yang belum ada. '
        'Pasang dari requirements-dask.lock, atau pakai task_runner = "threads".'
    ]
    assert importlib.util.find_spec("prefect_dask")


@pytest.mark.parametrize("address", ["10.1.2.3:8786", "http://10.1.2.3:8786", "tcp://10.1.2.3", "tcp://petugas@h:1"])
def test_an_address_that_is_none_is_told(home: Home, address: str) -> None:
    home.config_file.write_text(f'[settings]\ndask_scheduler = "{address}"\n{OFFICE}', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"baris 2, settings\.dask_scheduler: bukan alamat gugus Dask\."):
        load_config(home)


def test_the_address_of_a_cluster_that_is_not_used_is_told(home: Home) -> None:
    (line,) = error_lines(home, 'dask_scheduler = "tcp://10.1.2.3:8786"')
    assert line.startswith('baris 2, settings.dask_scheduler: tidak dipakai, karena task_runner bukan "dask".')


def test_what_lies_in_a_home_does_not_travel(home: Home) -> None:
    lines = error_lines(home, "own_homes = true", SQLITE)
    assert [line.partition(": ")[0] for line in lines] == [
        "baris 1, settings.archive",
        "baris 2, settings.own_homes",
        "baris 3, offices[1].sources[1].inbox",
        "baris 3, offices[1].sources[1].outbox",
    ]
    assert "arsip ada di dalam rumah: komputer lain tidak melihatnya." in lines[0]
    assert "folder masuk/majene ada di dalam rumah: komputer lain tidak melihatnya." in lines[2]


def test_what_lies_elsewhere_does(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "berbagi"
    source = f'[[offices.sources]]\ntype = "folder"\ninbox = "{share}/masuk"\noutbox = "{share}/keluar"\n'
    assert error_lines(home, f'own_homes = true\narchive = "{share}/arsip"', offices=OFFICE + source) == []
    (home.path / "bersama").symlink_to(share)
    linked = source.replace(str(share), "bersama")
    assert error_lines(home, 'own_homes = true\narchive = "bersama/arsip"', offices=OFFICE + linked) == []
    assert error_lines(home, 'own_homes = true\narchive = "s3://ember/arsip"', offices=OFFICE + source) == []


def test_what_staff_taught_must_lie_where_all_machines_see_it(home: Home, tmp_path: Path) -> None:
    share = tmp_path / "berbagi"
    source = f'[[offices.sources]]\ntype = "folder"\ninbox = "{share}/masuk"\noutbox = "{share}/keluar"\n'
    settings, offices = 'own_homes = true\narchive = "s3://ember/arsip"', OFFICE + source
    entry = Entry(
        Lore.SYNONYM,
        0,
        {"kolom": "bidang_usaha", "kata": "Fesyen dan Tenun", "padanan": "Batik"},
        date(2026, 11, 24),
        "Rahma",
    )
    assert error_lines(home, settings, offices=offices) == []
    teach(home, entry)
    (line,) = error_lines(home, settings, offices=offices)
    assert line.startswith("baris 2, settings.own_homes: yang diajarkan petugas (acuan/) ada di dalam rumah")
    home.reference.rename(share)
    home.reference.symlink_to(share)
    assert error_lines(home, settings, offices=offices) == []


def test_a_mounted_share_in_a_home_is_not_of_the_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_inside(home.inboxes / "majene", home)
    monkeypatch.setattr("os.path.ismount", lambda folder: folder == home.inboxes)
    assert not is_inside(home.inboxes / "majene", home)


def test_opening_a_home_refuses_what_cannot_be_done(home: Home) -> None:
    home.config_file.write_text(f'[settings]\ntask_runner = "dask"\n{OFFICE}', encoding="utf-8")
    with pytest.raises(ConfigError, match=r'baris 2, settings\.task_runner: "dask" memerlukan PostgreSQL'):
        open_workshop(home, {})


def test_health_says_what_is_wrong_with_the_task_runner(home: Home) -> None:
    def told(settings: str) -> Check | None:
        home.config_file.write_text(f"[settings]\n{settings}\n{OFFICE}", encoding="utf-8")
        checks = look_at_all(home, {"KEMITRAAN_WAREHOUSE": POSTGRESQL}, datetime.now(UTC))
        return next((check for check in checks if check.name == "Komputer lain"), None)

    assert told("") is None
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        settings = f'task_runner = "dask"\ndask_scheduler = "{address}"'
        check = told(settings)
        assert check
        assert check.well is False
        assert f"baris 3, settings.dask_scheduler: tidak ada gugus Dask yang menjawab di {address}." in check.told
        nobody.listen()
        require_scheduler(load_config(home), home)
