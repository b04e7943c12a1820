"""Parts of the report by ``figures.md`` §3 once more, read literally over the same worlds as the marts: every set and
every plan is tried.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import sqrt
from typing import Any

from tests.warehouse.by_definition import BEST_FIRST, OUTSIDE, Row, Seen, Standing

LAW = ("NIB", "NPWP", "P-IRT", "BPOM MD", "P-IRT atau BPOM MD", "Halal", "Label Lengkap", "Kode Produksi", "SNI")
OURS = ("Lolos Kurasi", "Rekomendasi Dinas")
TOPICS = {
    **dict.fromkeys(("NIB", "NPWP", "P-IRT", "BPOM MD", "P-IRT atau BPOM MD", "Merek Terdaftar"), "Legalitas"),
    **dict.fromkeys(("Barcode", "Label Lengkap", "Kode Produksi"), "Kemasan"),
    **dict.fromkeys(("Masa Simpan Minimal", "Kapasitas Minimal"), "Produksi"),
    "Halal": "Halal",
    "Harga Maksimal": "Keuangan",
}
AMOUNTS = {"Masa Simpan Minimal": "masa_simpan_hari", "Kapasitas Minimal": "kapasitas_bulanan", "Harga Maksimal": "harga_jual"}  # fmt: skip
Z = 1.959963984540054


def group_of(requirement: str) -> str:
    return "hukum" if requirement in LAW else "kita" if requirement in OURS else "ritel"


@dataclass
class ReportSeen:
    """What the report says from one point of view."""

    seen: Seen

    @cached_property
    def products(self) -> list[Standing]:
        return self.seen.counted("produk")

    def required(self, retailer: str) -> dict[str, Row]:
        """Compulsory requirements within the data, by code point."""
        asked = self.seen.requirements[retailer]
        return {name: asked[name] for name in sorted(asked) if asked[name]["wajib"] and name not in OUTSIDE}

    def state(self, product: Standing, name: str, row: Row) -> str:
        return self.seen.status(product, name, row.get("nilai"))

    @cached_property
    def unmet(self) -> dict[str, list[dict[str, str]]]:
        """By retailer, for each product, each unmet requirement and its state."""
        return {
            retailer: [
                {name: state for name, row in self.required(retailer).items()
                 if (state := self.state(product, name, row)) in BEST_FIRST[1:]}
                for product in self.products
            ]
            for retailer in self.seen.requirements
        }  # fmt: skip

    def worth(self, product: Standing) -> int:
        return (product.row.get("kapasitas_bulanan") or 0) * product.row["harga_jual"]

    def opening(self) -> list[dict[str, Any]]:
        return [self._opening_of(retailer) for retailer in sorted(self.seen.requirements)]

    def _opening_of(self, retailer: str) -> dict[str, Any]:
        names, lacking = list(self.required(retailer)), [lack for lack in self.unmet[retailer] if lack]

        def opens(dropped: Iterable[str]) -> dict[str, int]:
            sure = [{name for name, state in lack.items() if state in ("tidak", "proses")} for lack in lacking]
            return {
                "membuka": sum(set(lack) <= set(dropped) for lack in lacking),
                "membuka_atas": sum(lack <= set(dropped) for lack in sure),
            }

        def best(among: list[str]) -> Iterator[dict[str, Any]]:
            for size in range(1, len(among) + 1):
                counts = {group: opens(group) for group in combinations(among, size)}
                most = max(count["membuka"] for count in counts.values())
                equal = [group for group, count in counts.items() if count["membuka"] == most]
                yield {"k": size, "persyaratan": list(equal[0]), "pilihan_setara": len(equal), **counts[equal[0]]}

        def alone(name: str) -> list[dict[str, Any]]:
            grains = Counter(
                (product.office, product.row["kategori"])
                for product, lack in zip(self.products, self.unmet[retailer], strict=True)
                if set(lack) == {name}
            )
            return [{"office": office, "kategori": kind, "membuka": count} for (office, kind), count in grains.items()]

        return {
            "ritel": retailer,
            "tanpa": [
                {"persyaratan": name, "golongan": group_of(name), "menurut": alone(name), **opens([name])}
                for name in names
            ],
            "pasangan": [{"persyaratan": list(pair), **opens(pair)} for pair in combinations(names, 2)],
            "terbaik": list(best(names)),
            "terbaik_ritel": list(best([name for name in names if group_of(name) == "ritel"])),
            "ambang": list(self._steps(retailer)),
        }

    def _steps(self, retailer: str) -> Iterator[dict[str, Any]]:
        for name in self.required(retailer):
            if name in AMOUNTS:
                held = [
                    product.row[AMOUNTS[name]]
                    for product, lack in zip(self.products, self.unmet[retailer], strict=True)
                    if lack == {name: "tidak"}
                ]
                for value in set(held):
                    meeting = [other <= value if name == "Harga Maksimal" else other >= value for other in held]
                    yield {"persyaratan": name, "nilai": value, "membuka": sum(meeting)}

    def one_step(self) -> list[dict[str, Any]]:
        steps: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for retailer, lacks in self.unmet.items():
            for product, lack in zip(self.products, lacks, strict=True):
                if len(lack) == 1:
                    step = steps[retailer, *lack, product.office]
                    step["jumlah"] += 1
                    step["nilai_rp"] += self.worth(product)
        names = ("ritel", "persyaratan", "office")
        return [
            {**dict(zip(names, key, strict=True)), **step, "topik": TOPICS.get(key[1])} for key, step in steps.items()
        ]

    def plan(self, office: str, visits: int) -> int:
        """The greatest value that so many visits open in a regency."""
        wanted = []  # for each product its worth, and by retailer the visits that open it there
        for at, product in enumerate(self.products):
            lacks = [self.unmet[retailer][at] for retailer in self.unmet]
            if product.office == office and lacks and all(lacks):
                ways = [{(product.row["kode_umkm"], TOPICS.get(name)) for name in lack} for lack in lacks]
                wanted.append((self.worth(product), [way for way in ways if all(topic for _, topic in way)]))
        choices = sorted({visit for _, ways in wanted for way in ways for visit in way})
        plans = combinations(choices, min(visits, len(choices)))
        return max(
            (sum(worth for worth, ways in wanted if any(way <= set(plan) for way in ways)) for plan in plans), default=0
        )

    def effect(self, before: ReportSeen) -> list[dict[str, Any]]:
        number, met = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
        now = {(product.office, product.key): product for product in self.products}
        visited = {
            (event.office, event.row["kode_umkm"], event.row["topik"])
            for event in self.seen.standing("pendampingan").values()
            if before.seen.last_day < event.row["tanggal"] <= self.seen.last_day
        }
        for retailer, lacks in before.unmet.items():
            asked = self.required(retailer) if retailer in self.seen.requirements else {}
            for product, lack in zip(before.products, lacks, strict=True):
                later = now.get((product.office, product.key))
                for name in lack if later else ():
                    topic = TOPICS.get(name)
                    if later and topic and name in asked:
                        helped = int((later.office, later.row["kode_umkm"], topic) in visited)
                        number[topic, helped] += 1
                        met[topic, helped] += self.state(later, name, asked[name]) in ("terpenuhi", "tidak_berlaku")
        return [
            {
                "topik": topic,
                "dibantu": helped,
                "jumlah": count,
                "terpenuhi_kini": met[topic, helped],
                **_bounds(met[topic, helped], count),
            }
            for (topic, helped), count in number.items()
        ]


def _bounds(met: int, count: int) -> dict[str, float]:
    """Wilson's 95 % bounds of a share."""
    share, weight = met / count, 1 + Z * Z / count
    middle = share + Z * Z / (2 * count)
    spread = Z * sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    return {"bawah": (middle - spread) / weight, "atas": (middle + spread) / weight}
