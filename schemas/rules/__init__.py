"""The rules of contract 2026.1, one a file, and which run on which sheet in which order."""

from __future__ import annotations

from collections.abc import Callable

from schemas.reading import ReadSheet
from schemas.rules import (
    date_order,
    documents,
    duplicates,
    gender,
    identity,
    licences,
    required,
    returns,
    scale,
    scores,
    shared_nib,
    thresholds,
)

Rule = Callable[[ReadSheet], None]

ROW_RULES: dict[str, tuple[Rule, ...]] = {
    "UMKM": (required.check, identity.check, gender.check, duplicates.check, shared_nib.check, scale.check),
    "Produk": (required.check, licences.check, duplicates.check),
    "Kurasi": (required.check, duplicates.check, scores.check),
    "Pendampingan": (required.check, duplicates.check),
    "Kemitraan": (required.check, documents.check, date_order.check_partnership, duplicates.check),
    "Mitra": (required.check, duplicates.check),
    "Permintaan": (required.check, duplicates.check),
    "Pemasaran": (required.check, returns.check, duplicates.check),
    "Persyaratan": (required.check, thresholds.check, date_order.check_requirement, duplicates.check),
}
"""Sheet title → rules of its rows. References are judged last (``rules.references``), sheet after sheet."""
