"""Whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.kinds.number import Number


@dataclass(frozen=True)
class Integer(Number):
    """A whole number."""

    name = "Angka bulat"
    noun = "angka bulat"
    example = "12"
    whole = True
    storage = "whole"
    validation = "whole"
    display = "grouped"
