"""The base of every kind of cell. Its own file says everything that others need to know of a kind."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import CellReader, Reading
from schemas.kinds.usual import usual_texts

Storage = Literal["text", "whole", "decimal", "day", "yes_no"]
"""How values are stored: the frames, the warehouse and the template each have one form for each of these."""

Validation = Literal["none", "one_of", "some_of", "kecamatan", "desa", "key", "year", "whole", "decimal", "digits"]
"""What a template lets into a cell. ``one_of`` and ``some_of`` offer a list; only the first refuses other words.
``digits`` allows as many digits as ``lengths`` says.
"""

Display = Literal["text", "year", "grouped", "general", "degrees"]
"""How a template shows what is typed."""

Words = Literal["own", "partners", "regions"]
"""Which words a list offers: those of the kind, or of the reference data."""


@dataclass(frozen=True)
class Word:
    """A listed word of a choice and the synonyms that stand for it."""

    text: str
    synonyms: tuple[str, ...] = ()


def words(*texts: str) -> tuple[Word, ...]:
    """Words from short forms: ``"Makanan dan Minuman (kuliner, mamin)"`` is a word with two synonyms."""
    declared = []
    for text in texts:
        name, _, rest = text.partition(" (")
        synonyms = tuple(part.strip() for part in rest.rstrip(")").split(",")) if rest else ()
        declared.append(Word(name, synonyms))
    return tuple(declared)


# What the last gate before loading demands of every value.


@dataclass(frozen=True)
class Form:
    """The whole text fits a pattern."""

    pattern: str


@dataclass(frozen=True)
class Length:
    """A text of one character at least, and of ``limit`` at most."""

    limit: int


@dataclass(frozen=True)
class Between:
    """A number from ``low`` to ``high`` (``above_low``: ``low`` itself is not allowed)."""

    low: float
    high: float
    above_low: bool = False


@dataclass(frozen=True)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class SomeOf:
    """Some of these words, joined by ``", "``."""

    words: tuple[str, ...]


Demand = Form | Length | Between | OneOf | SomeOf


@dataclass(frozen=True)
class Kind:
    """Base of all kinds. A kind says at least its ``name``, what it ``asks``, an ``example``, and how it is read.

    ``name``: in the data dictionary. ``asks``: what belongs in such a cell, as the middle of a sentence. ``example``: a
    believable and invented value. ``shows_example``: whether what is asked comes with it, and in findings alone or in
    lists of columns too. ``form``: a pattern that every value of the kind fits. ``has_status``: whether a
    ``<name>_status`` column stands beside it. ``long_number``: whether it holds long numbers that are no telephone
    numbers. ``only_figures``: whether words alone are no value of it. ``is_place``: whether its values are codes of
    places, which people know by name.
    """

    name: ClassVar[str]
    asks: ClassVar[str] = ""
    example: ClassVar[str] = ""
    shows_example: ClassVar[Literal["never", "in_findings", "always"]] = "never"
    storage: ClassVar[Storage] = "text"
    form: ClassVar[str | None] = None
    has_status: ClassVar[bool] = False
    long_number: ClassVar[bool] = False
    only_figures: ClassVar[bool] = False
    is_place: ClassVar[bool] = False
    validation: ClassVar[Validation] = "none"
    offers: ClassVar[Words] = "own"
    lengths: ClassVar[tuple[int, ...]] = ()
    several: ClassVar[bool] = False
    display: ClassVar[Display] = "text"
    room: ClassVar[int] = 21
    """The width of a column in characters."""

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def beside(self) -> str | None:
        """The column whose value in the same row is needed for reading (a desa is read inside its kecamatan)."""
        return None

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        """The reader of a column of this kind: from a raw value to a typed one with its issues."""
        raise NotImplementedError(f"{self.name} is read beside another column")

    def reader_in(self, column: ColumnLike, context: ContextLike, header: str, values: Set[Any]) -> CellReader:
        """The reader for a column under this header with these values, where they say how one value is meant."""
        return self.reader(column, context)

    def reader_beside(self, column: ColumnLike, context: ContextLike) -> Callable[[Any, Any], Reading]:
        """The reader of a kind that is read ``beside`` another column: takes the raw value and the other's typed
        one.
        """
        raise NotImplementedError(f"{self.name} is read by itself")

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        """A pattern of the texts that certainly read as themselves (see ``schemas.kinds.usual``)."""
        return None

    def usual_values(self, column: ColumnLike, context: ContextLike, values: Set[Any]) -> dict[Any, Any]:
        """The distinct ``values`` of a column that certainly have no finding, with their readings."""
        texts = usual_texts(self.usual_form(column, context), values)
        return dict(zip(texts, texts, strict=True))

    # --- after reading --------------------------------------------------------------------------------------------

    def demands(self) -> tuple[Demand, ...]:
        """The demands of the last gate on every value."""
        return (Form(self.form),) if self.form else ()

    def mask(self, text: str) -> str:
        """A personal cell's text as it may be shown."""
        return text[:1] + "*" * min(max(len(text) - 1, 3), 8)

    # --- in words -------------------------------------------------------------------------------------------------

    def asks_of(self, column: ColumnLike) -> str:
        """What belongs in this column, as the middle of a sentence."""
        return self.asks

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        """A value that this column accepts, as typed in the office whose keys begin with ``prefix``."""
        return self.example

    # --- lists and widths -----------------------------------------------------------------------------------------

    def choices(self) -> tuple[Word, ...]:
        """The listed words."""
        return ()

    def offered(self) -> tuple[str, ...]:
        """The words that a list in the template offers, where it offers the kind's ``own``."""
        return tuple(word.text for word in self.choices())

    def width(self) -> int:
        """The width of a column of this kind in characters."""
        return self.room
