"""The tables of what a lighter list of requirements opens: proposals, best sets, singles, pairs, thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reports.partnership.obstacle_tables import GROUPS
from reports.partnership.shown import Bars, Number, Numbers, Table, table

Data = Mapping[str, Any]

MOST_OF_A_SET, MOST_PAIRS = 5, 10
"""How many requirements a best set has at most, and how many pairs are shown of a retailer."""


def unlock(data: Data, numbers: Numbers) -> Iterator[Table]:
    """Proposals come from the retailer's own requirements alone; what the law asks stands apart and is no proposal."""
    entries = data["pembukaan"]
    yield table(
        "usul",
        "Yang dapat diusulkan kepada ritel",
        "Himpunan terbaik dari persyaratan yang dapat diubah ritel sendiri, dan produk yang terbuka bila himpunan itu tidak diminta.",
        ("Ritel", "Tanpa persyaratan", "Terbuka", "Paling banyak"),
        (
            (entry["ritel"], _named(best), *_opened(numbers, entry, best))
            for entry in entries
            for best in entry["terbaik_ritel"]
        ),
        bars=Bars(1, (2, 3)),
    )
    yield table(
        "terbaik",
        "Yang bersama-sama paling banyak menghalangi",
        "Himpunan yang paling banyak membuka bila terpenuhi semua, menurut banyaknya persyaratan. Ini bukan usul kepada ritel: "
        "kewajiban hukum tidak dihapus, dan kurasi adalah pekerjaan kita.",
        ("Ritel", "Persyaratan", "Siapa yang dapat mengubah", "Terbuka", "Paling banyak"),
        (
            (entry["ritel"], _named(best), _who(entry, best["persyaratan"]), *_opened(numbers, entry, best))
            for entry in entries
            for best in entry["terbaik"]
            if best["k"] <= MOST_OF_A_SET
        ),
    )
    yield table(
        "tanpa",
        "Yang terbuka bila satu persyaratan terpenuhi semua",
        "Produk yang kurang satu itu saja. Kewajiban hukum tidak diusulkan untuk dihapus; kurasi adalah pekerjaan kita.",
        ("Ritel", "Persyaratan", "Siapa yang dapat mengubah", "Terbuka", "Paling banyak"),
        (
            (entry["ritel"], single["persyaratan"], GROUPS[single["golongan"]], *_opened(numbers, entry, single))
            for entry in entries
            for single in _most_first(entry["tanpa"])
        ),
    )
    yield table(
        "pasangan",
        "Yang terbuka bila dua persyaratan terpenuhi semua",
        "Sepuluh pasangan setiap ritel yang paling banyak membuka: produk yang kurang keduanya, atau salah satunya saja.",
        ("Ritel", "Persyaratan", "Siapa yang dapat mengubah", "Terbuka", "Paling banyak"),
        (
            (entry["ritel"], _named(pair), _who(entry, pair["persyaratan"]), *_opened(numbers, entry, pair))
            for entry in entries
            for pair in _most_first(entry["pasangan"])[:MOST_PAIRS]
            if pair["membuka_atas"]
        ),
    )
    yield table(
        "ambang",
        "Yang terbuka bila ambangnya digeser",
        "Produk yang kurang ambang itu saja dan akan memenuhi ambang yang baru.",
        ("Ritel", "Persyaratan", "Ambang baru", "Terbuka"),
        (
            (
                entry["ritel"],
                step["persyaratan"],
                numbers.part("ambang", step["nilai"], "nilai", **_of_step(entry, step)),
                numbers.part("ambang", step["membuka"], "membuka", **_of_step(entry, step)),
            )
            for entry in data["pembukaan"]
            for step in entry["ambang"]
        ),
    )


def _most_first(rows: Iterable[Data]) -> list[Data]:
    """What surely opens most first, then what may."""
    return sorted(rows, key=lambda row: (-row["membuka"], -row["membuka_atas"]))


def _named(row: Data) -> str:
    return " + ".join(row["persyaratan"])


def _who(entry: Data, names: Sequence[str]) -> str:
    groups = {single["persyaratan"]: GROUPS[single["golongan"]] for single in entry["tanpa"]}
    return " + ".join(dict.fromkeys(groups[name] for name in names))


def _opened(numbers: Numbers, entry: Data, row: Data) -> tuple[Number, ...]:
    names = [row["persyaratan"]] if isinstance(row["persyaratan"], str) else row["persyaratan"]
    grain = {"ritel": entry["ritel"], "persyaratan": ";".join(names)}
    return tuple(numbers.part("pembukaan", row[measure], measure, **grain) for measure in ("membuka", "membuka_atas"))


def _of_step(entry: Data, step: Data) -> dict[str, Any]:
    return {"ritel": entry["ritel"], "persyaratan": step["persyaratan"], "nilai": step["nilai"]}
