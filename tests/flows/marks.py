"""The file that the broken consolidation cannot load, and the mark in its home that breaks it: importing them breaks
nothing in the test's own process.
"""

from __future__ import annotations

FILE = "rusak.csv"
MARK = "kesalahan-uji"
