"""``init``, ``upgrade`` and the settings: a home that runs as it stands, and clear words when it does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SLUGS = ["pasangkayu", "mamuju", "mamasa", "polewali-mandar", "majene", "mamuju-tengah", "sulsel-makassar", "sulsel-parepare", "provinsi"]  # fmt: skip


def state_of(home: Path) -> dict[str, bytes]:
    """Every file but those of the warehouse, which changes within."""
    files = (path for path in home.rglob("*") if path.is_file() and path.parent != home / "gudang")
    return {str(path): path.read_bytes() for path in files}


def test_init_makes_a_home_that_runs_as_it_stands_and_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    first = run("--home", "rumah", "init")
    assert (first.status, first.err) == (0, "")
    assert first.out.startswith("Rumah siap: rumah\n")
    assert "kemitraan --home rumah run" in first.out
    home = tmp_path / "rumah"
    assert sorted(path.name for path in (home / "masuk").iterdir()) == sorted(SLUGS)
    assert sorted(path.name for path in (home / "keluar").iterdir()) == sorted(SLUGS)
    assert run("--home", "rumah", "status").out == "Belum ada kiriman.\n"
    before = state_of(home)
    again = run("--home", "rumah", "init")
    assert again.out.startswith("Rumah sudah lengkap: rumah\n")
    assert state_of(home) == before


def test_upgrade_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("--home", "rumah", "init")
    for _ in range(2):
        ran = run("--home", "rumah", "upgrade")
        assert (ran.status, ran.out) == (0, "Gudang data sudah pada versi terbaru.\n")


def test_a_home_whose_warehouse_is_gone_is_told_and_upgrade_mends_it(run: Run, tmp_path: Path) -> None:
    run("--home", "rumah", "init")
    shutil.rmtree(tmp_path / "rumah" / "gudang")
    ran = run("--home", "rumah", "status")
    assert ran.status == 2
    assert "gudang.sqlite belum ada; buatlah dengan `kemitraan init`" in ran.err
    run("--home", "rumah", "init")
    assert run("--home", "rumah", "status").status == 0


def test_the_home_is_named_by_option_or_environment_or_is_where_one_stands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--home", "rumah", "init")
    home = tmp_path / "rumah"
    assert run("--home", "rumah", "status").status == 0
    monkeypatch.setenv("KEMITRAAN_HOME", str(home))
    assert run("status").status == 0
    assert run("--home", "antah", "status").status == 2  # the option comes first
    monkeypatch.delenv("KEMITRAAN_HOME")
    assert run("status").status == 2
    monkeypatch.chdir(home)
    assert run("status").status == 0


def test_without_a_home_it_is_said_how_to_get_one(run: Run) -> None:
    ran = run("status")
    assert ran.err == (
        "kemitraan status: tidak ada rumah Kemitraan di folder ini. Sebutkan dengan --home FOLDER atau KEMITRAAN_HOME, "
        "atau buat yang baru dengan `kemitraan init`.\n"
    )
    assert "berkas setelan tidak ada di" in run("--home", "antah", "status").err


def test_every_error_of_the_settings_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    run("--home", "rumah", "init")
    config = tmp_path / "rumah" / "kemitraan.toml"
    config.write_text(
        '[settings]\ndue_day = 40\npass_mark = "70"\n\n[[offices]]\nslug = "majene"\ncode = "7605"\n'
        'name = "Majene"\n\n[[offices]]\nslug = "majene"\ncode = "76.01"\nnama = "Pasangkayu"\n',
        encoding="utf-8",
    )
    ran = run("--home", "rumah", "status")
    assert (ran.status, ran.out) == (2, "")
    lines = [line for line in ran.err.splitlines() if line.startswith("  baris")]
    assert [line.split(":")[0].strip().split(",")[0] for line in lines] == [
        "baris 2", "baris 3", "baris 7", "baris 10", "baris 11", "baris 13"
    ]  # fmt: skip
    assert all(line.endswith((".", "?")) for line in lines)


def test_settings_that_are_no_toml_are_told_with_their_line(run: Run, tmp_path: Path) -> None:
    run("--home", "rumah", "init")
    (tmp_path / "rumah" / "kemitraan.toml").write_text('[settings]\ntimezone = "Asia/Makassar\n', encoding="utf-8")
    assert "baris 2: ada tanda" in run("--home", "rumah", "status").err


def test_another_warehouse_is_taken_from_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--home", "rumah", "init")
    monkeypatch.setenv("KEMITRAAN_WAREHOUSE", "sqlite:///lain.sqlite")
    assert "lain.sqlite belum ada" in run("--home", "rumah", "status").err
    assert run("--home", "rumah", "upgrade").status == 0
    assert (tmp_path / "lain.sqlite").exists()
    assert run("--home", "rumah", "status").status == 0
    monkeypatch.setenv("KEMITRAAN_WAREHOUSE", "bukan alamat")
    assert "Alamat gudang data tidak terbaca" in run("--home", "rumah", "status").err


def test_run_and_demo_that_cannot_begin_are_told_before_anything_is_started(run: Run, tmp_path: Path) -> None:
    assert run("run").status == 2  # there is no home
    run("--home", "rumah", "init")
    wrong = run("--home", "rumah", "run", "--office", "antah")
    assert wrong.status == 2
    assert "kantor 'antah' tidak terdaftar" in wrong.err
    own = run("--home", "rumah", "demo")
    assert own.status == 2
    assert "rumah sudah ada dan bukan folder contoh; pilih yang lain dengan --home." in own.err
    assert (tmp_path / "rumah" / "kemitraan.toml").exists()
