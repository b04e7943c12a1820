"""Learns the weights of the matcher from made-up records, and writes ``warehouse/linkage/model.json``.

Logistic regression with a small ridge, by Newton's method: a page of numpy, where a library of learning would be the
largest of all that the product installs.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.linkage.population import Setting, population
from warehouse.linkage import model as linkage_model
from warehouse.linkage.blocking import candidate_pairs
from warehouse.linkage.features import NAMES, compared, matrix, prepared

VERSION = "2026.11-1"
SEED = 17
POPULATIONS = (*[5_000] * 16, *[40_000] * 3)
"""Records of each: few, where names tell much, and many, where strangers have the same ones."""
RIDGE = 1.0
PAGE = Path(linkage_model.__file__).with_name("model.json")


def labelled(setting: Setting, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of a population as rows of numbers, and whether each is one business and has one owner."""
    records = prepared(population(setting, seed))
    first, second = candidate_pairs(records)
    business, owner = (records[name].to_numpy() for name in ("business_id", "owner_id"))
    features = matrix(compared(records, first, second))
    return features, business[first] == business[second], owner[first] == owner[second]


def fit(numbers: np.ndarray, labels: np.ndarray, ridge: float = RIDGE) -> np.ndarray:
    """The weights, the constant first."""
    x = np.column_stack([np.ones(len(numbers)), numbers])
    y = labels.astype(float)
    weights = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 1e-6
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -40, 40)))
        curve = x.T @ (x * (p * (1 - p))[:, None]) + np.diag(penalty)
        step = np.linalg.solve(curve, x.T @ (y - p) - penalty * weights)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def main() -> None:
    """Trains, and writes the model."""
    chance = random.Random(SEED)
    parts = []
    for number, records in enumerate(POPULATIONS):
        parts.append(labelled(Setting(records=records).varied(chance), SEED * 1000 + number))
        print(f"… {number + 1} of {len(POPULATIONS)}", file=sys.stderr, flush=True)
    numbers, business, owner = (np.concatenate(part) for part in zip(*parts, strict=True))
    learnt = {
        "version": VERSION,
        "pairs": len(numbers),
        "business": _named(fit(numbers, business)),
        "owner": _named(fit(numbers, owner)),
    }
    PAGE.write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")
    print(pd.DataFrame({name: learnt[name] for name in ("business", "owner")}).to_string())


def _named(weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(("constant", *NAMES), weights, strict=True)}


if __name__ == "__main__":
    main()
