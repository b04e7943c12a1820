"""Names that flows with a fault share with their tests: importing them breaks nothing in the test's own process."""

from __future__ import annotations

FILE = "rusak.csv"
MARK = "kesalahan-uji"
"""The file that the broken consolidation cannot load, and the mark in its home that breaks it."""

SLOW = "lambat"
SLOW_MARK, SLOW_SEEN = "tunggu-uji", "menunggu-uji"
"""How files begin whose loading waits, the mark in the home for which it waits, and the one that says so."""
