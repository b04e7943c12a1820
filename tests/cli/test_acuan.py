"""``acuan``: listed, added to, and what cannot be added told; ``check``, ``template`` and ``upgrade`` heed it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.homes import MakeHome
from tests.steps.making import mitra_xlsx

PARTNER = ("--name", "PT Hypermart Sulbar", "--alias", "Hypermart")


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    return make_home()


def test_what_was_added_is_listed_with_date_and_who(run: Run, home: Home) -> None:
    assert run("--home", home.path, "acuan", "list").out == "Belum ada yang ditambahkan petugas.\n"
    added = run("--home", home.path, "acuan", "add", "mitra", *PARTNER, "--who", "Rahma", "--note", "surat 3 November")
    assert added.status == 0
    assert added.out.startswith("Tersimpan di acuan/mitra.csv; berlaku mulai pemeriksaan berikutnya. ")
    run("--home", home.path, "acuan", "add", "padanan", "--column", "satuan", "--word", "pcs", "--alias", "botol")
    heading, partner, synonym = run("--home", home.path, "acuan", "list").out.splitlines()
    assert heading.split() == ["Jenis", "Untuk", "Ditulis", "Sejak", "Oleh", "Catatan"]
    assert partner.split()[:5] == ["mitra", "PT", "Hypermart", "Sulbar", "Hypermart"]
    assert partner.endswith("  Rahma  surat 3 November")
    assert synonym.split()[:5] == ["padanan", "satuan", "›", "pcs", "botol"]
    assert run("--home", home.path, "acuan", "list", "padanan").out.splitlines()[1].split() == synonym.split()
    again = run("--home", home.path, "acuan", "add", "mitra", *PARTNER)
    assert (again.status, again.out) == (0, "Sudah dikenal; tidak ada yang ditambahkan.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "sebutkan yang ditambahkan: mitra, wilayah, judul, atau padanan."),
        (("wilayah", "--alias", "Banggae Kota"), "isi juga --code."),
        (("judul", "--alias", "  "), "isi juga --sheet, --column, --alias."),
        (
            ("wilayah", "--code", "7605", "--alias", "Majene"),
            'kode wilayah "7605" tidak dikenal. Pakai kode Kemendagri',
        ),
        (
            ("mitra", "--name", "PT Baru", "--alias", "Alfamart"),
            "nama itu sudah berarti PT Sumber Alfaria Trijaya Tbk.",
        ),
        (("antah",), "'antah' tidak ada dalam pilihan"),
    ],
)
def test_what_cannot_be_added_is_told(run: Run, home: Home, arguments: tuple[str, ...], words: str) -> None:
    ran = run("--home", home.path, "acuan", "add", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def test_a_check_in_a_home_and_its_templates_know_what_was_added(run: Run, home: Home) -> None:
    book = home.path / "mitra.xlsx"
    book.write_bytes(mitra_xlsx("Minimarket"))
    command_line = ("check", book, "--today", "2026-11-24")
    run(
        "--home",
        home.path,
        "acuan",
        "add",
        "padanan",
        "--column",
        "jenis",
        "--word",
        "Ritel Modern",
        "--alias",
        "Minimarket",
    )
    run("--home", home.path, "acuan", "add", "mitra", *PARTNER)
    assert run(*command_line).status == 1
    assert run("--home", home.path, *command_line).status == 0
    run("--home", home.path, "template", "--office", "majene", "--out", home.path / "templat.xlsx")
    template = openpyxl.load_workbook(BytesIO((home.path / "templat.xlsx").read_bytes()))
    listed = [cell.value for sheet in template for row in sheet.iter_rows() for cell in row]
    assert "Hypermart" in listed


def test_a_wrong_line_is_told_by_every_command_and_by_the_upgrade(run: Run, home: Home) -> None:
    with (home.reference / "mitra.csv").open("a", encoding="utf-8") as file:
        file.write("PT Baru,Alfamidi,2026-11-29,Rahma,\n")
    for command in ("status", "run", "upgrade", "acuan list", "acuan add mitra --name PT"):
        ran = run("--home", home.path, *command.split())
        assert ran.status == 2
        assert "acuan: 1 kesalahan.\n  baris 2, acuan/mitra.csv: nama itu sudah berarti PT Midi" in ran.err


def test_an_earlier_home_gets_the_files_by_its_upgrade(run: Run, home: Home) -> None:
    for path in home.reference.iterdir():
        path.unlink()
    home.reference.rmdir()
    assert run("--home", home.path, "upgrade").status == 0
    assert sorted(path.name for path in home.reference.iterdir()) == [
        "judul.csv",
        "mitra.csv",
        "padanan.csv",
        "wilayah.csv",
    ]
