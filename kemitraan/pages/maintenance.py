"""Maintenance as a page: what was done and what needs a person."""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.pages.markdown import plain, table
from kemitraan.steps.care.maintaining import Done


def maintenance_page(done: Sequence[Done]) -> str:
    """A row for each piece of work, then what there is to say in full: damaged files, sizes."""
    rows = [(one.work, _standing(one), plain(one.told)) for one in done]
    details = [f"- {plain(detail)}" for one in done for detail in one.details]
    return "\n".join(["## Pemeliharaan", "", *table(("Pekerjaan", "Keadaan", "Keterangan"), rows), *details])


def _standing(one: Done) -> str:
    if one.left_out:
        return "belum disetel"
    return "baik" if one.well else "**perlu perhatian**"
