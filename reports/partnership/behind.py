"""What stands behind a figure of the report: the figure again, and the products that it is made of.

The parts are called as in the report: ``laporan_pembukaan`` (``ritel``, ``persyaratan`` joined by ``;``),
``laporan_ambang``, ``laporan_satu_langkah``, ``laporan_hambatan``, ``laporan_beban``, ``laporan_anggapan``,
``laporan_selama_proses``, ``laporan_rencana``, ``laporan_dampak``, ``laporan_pasar``, ``laporan_pesanan_bersama``,
``laporan_tidak_diketahui``, ``laporan_umur_corong``, which is made of partnerships. A column that is not named is
summed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np

from reports.partnership.ageing import BANDS, WAITING, age
from reports.partnership.carried import USUAL_ASSUMPTIONS, Assumptions, carried, loads_of
from reports.partnership.effect import effects, moved
from reports.partnership.in_process import waiting_for
from reports.partnership.market import assign, flows
from reports.partnership.mentoring import Mentoring
from reports.partnership.not_known import in_doubt, not_known
from reports.partnership.obstacles import obstacles
from reports.partnership.pooled import pooled_orders
from reports.partnership.reading import ReportSource
from reports.partnership.states import Products, Readiness, whole_sum
from reports.partnership.unlock import unlocks
from warehouse.errors import NothingToTrace
from warehouse.figure_codes import REPORT, FigureCode

Key = tuple[str, str]
Dimensions = Mapping[str, str]


@dataclass(frozen=True)
class Behind:
    """A figure's value, and the rows of ``table`` that it is made of, by office and key."""

    value: int | float
    keys: tuple[Key, ...]
    table: str = "dim_produk"


def behind(source: ReportSource, code: FigureCode) -> Behind:
    """The figure of a code, computed again. Raises NothingToTrace where the report has no such part or figure."""
    part = code.name.removeprefix(REPORT)
    if part not in PARTS:
        raise NothingToTrace(f"Bagian {code.name} tidak ada; yang ada: {', '.join(REPORT + name for name in PARTS)}.")
    columns, figures = PARTS[part]
    unknown = [name for name in code.dimensions if name not in columns]
    if unknown:
        raise NothingToTrace(f"Kolom {unknown[0]} tidak ada pada {code.name}; yang ada: {', '.join(columns)}.")
    values = figures(source, code.dimensions)
    if code.measure not in values:
        raise NothingToTrace(f"{code.name} tidak mempunyai ukuran {code.measure}; yang ada: {', '.join(values)}.")
    return values[code.measure]


def _unlocked(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    lacks, surely, mask = _of_retailer(source.now, wanted)
    here = _within(source.now.products, wanted)
    return {
        "membuka": _counted(source.now.products, here & (lacks > 0) & (lacks & ~mask == 0)),
        "membuka_atas": _counted(source.now.products, here & (lacks > 0) & (surely & ~mask == 0)),
    }


def _threshold(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    lacks, surely, mask = _of_retailer(source.now, wanted)
    name = _needed(wanted, "persyaratan")
    if name not in source.now.products.amounts:
        raise NothingToTrace(f"Persyaratan {name} tidak mempunyai ambang.")
    amounts, value = source.now.products.amounts[name], _number(_needed(wanted, "nilai"))
    [requirement] = {
        entry
        for retailer in source.now.retailers
        for entry in retailer.requirements
        if entry.name == name and retailer.name == wanted["ritel"]
    }
    meets = amounts <= value if requirement.highest else amounts >= value
    opened = _counted(source.now.products, (lacks == mask) & (surely == mask) & meets)
    return {"membuka": opened, "nilai": Behind(value, opened.keys)}


def _one_step(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    lacks, surely, mask = _of_retailer(source.now, wanted)
    alone = (lacks == mask) & _within(source.now.products, wanted)
    return {
        "jumlah": _counted(source.now.products, alone),
        "nilai_rp": _valued(source.now.products, np.flatnonzero(alone)),
        "tidak_pasti": _counted(source.now.products, alone & (surely == 0)),
    }


def _in_the_way(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    """The products behind a requirement; without one, all products that are not ready for the retailer."""
    name, products = _needed(wanted, "ritel"), source.now.products
    entry = next((entry for entry in obstacles(source.now) if entry.ritel == name), None)
    if entry is None:
        raise NothingToTrace(f"Tidak ada persyaratan dari {name} pada bulan itu.")
    if "persyaratan" not in wanted:
        place = [retailer.name for retailer in source.now.retailers].index(name)
        return {"belum_siap": _counted(products, source.now.lacks[place] > 0)}
    lacks, _, mask = _of_retailer(source.now, wanted)
    lacking = lacks & mask > 0
    [row] = [row for row in entry.persyaratan if row.persyaratan == wanted["persyaratan"]] or [None]
    if row is None:
        raise NothingToTrace("Kode angka itu menyebut lebih dari satu persyaratan.")
    return {
        "produk": _counted(products, lacking),
        "sendirian": _counted(products, lacks == mask),
        "pembilang": Behind(row.pembilang, _keys(products, lacking)),
        "bagian": Behind(row.bagian, _keys(products, lacking)),
    }


def _carried(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    lacks, _, mask = _of_retailer(source.now, wanted)
    opens = (lacks > 0) & (lacks & ~mask == 0)
    names = tuple(_needed(wanted, "persyaratan").split(";"))
    rows = carried(source.now, unlocks(source.now), _assumed(wanted))
    [row] = [row for row in rows if (row.ritel, row.persyaratan) == (wanted["ritel"], names)] or [None]
    if row is None:
        raise NothingToTrace("Persyaratan itu bukan pilihan terbaik yang dapat diusulkan kepada ritel.")
    if "kurang" in wanted:
        [lacking] = [entry for entry in row.kurang if entry.persyaratan == wanted["kurang"]] or [None]
        if lacking is None:
            raise NothingToTrace(f"{wanted['kurang']} tidak termasuk himpunan itu.")
        _, surely, bit = _of_retailer(source.now, {"ritel": wanted["ritel"], "persyaratan": wanted["kurang"]})
        return {
            "tidak": _counted(source.now.products, opens & (surely & bit > 0)),
            "belum_pasti": _counted(source.now.products, opens & (lacks & ~surely & bit > 0)),
        }
    products, loads = source.now.products, loads_of(source.now.products, row.anggapan)
    served = Behind(row.gerai, _keys(products, opens & (loads.outlets > 0)))
    shown = {name: _counted(products, opens & band) for name, band in loads.bands.items()}
    untold = _counted(products, opens & loads.untold)
    return {"membuka": _counted(products, opens), **shown, "gerai": served, "tanpa_kapasitas": untold}


def _assumption(_: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    """An assumption is what its code says; no row stands behind it."""
    return {name: Behind(value, ()) for name, value in asdict(_assumed(wanted)).items()}


def _assumed(wanted: Dimensions) -> Assumptions:
    """The assumptions that a code names; what it does not name is as usual."""
    named = {name: int(_number(wanted[name])) for name in asdict(USUAL_ASSUMPTIONS) if name in wanted}
    if named.get("unit_per_gerai") == 0:
        raise NothingToTrace("Satu gerai menjual paling sedikit satu unit.")
    return replace(USUAL_ASSUMPTIONS, **named)


def _accepted(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    name, products = _needed(wanted, "persyaratan"), source.now.products
    _of_retailer(source.now, wanted)  # refuses a retailer or a requirement that there is none of
    place = [retailer.name for retailer in source.now.retailers].index(wanted["ritel"])
    waiting, alone = waiting_for(source.now, source.in_process, place, name)
    return {"proses": _at(products, waiting), "membuka": _at(products, alone)}


def _planned(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    office, products, mentoring = _needed(wanted, "office"), source.now.products, Mentoring.of(source.now)
    visits = int(_number(_needed(wanted, "kunjungan")))
    [plan] = [plan for plan in mentoring.plans(visits) if plan.office == office] or [None]
    if plan is None:
        raise NothingToTrace(f"Tidak ada rencana untuk {office}.")
    opened = mentoring.opened_by(plan)
    businesses = tuple(dict.fromkeys((office, visit.kode_umkm) for visit in plan.visits))
    return {
        "nilai_rp": _valued(products, opened),
        "produk": _at(products, opened),
        "kunjungan": Behind(len(plan.visits), businesses, "dim_umkm"),
    }


def _helped(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    if source.before is None:
        return {}
    topic, helped = _needed(wanted, "topik"), _needed(wanted, "dibantu")
    came = moved(source.before, source.now, source.visits)
    rows = [row for row in effects(came) if (row.topik, str(row.dibantu)) == (topic, helped)]
    if not rows:
        raise NothingToTrace(f"Tidak ada hasil pendampingan untuk topik {topic}.")
    row, mine, products = rows[0], came[topic, bool(rows[0].dibantu)], source.now.products
    met = _keys(products, mine.met > 0)
    return {
        "jumlah": Behind(row.jumlah, _keys(products, mine.unmet > 0)),
        "terpenuhi_kini": Behind(row.terpenuhi_kini, met),
        "bawah": Behind(row.bawah, met),
        "atas": Behind(row.atas, met),
    }


def _sold(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    assignment = assign(source.market)
    demand = wanted.get("kode_permintaan")
    supplies = [supply for supply in assignment.pasokan if demand in (None, supply.kode_permintaan)]
    keys = tuple(dict.fromkeys((supply.office, supply.kode_produk) for supply in supplies))
    if demand is None:
        return {"nilai_rp": Behind(assignment.nilai_rp, keys)}
    served = [order for order in assignment.terpenuhi if order.kode_permintaan == demand]
    if not served:
        raise NothingToTrace(f"Permintaan {demand} tidak berlaku pada bulan itu.")
    asked = ((served[0].office, demand),)
    return {"terpasok": Behind(served[0].terpasok, keys), "volume": Behind(served[0].volume, asked, "fct_permintaan")}


def _pooled(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    """A pooled order, or what one regency's businesses give to it, and the products that they give."""
    buyer, code, office = _needed(wanted, "pemesan"), _needed(wanted, "kode_permintaan"), wanted.get("office")
    sold = flows(source.market)
    [order] = [
        order for order in pooled_orders(source.market, sold) if (order.office, order.kode_permintaan) == (buyer, code)
    ] or [None]
    if order is None:
        raise NothingToTrace(f"Permintaan {code} dari {buyer} tidak dilayani bersama pada bulan itu.")
    products, demands = source.market.products, source.market.demands
    mine = sold.product[(demands.office[sold.demand] == buyer) & (demands.code[sold.demand] == code)]
    if office is None:
        names = ("terpasok", "usaha", "kabupaten", "sendiri", "nilai_rp")
        keys = _keys(products, mine)
        asked = Behind(order.volume, ((buyer, code),), "fct_permintaan")
        return {"volume": asked, **{name: Behind(getattr(order, name), keys) for name in names}}
    parts = [part for part in order.bagian if part.office == office]
    if not parts:
        raise NothingToTrace(f"Permintaan {code} tidak dilayani usaha dari {office}.")
    keys = _keys(products, mine[products.office[mine] == office])
    return {name: Behind(getattr(parts[0], name), keys) for name in ("usaha", "terpasok", "persen")}


def _unknown(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    office, products = _needed(wanted, "office"), source.now.products
    rows = [row for row in not_known(source.now) if row.office == office]
    if not rows:
        raise NothingToTrace(f"Tidak ada produk yang dihitung dari {office}.")
    here = products.office == office
    unsure = here & in_doubt(source.now, curation=False)
    return {
        "produk": _counted(products, here),
        "tidak_diketahui": _counted(products, unsure),
        "persen": Behind(rows[0].persen, _keys(products, unsure)),
        "belum_dikurasi": _counted(products, here & in_doubt(source.now, curation=True)),
    }


def _waiting(source: ReportSource, wanted: Dimensions) -> dict[str, Behind]:
    assert source.point is not None
    chosen = [
        row
        for row in source.standing
        if row.tahap in WAITING
        and all(getattr(row, name) == wanted.get(name, getattr(row, name)) for name in ("usaha_besar", "tahap"))
    ]
    bands = [tuple(row.key for row in chosen if age(row, source.point.period) == band) for band in range(len(BANDS))]
    groups = {"jumlah": tuple(row.key for row in chosen)} | dict(zip(BANDS, bands, strict=True))
    return {measure: Behind(len(keys), keys, "fct_kemitraan") for measure, keys in groups.items()}


PARTS: Mapping[str, tuple[tuple[str, ...], Callable[[ReportSource, Dimensions], dict[str, Behind]]]] = {
    "pembukaan": (("ritel", "persyaratan", "office", "kategori"), _unlocked),
    "ambang": (("ritel", "persyaratan", "nilai"), _threshold),
    "satu_langkah": (("ritel", "persyaratan", "office"), _one_step),
    "hambatan": (("ritel", "persyaratan"), _in_the_way),
    "beban": (("ritel", "persyaratan", "kurang", "hari_jalan", "unit_per_gerai"), _carried),
    "anggapan": (("hari_jalan", "unit_per_gerai", "bulan_proses"), _assumption),
    "selama_proses": (("ritel", "persyaratan"), _accepted),
    "rencana": (("office", "kunjungan"), _planned),
    "dampak": (("topik", "dibantu"), _helped),
    "pasar": (("kode_permintaan",), _sold),
    "pesanan_bersama": (("pemesan", "kode_permintaan", "office"), _pooled),
    "tidak_diketahui": (("office",), _unknown),
    "umur_corong": (("usaha_besar", "tahap"), _waiting),
}
"""Each part with its columns, and what gives its measures."""


def _of_retailer(readiness: Readiness, wanted: Dimensions) -> tuple[np.ndarray, np.ndarray, int]:
    """What the products lack for the retailer that is named, and the mask of the requirements that are."""
    name = _needed(wanted, "ritel")
    for place, retailer in enumerate(readiness.retailers):
        if retailer.name == name:
            names = _needed(wanted, "persyaratan").split(";")
            required = [requirement.name for requirement in retailer.requirements]
            missing = [wanted_name for wanted_name in names if wanted_name not in required]
            if missing:
                raise NothingToTrace(f"{name} tidak mewajibkan {missing[0]} pada bulan itu.")
            return readiness.lacks[place], readiness.surely[place], retailer.mask_of(names)
    raise NothingToTrace(f"Tidak ada persyaratan dari {name} pada bulan itu.")


def _needed(wanted: Dimensions, name: str) -> str:
    if name not in wanted:
        raise NothingToTrace(f"Kode angka itu tidak menyebut {name}.")
    return wanted[name]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise NothingToTrace(f"{text!r} bukan bilangan.") from None


def _within(products: Products, wanted: Dimensions) -> np.ndarray:
    here = np.ones(len(products), dtype=bool)
    for name, column in (("office", products.office), ("kategori", products.category)):
        if name in wanted:
            here &= column == wanted[name]
    return here


def _counted(products: Products, chosen: np.ndarray) -> Behind:
    return Behind(int(chosen.sum()), _keys(products, chosen))


def _at(products: Products, places: np.ndarray) -> Behind:
    return Behind(len(places), _keys(products, places))


def _valued(products: Products, places: np.ndarray) -> Behind:
    """What products are worth, and those of them that are worth anything."""
    worth = places[products.value[places] > 0]
    return Behind(whole_sum(products.value[worth]), _keys(products, worth))


def _keys(products: Products, chosen: np.ndarray) -> tuple[Key, ...]:
    return tuple(zip(products.office[chosen].tolist(), products.key[chosen].tolist(), strict=True))
