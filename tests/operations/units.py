"""The units, environment files and commands of the operations guide, read as they stand there and moved to a folder."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from tests.docs.pages import ROOT, Page, page, section

OPERATIONS = ROOT / "docs" / "operations"
UNITS = OPERATIONS / "systemd"
GUIDE = page("docs/operations/panduan-operasi.md")


INSTALL, RESTORE, BACK, MOVE, REMOVE = (
    "## 1. Memasang",
    "## 5. Cadangan",
    "## 6. Kembali ke versi sebelumnya",
    "## 7. Pindah ke komputer lain",
    "## 8. Mencopot",
)
"""Sections of the guide."""


@dataclass(frozen=True)
class Unit:
    """A unit: its sections' settings in order, those of one name together."""

    name: str
    settings: Mapping[str, list[str]]

    def commands(self, setting: str) -> list[list[str]]:
        """The commands of a setting such as ExecStart, as words."""
        return [shlex.split(line) for line in self.settings.get(setting, [])]


def read_unit(name: str, replace: Mapping[str, str]) -> Unit:
    """A unit of the guide with texts replaced."""
    settings: dict[str, list[str]] = {}
    for line in moved((UNITS / name).read_text(encoding="utf-8"), replace).splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            settings.setdefault(key, []).append(value)
    return Unit(name, settings)


def read_environment(name: str, replace: Mapping[str, str]) -> dict[str, str]:
    """An environment file of the guide with texts replaced."""
    lines = moved((UNITS / name).read_text(encoding="utf-8"), replace).splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def guide_commands(first_words: str) -> list[list[str]]:
    """The guide's commands that begin with these words, without them."""
    lines = [line for block in GUIDE.blocks("sh") for line in block.text.splitlines()]
    return [shlex.split(line)[len(first_words.split()) :] for line in lines if line.startswith(f"{first_words} ")]


def guide_block(heading: str, word: str) -> list[str]:
    """The lines of the one block of commands in a section of the guide in which this word stands."""
    part = Page(GUIDE.name, section(GUIDE.text, heading))
    (block,) = [block for block in part.blocks("sh") if word in block.text]
    return block.text.splitlines()


def moved(text: str, replace: Mapping[str, str]) -> str:
    """The text with each of these texts replaced."""
    for old, new in replace.items():
        text = text.replace(old, new)
    return text
