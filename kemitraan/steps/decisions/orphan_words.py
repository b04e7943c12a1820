"""How many rows in force lose what they name, for whoever decides. Letters and pages name their keys."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.messages import number_words
from warehouse.orphans import Orphans


def orphan_count_words(orphans: Sequence[Orphans]) -> str:
    """A sentence to follow others: `` 3 baris Produk kehilangan UMKM-nya dan tetap berlaku.``; "" where there are none."""
    told = [f"{number_words(len(one.keys))} baris {one.sheet} kehilangan {one.parent}-nya" for one in orphans]
    return f" {', '.join(told)} dan tetap berlaku." if told else ""
