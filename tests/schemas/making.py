"""Workbooks made in memory, sound unless a test says otherwise, and what the check says of them in one line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hypothesis import settings

from schemas.check import check_workbook
from schemas.context import Circumstances, Context
from schemas.contract_2026_1 import CONTRACT
from schemas.contracts import CONTRACTS
from schemas.grid import Grid, Span, address
from schemas.kinds.reading import Reading
from schemas.messages import expected_for
from schemas.model import Contract
from schemas.period import Period
from schemas.reference import Reference, parse_reference
from schemas.result import CheckResult

steady = settings(deadline=None, derandomize=True, max_examples=60, database=None)
"""For property tests: the same examples every time, and no notice of the clock."""

TODAY = date(2026, 11, 24)
OFFICE, PERIOD = "76.05", Period(2026, 11)
FILES = ("wilayah.csv", "wilayah_aliases.csv", "kbli.csv", "partners.csv", "header_aliases.csv", "synonyms.csv")

SOUND: dict[str, dict[str, Any]] = {
    "UMKM": {
        "kode_umkm": "MJN-0001",
        "nib": "9120001112223",
        "nik_pemilik": "7605014507890001",
        "nama_usaha": "Rumah Kada",
        "nama_pemilik": "Sitti Aminah",
        "jenis_kelamin": "P",
        "kecamatan": "Banggae",
        "desa": "Totoli",
        "bidang_usaha": "Kriya",
        "omzet_tahunan": 100_000_000.0,
    },
    "Produk": {
        "kode_produk": "MJN-0001-01",
        "kode_umkm": "MJN-0001",
        "nama_produk": "Anyaman Pandan",
        "kategori": "Kriya",
        "harga_jual": 25_000.0,
    },
    "Kurasi": {
        "kode_produk": "MJN-0001-01",
        "tanggal": date(2026, 11, 3),
        "kurator": "Tim Kurasi",
        "skor_legalitas": 80.0,
        "skor_kemasan": 80.0,
        "skor_kualitas": 80.0,
        "skor_kapasitas": 80.0,
        "skor_harga": 80.0,
        "hasil": "Lolos",
    },
    "Pendampingan": {
        "kode_umkm": "MJN-0001",
        "tanggal": date(2026, 11, 4),
        "topik": "Kemasan",
        "pendamping": "Nurul",
    },
    "Kemitraan": {
        "kode_umkm": "MJN-0001",
        "usaha_besar": "Alfamidi",
        "pola": "Rantai Pasok",
        "tahap": "Diajukan",
    },
    "Mitra": {
        "kode_mitra": "SSL-0001",
        "nama_mitra": "Toko Loang",
        "jenis": "Grosir",
        "kabupaten": "Kota Makassar",
    },
    "Permintaan": {
        "kode_permintaan": "SSL-0001-01",
        "kode_mitra": "SSL-0001",
        "kategori": "Makanan",
        "uraian": "Pasokan abon",
        "volume_bulanan": 100.0,
        "satuan": "kg",
    },
    "Pemasaran": {
        "kode_produk": "MJN-0001-01",
        "kode_mitra": "SSL-0001",
        "unit_terjual": 10.0,
        "nilai_penjualan": 250_000.0,
    },
    "Persyaratan": {
        "ritel": "Alfamart",
        "persyaratan": "Halal",
        "wajib": "Ya",
        "berlaku_mulai": date(2026, 1, 1),
    },
}
KIND_OF = {sheet.title: kind for kind in CONTRACT.kinds for sheet in kind.sheets}
COVERS = {
    "regency": [["Kabupaten", "Majene"]],
    "sulsel": [["Instansi", "Dinas Perdagangan"], ["Kabupaten/Kota", "Kota Makassar"]],
    "retail": [["Instansi", "Dinas Perdagangan"]],
}


@cache
def reference() -> Reference:
    return parse_reference(*((files("schemas.data") / name).read_text(encoding="utf-8") for name in FILES))


def asked(**changes: Any) -> Circumstances:
    return Circumstances(**{"contracts": CONTRACTS, "reference": reference(), "today": TODAY, **changes})


def read(title: str, column: str, value: Any, *, csv: bool = False, office: str | None = None) -> Reading:
    """A cell read as the column's kind reads it, for Majene (Makassar for sulsel) and November 2026."""
    home = {"regency": OFFICE, "sulsel": "73.71", "retail": "76"}[KIND_OF[title].name]
    context = Context(asked(), CONTRACT, office or home, PERIOD, csv)
    sheet_column = KIND_OF[title].sheet(title)[column]
    return sheet_column.kind.reader(sheet_column, context)(value)


def outcome(reading: Reading) -> Any:
    """The value alone where nothing is said; else the value with the codes (and their suggestions)."""
    if not reading.issues:
        return reading.value
    issues = [
        issue.code if issue.suggestion is None else f"{issue.code} → {issue.suggestion}" for issue in reading.issues
    ]
    return reading.value, " + ".join(issues)


def row(title: str, **changes: Any) -> dict[str, Any]:
    """A sound row of a sheet with changes."""
    return SOUND[title] | changes


def grid(name: str, rows: Sequence[Sequence[Any]], merged: Sequence[Span] = (), **more: Any) -> Grid:
    """A grid from rows of any length."""
    width = max(map(len, rows), default=0)
    full = [[*cells, *[""] * (width - len(cells))] for cells in rows]
    return Grid(name, tuple(zip(*full, strict=True)), merged=tuple(merged), **more)


def table(title: str, rows: Sequence[dict[str, Any]], columns: Sequence[str] | None = None) -> list[list[Any]]:
    """Header and rows of a sheet, in the contract's columns unless told which."""
    sheet = KIND_OF[title].sheet(title)
    names = columns or sheet.names
    return [[sheet[name].header for name in names], *([cells.get(name, "") for name in names] for cells in rows)]


def cover(kind: str = "regency", *more: list[Any], **changes: Any) -> Grid:
    """The Identitas of a kind: ``Periode="…"`` changes a value, None leaves the label out."""
    rows = [*COVERS[kind], ["Periode", "November 2026"], ["Petugas", "Nurul"], ["Versi Templat", "2026.1"]]
    values = {label.replace("_", " "): value for label, value in changes.items()}
    present = [[label, values.get(label, value)] for label, value in rows if values.get(label, value) is not None]
    return grid("Identitas", [*present, *more])


def workbook(**sheets: Sequence[dict[str, Any]] | Grid) -> list[Grid]:
    """A workbook of the kind that the first sheet belongs to; sheets that must be there are sound unless given."""
    kind = KIND_OF[next(iter(sheets))]
    rows_by_title = {sheet.title: [SOUND[sheet.title]] for sheet in kind.sheets if sheet.required} | sheets
    grids = [
        rows if isinstance(rows, Grid) else grid(title, table(title, rows)) for title, rows in rows_by_title.items()
    ]
    return [cover(kind.name), *grids]


def check(grids: Sequence[Grid], *, lone: bool = False, **changes: Any) -> CheckResult:
    return check_workbook(grids, asked(**changes), "0" * 64, lone=lone, expected=expected_for)


def lines(result: CheckResult) -> list[str]:
    """``Sheet cell code severity`` of every finding; the column where there is no cell."""
    return [
        " ".join(
            str(part)
            for part in (
                finding.sheet or "-",
                finding.cell or finding.column or "-",
                finding.code,
                finding.severity.value,
            )
        )
        for finding in result.findings
    ]


def cell(title: str, column: str, row: int, before: int = 0, contract: Contract = CONTRACT) -> str:
    """Where a column's cell is in a sheet made by ``table``: ``cell("UMKM", "nib", 2)``.

    ``+1`` is the first column behind the contract's; ``before`` says how many other columns stand before them.
    """
    names = contract.kind(KIND_OF[title].name).sheet(title).names
    place = len(names) + int(column) - 1 if column.startswith("+") else names.index(column)
    return address(row - 1, before + place)


def addressed(*expected: str, before: int = 0, contract: Contract = CONTRACT) -> list[str]:
    """Expected ``lines`` whose cells are named by column: ``UMKM nib@2 nib.length withheld`` → ``UMKM B2 …``."""

    def with_address(line: str) -> str:
        title = line.split(" ", 1)[0]
        return re.sub(r"(\+?\w+)@(\d+)", lambda place: cell(title, place[1], int(place[2]), before, contract), line)

    return [with_address(line) for line in expected]


def said(result: CheckResult, title: str | None = None) -> list[str]:
    """``row column code severity`` of every finding (of one sheet, told which)."""
    return [
        f"{finding.row} {finding.column} {finding.code} {finding.severity.value}"
        for finding in result.findings
        if title is None or finding.sheet == title
    ]


def counts(result: CheckResult, title: str) -> tuple[int, int, int]:
    """Rows, accepted, quarantined."""
    sheet = result.sheets[title]
    return sheet.rows, sheet.accepted_rows, sheet.quarantined_rows
