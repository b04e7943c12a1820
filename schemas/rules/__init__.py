"""The rules between cells and rows, one a file. A contract version says which run on which sheet in which order."""

from __future__ import annotations

from collections.abc import Callable

from schemas.reading import ReadSheet

Rule = Callable[[ReadSheet], None]
"""Adds its findings to the sheet that was read."""
