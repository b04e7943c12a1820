"""The shipped model: weights of a logistic regression, learnt from made-up records
(``docs/developer/linkage-model.md``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import pandas as pd

from warehouse.linkage.features import NAMES, matrix


@dataclass(frozen=True)
class Model:
    """Its version, and by feature the weights for "one business" and for "one owner"."""

    version: str
    business: Mapping[str, float]
    owner: Mapping[str, float]

    def probabilities(self, features: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """For each compared pair: how probably it is one business, and how probably it has one owner; four decimals."""
        numbers = matrix(features)
        return tuple(_probability(numbers, weights) for weights in (self.business, self.owner))


def _probability(numbers: np.ndarray, weights: Mapping[str, float]) -> np.ndarray:
    # Summed feature by feature: a product of matrices may differ in its last bit with the number of rows.
    total = np.full(len(numbers), weights["constant"])
    for at, name in enumerate(NAMES):
        total += numbers[:, at] * weights[name]
    return np.round(1 / (1 + np.exp(-np.clip(total, -40, 40))), 4)


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model of this version of the program."""
    card = json.loads(resources.files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    return Model(card["version"], card["business"], card["owner"])
