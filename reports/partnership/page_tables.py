"""The tables of the report's page, in the order in which the forum asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reports.partnership.ageing import BANDS
from reports.partnership.change_tables import changes
from reports.partnership.legality_tables import legality, size_classes
from reports.partnership.market_tables import market, pooled
from reports.partnership.money_tables import money, realised
from reports.partnership.obstacle_tables import carried, in_process, shares
from reports.partnership.shown import MOST_ROWS, Bars, Cell, Numbers, Table, Unit, table
from reports.partnership.unlock_tables import unlock

Data = Mapping[str, Any]


def page_tables(data: Data, numbers: Numbers, names: Mapping[str, str]) -> list[Table]:
    """Every table. ``names`` gives the offices' names by code."""
    return [
        _readiness(data, numbers),
        shares(data, numbers),
        _obstacles(data, numbers),
        *unlock(data, numbers),
        in_process(data, numbers),
        *carried(data, numbers),
        *_one_step(data, numbers, names),
        _plan(data, numbers, names),
        *_plan_curve(data, numbers, names),
        *_visits(data, names),
        _effect(data, numbers),
        market(data, numbers),
        *pooled(data, numbers, names),
        _funnel(data, numbers),
        _ages(data, numbers),
        money(data, numbers, names),
        realised(data, numbers),
        legality(data, numbers),
        size_classes(data, numbers),
        _regencies(data, numbers),
        _compliance(data, numbers),
        *changes(data, numbers, names),
    ]


def _readiness(data: Data, numbers: Numbers) -> Table:
    rows = data["marts"]["kesiapan"]
    grains = list(dict.fromkeys((row["ritel"], row["office"], row["nama_kabupaten"]) for row in rows))
    return table(
        "kesiapan",
        "Siapa yang siap untuk ritel mana",
        "Siap: semua persyaratan wajib terpenuhi. Paling banyak: bila yang tidak diketahui dan yang ditahan ternyata terpenuhi.",
        ("Ritel", "Kabupaten", "Produk", "Siap", "Paling banyak", "Siap, belum memasok"),
        (
            (
                ritel,
                name,
                *(
                    numbers.sum("kesiapan", rows, measure, ritel=ritel, office=office)
                    for measure in ("jumlah_produk", "siap", "siap_atas", "siap_belum_memasok")
                ),
            )
            for ritel, office, name in grains
        ),
        bars=Bars(1, (3, 4)),
        on_paper=MOST_ROWS,
    )


def _obstacles(data: Data, numbers: Numbers) -> Table:
    measures = ("terpenuhi", "tidak", "proses", "ditahan", "tidak_diketahui", "tidak_berlaku")
    rows = [row for row in data["marts"]["syarat"] if row["wajib"] and not row["di_luar_data"]]
    rows.sort(key=lambda row: (row["ritel"], -row["tidak"], row["persyaratan"]))
    return table(
        "syarat",
        "Apa yang menghalangi",
        "Semua produk yang dihitung menurut keadaannya terhadap setiap persyaratan wajib; yang paling banyak tidak dipenuhi lebih "
        "dulu. Tidak berlaku: persyaratan itu tidak untuk kategorinya.",
        ("Ritel", "Persyaratan", "Terpenuhi", "Tidak", "Proses", "Ditahan", "Tidak diketahui", "Tidak berlaku"),
        (
            (
                row["ritel"],
                row["persyaratan"],
                *(numbers.mart("syarat", row, measure, "ritel", "persyaratan") for measure in measures),
            )
            for row in rows
        ),
        bars=Bars(1, (3, 4, 5, 6), stacked=True),
    )


def _one_step(data: Data, numbers: Numbers, names: Mapping[str, str]) -> Iterator[Table]:
    """What mentoring can mend, and apart from it what waits for a curation, which is no visit."""
    rows = sorted(
        data["satu_langkah"], key=lambda row: (-row["jumlah"], row["ritel"], row["persyaratan"], row["office"])
    )

    has_value = all(row["nilai_rp"] is not None for row in rows)
    of_value = ("Nilai sebulan",) if has_value else ()
    about_value = " Nilai: kapasitas sebulan kali harga jual, dijumlahkan." if has_value else ""

    def cells(row: Data) -> tuple[Cell, ...]:
        """Products, those that are not sure, and what they are worth where this reader may have it."""
        grain = {name: row[name] for name in ("ritel", "persyaratan", "office")}
        counts = (numbers.part("satu_langkah", row[measure], measure, **grain) for measure in ("jumlah", "tidak_pasti"))
        value = (numbers.part("satu_langkah", row["nilai_rp"], "nilai_rp", "rupiah", **grain),) if has_value else ()
        return (*counts, *value)

    yield table(
        "satu-langkah",
        "Tinggal selangkah",
        "Produk yang kurang satu persyaratan saja. Belum pasti: mungkin sudah terpenuhi, tetapi tidak diketahui atau ditahan."
        + about_value,
        ("Ritel", "Persyaratan", "Kabupaten", "Topik pendampingan", "Produk", "Belum pasti", *of_value),
        (
            (
                row["ritel"],
                row["persyaratan"],
                names.get(row["office"], row["office"]),
                row["topik"],
                *cells(row),
            )
            for row in rows
            if row["topik"]
        ),
    )
    yield table(
        "tinggal-dikurasi",
        "Tinggal dikurasi",
        "Produk yang kurang kurasi saja, dan di antaranya yang belum pernah dikurasi. Kunjungan pendampingan tidak menggantikannya."
        + about_value,
        ("Ritel", "Kabupaten", "Produk", "Belum pernah dikurasi", *of_value),
        ((row["ritel"], names.get(row["office"], row["office"]), *cells(row)) for row in rows if not row["topik"]),
    )


def _plan(data: Data, numbers: Numbers, names: Mapping[str, str]) -> Table:
    return table(
        "rencana",
        "Rencana pendampingan",
        "Kunjungan terbaik setiap kabupaten: satu kunjungan memperbaiki satu topik pada satu usaha. Nilai: kapasitas kali harga "
        "dari produk yang menjadi siap untuk paling sedikit satu ritel.",
        ("Kabupaten", "Kunjungan", "Produk terbuka", "Nilai sebulan"),
        (
            (
                names.get(plan["office"], plan["office"]),
                numbers.part("rencana", len(plan["visits"]), "kunjungan", **_of_plan(plan)),
                numbers.part("rencana", plan["produk"], "produk", **_of_plan(plan)),
                None
                if plan["nilai_rp"] is None
                else numbers.part("rencana", plan["nilai_rp"], "nilai_rp", "rupiah", **_of_plan(plan)),
            )
            for plan in data["rencana"]
        ),
        bars=Bars(0, (3,)),
    )


ON_TIME = {1: "ya", 0: "tidak", None: "belum lewat batas"}
"""By what ``mart_kepatuhan`` says of it."""
STEPS = {5: "Lima kunjungan", 10: "Sepuluh kunjungan", 20: "Dua puluh kunjungan", 40: "Empat puluh kunjungan"}
"""Numbers of visits that the curve's table names; the data have every one."""


def _plan_curve(data: Data, numbers: Numbers, names: Mapping[str, str]) -> Iterator[Table]:
    """Products by visits, and their value where this reader may have it."""
    last = max((point["kunjungan"] for plan in data["rencana"] for point in plan["kurva"]), default=0)
    steps = [step for step in STEPS if step <= last]

    def rows(measure: str, unit: Unit) -> Iterator[tuple[Cell, ...]]:
        for plan in data["rencana"] if steps else ():
            curve = {point["kunjungan"]: point[measure] for point in plan["kurva"]}
            yield (
                names.get(plan["office"], plan["office"]),
                *(
                    numbers.part("rencana", curve[step], measure, unit, office=plan["office"], kunjungan=step)
                    if step in curve
                    else None
                    for step in steps
                ),
            )

    headings = ("Kabupaten", *(STEPS[step] for step in steps))
    about = "dari rencana terbaik dengan kunjungan sebanyak itu."
    yield table(
        "kurva-rencana",
        "Bila kunjungannya lebih sedikit",
        f"Produk yang terbuka {about}",
        headings,
        rows("produk", "number"),
    )
    if all(plan["nilai_rp"] is not None for plan in data["rencana"]):
        yield table(
            "kurva-nilai",
            "Nilainya bila kunjungannya lebih sedikit",
            f"Nilai sebulan {about}",
            headings,
            rows("nilai_rp", "rupiah"),
        )


def _visits(data: Data, names: Mapping[str, str]) -> Iterator[Table]:
    """Whom to visit on what, for those who may know; with names where they may know these."""
    visits = [(plan, visit) for plan in data["rencana"] for visit in plan["visits"]]
    if visits and all(visit["kode_umkm"] is None for _, visit in visits):
        return
    if visits or data["untuk"] == "kantor":
        named = any(visit["nama_usaha"] for _, visit in visits)
        yield table(
            "kunjungan",
            "Siapa yang dikunjungi",
            "Kunjungan dalam rencana setiap kabupaten: usaha menurut kodenya, dan topiknya.",
            ("Kabupaten", "Usaha", *(("Nama",) if named else ()), "Topik"),
            (
                (
                    names.get(plan["office"], plan["office"]),
                    visit["kode_umkm"],
                    *((visit["nama_usaha"],) if named else ()),
                    visit["topik"],
                )
                for plan, visit in visits
            ),
        )


def _of_plan(plan: Data) -> dict[str, Any]:
    return {"office": plan["office"], "kunjungan": plan["kunjungan"]}


def _effect(data: Data, numbers: Numbers) -> Table:
    return table(
        "dampak",
        "Setelah pendampingan",
        "Persyaratan yang tiga bulan lalu belum dipenuhi, dan yang kini sudah. Ini pengamatan, bukan bukti sebab. "
        "Bagian: yang kini terpenuhi dari yang dulu belum, dengan batas kepercayaan Wilson.",
        (
            "Topik",
            "Dikunjungi",
            "Belum dipenuhi dulu",
            "Kini terpenuhi",
            "Bagian, paling rendah",
            "Bagian, paling tinggi",
        ),
        (
            (
                row["topik"],
                "ya" if row["dibantu"] else "tidak",
                *(
                    numbers.part("dampak", row[measure], measure, topik=row["topik"], dibantu=row["dibantu"])
                    for measure in ("jumlah", "terpenuhi_kini", "bawah", "atas")
                ),
            )
            for row in data["dampak"]
        ),
        bars=Bars(1, (2, 3)),
    )


def _funnel(data: Data, numbers: Numbers) -> Table:
    return table(
        "corong",
        "Dari penjajakan sampai memasok",
        "Kemitraan yang pernah mencapai setiap tahap, dan yang kini di sana. Median bulan: dari masuk sampai keluar, di antara yang "
        "sudah keluar.",
        ("Usaha besar", "Tahap", "Pernah mencapai", "Kini", "Sudah keluar", "Median bulan"),
        (
            (
                row["usaha_besar"],
                row["tahap"],
                *(
                    numbers.mart("corong", row, measure, "usaha_besar", "tahap")
                    for measure in ("jumlah_mencapai", "jumlah_kini", "jumlah_keluar", "lama_bulan_median")
                ),
            )
            for row in data["marts"]["corong"]
        ),
        bars=Bars(1, (2, 3)),
    )


def _ages(data: Data, numbers: Numbers) -> Table:
    return table(
        "umur-corong",
        "Berapa lama kemitraan menunggu di tahapnya",
        "Kemitraan yang belum memasok, menurut lamanya di tahap itu: sejak akhir bulan yang pertama menyebutnya.",
        ("Usaha besar", "Tahap", "Kini", "Di bawah 30 hari", "30–59 hari", "60–89 hari", "90 hari atau lebih"),
        (
            (
                row["usaha_besar"],
                row["tahap"],
                *(
                    numbers.part(
                        "umur_corong", row[measure], measure, usaha_besar=row["usaha_besar"], tahap=row["tahap"]
                    )
                    for measure in ("jumlah", *BANDS)
                ),
            )
            for row in data["umur_corong"]
        ),
        bars=Bars(1, (2, 6)),
    )


def _regencies(data: Data, numbers: Numbers) -> Table:
    """Side by side, each with what its figures are counted of."""
    rows = data["marts"]["legalitas"]
    offices = dict.fromkeys((row["office"], row["nama_kabupaten"]) for row in rows)
    unknown = {row["office"]: row for row in data["tidak_diketahui"]}
    return table(
        "kabupaten",
        "Enam kabupaten berdampingan",
        "UMKM dan di antaranya yang mempunyai NIB dan NPWP; produk, dan di antaranya yang mempunyai barcode dan merek terdaftar. "
        "Tidak diketahui: produk yang paling sedikit satu persyaratan wajibnya tidak diketahui atau ditahan, tanpa kurasi; "
        "bagiannya dari semua produk dalam persen. Yang belum pernah dikurasi dihitung sendiri.",
        (
            "Kabupaten",
            "UMKM",
            "NIB",
            "NPWP",
            "Produk",
            "Barcode",
            "Merek",
            "Tidak diketahui",
            "Bagian (%)",
            "Belum dikurasi",
        ),
        (
            (
                name,
                *(
                    numbers.sum("legalitas", rows, measure, office=office, ukuran=kind)
                    for kind, measure in (
                        ("nib", "penyebut"),
                        ("nib", "pembilang"),
                        ("npwp", "pembilang"),
                        ("barcode", "penyebut"),
                        ("barcode", "pembilang"),
                        ("merek_terdaftar", "pembilang"),
                    )
                ),
                *(
                    numbers.part("tidak_diketahui", unknown[office][measure], measure, office=office)
                    if office in unknown
                    else None
                    for measure in ("tidak_diketahui", "persen", "belum_dikurasi")
                ),
            )
            for office, name in offices
        ),
        bars=Bars(0, (1, 2, 3)),
    )


def _compliance(data: Data, numbers: Numbers) -> Table:
    rows = [row for row in data["marts"]["kepatuhan"] if row["period"] == data["period"]]
    measures = ("baris", "baris_diterima", "baris_ditahan")
    return table(
        "kepatuhan",
        "Sejauh mana dapat dipercaya",
        "Kiriman terakhir setiap kabupaten untuk bulan ini: baris yang dikirim, diterima, dan ditahan.",
        ("Kabupaten", "Berlaku", "Tepat waktu", "Baris", "Diterima", "Ditahan"),
        (
            (
                row["nama_kabupaten"],
                "ya" if row["kiriman_berlaku"] else "tidak",
                ON_TIME[row["tepat_waktu"]],
                *(numbers.mart("kepatuhan", row, measure, "office", "period") for measure in measures),
            )
            for row in rows
        ),
        bars=Bars(0, (4, 5), stacked=True),
    )
