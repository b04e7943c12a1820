"""The description of a mart as data beside its SQL: ``<name>.toml`` gives grain, columns, owner and checks.

The dictionary page, the comments in the database and the checks of the nightly maintenance come from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from warehouse.contract_tables import BY_TITLE


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MartColumn(_Described):
    """One column. ``empty`` says what NULL means; None means that it is never NULL. ``adds`` is what one of the mart's
    rows adds to the column, an expression over its columns; only an additive measure has one. ``made_of``: of a measure
    that is made of other rows than these, a query of them. ``access``: whether analysts and published files may have
    it. ``leads_to``: where a measure counts something else than the mart's rows name, the table of what it counts, and
    the columns of a row that name its office and key there.
    """

    type: Literal["text", "code", "month", "date", "moment", "flag", "integer", "number", "rupiah"]
    about: str = Field(min_length=3)
    unit: str | None = None
    empty: str | None = None
    adds: str | None = None
    made_of: str | None = None
    leads_to: tuple[str, str, str] | None = None
    access: Literal["terbuka", "terbatas"] = "terbuka"


class MartCheck(_Described):
    """A rule that always holds. ``sql`` selects whatever breaks it."""

    about: str
    sql: str


class Decider(_Described):
    """Rows that decide what a mart's rows are, as a query; ``on`` are the columns that both have. A mart's row differs
    between two points of view only where a row of one of its deciders with the same values there does.

    Where only some of its columns decide the mart's rows with some value, ``of`` names the mart's column, and
    ``decided`` says by every value of it which columns of the decider those are.
    """

    sql: str
    on: tuple[str, ...] = Field(min_length=1)
    of: str | None = None
    decided: Mapping[str, tuple[str, ...]] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of the mart's rows that say which ones it touches."""
        return self.on if self.of is None else (*self.on, self.of)


class MartView(_Described):
    """One view: what a row is, which columns identify it, and its columns in order."""

    name: str
    about: str
    grain: tuple[str, ...] = Field(min_length=1)
    columns: Mapping[str, MartColumn]

    @model_validator(mode="after")
    def _grain_is_there(self) -> MartView:
        if missing := set(self.grain) - set(self.columns):
            raise ValueError(f"{self.name}: no such column: {sorted(missing)}")
        return self


class Mart(_Described):
    """A mart: its figures, the rows behind them, its owner, and rules beyond those that the columns imply.

    ``sources`` are the tables that its rows name. ``reads`` are the sheets that decide what a row adds, the nearest
    first. ``deciders`` narrow down what a difference must look at, for marts with many rows. ``kept`` are the views
    that a difference computes once from either point of view, since it asks for them several times.
    """

    name: str
    title: str
    owner: str
    figures: MartView
    rows: MartView
    sources: tuple[str, ...]
    reads: tuple[str, ...]
    checks: tuple[MartCheck, ...] = ()
    deciders: tuple[Decider, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that it reads, by their tables' names."""
        return tuple(BY_TITLE[title].sheet.table for title in self.reads)

    @property
    def measures(self) -> tuple[str, ...]:
        """The additive measures."""
        return tuple(name for name, column in self.figures.columns.items() if column.adds)

    @property
    def is_open(self) -> bool:
        """Whether all its figures may be published."""
        return all(column.access == "terbuka" for column in self.figures.columns.values())

    @property
    def views(self) -> tuple[MartView, MartView]:
        """Both views; the one that the other reads comes first."""
        return self.rows, self.figures


@lru_cache
def mart(name: str) -> Mart:
    """The description of a mart. Raises FileNotFoundError for a name that has none, ValidationError for a wrong one."""
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    data["figures"]["name"], data["rows"]["name"] = f"mart_{name}", f"mart_{name}_rows"
    return Mart.model_validate({"name": name, **data})
