"""The product's pages as the tests read them: which there are, their code blocks, their inline code, their links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


@dataclass(frozen=True)
class Block:
    """A fenced block of code: its language, its text, and the line of the page on which its text begins."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Page:
    """A page of documentation; ``name`` is its path in the repository."""

    name: str
    text: str

    @property
    def folder(self) -> Path:
        """Where its relative links begin."""
        return (ROOT / self.name).parent

    def blocks(self, *languages: str) -> list[Block]:
        """The fenced blocks in one of these languages."""
        return [
            Block(self.name, self.text[: match.start(2)].count("\n") + 1, match[1], match[2])
            for match in _FENCE.finditer(self.text)
            if match[1] in languages
        ]

    @property
    def inline(self) -> list[str]:
        """Everything in single backticks outside fenced blocks."""
        return _INLINE.findall(_FENCE.sub("", self.text))

    @property
    def links(self) -> list[str]:
        """Targets of links and pictures outside fenced blocks."""
        return [target or other for target, other in _LINK.findall(_FENCE.sub("", self.text))]


def pages() -> list[Page]:
    """The README, the change log, and every page under ``docs/``."""
    paths = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [Page(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def page(name: str) -> Page:
    """The page with this path."""
    return Page(name, (ROOT / name).read_text(encoding="utf-8"))


def section(text: str, heading: str) -> str:
    """The part of a page below a heading, up to the next one of its level or above."""
    level = heading.partition(" ")[0]
    match = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", text, re.M | re.S)
    assert match, f"no heading {heading!r}"
    return match[1]
