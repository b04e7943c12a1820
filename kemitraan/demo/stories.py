"""What each office sends in the demonstration, month by month: nine habits, some of them bad enough to be refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pandas as pd

from kemitraan.demo.broken import cut_off, write_csv, write_html_as_xls
from kemitraan.demo.collaborators import (
    REQUIREMENTS,
    make_mitra,
    make_pemasaran,
    make_permintaan,
    make_persyaratan,
)
from kemitraan.demo.habits import nib_as_numbers, write_as_people_do
from kemitraan.demo.layouts import Layout
from kemitraan.demo.planted_errors import spoil
from kemitraan.demo.reproducible import make_reproducible
from kemitraan.demo.scene import REGENCIES, MadeFile, Scene
from kemitraan.demo.values import Values
from schemas.kinds import YesNo
from schemas.model import COVER_TITLE, Sheet
from workbooks.template import build_template

PLAIN = Layout()
WITH_TITLES = Layout(
    titles=("DINAS KOPERASI, UKM, PERINDUSTRIAN DAN PERDAGANGAN", "DATA UMKM DAN KEMITRAAN", "Bulan berjalan"),
    numbered=True,
    column_numbers=True,
    totals=True,
    signature=("Mengetahui,", "Kepala Dinas", "", "(tanda tangan)"),
    headers={
        "nama_usaha": "Nama IKM",
        "nama_pemilik": "Pemilik",
        "jenis_kelamin": "L/P",
        "telepon": "No HP / WA",
        "omzet_tahunan": "Omset/Tahun",
        "harga_jual": "Harga Satuan",
        "merek": "Merk",
        "usaha_besar": "Nama Mitra",
        "tahap": "Status",
    },
    sheet_names={
        "UMKM": "1. Data UMKM",
        "Produk": "2. Daftar Produk",
        "Kurasi": "3. Hasil Kurasi",
        "Pendampingan": "4. Data Pendampingan",
        "Kemitraan": "5. Data Kemitraan",
    },
    last_columns=("nib", "nik_pemilik", "email", "gtin"),
    colour="F4B183",
)
TWO_ROWS = Layout(two_rows=True, numbered=True, colour="A9D08E")
COLLABORATOR = Layout(titles=("LAPORAN MITRA SULAWESI SELATAN",), numbered=True, totals=True, colour="9DC3E6")


def pasangkayu(scene: Scene) -> list[MadeFile]:
    """A careful office: plain at first, sending one file twice; then it takes up the template."""
    sheets = scene.regency()
    name = f"Laporan UMKM Pasangkayu {scene.month_in_words}.xlsx"
    if scene.month.newest:
        return [_from_template(scene, name, sheets)]
    file = scene.write(name, "regency", sheets, PLAIN, "Rapi, tanpa templat")
    copy = file.path.with_name(f"Salinan {file.path.name}")
    shutil.copyfile(file.path, copy)
    return [file, MadeFile(scene.folder, copy, "Berkas yang sama, terkirim dua kali")]


def mamuju(scene: Scene) -> list[MadeFile]:
    """Good content in a form of its own: titles, own headers, totals, signatures; lately rows pasted twice."""
    sheets = _everyday(scene, scene.regency())
    story = "Kop surat, judul kolom sendiri, baris jumlah, tanda tangan"
    if scene.month.newest:
        sheets["UMKM"] = pd.concat([sheets["UMKM"], sheets["UMKM"].iloc[[3, 8]]], ignore_index=True)
        _spoil(scene, sheets, {"Produk": 2, "Pendampingan": 1})
        story += "; dua baris tertempel dua kali, beberapa isian keliru"
    return [scene.write(f"LAPORAN MAMUJU {scene.month_in_words}.xlsx", "regency", sheets, WITH_TITLES, story)]


def mamasa(scene: Scene) -> list[MadeFile]:
    """A few errors in the month before; this month the sheet Produk was left out."""
    sheets = scene.regency()
    name = f"mamasa-{scene.month.period}.xlsx"
    if scene.month.newest:
        sheets.pop("Produk")
        return [scene.write(name, "regency", sheets, PLAIN, "Lembar Produk tertinggal")]
    _spoil(scene, sheets, {"UMKM": 2, "Produk": 3})
    return [scene.write(name, "regency", sheets, PLAIN, "Beberapa isian keliru")]


def polewali_mandar(scene: Scene) -> list[MadeFile]:
    """The largest office: headers of two rows, everyday writing, and the errors of many hands."""
    sheets = _everyday(scene, scene.regency())
    _spoil(scene, sheets, {"UMKM": 5, "Produk": 7, "Kurasi": 2, "Kemitraan": 2})
    story = "Judul dua baris; salah ketik, angka pemeriksa keliru, isian wajib kosong"
    if scene.month.newest:
        repeated_row = sheets["UMKM"].iloc[[20]].assign(nama_usaha="Usaha Lain dengan Kode Sama")
        sheets["UMKM"] = pd.concat([sheets["UMKM"], repeated_row], ignore_index=True)
        story += ", satu kode untuk dua usaha"
    name = f"Polman_{scene.month.period.replace('-', '_')}.xlsx"
    return [scene.write(name, "regency", sheets, TWO_ROWS, story)]


def majene(scene: Scene) -> list[MadeFile]:
    """A web export under the name of Excel is refused; the workbook that follows has its NIB as numbers."""
    sheets = scene.regency()
    files = []
    if scene.month.newest:
        export = scene.path(f"ekspor-majene-{scene.month.period}.xls")
        write_html_as_xls(export, scene.contract.kind("regency").sheet("UMKM"), sheets["UMKM"])
        files.append(MadeFile(scene.folder, export, "Halaman web yang diberi nama .xls"))
        _spoil(scene, sheets, {"Produk": 3, "Kurasi": 1})
    sheets["UMKM"] = nib_as_numbers(sheets["UMKM"])
    name = f"majene {scene.month_in_words.lower()}.xlsx"
    return [*files, scene.write(name, "regency", sheets, PLAIN, "NIB sebagai angka, nol di depannya hilang")]


def mamuju_tengah(scene: Scene) -> list[MadeFile]:
    """A neighbour's name on the cover is refused; then the list of businesses comes as text."""
    sheets = scene.regency()
    name = f"Mateng {scene.month_in_words}.xlsx"
    if not scene.month.newest:
        return [scene.write(name, "regency", sheets, PLAIN, "Rapi, tanpa templat")]
    wrong_file = scene.write(name, "regency", sheets, PLAIN, "Identitas menyebut kabupaten lain", kabupaten="Mamuju")
    path = scene.path(f"umkm-mateng-{scene.month.period}.csv")
    regency = scene.contract.kind("regency")
    write_csv(path, scene.cover(regency), regency.sheet("UMKM"), sheets["UMKM"])
    return [wrong_file, MadeFile(scene.folder, path, "Satu lembar sebagai csv")]


def makassar(scene: Scene) -> list[MadeFile]:
    """Buyers, their demand, and sales; lately one return larger than the sale and one product that nobody has."""
    sheets = _buyers(scene, "Kota Makassar", first_number=1, count=8)
    story = "Mitra, permintaan, dan penjualan produk Sulbar"
    if scene.month.newest:
        sales = sheets["Pemasaran"]
        sales.at[1, "unit_retur"] = sales.at[1, "unit_terjual"] + 5
        sales.at[4, "kode_produk"] = "MJN-9999-01"
        story += "; satu retur melebihi penjualan, satu kode produk tidak dikenal"
    name = f"Makassar {scene.month_in_words}.xlsx"
    return [scene.write(name, "sulsel", sheets, COLLABORATOR, story, kabupaten="Makassar")]


def parepare(scene: Scene) -> list[MadeFile]:
    """Plain at first; this month the transfer broke off."""
    sheets = _buyers(scene, "Kota Parepare", first_number=101, count=5)
    name = f"parepare_{scene.month.period}.xlsx"
    story = "Terpotong saat dikirim" if scene.month.newest else "Mitra, permintaan, dan penjualan produk Sulbar"
    file = scene.write(name, "sulsel", sheets, PLAIN, story, kabupaten="Kota Parepare")
    if scene.month.newest:
        cut_off(file.path)
    return [file]


def provinsi(scene: Scene) -> list[MadeFile]:
    """The retailers' requirements; from this month on one of them asks for more."""
    year = scene.month.first_day.year
    rows = make_persyaratan(date(year, 1, 1))
    story = f"Persyaratan {len(REQUIREMENTS)} ritel"
    if scene.month.newest:
        stricter = make_persyaratan(scene.month.first_day, ("Alfamidi",)).iloc[[-2]].assign(nilai=120)
        rows = pd.concat([rows, stricter], ignore_index=True)
        story += "; Alfamidi menaikkan masa simpan minimal"
    name = f"Persyaratan ritel {scene.month_in_words}.xlsx"
    instead = {"instansi": "Pemerintah Provinsi Sulawesi Barat"}
    return [scene.write(name, "retail", {"Persyaratan": rows}, PLAIN, story, **instead)]


STORIES = {
    "pasangkayu": pasangkayu,
    "mamuju": mamuju,
    "mamasa": mamasa,
    "polewali-mandar": polewali_mandar,
    "majene": majene,
    "mamuju-tengah": mamuju_tengah,
    "sulsel-makassar": makassar,
    "sulsel-parepare": parepare,
    "provinsi": provinsi,
}


def _everyday(scene: Scene, sheets: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    values, regency = scene.values(), scene.contract.kind("regency")
    return {title: write_as_people_do(values, regency.sheet(title), rows) for title, rows in sheets.items()}


def _spoil(scene: Scene, sheets: dict[str, pd.DataFrame], counts: dict[str, int]) -> None:
    values = scene.values()
    for title, count in counts.items():
        spoil(values, title, sheets[title], count)


def _buyers(scene: Scene, kabupaten: str, first_number: int, count: int) -> dict[str, pd.DataFrame]:
    """Buyers continue from month to month; they sell what the regencies reported the month before."""
    lasting = Values(scene.seed, int(scene.office.replace(".", "")))
    mitra = make_mitra(lasting, kabupaten, first_number, count)
    older = replace(scene, month=replace(scene.month, newest=False))
    produk = pd.concat([older.regency(folder)["Produk"] for folder in REGENCIES], ignore_index=True)
    return {
        "Mitra": mitra,
        "Permintaan": make_permintaan(scene.values(), mitra, date(scene.month.first_day.year, 12, 31)),
        "Pemasaran": make_pemasaran(scene.values(), mitra, produk, count * 4),
    }


def _from_template(scene: Scene, name: str, sheets: dict[str, pd.DataFrame]) -> MadeFile:
    """Writes the office's own template, filled in."""
    regency = scene.contract.kind("regency")
    rows_by_sheet = {title: _typed(regency.sheet(title), rows) for title, rows in sheets.items()}
    path = scene.path(name)
    template = build_template(
        scene.contract, "regency", scene.office, scene.month.period, scene.reference, rows_by_sheet
    )
    path.write_bytes(template)
    workbook = openpyxl.load_workbook(path)
    answers: dict[Any, Any] = dict(scene.cover(regency))
    for label, value in workbook[COVER_TITLE].iter_rows(min_col=1, max_col=2):
        if value.value is None and label.value in answers:
            value.value = str(answers[label.value])
    workbook.save(path)
    make_reproducible(path)
    return MadeFile(scene.folder, path, "Diisi dengan templat resmi")


def _typed(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """Yes and no as the warehouse holds them."""
    words = {"Ya": True, "Tidak": False, None: None}
    yes_no_columns = [column.name for column in sheet.columns if isinstance(column.kind, YesNo)]
    return rows.assign(**{name: [words[word] for word in rows[name]] for name in yes_no_columns})
