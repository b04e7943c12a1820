"""The plain script that a person would write: ``pandas.read_excel`` with openpyxl, pandera lazy, ``to_sql``.

It checks far less than the contract requires: forms, choices, ranges, dates, uniqueness, references; no suggestions, no
places, no check digits, no returned workbook, no history. Rows with an error are left out.
"""

from __future__ import annotations

import warnings
from time import perf_counter

import pandas as pd
import pandera.pandas as pa
from sqlalchemy import create_engine

from benchmarks.process import read_task, tell

# fmt: off
TEXTS = {
    "UMKM": ["Kode UMKM", "NIB", "NIK Pemilik", "Telepon", "KBLI", "NPWP"],
    "Produk": ["Kode Produk", "Kode UMKM", "P-IRT", "BPOM MD", "Sertifikat Halal", "Barcode (GTIN)"],
    "Kurasi": ["Kode Produk"], "Pendampingan": ["Kode UMKM"], "Kemitraan": ["Kode UMKM", "Kode Produk"],
}
NUMBERS = {
    "UMKM": ["Tahun Berdiri", "Modal Usaha (Rp)", "Omzet Tahunan (Rp)", "Tenaga Kerja L", "Tenaga Kerja P", "Lintang",
             "Bujur"],
    "Produk": ["Isi Bersih", "Harga Jual (Rp)", "Kapasitas per Bulan", "Masa Simpan (hari)"],
    "Kurasi": ["Skor Legalitas", "Skor Kemasan", "Skor Kualitas", "Skor Kapasitas", "Skor Harga", "Nilai Akhir"],
    "Pendampingan": [],
    "Kemitraan": ["Jumlah Gerai", "Nilai Kontrak (Rp)", "Realisasi Bulan Ini (Rp)"],
}
DATES = {
    "UMKM": [], "Produk": [], "Kurasi": ["Tanggal Kurasi"], "Pendampingan": ["Tanggal", "Tanggal Tindak Lanjut"],
    "Kemitraan": ["Tanggal Mulai", "Tanggal Berakhir"],
}
UMKM_KEY, PRODUCT_KEY = r"[A-Z]{3}-\d{4,6}", r"[A-Z]{3}-\d{4,6}-\d{2,3}"


def form(pattern: str, **more) -> pa.Column:
    return pa.Column(checks=pa.Check.str_matches(f"^{pattern}$"), **more)


def one_of(*words: str, **more) -> pa.Column:
    return pa.Column(checks=pa.Check.isin(words), **more)


def between(low: float, high: float, **more) -> pa.Column:
    return pa.Column(checks=pa.Check.in_range(low, high), nullable=True, **more)


def text(**more) -> pa.Column:
    return pa.Column(checks=pa.Check.str_length(1, 255), **more)


SCHEMAS = {
    "UMKM": pa.DataFrameSchema({
        "Kode UMKM": form(UMKM_KEY, unique=True), "NIB": form(r"\d{13}", nullable=True),
        "NIK Pemilik": form(r"\d{16}", nullable=True), "Nama Usaha": text(), "Nama Pemilik": text(),
        "Jenis Kelamin": one_of("L", "P", nullable=True), "Kecamatan": text(), "Desa/Kelurahan": text(),
        "KBLI": form(r"\d{5}", nullable=True),
        "Bidang Usaha": one_of("Makanan dan Minuman", "Fesyen dan Tenun", "Kriya", "Pertanian dan Perkebunan",
                               "Perikanan", "Jasa", "Perdagangan", "Lainnya"),
        "Tahun Berdiri": between(1900, 2026), "Modal Usaha (Rp)": between(0, 1e12),
        "Omzet Tahunan (Rp)": pa.Column(checks=pa.Check.in_range(0, 1e12)), "Tenaga Kerja L": between(0, 10_000),
        "Tenaga Kerja P": between(0, 10_000), "Skala Usaha": one_of("Mikro", "Kecil", "Menengah", nullable=True),
        "Lintang": between(-3.6, -0.8), "Bujur": between(118.7, 119.9),
    }),
    "Produk": pa.DataFrameSchema({
        "Kode Produk": form(PRODUCT_KEY, unique=True), "Kode UMKM": form(UMKM_KEY), "Nama Produk": text(),
        "Kategori": one_of("Makanan", "Minuman", "Fesyen", "Kriya", "Kosmetik", "Hasil Tani", "Hasil Laut", "Lainnya"),
        "Isi Bersih": between(0, 1e6), "Harga Jual (Rp)": pa.Column(checks=pa.Check.in_range(1, 1e9)),
        "Kapasitas per Bulan": between(0, 1e7), "Masa Simpan (hari)": between(0, 3650),
        "P-IRT": form(r"\d{15}", nullable=True), "BPOM MD": form(r"M[DL](\d{12}|\d{15})", nullable=True),
        "Barcode (GTIN)": form(r"\d{8,14}", nullable=True),
    }),
    "Kurasi": pa.DataFrameSchema({
        "Kode Produk": form(PRODUCT_KEY), "Tanggal Kurasi": pa.Column(), "Kurator": text(),
        **{name: pa.Column(checks=pa.Check.in_range(0, 100)) for name in NUMBERS["Kurasi"][:5]},
        "Nilai Akhir": between(0, 100), "Hasil": one_of("Lolos", "Pembinaan", "Tidak Lolos"),
    }, unique=["Kode Produk", "Tanggal Kurasi"]),
    "Pendampingan": pa.DataFrameSchema({
        "Kode UMKM": form(UMKM_KEY), "Tanggal": pa.Column(), "Pendamping": text(),
        "Topik": one_of("Legalitas", "Kemasan", "Halal", "Produksi", "Pemasaran", "Keuangan", "Digital", "Lainnya"),
    }, unique=["Kode UMKM", "Tanggal", "Topik"]),
    "Kemitraan": pa.DataFrameSchema({
        "Kode UMKM": form(UMKM_KEY), "Kode Produk": form(PRODUCT_KEY, nullable=True), "Usaha Besar": text(),
        "Pola Kemitraan": one_of("Inti Plasma", "Subkontrak", "Waralaba", "Perdagangan Umum",
                                 "Distribusi dan Keagenan", "Rantai Pasok", "Bagi Hasil", "Kerja Sama Operasional",
                                 "Usaha Patungan", "Penyumberluaran"),
        "Tahap": one_of("Penjajakan", "Diajukan", "Kurasi Ritel", "Negosiasi", "Kesepakatan", "Terdaftar", "Memasok",
                        "Berhenti"),
        "Jumlah Gerai": between(0, 100_000), "Nilai Kontrak (Rp)": between(0, 1e13),
        "Realisasi Bulan Ini (Rp)": between(0, 1e12),
    }, unique=["Kode UMKM", "Kode Produk", "Usaha Besar"]),
}
# fmt: on


def main() -> None:
    """Goes through workbook after workbook, sheet after sheet."""
    warnings.simplefilter("ignore")
    task = read_task()
    engine = create_engine(task["url"])
    start = perf_counter()
    rows = sum(_book(engine, path) for path, *_ in task["books"])
    tell(perf_counter() - start, rows)


def _book(engine, path: str) -> int:
    texts = {name: str for names in TEXTS.values() for name in names}
    sheets = pd.read_excel(path, sheet_name=list(SCHEMAS), engine="openpyxl", dtype=texts)
    keys = {"Kode UMKM": set(sheets["UMKM"]["Kode UMKM"]), "Kode Produk": set(sheets["Produk"]["Kode Produk"])}
    with engine.begin() as connection:
        for title, frame in sheets.items():
            good, errors = _check(title, frame, keys)
            good.to_sql(title.lower(), connection, if_exists="append", index=False)
            errors.to_sql("temuan", connection, if_exists="append", index=False)
    return sum(map(len, sheets.values()))


def _check(title: str, frame: pd.DataFrame, keys: dict[str, set]) -> tuple[pd.DataFrame, pd.DataFrame]:
    for name in NUMBERS[title]:
        frame[name] = pd.to_numeric(frame[name], errors="coerce")
    for name in DATES[title]:
        frame[name] = pd.to_datetime(frame[name], errors="coerce", dayfirst=True)
    errors = []
    try:
        SCHEMAS[title].validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        errors.append(error.failure_cases[["column", "check", "failure_case", "index"]].astype(str))
    for name, existing in keys.items():
        if name in frame:
            lost = frame.index[frame[name].notna() & ~frame[name].isin(existing)].astype(str)
            errors.append(pd.DataFrame({"column": name, "check": "reference", "failure_case": "", "index": lost}))
    failures = pd.concat(errors) if errors else pd.DataFrame(columns=["column", "check", "failure_case", "index"])
    bad = pd.to_numeric(failures["index"], errors="coerce").dropna().astype(int).unique()
    return frame.drop(index=bad), failures.assign(sheet=title)


if __name__ == "__main__":
    main()
