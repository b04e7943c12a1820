"""The first page: at most six sentences and five requests to the forum, made from the data by rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reports.partnership.shown import Numbers, Sentence

Data = Mapping[str, Any]
MOST_SENTENCES, MOST_REQUESTS, MOST_FIGURES = 6, 5, 6


@dataclass(frozen=True)
class FirstPage:
    """Sentences and requests: each a run of words and numbers."""

    sentences: tuple[Sentence, ...]
    requests: tuple[Sentence, ...]


def first_page(data: Data, numbers: Numbers, names: Mapping[str, str]) -> FirstPage:
    """What the data say first. ``names`` gives the offices' names by code."""
    return FirstPage(
        tuple(islice(_sentences(data, numbers), MOST_SENTENCES)),
        tuple(islice(_requests(data, numbers, names), MOST_REQUESTS)),
    )


def _sentences(data: Data, numbers: Numbers) -> Iterator[Sentence]:
    ready = data["marts"]["kesiapan"]
    retailers = sorted({row["ritel"] for row in ready})
    by_retailer = [(ritel, numbers.sum("kesiapan", ready, "siap", ritel=ritel)) for ritel in retailers]
    if by_retailer:
        ritel, most = max(by_retailer, key=lambda pair: pair[1].value)
        every = numbers.sum("kesiapan", ready, "jumlah_produk", ritel=ritel)
        yield ("Paling banyak produk siap untuk ", ritel, ": ", most, " dari ", every, " produk.")
    obstacles = [row for row in data["marts"]["syarat"] if row["wajib"] and not row["di_luar_data"]]
    if obstacles:
        row = max(obstacles, key=lambda row: row["tidak"])
        unmet = numbers.mart("syarat", row, "tidak", "ritel", "persyaratan")
        if unmet is not None and unmet.value:
            yield (
                "Yang paling sering tidak dipenuhi: ",
                row["persyaratan"],
                " pada ",
                row["ritel"],
                ", ",
                unmet,
                " produk.",
            )
    waiting = numbers.sum("kesiapan", ready, "siap_belum_memasok")
    if waiting.value:
        yield ("Siap tetapi belum memasok, dihitung untuk setiap ritel: ", waiting, " produk.")
    if data["pasar"]["nilai_rp"]:
        sold = numbers.part("pasar", data["pasar"]["nilai_rp"], "nilai_rp", "rupiah")
        yield ("Permintaan Sulawesi Selatan yang kini dapat dipasok bernilai ", sold, " sebulan.")
    partnerships = data["marts"]["kemitraan"]
    supplying = numbers.sum("kemitraan", partnerships, "jumlah_kemitraan", tahap="Memasok")
    if partnerships:
        yield ("Kemitraan yang sudah memasok: ", supplying, ".")


def _requests(data: Data, numbers: Numbers, names: Mapping[str, str]) -> Iterator[Sentence]:
    """Proposals to a retailer come only from what it can change itself."""
    proposals = [
        (entry["ritel"], best) for entry in data["pembukaan"] for best in entry["terbaik_ritel"] if best["k"] == 1
    ]
    for ritel, best in sorted(proposals, key=lambda pair: (-pair[1]["membuka"], pair[0]))[:2]:
        if best["membuka"]:
            name = best["persyaratan"][0]
            opened = numbers.part("pembukaan", best["membuka"], "membuka", ritel=ritel, persyaratan=name)
            yield (ritel, ": meninjau ", name, "; ", opened, " produk menjadi siap. Jawaban sebelum forum berikutnya.")
    for plan in sorted(data["rencana"], key=lambda plan: (-plan["nilai_rp"], plan["office"]))[:2]:
        if plan["visits"]:
            grain = {"office": plan["office"], "kunjungan": plan["kunjungan"]}
            visits = numbers.part("rencana", len(plan["visits"]), "kunjungan", **grain)
            opened = numbers.part("rencana", plan["produk"], "produk", **grain)
            office = names.get(plan["office"], plan["office"])
            yield (
                office,
                ": ",
                visits,
                " kunjungan pendampingan menurut rencana; ",
                opened,
                " produk terbuka. Sebelum forum berikutnya.",
            )
    curations = [row for row in data["satu_langkah"] if row["persyaratan"] == "Lolos Kurasi" and row["tidak_pasti"]]
    if curations:
        row = max(curations, key=lambda row: row["tidak_pasti"])
        grain = {name: row[name] for name in ("ritel", "persyaratan", "office")}
        left = numbers.part("satu_langkah", row["tidak_pasti"], "tidak_pasti", **grain)
        office = names.get(row["office"], row["office"])
        yield (
            "Tim kurasi: ",
            left,
            " produk dari ",
            office,
            " tinggal dikurasi untuk ",
            row["ritel"],
            ". Sebelum forum berikutnya.",
        )
