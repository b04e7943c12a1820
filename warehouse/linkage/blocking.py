"""Which pairs of records are worth a look: those that share a number, or enough of both names in one place.

Every block is a property of the two records alone. Only a block that more than LARGEST_BLOCK records share is left out:
what so many have in common (``-`` as every owner) tells nothing, and its pairs would be the square of their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pandas as pd

from warehouse.linkage.names import skeleton

LARGEST_BLOCK = 300


def candidate_pairs(records: pd.DataFrame, fresh: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Positions of both records of every pair, the smaller first, sorted.

    ``records``: as ``features.prepared`` gives them; ``fresh``: booleans, pairs of which neither record is so are left
    out.
    """
    size = len(records)
    if not size:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    looked_at = np.ones(size, dtype=bool) if fresh is None else fresh
    merged = np.unique(np.concatenate([_pairs(*block, looked_at) for block in _blocks(records, looked_at)]))
    first, second = merged // size, merged % size
    is_fresh = looked_at[first] | looked_at[second]
    return first[is_fresh], second[is_fresh]


def _blocks(records: pd.DataFrame, looked_at: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each kind of block: positions of records, and the block of each; blocks without a record that is looked at may be
    left out.
    """
    owners = [tuple(dict.fromkeys(map(skeleton, tokens))) for tokens in records["owner"]]
    names = [tuple(dict.fromkeys(map(skeleton, tokens))) for tokens in records["name"]]

    def words(at: int) -> tuple[str, ...]:
        return *(f"o{token}" for token in owners[at]), *(f"n{token}" for token in names[at])

    def both(at: int) -> tuple[str, ...]:
        return tuple(f"{a} {b}" for a, b in product(owners[at], names[at]))

    whole_names = records["name"].to_numpy(dtype=object)
    yield _of(records["nik"], lambda at: ("",), looked_at)
    yield _of(records["nib"], words, looked_at)
    yield _of(records["phone"], words, looked_at)
    yield _of(records["district"], both, looked_at)
    whole = [f"{' '.join(sorted(own))}/{''.join(name)}" for own, name in zip(owners, whole_names, strict=True)]
    yield _of(pd.Series(whole, index=records.index, dtype=object), lambda at: ("",), looked_at)


def _of(
    values: pd.Series, parts_of: Callable[[int], tuple[str, ...]], looked_at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """A block for each part of each record (by position) whose value some record has that is looked at."""
    codes = pd.factorize(values)[0]  # -1 where there is none
    wanted = np.zeros(codes.max(initial=-1) + 2, dtype=bool)  # the last place is that of -1
    wanted[codes[looked_at]] = True
    wanted[-1] = False
    where = np.flatnonzero(wanted[codes])
    parts = [parts_of(at) for at in where]
    counts = np.fromiter(map(len, parts), dtype=np.int64, count=len(where))
    keys = [f"{code}\0{part}" for code, own in zip(codes[where].tolist(), parts, strict=True) for part in own]
    return np.repeat(where, counts), pd.factorize(np.array(keys, dtype=object))[0]


def _pairs(positions: np.ndarray, blocks: np.ndarray, looked_at: np.ndarray) -> np.ndarray:
    """All pairs within each block with a record that is looked at, each as one number: smaller position × size + larger
    one.
    """
    size = len(looked_at)
    if len(blocks):
        is_useful = (np.bincount(blocks) <= LARGEST_BLOCK) & (np.bincount(blocks, weights=looked_at[positions]) > 0)
        positions, blocks = positions[is_useful[blocks]], blocks[is_useful[blocks]]
    order = np.lexsort((positions, blocks))
    positions, blocks = positions[order], blocks[order]
    pairs = [np.empty(0, dtype=np.int64)]
    starts = np.arange(len(blocks))
    for distance in range(1, len(blocks)):
        starts = starts[starts + distance < len(blocks)]
        starts = starts[blocks[starts] == blocks[starts + distance]]
        if not len(starts):
            break
        pairs.append(positions[starts] * size + positions[starts + distance])
    return np.unique(np.concatenate(pairs))
