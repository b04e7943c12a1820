"""The matcher on made-up records of many kinds of noise, and on records worked out by hand."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from benchmarks.linkage.measuring import measure
from benchmarks.linkage.population import Setting, population
from warehouse.linkage import matching
from warehouse.linkage.blocking import LARGEST_BLOCK
from warehouse.linkage.features import COLUMNS
from warehouse.linkage.matching import JOIN, grouped_businesses, grouped_owners, scored_pairs
from warehouse.linkage.model import shipped_model
from warehouse.linkage.promising import promising

FIRST = {
    "office": "76.05", "row_key": "MJN-0001", "nik": "n1", "nib": "b1", "phone": "t1", "business": "UD Tunas Muda",
    "owner_name": "Rosdiana Saharia", "district": "76.05.01", "village": "76.05.01.1001", "field": "Kriya", "year": 2010,
    "sex": "P",
}  # fmt: skip
SECOND = FIRST | {"office": "76.01", "row_key": "PKY-0001", "district": "76.01.01", "village": "76.01.01.1001"}


def frame(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"office": "str", "row_key": "str"})


def joined(*rows: dict) -> bool:
    records = frame(*rows)
    groups = grouped_businesses(records, scored_pairs(records, shipped_model())).groups
    return len(set(groups.values())) == 1


def one_owner(*rows: dict) -> bool:
    records = frame(*rows)
    groups = grouped_owners(records, scored_pairs(records, shipped_model())).groups
    return len(set(groups.values())) == 1


def test_the_same_nik_and_a_similar_name_are_one_business_of_two_regencies() -> None:
    assert joined(
        FIRST, SECOND | {"business": "Tunas Moeda (Toko)", "owner_name": "Hj. Rosdiana S.", "nib": None, "phone": "t2"}
    )


def test_the_same_nib_and_similar_names_are_one_business() -> None:
    assert joined(
        FIRST | {"nik": None}, SECOND | {"business": "TUNAS MUDA", "owner_name": "Bu Rosdiana", "phone": None}
    )


def test_one_owner_with_another_business_is_one_owner_of_two() -> None:
    second = SECOND | {"business": "Kopi Bubuk Melati", "field": "Makanan dan Minuman", "year": 2019}
    assert not joined(FIRST, second)
    assert one_owner(FIRST, second)


def test_a_second_shop_with_a_number_is_another_business() -> None:
    assert not joined(FIRST, FIRST | {"row_key": "MJN-0002", "business": "UD Tunas Muda 2"})


def test_other_goods_under_one_brand_are_another_business() -> None:
    assert not joined(
        FIRST | {"business": "Keripik Pisang Melati"},
        FIRST | {"row_key": "MJN-0002", "business": "Sarung Tenun Melati"},
    )


@pytest.mark.parametrize("change", [{"nik": "n2"}, {"nik": "n2", "phone": "t2"}, {"nik": "n2", "nib": "b2"}])
def test_another_nik_is_never_joined_unasked(change: dict) -> None:
    assert not joined(FIRST, FIRST | {"row_key": "MJN-0002"} | change)
    assert not one_owner(FIRST, FIRST | {"row_key": "MJN-0002"} | change)


def test_without_a_number_that_agrees_nothing_is_joined_unasked() -> None:
    bare = {"nik": None, "nib": None, "phone": None}
    records = frame(FIRST | bare, FIRST | bare | {"row_key": "MJN-0002"})
    pairs = scored_pairs(records, shipped_model())
    assert pairs["probability"].tolist() > [JOIN]
    assert pairs["certain"].tolist() == [False]


def test_evidence_says_what_agrees_and_no_value() -> None:
    pairs = scored_pairs(frame(FIRST, SECOND | {"phone": "t2", "nib": None}), shipped_model())
    assert pairs["evidence"].tolist() == ["nik sama, nib kosong, telepon beda, nama 1.0, pemilik 1.0, tempat lain"]
    assert pairs["basis"].tolist() == ["nik"]


def test_the_same_records_in_any_order_give_the_same_pairs() -> None:
    records = population(Setting(records=800, again=0.3, traps=0.3), 3)
    pairs = scored_pairs(records, shipped_model())
    shuffled = records.sample(frac=1, random_state=5).reset_index(drop=True)
    pd.testing.assert_frame_equal(scored_pairs(shuffled, shipped_model()), pairs)


def test_pairs_of_fresh_records_alone_are_those_that_the_whole_gives() -> None:
    records = population(Setting(records=800, again=0.3, traps=0.3), 4)
    fresh = np.arange(len(records)) % 5 == 0
    whole, part = scored_pairs(records, shipped_model()), scored_pairs(records, shipped_model(), fresh)
    keys = set(zip(records.loc[fresh, "office"], records.loc[fresh, "row_key"], strict=True))
    touches = [
        (row.office_a, row.key_a) in keys or (row.office_b, row.key_b) in keys for row in whole.itertuples(index=False)
    ]
    pd.testing.assert_frame_equal(part, whole[touches].reset_index(drop=True))


@pytest.mark.parametrize("seed", range(4))
def test_made_up_records_with_any_noise_are_joined_as_they_should(seed: int) -> None:
    quality = measure(population(Setting(records=2000).varied(random.Random(seed)), 500 + seed))
    assert quality.precision >= 0.99
    assert quality.of_two_owners == 0
    assert quality.recall >= 0.75
    assert quality.recall_with_asked >= 0.93
    assert quality.asked_per_1000 <= 40


def test_what_very_many_records_share_makes_no_pairs() -> None:
    strangers = [
        FIRST | {"row_key": f"MJN-{number:04}", "nik": f"n{number}", "nib": None, "phone": None}
        for number in range(LARGEST_BLOCK + 1)
    ]
    assert scored_pairs(frame(*strangers), shipped_model()).empty
    twin = strangers[0] | {"office": "76.01", "row_key": "PKY-0001"}
    pairs = scored_pairs(frame(*strangers, twin), shipped_model())
    assert [(row.key_a, row.key_b) for row in pairs.itertuples()] == [("PKY-0001", "MJN-0000")]


@pytest.mark.parametrize("seed", [5, 6])
def test_leaving_out_what_cannot_be_likely_changes_nothing(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    records = population(Setting(records=1_500), seed)
    kept: list[float] = []

    def watched(*arguments):
        is_promising = promising(*arguments)
        kept.append(is_promising.mean())
        return is_promising

    monkeypatch.setattr(matching, "promising", watched)
    pairs = scored_pairs(records, shipped_model())
    monkeypatch.setattr(matching, "promising", lambda records, first, *others: np.ones(len(first), dtype=bool))
    pd.testing.assert_frame_equal(pairs, scored_pairs(records, shipped_model()))
    assert len(pairs) > 100
    assert kept[0] < 0.95
