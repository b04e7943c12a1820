"""Check results made by hand: the warehouse is tested without the checker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from schemas import kinds
from schemas.contract_2026_1 import CONTRACT
from schemas.finding import Finding, Outcome
from schemas.grid import Span
from schemas.model import Sheet
from schemas.period import Period
from schemas.result import AppliedSuggestion, CheckResult, SheetResult
from warehouse.checking import store_check
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse
from warehouse.loading import load
from warehouse.publishing import Published, publish
from warehouse.submissions import register_submission

NIK = "7605014501900001"
PHONE = "+6281234567890"
EMAIL = "ibu.mawar@contoh.test"
OWNER = "Ibu Mawar Rahasia"
ADDRESS = "Jalan Melati Rahasia 7"
PERSONAL_NPWP = "7605014501900001"
PUBLIC_NPWP = "0123456789012345"
PERSONAL_TEXTS = (NIK, PHONE, EMAIL, OWNER, ADDRESS)

RECEIVED = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)


def umkm(number: int, **changes: Any) -> dict[str, Any]:
    """A business of Majene."""
    row = {
        "kode_umkm": f"MJN-{number:04d}",
        "nib": "0123456789012",
        "nik_pemilik": NIK,
        "nama_usaha": f"Usaha {number}",
        "nama_pemilik": OWNER,
        "jenis_kelamin": "P",
        "telepon": PHONE,
        "email": EMAIL,
        "alamat": ADDRESS,
        "kecamatan": "76.05.01",
        "desa": "76.05.01.1001",
        "bidang_usaha": "Makanan dan Minuman",
        "tahun_berdiri": 2019,
        "omzet_tahunan": 120_000_000,
        "npwp": PUBLIC_NPWP,
        "lintang": -3.54,
        "bujur": 118.97,
    }
    return row | changes


def produk(number: int, item: int = 1, **changes: Any) -> dict[str, Any]:
    """A product of ``umkm(number)``."""
    row = {
        "kode_produk": f"MJN-{number:04d}-{item:02d}",
        "kode_umkm": f"MJN-{number:04d}",
        "nama_produk": f"Kopi {number}",
        "kategori": "Minuman",
        "harga_jual": 25_000,
        "pirt": "210760512345627",
        "pirt_status": "ada",
        "halal_status": "proses",
        "label_komposisi": True,
    }
    return row | changes


def kurasi(number: int, day: date, **changes: Any) -> dict[str, Any]:
    """A curation of ``produk(number)``."""
    scores = dict.fromkeys(("skor_legalitas", "skor_kemasan", "skor_kualitas", "skor_kapasitas", "skor_harga"), 80.0)
    row = {"kode_produk": f"MJN-{number:04d}-01", "tanggal": day, "kurator": "Tim", **scores, "hasil": "Lolos"}
    return row | changes


def kemitraan(number: int, **changes: Any) -> dict[str, Any]:
    """A partnership of ``umkm(number)``."""
    row = {
        "kode_umkm": f"MJN-{number:04d}",
        "usaha_besar": "PT Midi Utama Indonesia Tbk",
        "pola": "Rantai Pasok",
        "tahap": "Memasok",
        "jumlah_gerai": 3,
        "nilai_kontrak": 90_000_000,
        "nilai_realisasi": 7_500_000,
    }
    return row | changes


def check_result(
    rows: Mapping[str, Iterable[Mapping[str, Any]]],
    *,
    kind: str = "regency",
    office: str | None = "76.05",
    period: str | None = "2026-11",
    outcome: Outcome = Outcome.ACCEPTED,
    findings: Iterable[Finding] = (),
    applied: Iterable[AppliedSuggestion] = (),
    quarantined: Mapping[str, Mapping[int, tuple[str | None, dict[str, str]]]] | None = None,
    absent: Iterable[str] = (),
    merged: Iterable[Span] = (),
    lone: bool = False,
) -> CheckResult:
    """A result with these accepted rows by table; data begins at sheet row 6, columns at C, ``absent`` ones are not
    there. ``lone``: of a csv.
    """
    sheets = {}
    for table, lines in rows.items():
        sheet = SHEETS[table].sheet
        frame = _frame(sheet, [dict(row) for row in lines])
        held = (quarantined or {}).get(table, {})
        located = {name: 2 + i for i, name in enumerate(name for name in sheet.names if name not in set(absent))}
        sheets[sheet.title] = SheetResult(
            sheet=sheet,
            sheet_name=f"1. Data {sheet.title}",
            located=located,
            headers={name: sheet[name].header.upper() for name in located},
            accepted=frame,
            quarantined=pd.DataFrame(
                {
                    "raw": [raw for _, raw in held.values()],
                    "key": [key for key, _ in held.values()],
                    "row_key": [key and key.replace(" / ", "|") for key, _ in held.values()],
                },
                index=pd.Index(list(held), name="row"),
            ),
            rows=len(frame) + len(held),
            accepted_rows=len(frame),
            quarantined_rows=len(held),
            skipped=1,
            merged=tuple(merged),
        )
    text = repr((office, period, rows, outcome, lone))
    return CheckResult(
        contract=CONTRACT.version,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        kind=kind,
        office=office,
        period=Period.read_any(period),
        outcome=outcome,
        sheets=sheets,
        findings=tuple(findings),
        today=date(2026, 11, 24),
        applied=tuple(applied),
        cover_name="Identitas",
        lone=lone,
    )


def _frame(sheet: Sheet, rows: list[dict[str, Any]]) -> pd.DataFrame:
    series: dict[str, pd.Series] = {}
    index = pd.RangeIndex(6, 6 + len(rows), name="row")
    for column in sheet.columns:
        series[column.name] = pd.Series([row.get(column.name) for row in rows], index=index, dtype=_dtype(column.kind))
        if column.has_status:
            name = f"{column.name}_status"
            usual = ["ada" if row.get(column.name) else "belum" for row in rows]
            statuses = [row.get(name, status) for row, status in zip(rows, usual, strict=True)]
            series[name] = pd.Series(statuses, index=index, dtype="str")
    return pd.DataFrame(series, index=index)


def _dtype(kind: kinds.Kind) -> str:
    match kind:
        case kinds.Decimal():
            return "Float64"
        case kinds.Number():
            return "Int64"
        case kinds.Date():
            return "datetime64[s]"
        case kinds.YesNo():
            return "boolean"
        case _:
            return "str"


def receive(warehouse: Warehouse, result: CheckResult, *, office: str = "76.05", hours: int = 0) -> str:
    """Register the submission of a result, received so many hours after the first."""
    identifier, _ = register_submission(
        warehouse,
        office=result.office or office,
        sha256=result.sha256,
        file_name="laporan.xlsx",
        source="folder: majene",
        received_at=RECEIVED + timedelta(hours=hours),
    )
    return identifier


def bring_to_loaded(warehouse: Warehouse, result: CheckResult, *, hours: int = 0) -> str:
    """Register, check and load."""
    identifier = receive(warehouse, result, hours=hours)
    store_check(warehouse, identifier, result)
    load(warehouse, identifier, result)
    return identifier


def send(warehouse: Warehouse, result: CheckResult, *, hours: int = 0) -> tuple[str, Published]:
    """The whole way of a submission up to published."""
    identifier = bring_to_loaded(warehouse, result, hours=hours)
    return identifier, publish(warehouse, identifier)
