"""Measures the matcher on made-up records: ``python -m benchmarks.linkage.measuring [RECORDS] [SEED]``."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from benchmarks.linkage.population import Setting, population
from warehouse.linkage.grouping import Grouped, pair_of
from warehouse.linkage.matching import ASK, grouped_businesses, scored_pairs
from warehouse.linkage.model import shipped_model


@dataclass(frozen=True)
class Quality:
    """What came of it: shares of joined and of true pairs, pairs asked for every 1,000 records, pairs joined wrongly,
    those of them that have not even one owner, and the seconds of this process.
    """

    precision: float
    recall: float
    recall_with_asked: float
    asked_per_1000: float
    wrong: int
    of_two_owners: int
    seconds: float


def measure(records: pd.DataFrame) -> Quality:
    """Joins, asks, and compares with the truth in ``business_id`` and ``owner_id``."""
    began = time.process_time()
    pairs = scored_pairs(records.drop(columns=["business_id", "owner_id"]), shipped_model())
    result = grouped_businesses(records, pairs)
    seconds = time.process_time() - began
    return _quality(records, pairs, result, seconds)


def _quality(records: pd.DataFrame, pairs: pd.DataFrame, result: Grouped, seconds: float) -> Quality:
    keys = list(zip(records["office"], records["row_key"], strict=True))
    business = dict(zip(keys, records["business_id"], strict=True))
    owner = dict(zip(keys, records["owner_id"], strict=True))
    sizes = records.groupby("business_id").size()
    true = int((sizes * (sizes - 1) // 2).sum())
    joined = {pair for group in set(result.groups.values()) for pair in combinations(group, 2)}
    looked_at = pairs[pairs["probability"] >= ASK]
    asked_pairs = {
        pair_of((row.office_a, row.key_a), (row.office_b, row.key_b)) for row in looked_at.itertuples(index=False)
    } - joined
    hits, also = (sum(business[a] == business[b] for a, b in links) for links in (joined, asked_pairs))
    return Quality(
        hits / len(joined) if joined else 1.0,
        hits / true,
        (hits + also) / true,
        1000 * len(asked_pairs) / len(records),
        len(joined) - hits,
        sum(owner[a] != owner[b] for a, b in joined),
        seconds,
    )


def main() -> None:
    """Measures one population and prints what came of it."""
    size, seed = [int(text) for text in sys.argv[1:3]] + [200_000, 77][len(sys.argv) - 1 :]
    print(measure(population(Setting(records=size), seed)))


if __name__ == "__main__":
    main()
