"""The rows behind the figures of the report's own parts: products, and the businesses, demands and partnerships that
some are made of. ``behind`` finds the same by a figure's code; here all are found at once, as far as a page shows them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from reports.partnership.ageing import BANDS, WAITING, Standing, age
from reports.partnership.carried import loads_of, opened
from reports.partnership.in_process import waiting_for
from reports.partnership.not_known import in_doubt
from reports.partnership.one_step import OneStep
from reports.partnership.page_tables import STEPS
from reports.partnership.parts import Parts
from reports.partnership.product_rows import ProductRows
from reports.partnership.shown import MOST_ROWS, evenly
from reports.partnership.states import Retailer
from reports.partnership.unlock import Step
from reports.partnership.unlock_tables import MOST_PAIRS
from warehouse.figure_codes import REPORT
from warehouse.figure_rows import MOST_ROWS as LISTED_ROWS
from warehouse.figure_rows import KeyedRow, KeyedRows

if TYPE_CHECKING:
    from reports.partnership.reading import ReportSource

T = TypeVar("T")


def part_rows(source: ReportSource, parts: Parts) -> Iterator[KeyedRows]:
    """Every figure that has rows behind it, what may be proposed first."""
    of_products = ProductRows(source.now.products)
    lists = (
        *_opened(source, parts, of_products),
        *_near(source, parts, of_products),
        *_lacking(source, parts, of_products),
        *_loads(source, parts, of_products),
        *_accepted(source, parts, of_products),
        *_planned(parts, of_products),
        *_moved(parts, of_products),
        *_unknown(source, parts, of_products),
        *_waiting(source),
    )
    return (entry for entry in lists if entry.total)


def shown_of(rows: Sequence[T], name: Callable[[T], str]) -> list[T]:
    """The rows that a page shows of a table whose first column is this name."""
    return [rows[at] for at in sorted(evenly([name(row) for row in rows], MOST_ROWS))]


def _opened(source: ReportSource, parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    now = source.now
    for retailer, lacks, surely, entry in zip(now.retailers, now.lacks, now.surely, parts.opening, strict=True):
        pairs = sorted(entry.pasangan, key=lambda pair: (-pair.membuka, -pair.membuka_atas))[:MOST_PAIRS]
        sets = (best.persyaratan for best in (*entry.terbaik_ritel, *entry.terbaik, *pairs))
        for names in dict.fromkeys([*((single.persyaratan,) for single in entry.tanpa), *sets]):
            mask = retailer.mask_of(names)
            dimensions = {"ritel": retailer.name, "persyaratan": ";".join(names)}
            chosen = {
                "membuka": opened(retailer, lacks, names),
                "membuka_atas": (lacks > 0) & (surely & ~mask == 0),
            }
            yield from of_products.counted(f"{REPORT}pembukaan", dimensions, chosen)
    steps = [(place, step) for place, entry in enumerate(parts.opening) for step in entry.ambang]
    for place, step in shown_of(steps, lambda row: parts.opening[row[0]].ritel):
        yield from _past_threshold(source, place, step, of_products)


def _past_threshold(source: ReportSource, place: int, step: Step, of_products: ProductRows) -> Iterator[KeyedRows]:
    now = source.now
    retailer, lacks, surely = now.retailers[place], now.lacks[place], now.surely[place]
    [requirement] = [entry for entry in retailer.requirements if entry.name == step.persyaratan]
    mask, amounts = retailer.mask_of((step.persyaratan,)), now.products.amounts[step.persyaratan]
    meets = amounts <= step.nilai if requirement.highest else amounts >= step.nilai
    dimensions = {"ritel": retailer.name, "persyaratan": step.persyaratan, "nilai": str(step.nilai)}
    yield from of_products.counted(
        f"{REPORT}ambang", dimensions, {"membuka": (lacks == mask) & (surely == mask) & meets}
    )


def _near(source: ReportSource, parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    steps = sorted(parts.near, key=lambda step: (-step.jumlah, step.ritel, step.persyaratan, step.office))
    for has_topic in (True, False):
        mine = [step for step in steps if bool(step.topik) == has_topic]
        for step in shown_of(mine, lambda step: step.ritel):
            yield from _of_step(source, step, of_products)


def _of_step(source: ReportSource, step: OneStep, of_products: ProductRows) -> Iterator[KeyedRows]:
    now, name = source.now, f"{REPORT}satu_langkah"
    retailer, lacks, surely = _of_retailer(source, step.ritel)
    alone = np.flatnonzero(lacks == retailer.mask_of((step.persyaratan,)))
    here = alone[now.products.office[alone] == step.office]
    worth = here[now.products.value[here] > 0]
    dimensions = {"ritel": step.ritel, "persyaratan": step.persyaratan, "office": step.office}
    yield of_products.at(name, "jumlah", dimensions, here)
    yield of_products.at(name, "tidak_pasti", dimensions, here[surely[here] == 0])
    yield of_products.at(name, "nilai_rp", dimensions, worth, now.products.value[worth])


def _lacking(source: ReportSource, parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    name = f"{REPORT}hambatan"
    for entry in parts.obstacles:
        retailer, lacks, _ = _of_retailer(source, entry.ritel)
        yield from of_products.counted(name, {"ritel": entry.ritel}, {"belum_siap": lacks > 0})
        share = 1 / np.maximum(np.bitwise_count(lacks), 1)
        for row in entry.persyaratan:
            bit = retailer.mask_of((row.persyaratan,))
            dimensions = {"ritel": entry.ritel, "persyaratan": row.persyaratan}
            yield from of_products.counted(name, dimensions, {"produk": lacks & bit > 0, "sendirian": lacks == bit})
            yield of_products.summed(name, "bagian", dimensions, np.where(lacks & bit > 0, share, 0))


def _loads(source: ReportSource, parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    name, assumed = f"{REPORT}beban", parts.asked.assumptions
    loads = loads_of(source.now.products, assumed)
    days = {"hari_jalan": str(assumed.hari_jalan), "unit_per_gerai": str(assumed.unit_per_gerai)}
    for row in parts.carried:
        retailer, lacks, surely = _of_retailer(source, row.ritel)
        mine = opened(retailer, lacks, row.persyaratan)
        dimensions = {"ritel": row.ritel, "persyaratan": ";".join(row.persyaratan), **days}
        bands = {band: mine & kept for band, kept in loads.bands.items()}
        chosen = {"membuka": mine, **bands, "tanpa_kapasitas": mine & loads.untold}
        yield from of_products.counted(name, dimensions, chosen)
        yield of_products.summed(name, "gerai", dimensions, np.where(mine, loads.outlets, 0))
        for lacking in row.kurang:
            bit = retailer.mask_of((lacking.persyaratan,))
            unmet = {"tidak": mine & (surely & bit > 0), "belum_pasti": mine & (lacks & ~surely & bit > 0)}
            yield from of_products.counted(name, {**dimensions, "kurang": lacking.persyaratan}, unmet)


def _accepted(source: ReportSource, parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    names = [retailer.name for retailer in source.now.retailers]
    for row in parts.accepted:
        dimensions = {"ritel": row.ritel, "persyaratan": row.persyaratan}
        groups = waiting_for(source.now, source.in_process, names.index(row.ritel), row.persyaratan)
        for measure, places in zip(("proses", "membuka"), groups, strict=True):
            yield of_products.at(f"{REPORT}selama_proses", measure, dimensions, places)


def _planned(parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    """What a plan opens, also with fewer visits, and the businesses that are visited, by how often."""
    name, mentoring, last = f"{REPORT}rencana", parts.mentoring, parts.asked.visits
    plans = [plan for step in STEPS if step < last for plan in mentoring.plans(step)]
    for plan in (*parts.plans, *plans):
        dimensions = {"office": plan.office, "kunjungan": str(plan.kunjungan)}
        places = mentoring.opened_by(plan)
        value = of_products.products.value[places]
        yield of_products.at(name, "produk", dimensions, places)
        yield of_products.at(name, "nilai_rp", dimensions, places[value > 0], value[value > 0])
    for plan in parts.plans:
        visits = Counter(visit.kode_umkm for visit in plan.visits)
        rows = [KeyedRow("dim_umkm", (plan.office, business), visits[business]) for business in sorted(visits)]
        dimensions = {"office": plan.office, "kunjungan": str(plan.kunjungan)}
        yield KeyedRows(name, "kunjungan", dimensions, len(rows), rows[:LISTED_ROWS])


def _moved(parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    """What products lacked and what of it they meet, by how many requirements; bounds are those of what is met."""
    name = f"{REPORT}dampak"
    for (topic, helped), came in parts.moved.items():
        dimensions = {"topik": topic, "dibantu": str(int(helped))}
        yield of_products.summed(name, "jumlah", dimensions, came.unmet)
        for measure in ("terpenuhi_kini", "bawah", "atas"):
            yield of_products.summed(name, measure, dimensions, came.met)


def _unknown(source: ReportSource, parts: Parts, of_products: ProductRows) -> Iterator[KeyedRows]:
    """By regency; the share is one of the same products."""
    now = source.now
    unsure, uncurated = (in_doubt(now, curation=curation) for curation in (False, True))
    for row in parts.not_known:
        here = now.products.office == row.office
        chosen = {"tidak_diketahui": here & unsure, "persen": here & unsure, "belum_dikurasi": here & uncurated}
        yield from of_products.counted(f"{REPORT}tidak_diketahui", {"office": row.office}, chosen)


def _waiting(source: ReportSource) -> Iterator[KeyedRows]:
    """Partnerships at each stage before supplying, all of them and by the days that they have stood there."""
    groups: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for row in source.standing:
        if row.tahap in WAITING:
            groups[row.usaha_besar, row.tahap].append(row)
    for (partner, stage), rows in groups.items():
        assert source.point is not None
        dimensions = {"usaha_besar": partner, "tahap": stage}
        bands = [age(row, source.point.period) for row in rows]
        keys = {"jumlah": [row.key for row in rows]}
        keys |= {
            band: [row.key for row, at in zip(rows, bands, strict=True) if at == n] for n, band in enumerate(BANDS)
        }
        for measure, mine in keys.items():
            first = [KeyedRow("fct_kemitraan", key) for key in sorted(mine)[:LISTED_ROWS]]
            yield KeyedRows(f"{REPORT}umur_corong", measure, dimensions, len(mine), first)


def _of_retailer(source: ReportSource, name: str) -> tuple[Retailer, np.ndarray, np.ndarray]:
    now = source.now
    [place] = [place for place, retailer in enumerate(now.retailers) if retailer.name == name]
    return now.retailers[place], now.lacks[place], now.surely[place]
