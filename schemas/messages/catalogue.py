"""The catalogue of texts, one entry a code of the contract: ``id.toml``. What people read is Indonesian."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from schemas.finding import Severity

IN_PROCESS = "in_process"


@dataclass(frozen=True)
class Entry:
    """The words for one code. All but ``title`` are templates; see ``schemas.messages.text`` for the placeholders.

    ``title`` is the short form for summaries; ``what`` says what is wrong and where; ``do`` what to do about it.
    ``seen`` is added when the finding has the cell's content, ``suggest`` when it carries a suggestion (instead of the
    general sentence). ``expected`` and ``example`` stand in when the finding has no expectation.
    """

    title: str
    what: str
    do: str
    seen: str | None = None
    suggest: str | None = None
    expected: str | None = None
    example: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """All texts.

    ``entries`` is keyed by code, ``variants`` by code and severity where the severity changes the meaning, or by code
    and ``in_process`` where a licence is said to be applied for, ``effects`` by severity: what happens to the row.
    ``phrases`` are the pieces sentences are built of, ``names`` the words for outcomes, results, severities, states and
    kinds.
    """

    entries: dict[str, Entry]
    variants: dict[tuple[str, str], Entry]
    effects: dict[Severity, str]
    phrases: dict[str, str]
    names: dict[str, dict[str, str]]

    def entry(self, code: str, severity: Severity | None = None, *, in_process: bool = False) -> Entry:
        """The entry of a code for this severity, or for a licence that is ``in_process``. Raises KeyError for a code
        that the contract does not know.
        """
        if in_process and (code, IN_PROCESS) in self.variants:
            return self.variants[code, IN_PROCESS]
        if severity is not None and (code, severity) in self.variants:
            return self.variants[code, severity]
        return self.entries[code]


@lru_cache
def catalogue() -> Catalogue:
    """The texts, read once."""
    source = tomllib.loads(files(__package__).joinpath("id.toml").read_text(encoding="utf-8"))
    entries, variants = {}, {}
    for code, table in source["codes"].items():
        base = {name: value for name, value in table.items() if isinstance(value, str)}
        entries[code] = Entry(**base)
        for variant, changes in _variants(table).items():
            variants[code, variant] = Entry(**base | changes)
    return Catalogue(
        entries=entries,
        variants=variants,
        effects={Severity(name): text for name, text in source["effects"].items()},
        phrases=source["phrases"],
        names=source["names"],
    )


def _variants(table: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        name if name == IN_PROCESS else Severity(name): changes
        for name, changes in table.items()
        if isinstance(changes, dict)
    }
