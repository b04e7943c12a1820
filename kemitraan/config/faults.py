"""Faults of the settings: each with its line and a remedy, in the words of the person who mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault. ``line`` counts from 1; None when there is no file. It never holds a secret's value."""

    line: int | None
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"baris {self.line}" if self.line else "", self.key) if part)
        return f"{place}: {self.problem} {self.remedy}" if place else f"{self.problem} {self.remedy}"


class ConfigError(Exception):
    """The settings cannot be used. ``faults`` holds every fault in the order of their lines; ``str()`` is Indonesian."""

    def __init__(self, source: str, faults: Iterable[Fault]) -> None:
        self.source = source
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line or 0, fault.key)))
        count = len(self.faults)
        super().__init__("\n".join([f"{source}: {count} kesalahan.", *(f"  {fault}" for fault in self.faults)]))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[str, tuple[Fault, ...]]]:
        """Lets errors cross process borders."""
        return type(self), (self.source, self.faults)
