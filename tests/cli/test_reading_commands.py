"""``status``, ``trace`` and ``template``: what the warehouse of a home tells."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.steps.driver import SAMPLES

STATUS = ["office", "period", "submission", "file", "sha256", "received_at", "state", "outcome", "belongs_to", "rows", "accepted", "quarantined", "in_force", "in_force_sheets", "decisions"]  # fmt: skip


def test_status_tells_outcome_counts_and_what_is_in_force(at_home: Run) -> None:
    ran = at_home("status")
    assert ran.status == 0
    lines = {line.split("  ")[0]: line for line in ran.out.splitlines()}
    assert lines["Kabupaten Majene"].split()[2:] == [
        "November",
        "2026",
        "Diterima",
        "Sudah",
        "dijawab",
        "61",
        "61",
        "0",
        "kiriman",
        "ini",
    ]
    refused = lines["Kota Makassar, Sulawesi Selatan"]
    assert "Belum dapat diterima" in refused
    assert re.search(r"  73\.71_2026-11_[0-9a-f]{8}\.csv$", refused)
    assert "Belum pernah mengirim: Kabupaten Pasangkayu, " in ran.out


def test_status_as_json_has_its_keys_and_can_be_narrowed(at_home: Run) -> None:
    everything = at_home("status", "--json").json
    assert [list(entry) for entry in everything] == [STATUS] * 3
    [entry] = at_home("status", "--json", "--office", "majene", "--period", "2026-11").json
    assert (entry["office"], entry["outcome"], entry["accepted"]) == ("76.05", "accepted", 61)
    assert entry["in_force"] == entry["submission"]
    assert at_home("status", "--json", "--period", "2026-10").json == []
    assert at_home("status", "--period", "2026-10").out == "Belum ada kiriman.\n"
    assert "kantor 'antah' tidak terdaftar. Yang terdaftar: pasangkayu, " in at_home("status", "--office", "antah").err


def test_a_row_is_traced_to_the_cells_of_its_file(at_home: Run) -> None:
    row, key = next(iter(businesses(SAMPLES / "01_majene_bersih.xlsx").items()))
    traced = at_home("trace", "umkm", key, "--json").json
    assert (traced["row_key"], traced["row"]) == (key, row)
    assert traced["file"]["file_name"] == f"76.05_2026-11_{traced['file']['sha256'][:8]}.xlsx"
    cells = {cell["column"]: cell for cell in traced["cells"]}
    assert (cells["kode_umkm"]["cell"], cells["kode_umkm"]["value"]) == (f"A{row}", key)
    personal = {name: cell["value"] for name, cell in cells.items() if cell["personal"]}
    assert {"nik_pemilik", "nama_pemilik", "telepon", "email", "alamat"} <= personal.keys()
    assert set(personal.values()) == {None}
    text = at_home("trace", "umkm", key)
    assert "  pengirim  Kabupaten Majene (76.05), November 2026" in text.out
    assert " WITA, lewat majene/0" in text.out
    assert "(data pribadi)" in text.out
    [name] = at_home("trace", "umkm", key, "--column", "nama_usaha", "--json").json["cells"]
    assert name["column"] == "nama_usaha"


def businesses(file: Path) -> dict[int, str]:
    """Keys in the first column of UMKM, by row."""
    sheet = next(sheet for sheet in openpyxl.load_workbook(file) if sheet.title.endswith("UMKM"))
    keys = {row[0].row: str(row[0].value) for row in sheet.iter_rows()}
    return {row: key for row, key in keys.items() if key.startswith("MJN-")}


def test_a_figure_is_traced_to_its_rows_and_a_count_of_submissions_to_its_files(at_home: Run) -> None:
    figure = at_home("trace", "mart_kemitraan", "tahap=Memasok", "--json").json
    assert figure["total"] == len(figure["rows"]) == sum(row["jumlah_kemitraan"] for row in figure["figures"])
    text = at_home("trace", "mart_kemitraan", "tahap=Memasok").out
    assert f"Dibentuk dari {figure['total']} baris:" in text
    assert " › baris " in text
    files = at_home("trace", "mart_kepatuhan", "office=76.05", "--json").json["files"]
    (file,) = files
    assert file["file_name"] == f"76.05_2026-11_{file['sha256'][:8]}.xlsx"
    assert file["file_name"] in at_home("trace", "mart_kepatuhan", "--office", "76.05").out
    assert at_home("trace", "mart_kurasi").status == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["umkm", "MJN-9999"], "Baris MJN-9999 tidak ada pada dim_umkm."),
        (["antah", "MJN-0001"], "Tabel antah tidak ada; yang ada: dim_umkm, "),
        (["umkm"], "sebutkan kunci barisnya, misalnya: kemitraan trace umkm MJN-0001"),
        (["umkm", "MJN-0001", "--column", "antah"], "Kolom antah tidak ada pada dim_umkm."),
        (["mart_antah"], "Angka mart_antah tidak ada; yang ada: mart_kepatuhan, "),
        (["mart_kemitraan", "Memasok"], "tulis nilai dimensi sebagai nama=nilai, misalnya tahap=Memasok"),
        (["mart_kemitraan", "antah=1"], "Kolom antah tidak ada pada mart_kemitraan; yang ada: jumlah_kemitraan, "),
        (["mart_kemitraan", "tahap=Antah"], "Tidak ada baris mart_kemitraan dengan nilai itu."),
    ],
)
def test_what_cannot_be_traced_is_said_in_words(at_home: Run, arguments: list[str], words: str) -> None:
    ran = at_home("trace", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def test_a_template_needs_no_home(run: Run, tmp_path: Path) -> None:
    ran = run("template", "--office", "76.05", "--period", "2026-11")
    assert ran.out == "Templat majene untuk November 2026: templat_majene_2026-11.xlsx\n"
    book = openpyxl.load_workbook(tmp_path / "templat_majene_2026-11.xlsx")
    assert {"UMKM", "Produk"} <= {name.split(". ")[-1] for name in book.sheetnames}


@pytest.mark.parametrize("slug", ["majene", "sulsel-makassar", "provinsi"])
def test_a_template_is_made_for_every_kind_of_office_of_a_home(at_home: Run, tmp_path: Path, slug: str) -> None:
    ran = at_home("template", "--office", slug, "--period", "2026-11", "--out", tmp_path)
    assert ran.status == 0
    assert (tmp_path / f"templat_{slug}_2026-11.xlsx").exists()


def test_a_filled_template_holds_what_the_office_has_sent(at_home: Run, tmp_path: Path) -> None:
    out = tmp_path / "isi.xlsx"
    ran = at_home("template", "--office", "majene", "--period", "2026-12", "--fill", "--out", out)
    assert ran.out == f"Templat majene untuk Desember 2026: {out}, terisi 41 baris dari gudang\n"
    assert set(businesses(SAMPLES / "01_majene_bersih.xlsx").values()) <= set(businesses(out).values())


def test_a_template_that_cannot_be_written_is_told(at_home: Run, run: Run, tmp_path: Path) -> None:
    assert (
        "tujuan harus folder yang ada atau berkas .xlsx" in run("template", "--office", "majene", "--out", "a.txt").err
    )
    assert (
        "tiada/a.xlsx: berkas atau folder ini tidak ada."
        in run("template", "--office", "majene", "--out", "tiada/a.xlsx").err
    )
    assert "kantor 'antah' tidak terdaftar" in at_home("template", "--office", "antah").err
    assert run("template", "--office", "majene", "--fill").status == 2  # there is no home to fill it from


def test_a_filled_template_is_its_owners_alone_and_says_by_when_and_whom_to_ask(at_home: Run, tmp_path: Path) -> None:
    target = tmp_path / "templat.xlsx"
    ran = at_home("template", "--office", "majene", "--period", "2026-12", "--fill", "--out", target)
    assert (ran.status, "terisi" in ran.out) == (0, True)
    assert target.stat().st_mode & 0o777 == 0o600
    guide = openpyxl.load_workbook(target)["Petunjuk"]
    text = "\n".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    for sentence in (
        "Batas kirim laporan Desember 2026: 5 Januari 2027.",
        "ke folder masuk Kabupaten Majene (masuk/majene).",
        "biasanya dijawab dalam setengah jam",
        "Hubungi petugas provinsi.",
    ):
        assert sentence in text
