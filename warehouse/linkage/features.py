"""What two records have in common: their numbers as one feature, their names, their places and what they say beside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from warehouse.linkage.names import business_tokens, is_goods, owner_tokens
from warehouse.linkage.owners import OWNER_PARTS, compared_owners

COLUMNS = (
    "office", "row_key", "nik", "nib", "phone", "business", "owner_name", "district", "village", "field", "year", "sex",
)  # fmt: skip
"""Columns of a frame of records. ``nik`` and ``phone`` are keyed hashes, ``district`` and ``village`` codes; all may be
missing but the first two and ``business``."""

NUMBERS = ("nik", "nib", "phone")
AGREE, DIFFER, MISSING = "a", "d", "m"
IDENTITY = tuple(f"{nik}{nib}{phone}" for nik in "adm" for nib in "adm" for phone in "adm")
"""Whether NIK, NIB and telephone agree, differ or are missing, as one feature of 27 values: they are no independent
evidence, for a business has them from the same person."""

OTHERS = (
    "name", "name_high", "name_words", "name_same", "name_rest", "name_length", "goods_differ", "figure_differs",
    "name_of_owner",
    *OWNER_PARTS, "both_high", "village", "district", "regency", "field_differs", "year_same", "year_differs", "sex_differs",
)  # fmt: skip
NAMES = (*(f"identity_{value}" for value in IDENTITY), *OTHERS)
"""The features, in the order of the columns of the matrix."""

HIGH = 0.8
"""The likeness from which two names are called similar."""


def prepared(records: pd.DataFrame) -> pd.DataFrame:
    """The records in the order of their keys, with ``name`` and ``owner`` as tokens; missing texts are NaN."""
    ordered = records.sort_values(["office", "row_key"], kind="stable").reset_index(drop=True)
    names = pd.Series([business_tokens(text) for text in ordered["business"]], dtype=object)
    owners = [
        () if not isinstance(person, str) else tuple(sorted(name)) if person == text else owner_tokens(person)
        for name, text, person in zip(names, ordered["business"], ordered["owner_name"], strict=True)
    ]
    return ordered.assign(name=names, owner=pd.Series(owners, dtype=object))


def compared(records: pd.DataFrame, first: np.ndarray, second: np.ndarray) -> pd.DataFrame:
    """A row for each pair of positions in prepared ``records``: ``identity`` (text) and OTHERS (numbers)."""
    features = {"identity": identities(records, first, second)}
    features |= _names(records["name"], first, second)
    features |= _owners(records["owner"], first, second)
    own = np.array(
        [
            set(name) <= set(owner) and text != person
            for name, owner, text, person in zip(
                records["name"], records["owner"], records["business"], records["owner_name"], strict=True
            )
        ],
        dtype=bool,
    )
    features["name_of_owner"] = (own[first] | own[second]).astype(float)
    features["both_high"] = np.minimum(features["name"], features["owner"])
    return pd.DataFrame(features | places_and_facts(records, first, second))


def matrix(features: pd.DataFrame) -> np.ndarray:
    """The pairs as rows of numbers, in the order of NAMES."""
    codes = pd.Categorical(features["identity"], categories=IDENTITY).codes
    numbers = np.zeros((len(features), len(NAMES)))
    numbers[np.arange(len(features)), codes] = 1
    numbers[:, len(IDENTITY) :] = features[list(OTHERS)].to_numpy(dtype=float)
    return numbers


def identities(records: pd.DataFrame, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """For each pair one of IDENTITY."""
    agreement = np.full(len(first), "", dtype="U3")
    for number in NUMBERS:
        codes = pd.factorize(records[number])[0]
        a, b = codes[first], codes[second]
        state = np.where((a < 0) | (b < 0), MISSING, np.where(a == b, AGREE, DIFFER))
        agreement = np.char.add(agreement, state)
    return agreement


def places_and_facts(records: pd.DataFrame, first: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    """The features that are equal or not: places, field, year and sex, as 0 and 1."""
    same = _same(records, first, second)
    features = {"village": same("village")[0], "district": same("district")[0], "regency": same("office")[0]}
    features["field_differs"] = same("field")[1]
    features["year_same"], features["year_differs"] = same("year")
    return features | {"sex_differs": same("sex")[1]}


def names_alike(names: pd.Series, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How alike two names of businesses are letter by letter, as written or with their words in order; 0 to 1."""
    joined = np.array(["".join(tokens) for tokens in names], dtype=object)
    ordered = np.array(["".join(sorted(tokens)) for tokens in names], dtype=object)
    return np.maximum(*(_alike(texts[first], texts[second]) for texts in (joined, ordered)))


def _same(records: pd.DataFrame, first: np.ndarray, second: np.ndarray):
    """Whether both have the same value, and whether they have different ones, as 0 and 1, by column."""

    def same(column: str) -> tuple[np.ndarray, np.ndarray]:
        codes = pd.factorize(records[column])[0]
        a, b = codes[first], codes[second]
        there = (a >= 0) & (b >= 0)
        return (there & (a == b)).astype(float), (there & (a != b)).astype(float)

    return same


def _names(names: pd.Series, first: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    alike = names_alike(names, first, second)
    sets = [frozenset(tokens) for tokens in names]
    words = np.array([_shared(sets[a], sets[b]) for a, b in zip(first, second, strict=True)]).reshape(-1, 4)
    lengths = np.array([sum(map(len, tokens)) for tokens in names], dtype=float)
    return {
        "name": alike,
        "name_high": np.clip((alike - HIGH) / (1 - HIGH), 0, 1),
        "name_words": np.maximum(words[:, 0], alike),
        "name_same": (alike == 1).astype(float),
        "name_rest": words[:, 1],
        "name_length": np.clip(np.minimum(lengths[first], lengths[second]) / 20, 0, 1),
        "goods_differ": words[:, 2],
        "figure_differs": words[:, 3],
    }


def _shared(a: frozenset[str], b: frozenset[str]) -> tuple[float, float, float, float]:
    """How many words of the shorter name the other has; then whether what is no goods is the same, whether both say
    other goods, and whether they have other figures.
    """
    both = a & b
    goods_a, goods_b = {word for word in a if is_goods(word)}, {word for word in b if is_goods(word)}
    brand_a, brand_b = a - goods_a, b - goods_b
    figures_a, figures_b = ({word for word in words if word.isdigit()} for words in (a, b))
    return (
        len(both) / (min(len(a), len(b)) or 1),
        float(bool(brand_a) and brand_a == brand_b),
        float(bool(goods_a and goods_b) and not goods_a & goods_b),
        float(figures_a != figures_b),
    )


def _owners(owners: pd.Series, first: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    tokens = owners.tolist()
    rows = np.array([compared_owners(tokens[a], tokens[b]) for a, b in zip(first, second, strict=True)], dtype=float)
    return dict(zip(OWNER_PARTS, rows.reshape(-1, len(OWNER_PARTS)).T, strict=True))


def _alike(a: Sequence[str], b: Sequence[str]) -> np.ndarray:
    if not len(a):
        return np.empty(0)
    return np.round(cpdist(a, b, scorer=OSA.normalized_similarity, dtype=np.float64), 6)
