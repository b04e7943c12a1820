"""The rules between cells and rows, one a file. Which run on which sheet in which order is said by a contract version."""

from __future__ import annotations

from collections.abc import Callable

from schemas.reading import ReadSheet

Rule = Callable[[ReadSheet], None]
"""Says what it finds to the sheet that was read."""
