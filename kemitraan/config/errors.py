"""Errors of the settings: each with its line and a remedy, in the words of the person who mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorLine:
    """One error. ``line`` counts from 1; None when there is no file. It never holds a secret's value."""

    line: int | None
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"baris {self.line}" if self.line else "", self.key) if part)
        return f"{place}: {self.problem} {self.remedy}" if place else f"{self.problem} {self.remedy}"


class ConfigError(Exception):
    """The settings cannot be used. ``errors`` holds every error in the order of their lines; ``str()`` is
    Indonesian.
    """

    def __init__(self, source: str, errors: Iterable[ErrorLine]) -> None:
        self.source = source
        self.errors = tuple(sorted(errors, key=lambda error: (error.line or 0, error.key)))
        count = len(self.errors)
        super().__init__("\n".join([f"{source}: {count} kesalahan.", *(f"  {error}" for error in self.errors)]))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[str, tuple[ErrorLine, ...]]]:
        """Lets errors cross process borders."""
        return type(self), (self.source, self.errors)
