"""What stands in a row for the names of a person who was forgotten: it says the row's key, so that the key is never
lost.
"""

from __future__ import annotations

import re

PLACEHOLDER = "dihapus atas permintaan"
"""Stands where a cell may not be empty."""
_WITH_KEY = re.compile(rf"{PLACEHOLDER} \(([A-Z]{{3}}-\d{{4,6}})\)")


def placeholder(row_key: str | None) -> str:
    """What stands for the names of a row: another text for each key, so that no two rows look like one business."""
    return f"{PLACEHOLDER} ({row_key})" if row_key else PLACEHOLDER


def key_told(text: str) -> str | None:
    """The key that a placeholder tells; None for any other text."""
    match = _WITH_KEY.fullmatch(text)
    return match[1] if match else None
