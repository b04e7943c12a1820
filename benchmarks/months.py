"""A warehouse of many months, written straight into its batches: what figures cost depends on how much history there
is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert

from benchmarks.books import OFFICES
from schemas.contract_2026_1 import CONTRACT
from schemas.contract_2026_1.persyaratan import REQUIREMENT
from schemas.office import PROVINCE
from schemas.period import Period
from warehouse.bulk import insert_frame
from warehouse.contract_tables import SHEETS, tables_of_kind
from warehouse.engine import Warehouse
from warehouse.rebuilding import rebuild
from warehouse.tables import in_force, statement, submission, submission_sheet

FIRST_YEAR, FIRST_MONTH = 2024, 12
COLLABORATORS = ("73.71", "73.72", "73.15")
RETAILERS = ("PT Midi Utama Indonesia Tbk", "PT Sumber Alfaria Trijaya Tbk", "PT Indomarco Prismatama")
STAGES = ("Penjajakan", "Diajukan", "Kurasi Ritel", "Negosiasi", "Kesepakatan", "Terdaftar", "Memasok", "Berhenti")
CATEGORIES = ("Makanan", "Minuman", "Fesyen", "Kriya", "Kosmetik", "Hasil Tani", "Hasil Laut", "Lainnya")
THRESHOLDS = {"Masa Simpan Minimal": 90.0, "Kapasitas Minimal": 300.0, "Harga Maksimal": 60_000.0}
PRODUCTS, PARTNERSHIPS = 1.5, 0.4
CURATIONS, MENTORINGS = 0.1, 0.1
"""Rows for each business; of events so many a month."""
NOT_MENTIONED = 0.02
"""The share of an office's rows that a month leaves out."""


@dataclass(frozen=True)
class History:
    """How much is stored: months of six regencies, each with so many businesses and 1.5 products for each of them; of
    retailers with every requirement, and of demands of each collaborator.
    """

    months: int = 24
    businesses: int = 20_000
    retailers: int = 3
    demands: int = 20

    @property
    def periods(self) -> list[Period]:
        """The months, oldest first."""
        numbers = range(FIRST_YEAR * 12 + FIRST_MONTH - 1, FIRST_YEAR * 12 + FIRST_MONTH - 1 + self.months)
        return [Period(number // 12, number % 12 + 1) for number in numbers]


def fill(warehouse: Warehouse, history: History) -> None:
    """Write everything into an empty warehouse, in force as it came, with the current tables made from it."""
    for number, period in enumerate(history.periods):
        warehouse.run(lambda connection, at=number, month=period: _month(connection, history, at, month))
    rebuild(warehouse)


def send_again(warehouse: Warehouse, history: History, office: str = "76.05") -> str:
    """Load the newest month of a regency once more, not published yet; gives the submission."""
    number, period = history.months - 1, history.periods[-1]
    again = f"{identifier(office, period)}/lagi"

    def work(connection: Connection) -> None:
        _register(connection, again, office, "regency", received_at(number) + timedelta(days=1), period, state="loaded")
        for table, rows in _regency(history, office, number, period):
            store(connection, table, rows, office, period, again)

    warehouse.run(work)
    return again


def identifier(office: str, period: Period) -> str:
    """The identifier of an office's submission for a month."""
    return f"{office}/{period}"


def _month(connection: Connection, history: History, number: int, period: Period) -> None:
    senders: list[tuple[str, str, Iterator[tuple[str, pd.DataFrame]]]] = [
        (office, "regency", _regency(history, office, number, period)) for office in OFFICES
    ]
    senders += [(office, "sulsel", _collaborator(history, office, number)) for office in COLLABORATORS]
    senders.append((PROVINCE, "retail", _retail(history.retailers)))
    for office, kind, sheets in senders:
        _submission(connection, office, kind, number, period)
        for table, rows in sheets:
            store(connection, table, rows, office, period, identifier(office, period))


def _submission(connection: Connection, office: str, kind: str, number: int, period: Period) -> None:
    submission_id, at = identifier(office, period), received_at(number)
    _register(connection, submission_id, office, kind, at, period, state="answered")
    mine = {"submission_id": submission_id, "office": office, "kind": kind, "period": period}
    titles = [tables.sheet.title for tables in tables_of_kind(kind)]
    flags = {"stated": True, "set_aside": False}
    connection.execute(insert(statement), [mine | {"sheet": title} | flags for title in titles])
    connection.execute(insert(in_force), [mine | {"sheet": title, "live_from": at} for title in titles])


def _register(
    connection: Connection, submission_id: str, office: str, kind: str, at: datetime, period: Period, *, state: str
) -> None:
    names = {"id": submission_id, "sha256": submission_id, "file_name": "laporan.xlsx", "source": "folder"}
    place = {"office": office, "kind": kind, "period": period}
    done = {"received_at": at, "state": state, "outcome": "accepted", "contract": CONTRACT.version, "loaded_at": at}
    connection.execute(insert(submission).values(**names, **place, **done))
    counts = {"sheet_name": "", "rows": 0, "accepted_rows": 0, "quarantined_rows": 0, "skipped_rows": 0, "merged": "[]"}
    titles = [tables.sheet.title for tables in tables_of_kind(kind)]
    rows = [{"submission_id": submission_id, "sheet": title} | counts for title in titles]
    connection.execute(insert(submission_sheet), rows)


def received_at(number: int) -> datetime:
    """When a month's submissions came."""
    return datetime(FIRST_YEAR, FIRST_MONTH, 3, tzinfo=UTC) + timedelta(days=30 * (number + 1))


def store(
    connection: Connection, table: str, rows: pd.DataFrame, office: str, period: Period, submission_id: str
) -> None:
    """Write the rows of one sheet as a batch."""
    batch = SHEETS[table].batch
    made = rows.assign(submission_id=submission_id, office=office, period=period, row=np.arange(6, 6 + len(rows)))
    insert_frame(connection, batch, made)
    changed = submission_sheet.update().where(
        submission_sheet.c.submission_id == submission_id,
        submission_sheet.c.sheet == SHEETS[table].sheet.title,
    )
    connection.execute(changed.values(rows=len(rows), accepted_rows=len(rows)))


def _regency(history: History, office: str, number: int, period: Period) -> Iterator[tuple[str, pd.DataFrame]]:
    chance = np.random.default_rng([int(office[3:]), number])
    steady = np.random.default_rng(int(office[3:]))  # what does not change from month to month
    count = history.businesses
    codes = np.array([f"U{office[3:]}-{position:06}" for position in range(count)], dtype=object)
    day = period.first_day.replace(day=15)
    products = _products(steady, codes, round(count * PRODUCTS))
    partnerships = _partnerships(steady, products, round(count * PARTNERSHIPS), number)
    yield "umkm", _kept(chance, _businesses(steady, codes, number))
    yield "produk", _kept(chance, products)
    yield "kurasi", _curations(chance, products, round(count * CURATIONS), day)
    yield "pendampingan", _mentorings(chance, codes, round(count * MENTORINGS), day)
    yield "kemitraan", _kept(chance, partnerships)


def _kept(chance: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[chance.random(len(rows)) >= NOT_MENTIONED]


def _businesses(steady: np.random.Generator, codes: np.ndarray, number: int) -> pd.DataFrame:
    count = len(codes)
    has_nib, has_npwp = steady.random(count) < 0.7, steady.random(count) < 0.5
    return pd.DataFrame(
        {
            "row_key": codes,
            "kode_umkm": codes,
            "nib": np.where(has_nib, "0123456789012", None),
            "nib_status": np.where(has_nib, "ada", "belum"),
            "npwp_status": np.where(has_npwp, "ada", "belum"),
            "nama_usaha": [f"Usaha {code}" for code in codes],
            "kecamatan": "76.05.01",
            "desa": "76.05.01.1001",
            "bidang_usaha": "Makanan dan Minuman",
            "tahun_berdiri": 2015,
            "omzet_tahunan": (steady.integers(10**8, 3 * 10**9, count) * (1 + number / 50)).astype(np.int64),
        }
    )


def _products(steady: np.random.Generator, codes: np.ndarray, count: int) -> pd.DataFrame:
    owners = codes[np.arange(count) % len(codes)]
    keys = [f"{owner}-{1 + at // len(codes):02}" for at, owner in enumerate(owners)]
    licences = {
        f"{name}_status": steady.choice(["ada", "belum", "proses"], count) for name in ("md", "halal", "gtin", "hki")
    }
    pirt = steady.choice(["ada", "belum", "proses", "ditahan"], count, p=[0.5, 0.3, 0.15, 0.05])
    answers = {
        name: pd.array(steady.choice([True, False], count), dtype="boolean")
        for name in ("label_komposisi", "label_produsen", "label_kedaluwarsa", "kode_produksi")
    }
    columns: Mapping[str, Any] = {
        "row_key": keys,
        "kode_produk": keys,
        "kode_umkm": owners,
        "nama_produk": [f"Produk {key}" for key in keys],
        "kategori": steady.choice(CATEGORIES, count),
        "isi_bersih": steady.choice([100.0, 250.0, 500.0], count),
        "satuan": steady.choice(["g", "ml", "pcs"], count),
        "harga_jual": steady.integers(5, 100, count) * 1000,
        "kapasitas_bulanan": steady.integers(10, 2000, count),
        "masa_simpan_hari": steady.integers(3, 400, count),
        "pirt": np.where(pirt == "ada", "210760512345627", None),
        "pirt_status": pirt,
    }
    return pd.DataFrame({**columns, **licences, **answers}).sort_values("row_key", ignore_index=True)


def _curations(chance: np.random.Generator, products: pd.DataFrame, count: int, day: date) -> pd.DataFrame:
    chosen = np.sort(chance.choice(products["row_key"].to_numpy(), count, replace=False))
    scores = {
        f"skor_{name}": chance.integers(40, 100, count).astype(float)
        for name in ("legalitas", "kemasan", "kualitas", "kapasitas", "harga")
    }
    hasil = chance.choice(["Lolos", "Pembinaan", "Tidak Lolos"], count)
    keys = {"row_key": chosen + f"|{day.isoformat()}", "kode_produk": chosen, "tanggal": pd.Timestamp(day)}
    return pd.DataFrame({**keys, "kurator": "Tim", **scores, "hasil": hasil})


def _mentorings(chance: np.random.Generator, codes: np.ndarray, count: int, day: date) -> pd.DataFrame:
    chosen = np.sort(chance.choice(codes, count, replace=False))
    keys = {"row_key": chosen + f"|{day.isoformat()}|Legalitas", "kode_umkm": chosen, "tanggal": pd.Timestamp(day)}
    return pd.DataFrame({**keys, "topik": "Legalitas", "pendamping": "Tim"})


def _partnerships(steady: np.random.Generator, products: pd.DataFrame, count: int, number: int) -> pd.DataFrame:
    chosen = products.iloc[np.sort(steady.choice(len(products), count, replace=False))]
    retailers = steady.choice(RETAILERS, count)
    begun, pace = steady.integers(-6, 12, count), steady.integers(2, 6, count)
    stage = np.clip((number - begun) // pace, 0, len(STAGES) - 1)
    keys = chosen["kode_umkm"].to_numpy() + "|" + chosen["kode_produk"].to_numpy() + "|" + retailers
    rows = {
        "row_key": keys,
        "kode_umkm": chosen["kode_umkm"].to_numpy(),
        "kode_produk": chosen["kode_produk"].to_numpy(),
        "usaha_besar": retailers,
        "pola": "Rantai Pasok",
        "tahap": np.array(STAGES, dtype=object)[stage],
        "jumlah_gerai": steady.integers(0, 20, count),
        "nilai_kontrak": 90_000_000,
        "nilai_realisasi": np.where(stage == 6, steady.integers(1, 20, count) * 10**6, 0),
    }
    return pd.DataFrame(rows).sort_values("row_key", ignore_index=True)


def _collaborator(history: History, office: str, number: int) -> Iterator[tuple[str, pd.DataFrame]]:
    chance = np.random.default_rng([int(office[3:]), number])
    partners = np.array([f"M{office[3:]}-{position:04}" for position in range(50)], dtype=object)
    yield "mitra", pd.DataFrame({"row_key": partners, "kode_mitra": partners, "nama_mitra": partners, "jenis": "Toko"})
    demands = np.array([f"D{office[3:]}-{position:04}" for position in range(history.demands)], dtype=object)
    questions = {
        "kategori": chance.choice(CATEGORIES, len(demands)),
        "volume_bulanan": chance.integers(100, 10_000, len(demands)),
        "satuan": chance.choice(["kg", "pcs", "l"], len(demands)),
        "harga_maks": chance.integers(20, 200, len(demands)) * 1000,
        "syarat": "NIB, Halal",
    }
    keys = {
        "row_key": demands,
        "kode_permintaan": demands,
        "kode_mitra": partners[np.arange(len(demands)) % len(partners)],
    }
    yield "permintaan", pd.DataFrame({**keys, **questions})
    steady = np.random.default_rng(1)
    regencies, owners = (
        steady.integers(1, 7, 2000),
        steady.choice(history.businesses, 2000, replace=history.businesses < 2000),
    )
    sold = pd.DataFrame(
        {"kode_produk": [f"U{at:02}-{owner:06}-01" for at, owner in zip(regencies, owners, strict=True)]}
    )
    sold = sold.drop_duplicates().assign(kode_mitra=partners[0], unit_terjual=40, nilai_penjualan=800_000, unit_retur=1)
    yield "pemasaran", sold.assign(row_key=sold["kode_produk"] + f"|{partners[0]}").sort_values("row_key")


def _retail(count: int) -> Iterator[tuple[str, pd.DataFrame]]:
    retailers = [*RETAILERS, *(f"PT Ritel {number} Tbk" for number in range(len(RETAILERS), count))][:count]
    rows = [
        {
            "row_key": f"{retailer}|{word.text}|2024-01-01",
            "ritel": retailer,
            "persyaratan": word.text,
            "wajib": True,
            "nilai": THRESHOLDS[word.text] + at if word.text in THRESHOLDS else None,
            "dapat_dinegosiasikan": False,
            "berlaku_mulai": pd.Timestamp(2024, 1, 1),
        }
        for at, retailer in enumerate(retailers)
        for word in REQUIREMENT.words
    ]
    frame = pd.DataFrame(rows).astype({"wajib": "boolean", "dapat_dinegosiasikan": "boolean"})
    yield "persyaratan", frame.sort_values("row_key", ignore_index=True)
