"""``reprocess``, ``replay``, ``withdraw``, ``restore-batch``, ``report``, ``backup`` and ``verify``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kemitraan.config.home import Home
from tests.cli.conftest import Ran, Run
from tests.homes import copy_of
from tests.steps.driver import days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv


@pytest.fixture
def home(month: Home, tmp_path: Path) -> Home:
    """A copy of the home after some days, to be changed."""
    return copy_of(month, tmp_path / "rumah")


def command(run: Run, home: Home, *arguments: object) -> Ran:
    return run("--home", home.path, *arguments)


def makassar(run: Run, home: Home) -> dict:
    (entry,) = command(run, home, "status", "--json", "--office", "sulsel-makassar").json
    return entry


def test_a_submission_is_processed_again_by_its_hash(run: Run, home: Home) -> None:
    before = command(run, home, "status", "--json", "--office", "majene").json[0]
    ran = command(run, home, "reprocess", before["sha256"], "--json")
    assert (ran.status, ran.err) == (0, "")
    (line,) = ran.json["lines"]
    after = command(run, home, "status", "--json", "--office", "majene").json[0]
    assert after["in_force"] == line["submission"] != before["submission"]
    assert (after["rows"], after["accepted"]) == (before["rows"], before["accepted"])


def test_an_unknown_submission_is_refused_with_a_sentence_before_anything_runs(run: Run, home: Home) -> None:
    ran = command(run, home, "reprocess", "0" * 20)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"kemitraan reprocess: Kiriman {'0' * 20} tidak ada di gudang data.\n"
    wrong = command(run, home, "reprocess", "majene")
    assert wrong.status == 2
    assert "bukan nomor kiriman" in wrong.err


def test_replay_says_how_many_rows_would_come_in_and_bothers_nobody_for_none(run: Run, home: Home) -> None:
    ran = command(run, home, "replay")
    assert ran.status == 0
    assert ran.out.startswith("1 kiriman yang berlaku punya ")
    assert ran.out.endswith("0 baris dari 0 kiriman kini dapat masuk.\n")


def test_a_wrong_submission_is_withdrawn_and_put_back_with_who_and_why(run: Run, home: Home) -> None:
    workshop = days_later(workshop_of(home), 2)
    send(home, "sulsel-makassar", mitra_csv("Tiga"), "keliru.csv")
    (line,) = run_job(workshop).lines
    former = makassar(run, home)
    assert former["in_force"] == line.submission
    gone = command(run, home, "withdraw", line.submission, "--why", "berkas kabupaten lain", "--who", "Ani")
    assert gone.status == 0
    assert "Kini berlaku: 2 baris (Mitra 2 dari kiriman " in gone.out
    back = makassar(run, home)["in_force"]
    assert back not in {None, line.submission}
    assert command(run, home, "restore-batch", line.submission, "--why", "ternyata benar").status == 0
    assert makassar(run, home)["in_force"] == line.submission
    with workshop.warehouse.read() as connection:
        audit_rows = connection.exec_driver_sql(
            "SELECT who, why FROM submission_event WHERE why LIKE 'berkas kab%'"
        ).all()
    workshop.warehouse.close()
    assert [tuple(row) for row in audit_rows] == [("Ani", "berkas kabupaten lain")] * 2
    again = command(run, home, "withdraw", back, "--why", "coba")
    assert (again.status, again.err) == (2, f"kemitraan withdraw: Kiriman {back} tidak sedang berlaku.\n")


def test_the_report_lies_in_laporan(run: Run, home: Home) -> None:
    ran = command(run, home, "report")
    assert ran.status == 0
    paths = {path.suffix: path for path in (home.path / "laporan").iterdir()}
    assert set(paths) == {".html", ".pdf", ".xlsx", ".json"}
    assert all(f"Laporan: {path}\n" in ran.out for path in paths.values())
    assert load_workbook(paths[".xlsx"]).sheetnames[0] == "Ringkasan"


def test_a_backup_goes_to_the_folder_that_is_named_and_says_what_is_not_in_it(
    run: Run, home: Home, tmp_path: Path
) -> None:
    assert "[maintenance]" in command(run, home, "backup").err
    ran = command(run, home, "backup", "--to", tmp_path / "cadangan")
    assert ran.status == 0
    assert "`kunci` dan arsip tidak ikut" in ran.out
    assert len(list((tmp_path / "cadangan").glob("cadangan-*/gudang*.sqlite"))) == 2


def test_verify_names_the_submission_whose_file_is_gone_with_status_1(run: Run, home: Home) -> None:
    assert command(run, home, "verify").out.endswith("Semua utuh.\n")
    entry = makassar(run, home)
    next(home.archive.rglob(entry["sha256"])).unlink()
    ran = command(run, home, "verify")
    assert ran.status == 1
    assert entry["submission"] in ran.out
    assert command(run, home, "verify", "--most", "nol").status == 2


def test_verify_names_a_table_that_is_not_as_history_says_and_rebuild_mends_it(run: Run, home: Home) -> None:
    workshop = workshop_of(home)
    with workshop.warehouse.write() as connection:
        connection.exec_driver_sql("UPDATE dim_umkm SET keadaan = 'lama'")
    workshop.warehouse.close()
    ran = command(run, home, "verify")
    assert ran.status == 1
    assert "Tabel dim_umkm: " in ran.out
    assert "dim_umkm: " in command(run, home, "rebuild").out
    assert command(run, home, "verify").out.endswith("Semua utuh.\n")


def test_a_home_is_restored_from_its_backup_and_says_what_that_does_not_hold(
    run: Run, home: Home, tmp_path: Path
) -> None:
    before = command(run, home, "mart", "legalitas", "--format", "json").json
    command(run, home, "backup", "--to", tmp_path / "cadangan")
    new = Home(tmp_path / "baru")
    ran = command(run, new, "restore", tmp_path / "cadangan")
    assert (ran.status, ran.err) == (1, "")
    assert "Arsip tidak ada di cadangan" in ran.out
    assert "Kunci tidak ada di cadangan" in ran.out
    new.key_file.write_bytes(home.key_file.read_bytes())
    assert command(run, new, "upgrade").status == 0
    assert command(run, new, "mart", "legalitas", "--format", "json").json == before
    again = command(run, new, "restore", tmp_path / "cadangan")
    assert (again.status, again.err) == (
        2,
        f"kemitraan restore: {new.path} sudah berisi rumah; pulihkan ke folder lain.\n",
    )
    nothing = command(run, Home(tmp_path / "lain"), "restore", tmp_path)
    assert (nothing.status, "bukan cadangan" in nothing.err) == (2, True)


def test_an_upgrade_of_an_older_warehouse_is_preceded_by_a_backup_when_asked(run: Run, home: Home) -> None:
    assert "Cadangan" not in command(run, home, "upgrade", "--backup").out
    workshop = workshop_of(home)
    with workshop.warehouse.write() as connection:
        connection.exec_driver_sql("UPDATE upgrade_sign SET sign = 'lama'")
    workshop.warehouse.close()
    assert "`kemitraan upgrade`" in command(run, home, "status").err
    assert "Cadangan: " in command(run, home, "upgrade", "--backup").out
    assert len(list((home.path / "cadangan-pemutakhiran").glob("cadangan-*/gudang*.sqlite"))) == 2
    assert command(run, home, "status").status == 0


def test_the_warehouse_is_made_again_from_the_archive_and_a_file_that_is_gone_is_named(
    run: Run, home: Home, model_home: Home, tmp_path: Path
) -> None:
    empty = copy_of(model_home, tmp_path / "baru")
    shutil.copytree(home.archive, empty.archive, dirs_exist_ok=True)
    entry = makassar(run, home)
    next(empty.archive.rglob(entry["sha256"])).rename(tmp_path / "hilang")
    lost = command(run, empty, "replay-archive")
    assert lost.status == 1
    assert lost.out.startswith("4 berkas dan 0 keputusan dari arsip dimasukkan menurut urutannya.\n")
    assert f"Kiriman {entry['submission']}: " in lost.out
    (tmp_path / "hilang").rename(empty.archive / entry["sha256"][:2] / entry["sha256"][2:4] / entry["sha256"])
    assert command(run, empty, "replay-archive").status == 0
    again, before = makassar(run, empty), makassar(run, home)
    assert {name: again[name] for name in ("in_force", "rows", "accepted")} == {
        name: before[name] for name in ("in_force", "rows", "accepted")
    }


def test_a_point_of_view_as_a_schema_is_postgresql_s_alone(run: Run, home: Home) -> None:
    ran = command(run, home, "pin", "oktober", "--period", "2026-10")
    assert (ran.status, "hanya ada di PostgreSQL" in ran.err) == (2, True)
    assert command(run, home, "pin", "--drop").status == 2
