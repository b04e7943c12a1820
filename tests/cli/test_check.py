"""``kemitraan check``: the interface of contract section 2, exactly."""

from __future__ import annotations

import csv
import hashlib
import random
from pathlib import Path

import openpyxl
import pytest

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.steps.driver import SAMPLES
from tests.steps.making import mitra_csv

TODAY = ("--today", "2026-11-24")
KEYS = ["contract", "file", "sha256", "kind", "office", "period", "outcome", "sheets", "findings"]
FINDING = ["code", "severity", "sheet", "cell", "row", "column", "key", "label", "got", "expected", "suggestion", "message"]  # fmt: skip


@pytest.mark.parametrize(
    ("sample", "status", "outcome"),
    [
        ("01_majene_bersih.xlsx", 0, "accepted"),
        ("11_mamasa_satu_lembar.csv", 1, "partially_accepted"),
        ("13_tanpa_produk.xlsx", 1, "rejected"),
        ("18_bersandi.xlsx", 1, "rejected"),
    ],
)
def test_json_has_exactly_the_promised_keys_and_the_exit_status_tells_the_outcome(
    run: Run, sample: str, status: int, outcome: str
) -> None:
    ran = run("check", SAMPLES / sample, *TODAY, "--format", "json")
    assert (ran.status, ran.err) == (status, "")
    assert list(ran.json) == KEYS
    assert (ran.json["outcome"], ran.json["file"], ran.json["contract"]) == (outcome, sample, "2026.1")
    assert ran.json["sha256"] == hashlib.sha256((SAMPLES / sample).read_bytes()).hexdigest()
    for sheet in ran.json["sheets"].values():
        assert list(sheet) == ["rows", "accepted", "quarantined", "skipped"]
        assert sheet["rows"] == sheet["accepted"] + sheet["quarantined"]
    for finding in ran.json["findings"]:
        assert list(finding) == FINDING
        assert finding["message"] not in ("", finding["code"])


def test_notes_alone_are_accepted_with_status_0(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mitra.csv"
    file.write_bytes(mitra_csv("Toko").replace(b"Versi Templat;2026.1\n", b""))
    ran = run("check", file, *TODAY, "--format", "json")
    assert (ran.status, ran.json["outcome"]) == (0, "accepted_with_notes")
    assert [finding["code"] for finding in ran.json["findings"]] == ["cover.version"]


def test_text_says_outcome_counts_and_every_finding_without_a_code(run: Run) -> None:
    ran = run("check", SAMPLES / "10_majene_excel_lama.xls", *TODAY)
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[0] == "10_majene_excel_lama.xls: Diterima sebagian"
    assert lines[1] == "  Laporan bulanan kabupaten, kantor 76.05, November 2026"
    assert "  Kurasi           12        11        1" in lines
    assert "Baris ditahan (" in ran.out
    assert "cell.error" not in ran.out
    assert max(map(len, lines)) <= 110


def test_the_text_of_a_refused_file_does_not_speak_of_accepted_rows(run: Run) -> None:
    ran = run("check", SAMPLES / "12_sampul_salah.xlsx", *TODAY)
    assert "  Lembar        baris  baik  ditahan" in ran.out.splitlines()
    assert "Kiriman ditolak (3)" in ran.out


def test_a_clean_file_is_thanked_for(run: Run) -> None:
    assert run("check", SAMPLES / "01_majene_bersih.xlsx", *TODAY).out.endswith("Tidak ada temuan. Terima kasih.\n")


def test_the_file_of_another_office_than_the_sources_is_refused(run: Run) -> None:
    file = SAMPLES / "01_majene_bersih.xlsx"
    assert run("check", file, *TODAY, "--office", "76.05").status == 0
    ran = run("check", file, *TODAY, "--office", "76.02", "--format", "json")
    assert ran.status == 1
    assert [(finding["code"], finding["cell"]) for finding in ran.json["findings"]] == [("cover.office", "B1")]


def test_today_decides_whether_a_period_is_in_the_future(run: Run) -> None:
    ran = run("check", SAMPLES / "01_majene_bersih.xlsx", "--today", "2026-10-31", "--format", "json")
    assert {finding["code"] for finding in ran.json["findings"]} == {"cover.period"}


def test_the_answer_is_written_where_asked(run: Run, tmp_path: Path) -> None:
    answer = tmp_path / "jawaban.xlsx"
    ran = run("check", SAMPLES / "11_mamasa_satu_lembar.csv", *TODAY, "--return", answer, "--format", "json")
    book = openpyxl.load_workbook(answer)
    assert book.sheetnames[:2] == ["Perbaikan", "Baca Dulu"]
    assert book["Perbaikan"].max_row == len(ran.json["findings"]) + 1


def test_an_answer_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    file = SAMPLES / "09_syarat_ritel.xlsx"
    ran = run("check", file, *TODAY, "--return", tmp_path / "tiada" / "jawaban.xlsx")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith("jawaban.xlsx: berkas atau folder ini tidak ada.\n")
    full = run("check", file, *TODAY, "--return", "/dev/full")
    assert full.err == "kemitraan check: cakramnya penuh. Kosongkan ruang, lalu jalankan lagi.\n"


def test_a_warehouse_knows_rows_that_were_sent_earlier(run: Run, month: Home, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "01_majene_bersih.xlsx")
    business = next(row for row in book["UMKM"].iter_rows() if str(row[0].value).startswith("MJN-"))
    for cell in business:
        cell.value = None
    book.save(tmp_path / "tanpa satu usaha.xlsx")
    command = ("check", tmp_path / "tanpa satu usaha.xlsx", *TODAY, "--format", "json")
    assert {finding["code"] for finding in run(*command).json["findings"]} >= {"reference"}
    warehouse = ("--warehouse", f"sqlite:///{month.warehouse / 'gudang.sqlite'}")
    # It would take the place of the month that holds the business; a csv of products leaves the businesses in force.
    assert {finding["code"] for finding in run(*command, *warehouse).json["findings"]} >= {"reference"}
    products = tmp_path / "produk.csv"
    with products.open("w", encoding="utf-8", newline="") as file:
        cover = [["Kabupaten", "Majene"], ["Periode", "2026-11"], ["Petugas", "Nurul"], ["Versi Templat", "2026.1"], []]
        csv.writer(file, delimiter=";").writerows([*cover, *book["Produk"].iter_rows(values_only=True)])
    beside = run("check", products, *TODAY, "--format", "json", *warehouse)
    assert "reference" not in {finding["code"] for finding in beside.json["findings"]}
    assert beside.json["sheets"]["Produk"]["quarantined"] == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("bukan alamat", "Alamat gudang data tidak terbaca"),
        ("mysql://server/gudang", "harus SQLite atau PostgreSQL, bukan mysql"),
        ("sqlite:///tiada.sqlite", "tiada.sqlite belum ada"),
        ("postgresql://127.0.0.1:1/gudang", "Gudang data tidak dapat dipakai"),
    ],
)
def test_a_warehouse_that_cannot_be_used_is_told(run: Run, url: str, words: str) -> None:
    ran = run("check", SAMPLES / "09_syarat_ritel.xlsx", "--warehouse", url)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def test_a_database_without_our_tables_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kosong.sqlite").touch()
    (tmp_path / "lain.sqlite").write_bytes(b"bukan basis data sama sekali, " * 99)
    for name, words in (("kosong", "masih kosong"), ("lain", "tidak dapat dipakai")):
        ran = run("check", SAMPLES / "09_syarat_ritel.xlsx", "--warehouse", f"sqlite:///{tmp_path / name}.sqlite")
        assert ran.status == 2
        assert words in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tiada.xlsx"], "tiada.xlsx: tidak ada berkas ini."),
        (["."], ".: ini bukan berkas biasa."),
        ([], "argumen ini harus diisi: BERKAS"),
        (["a.xlsx", "b.xlsx"], "argumen tidak dikenal: b.xlsx"),
        (["a.xlsx", "--format", "xml"], "argumen --format: 'xml' tidak ada dalam pilihan: 'text', 'json'"),
        (["a.xlsx", "--today", "24/11/2026"], "'24/11/2026' bukan tanggal; tulis seperti 2026-11-24"),
        (["a.xlsx", "--office", "99"], "kode kantor '99' tidak dikenal; pakai 76.01 sampai 76.06"),
        (["a.xlsx", "--office"], "argumen --office: harus diikuti satu nilai"),
        (["a.xlsx", "--salah"], "argumen tidak dikenal: --salah"),
    ],
)
def test_what_cannot_run_is_said_in_indonesian_on_stderr_with_status_2(
    run: Run, arguments: list[str], words: str
) -> None:
    ran = run("check", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def garbage() -> dict[str, bytes]:
    rng = random.Random(76)
    xlsx = (SAMPLES / "09_syarat_ritel.xlsx").read_bytes()
    xls = (SAMPLES / "10_majene_excel_lama.xls").read_bytes()
    broken = bytearray(xlsx)
    for _ in range(40):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return {
        "kosong": b"",
        "acak": rng.randbytes(50_000),
        "nol": bytes(10_000),
        "zip-saja": b"PK\x03\x04" + rng.randbytes(5_000),
        "ole-saja": xls[:512] + rng.randbytes(5_000),
        "xls-terpotong": xls[:20_000],
        "xlsx-rusak": bytes(broken),
        "teks": "sebuah catatan, bukan tabel\n".encode("utf-16"),
        "html": b"<html><table><tr><td>1</td></tr></table></html>",
        "csv-lebar": b";".join([b"x"] * 5_000) + b"\n",
        "baris-panjang": b"a" * 3_000_000,
        "melampaui": b"PK\x03\x04" + bytes(26 * 1024 * 1024),
    }


@pytest.mark.parametrize("name", sorted(garbage()))
def test_garbage_is_judged_and_answered_never_a_program_error(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(garbage()[name])
    ran = run("check", file, *TODAY, "--format", "json", "--return", tmp_path / "jawaban.xlsx")
    assert (ran.status, ran.err) == (1, "")
    assert ran.json["outcome"] == "rejected"
    assert openpyxl.load_workbook(tmp_path / "jawaban.xlsx").sheetnames[0] == "Perbaikan"


def test_a_program_error_ends_with_status_2_and_quotes_no_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    nik = "7605010706849335"

    def fail(*_: object, **__: object) -> None:
        raise ValueError(nik)

    monkeypatch.setattr("kemitraan.steps.job.check_bytes.check_workbook", fail)
    ran = run("check", SAMPLES / "09_syarat_ritel.xlsx")
    assert (ran.status, ran.out) == (2, "")
    assert "Ada kesalahan pada program ini (ValueError), bukan pada berkas Anda." in ran.err
    assert nik not in ran.err
