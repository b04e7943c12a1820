"""Scores the pairs of a frame of records: how probably each is one business and has one owner, by which evidence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from warehouse.linkage.blocking import candidate_pairs
from warehouse.linkage.features import AGREE, DIFFER, MISSING, NUMBERS, compared, prepared
from warehouse.linkage.grouping import Edge, Grouped, Pair, Record, grouped
from warehouse.linkage.model import Model
from warehouse.linkage.promising import promising

JOIN, ASK = 0.8, 0.05
"""The probabilities from which a pair is joined, or put before a person."""
ASK_WITHOUT_NUMBER = 0.4
"""The same for a pair of two villages of which no number agrees: of those that look alike few are one."""
OWNER = 0.9
"""The probability from which two records have one owner."""
SURE_NAME = 0.85
"""Names so alike, with the same NIK or NIB and an owner that agrees, are one business whatever else differs (figures
2026.1, §4).
"""
LEAST_NAME, LEAST_OWNER = 0.6, 0.7
"""A business is joined unasked only when a number agrees, no NIK differs, and its owner and its name agree so well."""

PAIR = ("office_a", "key_a", "office_b", "key_b")
SCORES = ("probability", "owner_probability", "evidence", "basis", "certain", "same_person")
"""``evidence``: what agrees, as text without a value; ``basis``: nik, nib or mirip; ``certain``: whether nothing
forbids to join the pair unasked; ``same_person``: the same of its owners.
"""

_WORDS = {AGREE: "sama", DIFFER: "beda", MISSING: "kosong"}


def scored_pairs(records: pd.DataFrame, model: Model, fresh: np.ndarray | None = None) -> pd.DataFrame:
    """The pairs that may be one business or have one owner, with PAIR and SCORES, in the order of PAIR.

    ``records``: a frame with ``features.COLUMNS``; ``fresh``: which of its rows are to be looked at, as booleans: pairs
    of others are left out.
    """
    if fresh is not None:
        records = records.assign(fresh=fresh)
    ready = prepared(records)
    first, second = candidate_pairs(ready, None if fresh is None else ready["fresh"].to_numpy(dtype=bool))
    is_promising = promising(ready, first, second, model.business, (ASK, ASK_WITHOUT_NUMBER))
    first, second = first[is_promising], second[is_promising]
    features = compared(ready, first, second)
    business, owner = model.probabilities(features)
    agrees = features["identity"].str.contains(AGREE).to_numpy()
    least = np.where(agrees | (features["village"] == 1), ASK, ASK_WITHOUT_NUMBER)
    business = np.where(business >= least, business, 0)
    certain, same_person = _certain(features)
    nik, nib = (features["identity"].str[at] == AGREE for at in (0, 1))
    numbers = nik | (nib & (features["name_of_owner"] == 0))
    sure = certain & (features["name"] >= SURE_NAME) & numbers
    business = np.where(sure, np.maximum(business, JOIN), business)
    owner = np.where(same_person & nik, np.maximum(owner, OWNER), owner)
    is_likely = (business > 0) | ((owner >= OWNER) & agrees)
    scores = features.assign(probability=business, owner_probability=owner, certain=certain, same_person=same_person)
    return _told(ready, first[is_likely], second[is_likely], scores[is_likely])


def _certain(features: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Whether each pair's businesses, and its owners, may be joined without asking anybody."""
    numbers_agree = features["identity"].str.contains(AGREE) & (features["identity"].str[0] != DIFFER)
    owners_agree = numbers_agree & (features[["owner", "owner_first"]].min(axis=1) >= LEAST_OWNER)
    names_agree = (
        (features["name_words"] >= LEAST_NAME) & (features["goods_differ"] == 0) & (features["figure_differs"] == 0)
    )
    return owners_agree & names_agree, owners_agree


def _told(ready: pd.DataFrame, first: np.ndarray, second: np.ndarray, features: pd.DataFrame) -> pd.DataFrame:
    office, key = ready["office"].to_numpy(dtype=object), ready["row_key"].to_numpy(dtype=object)
    nik, nib = features["identity"].str[0], features["identity"].str[1]
    keys = {"office_a": office[first], "key_a": key[first], "office_b": office[second], "key_b": key[second]}
    basis = np.where(nik == AGREE, "nik", np.where(nib == AGREE, "nib", "mirip"))
    scores = features.assign(evidence=_evidence(features), basis=basis)[list(SCORES)].reset_index(drop=True)
    return pd.concat([pd.DataFrame(keys), scores], axis=1)


def _evidence(features: pd.DataFrame) -> list[str]:
    """What agrees, in words that hold no value: ``nik sama, nib kosong, telepon beda, nama 0.9, pemilik 1.0, desa
    sama``.
    """
    place = np.select(
        [features["village"] == 1, features["district"] == 1, features["regency"] == 1],
        ["desa", "kecamatan", "kantor"],
        "lain",
    )
    return [
        ", ".join(
            [
                *(
                    f"{'telepon' if number == 'phone' else number} {_WORDS[state]}"
                    for number, state in zip(NUMBERS, identity, strict=True)
                ),
                f"nama {name:.1f}",
                f"pemilik {owner:.1f}",
                "tempat lain" if where == "lain" else f"{where} sama",
            ]
        )
        for identity, name, owner, where in zip(
            features["identity"], features["name"], features["owner"], place, strict=True
        )
    ]


def grouped_businesses(
    records: pd.DataFrame, pairs: pd.DataFrame, *, joined: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> Grouped:
    """The businesses: pairs whose owner and name agree, and what people decided."""
    edges = _edges(pairs, (pairs["probability"] >= JOIN) & pairs["certain"], "probability")
    return grouped(_records(records), edges, joined=joined, apart=apart, persons=_persons(records))


def grouped_owners(
    records: pd.DataFrame, pairs: pd.DataFrame, *, joined: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> Grouped:
    """The owners: pairs whose owner agrees. Records of one business have one owner, so put their pairs into
    ``joined``.
    """
    edges = _edges(pairs, (pairs["owner_probability"] >= OWNER) & pairs["same_person"], "owner_probability")
    return grouped(_records(records), edges, joined=joined, apart=apart, persons=_persons(records))


def _edges(pairs: pd.DataFrame, which: pd.Series, probability: str) -> list[Edge]:
    return [
        Edge(((row.office_a, row.key_a), (row.office_b, row.key_b)), getattr(row, probability), row.basis)
        for row in pairs[which.astype(bool)].itertuples(index=False)
    ]


def _records(records: pd.DataFrame) -> list[Record]:
    return list(zip(records["office"], records["row_key"], strict=True))


def _persons(records: pd.DataFrame) -> dict[Record, str]:
    return {record: nik for record, nik in zip(_records(records), records["nik"], strict=True) if isinstance(nik, str)}
