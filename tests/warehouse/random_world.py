"""Random submissions of two regencies, the province and a collaborator, with every state that a figure asks about."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from schemas.period import Period
from schemas.result import CheckResult
from tests.warehouse.by_definition import Correction, Statement
from tests.warehouse.factory import check_result, kemitraan, kurasi, produk, send, umkm
from warehouse.contract_tables import BY_TITLE
from warehouse.corrections.entering import (
    Place,
    all_corrections,
    correction_states,
    end_correction,
    enter_correction,
)
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.publishing import restore, withdraw
from warehouse.tables import in_force

MONTHS = ("2025-08", "2025-11", "2026-07", "2026-08", "2026-11")
RETAILERS = ("PT Midi Utama Indonesia Tbk", "PT Sumber Alfaria Trijaya Tbk")
OFFICES = {"76.05": "MJN", "76.03": "MMS"}
STAGES = ("Penjajakan", "Diajukan", "Kurasi Ritel", "Negosiasi", "Kesepakatan", "Terdaftar", "Memasok", "Berhenti")
STATES = ("ada", "belum", "proses", "ditahan")
UNITS = ("g", "kg", "ml", "l", "pcs", "set")
REQUIREMENTS = (
    "NIB", "NPWP", "P-IRT", "BPOM MD", "P-IRT atau BPOM MD", "Halal", "Barcode", "Merek Terdaftar", "SNI", "Label Lengkap",
    "Kode Produksi", "Lolos Kurasi", "Masa Simpan Minimal", "Kapasitas Minimal", "Harga Maksimal", "Rekomendasi Dinas",
)  # fmt: skip
LIMITS = {"Masa Simpan Minimal": 90.0, "Kapasitas Minimal": 300.0, "Harga Maksimal": 30_000.0}
MARKET = "73.71"


class World:
    """A warehouse with what was sent to it, as rows before they were loaded."""

    def __init__(self, warehouse: Warehouse, seed: int, steps: int) -> None:
        self.warehouse, self.chance = warehouse, random.Random(seed)
        self.sent: dict[str, CheckResult] = {}
        self.rows: dict[str, Mapping[str, list[dict[str, Any]]]] = {}
        for step in range(steps):
            self._step(step)

    def statements(self) -> list[Statement]:
        """Everything that was ever in force."""
        with self.warehouse.read() as connection:
            entries = connection.execute(select(in_force)).all()
        statements = []
        for entry in entries:
            table = _table(entry.sheet)
            result, rows = self.sent[entry.submission_id], self.rows[entry.submission_id]
            sheet = result.sheets[entry.sheet]
            held = frozenset(key for key in sheet.quarantined["row_key"] if key)
            keyed = {_key(BY_TITLE[entry.sheet].sheet.key, row): row for row in rows[table]}
            statements.append(
                Statement(entry.office, table, str(entry.period), entry.live_from, entry.live_to, keyed, held)
            )
        return statements

    def corrections(self) -> list[Correction]:
        """Every correction that was ever entered."""
        return [
            Correction(
                entry.office, _table(entry.sheet), entry.row_key, entry.column,
                *(_value(entry.column, text) for text in (entry.expected, entry.value)), entry.entered_at, entry.ended_at,
            )
            for entry in all_corrections(self.warehouse)
        ]  # fmt: skip

    def _correct(self) -> None:
        """Corrects a cell that some row in force states, or ends a correction."""
        holding = [state.correction for state in correction_states(self.warehouse)]
        if holding and self.chance.random() < 0.3:
            end_correction(self.warehouse, self.chance.choice(holding).id, who="staf", why="uji coba")
            return
        cells = {
            "UMKM": ("omzet_tahunan", 60 * 10**9),
            "Produk": ("harga_jual", 29_000),
            "Kemitraan": ("tahap", "Memasok"),
        }
        statements = [statement for statement in self.statements() if statement.live_to is None and statement.rows]
        statement = self.chance.choice(statements)
        sheet = _sheet(statement.table).title
        if sheet in cells:
            column, value = cells[sheet]
            key = self.chance.choice(sorted(statement.rows))
            place = Place(statement.office, sheet, key, column)
            expected = str(statement.rows[key][column])
            if expected != str(value):
                enter_correction(self.warehouse, place, expected=expected, value=str(value), who="staf", why="uji coba")

    def _step(self, step: int) -> None:
        if any(statement.live_to is None and statement.rows for statement in self.statements()):
            for _ in range(self.chance.choice((0, 1, 3))):
                self._correct()
        if self.sent and self.chance.random() < 0.2:
            act = self.chance.choice([withdraw, restore])
            try:
                act(self.warehouse, self.chance.choice(list(self.sent)), who="staf", why="uji")
            except WarehouseError:
                return
            return
        kind = self.chance.choice(["regency"] * 5 + ["sulsel", "retail"])
        period = Period.read(self.chance.choice(MONTHS))
        office, rows = {"regency": self._regency, "sulsel": self._market, "retail": self._retail}[kind](period)
        if kind == "regency" and self.chance.random() < 0.3:
            table = self.chance.choice(sorted(rows))
            rows, lone = {table: rows[table]}, True
        else:
            lone = False
        result = check_result(
            rows, kind=kind, office=office, period=str(period), lone=lone, quarantined=self._held(rows, office)
        )
        submission, _ = send(self.warehouse, result, hours=step)
        self.sent[submission], self.rows[submission] = result, rows

    def _held(self, rows: Mapping[str, Iterable[Mapping[str, Any]]], office: str) -> dict[str, Any]:
        """Some keys of businesses and products that are named and held back."""
        held: dict[str, dict[int, tuple[str, dict[str, str]]]] = {}
        for table, column, ending in (("umkm", "kode_umkm", ""), ("produk", "kode_produk", "-01")):
            if table in rows:
                there = {row[column] for row in rows[table]}
                names = [f"{OFFICES[office]}-{number:04}{ending}" for number in range(1, 6)]
                left_out = [name for name in names if name not in there and self.chance.random() < 0.5]
                held[table] = {90 + at: (name, {"Nama": "?"}) for at, name in enumerate(left_out)}
        return held

    def _some(self, values: Iterable[Any], share: float = 0.7) -> list[Any]:
        return [value for value in values if self.chance.random() < share]

    def _maybe(self, *values: Any) -> Any:
        return self.chance.choice([*values, None])

    def _day(self, period: Period) -> date:
        return date(int(str(period)[:4]), int(str(period)[5:]), self.chance.choice([1, 14, 28, period.last_day.day]))

    def _regency(self, period: Period) -> tuple[str, dict[str, list[dict[str, Any]]]]:
        office = self.chance.choice(sorted(OFFICES))
        codes = {number: f"{OFFICES[office]}-{number:04}" for number in self._some(range(1, 6))}
        owners = [
            umkm(number, kode_umkm=code, nib="0123456789012" if state == "ada" else None, nib_status=state,
                 npwp="0123456789012345" if tax == "ada" else None, npwp_status=tax,
                 omzet_tahunan=self.chance.choice([0, 2 * 10**9, 2 * 10**9 + 1, 15 * 10**9, 50 * 10**9, 50 * 10**9 + 1]))
            for number, code in codes.items()
            for state, tax in [(self.chance.choice(STATES[:2] + STATES[3:]), self.chance.choice(STATES[:2] + STATES[3:]))]
        ]  # fmt: skip
        products = [self._product(code, item) for code in codes.values() for item in self._some((1, 2))]
        keys = [row["kode_produk"] for row in products]
        curations = [
            kurasi(1, self._day(period), kode_produk=key, hasil=self.chance.choice(["Lolos", "Pembinaan", "Tidak Lolos"]),
                   nilai_akhir=self._maybe(71.5, 80.0), skor_harga=self.chance.choice([60.0, 90.0]))
            for key in self._some(keys, 0.5)
        ]  # fmt: skip
        visits = [
            {"kode_umkm": code, "tanggal": self._day(period), "topik": topic, "pendamping": "Tim"}
            for code in codes.values()
            for topic in self._some(("Legalitas", "Halal"), 0.4)
        ]
        partners = [
            kemitraan(1, kode_umkm=key[:8], kode_produk=self.chance.choice([key, None]), usaha_besar=retailer,
                      tahap=self.chance.choice(STAGES), jumlah_gerai=self._maybe(0, 3), nilai_kontrak=self._maybe(9_000_000),
                      nilai_realisasi=self._maybe(0, 7_500_000))
            for key in keys
            for retailer in self._some(RETAILERS, 0.5)
        ]  # fmt: skip
        rows = {"umkm": owners, "produk": products, "kurasi": curations, "pendampingan": visits, "kemitraan": partners}
        keyed = {table: {_key(_sheet(table).key, row): row for row in lines} for table, lines in rows.items()}
        return office, {table: list(lines.values()) for table, lines in keyed.items()}

    def _product(self, code: str, item: int) -> dict[str, Any]:
        pirt, states = self.chance.choice(STATES), {f"{name}_status": self.chance.choice(STATES) for name in ("md", "halal", "gtin", "hki")}  # fmt: skip
        number = self.chance.choice(["210760512345625", "210760512345626", "210760512345627", "210760512345"])
        labels = ("label_komposisi", "label_produsen", "label_kedaluwarsa", "kode_produksi")
        return produk(
            1, kode_produk=f"{code}-{item:02}", kode_umkm=code,
            kategori=self.chance.choice(["Makanan", "Minuman", "Kosmetik", "Fesyen"]),
            harga_jual=self.chance.choice([10_000, 30_000, 45_000]), kapasitas_bulanan=self._maybe(0, 299, 300, 1000),
            masa_simpan_hari=self._maybe(30, 90, 400), isi_bersih=self._maybe(0.5, 250.0, 1000.0),
            satuan=self._maybe(*UNITS), pirt=number if pirt == "ada" else None, pirt_status=pirt, **states,
            **{name: self.chance.choice([True, True, True, False, None]) for name in labels},
        )  # fmt: skip

    def _retail(self, period: Period) -> tuple[str, dict[str, list[dict[str, Any]]]]:
        rows = [
            {"ritel": retailer, "persyaratan": name, "wajib": self.chance.random() < 0.6, "nilai": LIMITS.get(name),
             "dapat_dinegosiasikan": False, "berlaku_mulai": begin,
             "berlaku_sampai": self._maybe(None, date(2026, 8, 31), date(2026, 11, 29))}
            for retailer in self._some(RETAILERS, 0.9)
            for name in self._some(REQUIREMENTS)
            for begin in self._some((date(2025, 1, 1), date(2026, 8, 31), date(2026, 12, 1)), 0.5)
        ]  # fmt: skip
        return "76", {"persyaratan": rows}

    def _market(self, period: Period) -> tuple[str, dict[str, list[dict[str, Any]]]]:
        partners = [
            {"kode_mitra": f"SSL-{number:04}", "nama_mitra": f"Mitra {number} {period}", "jenis": "Grosir",
             "kabupaten": MARKET}
            for number in self._some((1, 2, 3))
        ]  # fmt: skip
        licences = ("NIB", "P-IRT", "BPOM MD", "Halal", "Barcode", "Merek Terdaftar")
        demands = [
            {"kode_permintaan": f"{partner['kode_mitra']}-{number:02}", "kode_mitra": partner["kode_mitra"],
             "kategori": self.chance.choice(["Makanan", "Minuman", "Kosmetik"]), "uraian": "Apa saja",
             "volume_bulanan": self.chance.choice([1, 500, 100_000]), "satuan": self.chance.choice(UNITS),
             "harga_maks": self._maybe(100, 10_000, 40_000, 90_000),
             "syarat": ", ".join(self._some(licences, 0.15)) or None,
             "berlaku_sampai": self._maybe(None, date(2026, 8, 31), date(2026, 11, 29))}
            for partner in partners
            for number in self._some((1, 2, 3))
        ]  # fmt: skip
        sales = [
            {"kode_produk": f"MJN-{number:04}-01", "kode_mitra": partner["kode_mitra"], "unit_terjual": 40,
             "nilai_penjualan": self.chance.choice([0, 800_000]), "unit_retur": self._maybe(0, 2)}
            for partner in partners
            for number in self._some((1, 2, 3))
        ]  # fmt: skip
        return MARKET, {"mitra": partners, "permintaan": demands, "pemasaran": sales}


def moments(statements: Iterable[Statement], corrections: Iterable[Correction]) -> list[datetime]:
    """Every moment at which something came in force or went, or was corrected."""
    both = {moment for s in statements for moment in (s.live_from, s.live_to) if moment}
    both |= {moment for c in corrections for moment in (c.entered_at, c.ended_at) if moment}
    return sorted(moment.astimezone(UTC) for moment in both)


def _table(title: str) -> str:
    return BY_TITLE[title].sheet.table


def _value(column: str, text: str) -> Any:
    return text if column == "tahap" else int(text)


def _sheet(table: str) -> Any:
    return next(tables.sheet for tables in BY_TITLE.values() if tables.sheet.table == table)


def _key(columns: Iterable[str], row: Mapping[str, Any]) -> str:
    parts = (row.get(name) for name in columns)
    return "|".join("" if part is None else part.isoformat() if isinstance(part, date) else str(part) for part in parts)
