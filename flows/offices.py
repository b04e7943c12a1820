"""The registered offices as choices of a form: people choose by name, the program works with slugs."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from flows.settings import configured
from kemitraan.config.models import Config
from kemitraan.config.starter import STARTER_CONFIG


class OfficeChoice(StrEnum):
    """An office. Its value is its name. Its slug means the same, for commands and for runs that name it so."""

    @property
    def slug(self) -> str:
        """The office's name in commands and settings."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def _missing_(cls, value: object) -> OfficeChoice | None:
        return next((choice for choice in cls if choice.slug == value), None)


def office_choices() -> type[OfficeChoice]:
    """A dropdown of the offices in the settings; where there is no home yet, of those of a new home."""
    config = configured()
    if config:
        offices = [(office.slug, office.name) for office in config.offices]
    else:
        offices = [(office["slug"], office["name"]) for office in tomllib.loads(STARTER_CONFIG)["offices"]]
    times = Counter(name for _, name in offices)
    return OfficeChoice(
        "Kantor",
        [(slug.replace("-", "_").upper(), name if times[name] == 1 else f"{name} ({slug})") for slug, name in offices],
    )


def chosen_offices(choices: Sequence[OfficeChoice], config: Config) -> list[str]:
    """Slugs of the chosen offices; all when none was chosen."""
    return [choice.slug for choice in choices] or [office.slug for office in config.offices]
