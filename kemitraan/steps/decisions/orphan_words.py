"""How many rows in force lose what they name, for whoever decides. Letters and pages name their keys."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.messages import number_words
from warehouse.orphans import Orphans


def orphan_count_words(orphans: Sequence[Orphans]) -> str:
    """A sentence to follow others: `` 3 baris Produk kehilangan UMKM-nya dan tetap berlaku.``; "" where there
    are none.
    """
    losses = [
        f"{number_words(len(orphan.keys))} baris {orphan.sheet} kehilangan {orphan.parent}-nya" for orphan in orphans
    ]
    return f" {', '.join(losses)} dan tetap berlaku." if losses else ""
