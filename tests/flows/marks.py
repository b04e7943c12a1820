"""The file that the faulty consolidation cannot load, and the mark in its home that makes it faulty: importing them breaks
nothing in the test's own process.
"""

from __future__ import annotations

FILE = "rusak.csv"
MARK = "kesalahan-uji"
