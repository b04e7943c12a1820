"""The marts of ``figures.md`` §2 and §3 once more, read literally in plain Python over what was sent, without SQL:
slow, short, and nothing of the product's formulas in it. Rows are dicts; a mart's figures are given by its grain.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from statistics import mean, median
from typing import Any

STAGES = ("Penjajakan", "Diajukan", "Kurasi Ritel", "Negosiasi", "Kesepakatan", "Terdaftar", "Memasok")
REGENCIES = tuple(f"76.{number:02}" for number in range(1, 7))
FOOD, WORN = ("Makanan", "Minuman"), ("Makanan", "Minuman", "Kosmetik")
ONLY_FOR = {
    **dict.fromkeys(("P-IRT", "BPOM MD", "P-IRT atau BPOM MD", "Masa Simpan Minimal"), FOOD),
    **dict.fromkeys(("Halal", "Label Lengkap", "Kode Produksi"), WORN),
}
OUTSIDE = ("SNI", "Rekomendasi Dinas")
LICENCES = {"BPOM MD": "md", "Halal": "halal", "Barcode": "gtin", "Merek Terdaftar": "hki"}
BEST_FIRST = ("terpenuhi", "proses", "ditahan", "tidak_diketahui", "tidak")
SIZES = {"g": ("g", 1.0), "kg": ("g", 1000.0), "ml": ("ml", 1.0), "l": ("ml", 1000.0)}
"""Units that convert: their family, and how many of its smallest unit they are."""

Row = Mapping[str, Any]
Figures = dict[tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Statement:
    """What one submission says of one sheet (by its table): rows by key, and keys of rows that are held back."""

    office: str
    table: str
    period: str
    live_from: datetime
    live_to: datetime | None
    rows: Mapping[str, Row]
    held: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Correction:
    """A cell that staff say is another: it acts on every row of its key that states the expected value."""

    office: str
    table: str
    key: str
    column: str
    expected: Any
    value: Any
    entered_at: datetime
    ended_at: datetime | None

    def acted_on(self, moment: datetime) -> bool:
        return self.entered_at <= moment and (self.ended_at is None or moment < self.ended_at)


@dataclass(frozen=True)
class Standing:
    """The row that stands under a key, and how."""

    office: str
    key: str
    period: str
    row: Row
    keadaan: str


@dataclass
class Seen:
    """Everything that was sent, from one point of view."""

    statements: Iterable[Statement]
    period: str
    known_on: datetime
    corrections: Iterable[Correction] = ()
    live: list[Statement] = field(init=False)

    def __post_init__(self) -> None:
        self.live = [
            replace(statement, rows={key: self._counting(statement, key, row) for key, row in statement.rows.items()})
            for statement in self.statements
            if statement.period <= self.period
            and statement.live_from <= self.known_on
            and (statement.live_to is None or self.known_on < statement.live_to)
        ]

    def _counting(self, statement: Statement, key: str, row: Row) -> Row:
        """A stated row as it counts."""
        place = (statement.office, statement.table, key)
        changes = {
            entry.column: entry.value
            for entry in self.corrections
            if place == (entry.office, entry.table, entry.key)
            and row.get(entry.column) == entry.expected
            and entry.acted_on(self.known_on)
        }
        return {**row, **changes}

    @property
    def last_day(self) -> date:
        year, month = map(int, self.period.split("-"))
        return date(year, month, monthrange(year, month)[1])

    def standing(self, table: str) -> dict[tuple[str, str], Standing]:
        """The standing row of every office and key."""
        statements = sorted((s for s in self.live if s.table == table), key=lambda statement: statement.period)
        newest = {statement.office: statement for statement in statements}
        rows = {}
        for statement in statements:
            for key, row in statement.rows.items():
                last = newest[statement.office]
                keadaan = "baru" if statement is last else "ditahan" if key in last.held else "lama"
                rows[statement.office, key] = Standing(statement.office, key, statement.period, row, keadaan)
        return rows

    def counted(self, table: str) -> list[Standing]:
        return [row for row in self.standing(table).values() if row.keadaan != "lama"]

    def monthly(self, table: str) -> list[tuple[Statement, str, Row]]:
        """Every row as stated for each single month."""
        return [(s, key, row) for s in self.live if s.table == table for key, row in s.rows.items()]

    # requirements and statuses (§3)

    @cached_property
    def businesses(self) -> dict[tuple[str, str], Standing]:
        return self.standing("umkm")

    @cached_property
    def newest_curations(self) -> dict[tuple[str, str], Row]:
        rows = sorted(self.standing("kurasi").values(), key=lambda event: event.row["tanggal"])
        return {(e.office, e.row["kode_produk"]): e.row for e in rows if e.row["tanggal"] <= self.last_day}

    @cached_property
    def requirements(self) -> dict[str, dict[str, Row]]:
        """By retailer and requirement, the row in force on the last day."""
        rows = sorted((r.row for r in self.counted("persyaratan")), key=lambda row: row["berlaku_mulai"])
        found: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in rows:
            until = row.get("berlaku_sampai")
            if row["berlaku_mulai"] <= self.last_day and (until is None or until >= self.last_day):
                found[row["ritel"]][row["persyaratan"]] = row
        return found

    def status(self, product: Standing, name: str, limit: float | None = None) -> str:
        row = product.row
        if name in OUTSIDE:
            return "di_luar_data"
        if row["kategori"] not in ONLY_FOR.get(name, (row["kategori"],)):
            return "tidak_berlaku"
        if name in ("NIB", "NPWP"):
            owner = self.businesses.get((product.office, row["kode_umkm"]))
            state = owner.row[f"{name.lower()}_status"] if owner else "belum"
            return {"ada": "terpenuhi", "ditahan": "ditahan"}.get(state, "tidak")
        if name == "P-IRT":
            number = row.get("pirt") or ""
            if row["pirt_status"] != "ada":
                return {"proses": "proses", "ditahan": "ditahan"}.get(row["pirt_status"], "tidak")
            if len(number) == 12:
                return "tidak_diketahui"
            return "terpenuhi" if 2000 + int(number[-2:]) >= int(self.period[:4]) else "tidak"
        if name == "P-IRT atau BPOM MD":
            return min(self.status(product, "P-IRT"), self.status(product, "BPOM MD"), key=BEST_FIRST.index)
        if name in LICENCES:
            state = row[f"{LICENCES[name]}_status"]
            return {"ada": "terpenuhi", "proses": "proses", "ditahan": "ditahan"}.get(state, "tidak")
        if name == "Label Lengkap":
            labels = [row.get(f"label_{part}") for part in ("komposisi", "produsen", "kedaluwarsa")]
            return "tidak" if False in labels else "terpenuhi" if all(labels) else "tidak_diketahui"
        if name == "Kode Produksi":
            return {True: "terpenuhi", False: "tidak", None: "tidak_diketahui"}[row.get("kode_produksi")]
        if name == "Lolos Kurasi":
            curation = self.newest_curations.get((product.office, product.key))
            verdicts = {"Lolos": "terpenuhi", "Pembinaan": "proses", "Tidak Lolos": "tidak"}
            return verdicts[curation["hasil"]] if curation else "tidak_diketahui"
        columns = {"Masa Simpan Minimal": "masa_simpan_hari", "Kapasitas Minimal": "kapasitas_bulanan"}
        amount = row.get(columns.get(name, "harga_jual"))
        if amount is None or limit is None:
            return "tidak_diketahui"
        return "terpenuhi" if (amount <= limit if name == "Harga Maksimal" else amount >= limit) else "tidak"

    # marts (§2)

    def legalitas(self) -> Figures:
        figures: Figures = {}
        for office in REGENCIES:
            owners = [row for row in self.counted("umkm") if row.office == office]
            products = [row for row in self.counted("produk") if row.office == office]
            food = [product for product in products if product.row["kategori"] in FOOD]
            shares = {
                name: (sum(o.row[f"{name}_status"] == "ada" for o in owners), len(owners)) for name in ("nib", "npwp")
            }
            of_products = (
                ("pirt_atau_md", "P-IRT atau BPOM MD", food),
                ("halal", "Halal", food),
                ("label_lengkap", "Label Lengkap", food),
                ("barcode", "Barcode", products),
                ("merek_terdaftar", "Merek Terdaftar", products),
            )
            for measure, name, among in of_products:
                shares[measure] = (sum(self.status(p, name) == "terpenuhi" for p in among), len(among))
            figures |= {(office, name): {"pembilang": n, "penyebut": of} for name, (n, of) in shares.items()}
        return figures

    def kurasi(self) -> Figures:
        scores: dict[tuple[Any, ...], list[float | None]] = defaultdict(list)
        parts = ("legalitas", "kemasan", "kualitas", "kapasitas", "harga")
        for product in self.counted("produk"):
            row = self.newest_curations.get((product.office, product.key))
            if row:
                final, single = row.get("nilai_akhir"), [row.get(f"skor_{part}") for part in parts]
                score = final if final is not None else mean(single) if None not in single else None
                scores[product.office, row["hasil"]].append(score)
        told = {key: [score for score in values if score is not None] for key, values in scores.items()}
        return {
            key: {"jumlah_produk": len(values), "skor_rata_rata": mean(told[key]) if told[key] else None}
            for key, values in scores.items()
        }

    def pendampingan(self) -> Figures:
        owners: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for event in self.standing("pendampingan").values():
            if event.row["tanggal"] <= self.last_day:
                grain = (event.office, event.row["tanggal"].isoformat()[:7], event.row["topik"])
                owners[grain].append(event.row["kode_umkm"])
        return {key: {"jumlah_kegiatan": len(of), "jumlah_umkm": len(set(of))} for key, of in owners.items()}

    def kemitraan(self) -> Figures:
        groups: dict[tuple[Any, ...], list[Standing]] = defaultdict(list)
        for row in self.counted("kemitraan"):
            groups[row.row["usaha_besar"], row.office, row.row["tahap"]].append(row)
        return {
            key: {
                "jumlah_kemitraan": len(rows),
                "jumlah_umkm": len({row.row["kode_umkm"] for row in rows}),
                "penempatan": sum(row.row.get("jumlah_gerai") or 0 for row in rows),
                "nilai_kontrak_rp": sum(row.row.get("nilai_kontrak") or 0 for row in rows),
                "nilai_realisasi_rp": sum(
                    row.row.get("nilai_realisasi") or 0 for row in rows if row.period == self.period
                ),
            }
            for key, rows in groups.items()
        }

    def realisasi(self) -> Figures:
        figures: Figures = defaultdict(lambda: {"jumlah_memasok": 0, "nilai_realisasi_rp": 0})
        for statement, _, row in self.monthly("kemitraan"):
            figure = figures[statement.period, statement.office, row["usaha_besar"]]
            figure["jumlah_memasok"] += row["tahap"] == "Memasok"
            figure["nilai_realisasi_rp"] += row.get("nilai_realisasi") or 0
        return dict(figures)

    def corong(self) -> Figures:
        stages: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
        for statement, key, row in self.monthly("kemitraan"):
            stages[statement.office, key, row["usaha_besar"]][_months(statement.period)] = row["tahap"]
        now = Counter((row.row["usaha_besar"], row.row["tahap"]) for row in self.counted("kemitraan"))
        figures: Figures = {}
        for retailer in {retailer for _, _, retailer in stages}:
            histories = [months for (_, _, name), months in stages.items() if name == retailer]
            for at, stage in enumerate(STAGES):
                times = []
                for months in histories:
                    entered = min((month for month, told in months.items() if told == stage), default=None)
                    left = [month for month, told in months.items() if entered and month > entered and told != stage]
                    times += [min(left) - entered] if entered and left else []
                figures[retailer, stage] = {
                    "jumlah_mencapai": sum(not set(STAGES[at:]).isdisjoint(months.values()) for months in histories),
                    "jumlah_kini": now[retailer, stage],
                    "jumlah_keluar": len(times),
                    "lama_bulan_median": median(times) if times else None,
                }
        return figures

    def kelas(self) -> Figures:
        year, month = self.period.split("-")
        before = Seen(self.statements, f"{int(year) - 1}-{month}", self.known_on, self.corrections).standing("umkm")
        changes = Counter(
            (row.office, _class(before[row.office, row.key].row), _class(row.row))
            for row in self.counted("umkm")
            if (row.office, row.key) in before
        )
        return {key: {"jumlah_umkm": count} for key, count in changes.items()}

    def syarat(self) -> Figures:
        names = ("terpenuhi", "tidak", "proses", "ditahan", "tidak_diketahui", "tidak_berlaku", "di_luar_data")
        products, figures = self.counted("produk"), {}
        for retailer, asked in self.requirements.items():
            for name, row in asked.items():
                states = Counter(self.status(product, name, row.get("nilai")) for product in products)
                figures[retailer, name] = {state: states[state] for state in names} | {"nilai": row.get("nilai")}
                figures[retailer, name]["wajib"] = int(row["wajib"])
        return figures

    def kesiapan(self) -> Figures:
        supplied = {
            (row.office, row.row.get("kode_produk"), row.row["usaha_besar"])
            for row in self.counted("kemitraan")
            if row.row["tahap"] == "Memasok"
        }
        figures: Figures = defaultdict(Counter)
        for retailer, asked in self.requirements.items():
            for product in self.counted("produk"):
                states = [self.status(product, name, row.get("nilai")) for name, row in asked.items() if row["wajib"]]
                unmet = [state for state in states if state in BEST_FIRST[1:]]
                sells = (product.office, product.key, retailer) in supplied
                figure = figures[retailer, product.office, product.row["kategori"]]
                figure["jumlah_produk"] += 1
                figure["siap"] += not unmet
                figure["siap_atas"] += not {"tidak", "proses"} & set(unmet)
                figure["kurang_satu"] += len(unmet) == 1
                figure["kurang_dua"] += len(unmet) == 2
                figure["kurang_banyak"] += len(unmet) > 2
                figure["sudah_memasok"] += sells
                figure["siap_belum_memasok"] += not unmet and not sells
        return {key: dict(figure) for key, figure in figures.items()}

    def permintaan(self) -> Figures:
        figures: Figures = {}
        for demand in self.counted("permintaan"):
            until = demand.row.get("berlaku_sampai")
            if until is not None and until < self.last_day:
                continue
            supplies = [supply for product in self.counted("produk") if (supply := self._supply(product, demand.row))]
            figures[demand.office, demand.key] = {
                **{name: demand.row.get(name) for name in ("kategori", "volume_bulanan", "satuan", "harga_maks")},
                "produk_cocok": len(supplies),
                "pasokan_cocok": sum(supplies),
                "cukup": int(sum(supplies) >= demand.row["volume_bulanan"]),
            }
        return figures

    def _supply(self, product: Standing, demand: Row) -> float | None:
        """What a product gives a demand, in the demand's unit; None where it does not fit."""
        row, capacity = product.row, product.row.get("kapasitas_bulanan") or 0
        licences = [name for name in (demand.get("syarat") or "").split(", ") if name]
        states = {self.status(product, name) for name in licences}
        gives = _gives(row, demand["satuan"])
        if row["kategori"] != demand["kategori"] or not capacity or not gives:
            return None
        if states - {"terpenuhi", "tidak_berlaku"}:
            return None
        most = demand.get("harga_maks")
        return capacity * gives if most is None or row["harga_jual"] / gives <= most + 1e-9 else None

    def pemasaran(self) -> Figures:
        names = {(row.office, row.key): row.row["nama_mitra"] for row in self.standing("mitra").values()}
        groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for statement, _, row in self.monthly("pemasaran"):
            groups[statement.period, statement.office, row["kode_mitra"]].append(row)
        return {
            key: {
                "nama_mitra": names.get(key[1:]),
                "jumlah_produk": len({row["kode_produk"] for row in rows}),
                "unit_terjual": sum(row["unit_terjual"] for row in rows),
                "nilai_penjualan_rp": sum(row["nilai_penjualan"] for row in rows),
                "unit_retur": sum(row.get("unit_retur") or 0 for row in rows),
            }
            for key, rows in groups.items()
        }


def _months(period: str) -> int:
    year, month = map(int, period.split("-"))
    return year * 12 + month


def _class(row: Row) -> str | None:
    turnover = row.get("omzet_tahunan")
    if turnover is None:
        return None
    bounds = (("Mikro", 2), ("Kecil", 15), ("Menengah", 50))
    return next((name for name, most in bounds if turnover <= most * 10**9), "Besar")


def _gives(row: Row, unit: str) -> float | None:
    """How many units of a demand one unit of the product is; None where it cannot be given in that unit."""
    size, own = row.get("isi_bersih"), row.get("satuan")
    if unit in SIZES:
        family, factor = SIZES[unit]
        if size is None or own not in SIZES or SIZES[own][0] != family:
            return None
        return size * SIZES[own][1] / factor
    if own == unit:
        return 1.0 if size is None else size
    return 1.0 if unit == "pcs" else None
