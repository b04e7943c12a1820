"""What is personal in the sample submissions: what no log, artifact, parameter, result or event may hold."""

from __future__ import annotations

import json
from pathlib import Path

from schemas.kinds.digits import says_nothing
from workbooks.limits import Limits
from workbooks.read import read_workbook

SAMPLES = Path(__file__).parents[1] / "submissions"
PERSONAL_HEADERS = {"nik pemilik", "nik", "no. ktp", "nama pemilik", "pemilik", "telepon", "email", "alamat"}


def declared() -> set[str]:
    """The values that the samples themselves call private."""
    private: set[str] = set()
    for path in SAMPLES.glob("*.expected.json"):
        private |= set(json.loads(path.read_text(encoding="utf-8"))["private"])
    return private


def typed_in(data: bytes) -> set[str]:
    """Texts below a personal header: long enough to be found nowhere by chance, and not words for "none"."""
    typed: set[str] = set()
    for grid in read_workbook(data, Limits()).grids:
        for column in grid.columns:
            texts = [str(cell).strip() for cell in column]
            heads = [row for row, text in enumerate(texts) if text.casefold() in PERSONAL_HEADERS]
            if heads:
                typed |= {text for text in texts[heads[0] + 1 :] if len(text) >= 8 and not says_nothing(text)}
    return typed
