"""Leaves out pairs that no comparison of owners and words can make likely: most of those that share a kecamatan and a
word.

What is cheap is compared first; for all else the most that the model could give is assumed. So what is found stays the
same.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from warehouse.linkage.features import AGREE, IDENTITY, identities, names_alike, places_and_facts
from warehouse.linkage.owners import OWNER_PARTS

_MARGIN = 1e-3
"""Far more than rounding can change of a probability."""
_UP_TO_ONE = (
    "name_high",
    "name_words",
    "name_same",
    "name_length",
    "name_rest",
    "goods_differ",
    "figure_differs",
    "name_of_owner",
)
"""Features that are not compared here, each from 0 to 1."""


def promising(
    records: pd.DataFrame,
    first: np.ndarray,
    second: np.ndarray,
    weights: Mapping[str, float],
    least: tuple[float, float],
) -> np.ndarray:
    """For each pair of positions in prepared ``records`` whether it may be one business by these weights, or any number
    of it agrees. ``least``: from which probability on a pair counts that shares its village, and any other.
    """
    identity = identities(records, first, second)
    most = np.full(len(first), weights["constant"] + _most_of_owners(records, weights))
    most += np.array([weights[f"identity_{value}"] for value in IDENTITY])[
        pd.Categorical(identity, categories=IDENTITY).codes
    ]
    facts = places_and_facts(records, first, second)
    for name, values in facts.items():
        most += values * weights[name]
    alike = names_alike(records["name"], first, second)
    most += alike * (weights["name"] + max(weights["both_high"], 0))
    most += sum(max(weights[name], 0) for name in _UP_TO_ONE)
    likely = 1 / (1 + np.exp(-np.clip(most, -40, 40)))
    agrees = np.char.count(identity, AGREE) > 0
    return agrees | (likely >= np.where(facts["village"] == 1, *least) - _MARGIN)


def _most_of_owners(records: pd.DataFrame, weights: Mapping[str, float]) -> float:
    """The most that owners can add: each part is 1 at most, but for the number of names that are left over."""
    longest = max(map(len, records["owner"]), default=0)
    return sum(max(weights[part], 0) * (longest if part == "owner_left" else 1) for part in OWNER_PARTS)
