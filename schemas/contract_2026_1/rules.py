"""Which rules run on the rows of which sheet, in which order. References are judged last, sheet after sheet."""

from functools import partial

from schemas.contract_2026_1.persyaratan import WITH_THRESHOLD
from schemas.rules import (
    Rule,
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

ROW_RULES: dict[str, tuple[Rule, ...]] = {
    "UMKM": (required.check, identity.check, gender.check, duplicates.check, shared_nib.check, scale.check),
    "Produk": (required.check, licences.check, duplicates.check),
    "Kurasi": (required.check, duplicates.check, scores.check),
    "Pendampingan": (required.check, duplicates.check),
    "Kemitraan": (required.check, documents.check, date_order.check_partnership, duplicates.check),
    "Mitra": (required.check, duplicates.check),
    "Permintaan": (required.check, duplicates.check),
    "Pemasaran": (required.check, returns.check, duplicates.check),
    "Persyaratan": (
        required.check,
        partial(thresholds.check, asking=WITH_THRESHOLD),
        date_order.check_requirement,
        duplicates.check,
    ),
}
"""By the sheet's title."""
