"""Who gets which list of businesses and products: the one gate through which the data of every copy go.

Page, print, workbook, data and sheets are made from a copy's data. So a list that is taken out of these stands in none
of them. The list for a buyer is read apart, and asks the same gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from warehouse.figure_codes import read_code

Reader = Literal["kantor", "forum", "kabupaten", "ritel"]
"""Whose copy it is: the office's own, the forum's (which is mailed), the sheet of a regency, that of a retailer."""

Sheet = Literal["kabupaten", "ritel"]
"""Whose one-page sheet it is."""

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Lists:
    """The readers of each list. ``ready``: products ready for a retailer, by name, with their businesses; ``visits``:
    whom to visit on what; ``rows``: the rows behind figures, by key; ``supplies``: which product supplies which demand;
    ``businesses``: the names of counted businesses; ``partners``: the names of partners in South Sulawesi. ``names``:
    who reads the names of businesses and products beside their keys, in visits and rows.
    """

    ready: frozenset[Reader] = frozenset({"ritel"})
    visits: frozenset[Reader] = frozenset({"kantor", "kabupaten"})
    rows: frozenset[Reader] = frozenset({"kantor", "forum"})
    supplies: frozenset[Reader] = frozenset({"kantor", "forum"})
    businesses: frozenset[Reader] = frozenset({"kantor"})
    partners: frozenset[Reader] = frozenset({"kantor", "forum"})
    names: frozenset[Reader] = frozenset()

    def given(self, name: str, readers: Sequence[Reader]) -> bool:
        """Whether all of these readers may have a list: a copy that several read holds what all of them get."""
        return set(readers) <= getattr(self, name)


USUAL_LISTS = Lists()


def readers_of(audience: Reader, sheet: Sheet | None) -> tuple[Reader, ...]:
    """Who reads a copy: of a sheet its regency or retailer, and of a regency's that is made for the forum both."""
    if sheet is None:
        return (audience,)
    return (sheet, "forum") if (sheet, audience) == ("kabupaten", "forum") else (sheet,)


def for_readers(data: Data, lists: Lists, readers: Sequence[Reader]) -> dict[str, Any]:
    """The data with the lists that these readers get, and no other."""
    visits, supplies = (lists.given(name, readers) for name in ("visits", "supplies"))
    named = lists.given("names", readers)
    marts = dict(data["marts"])
    if not lists.given("businesses", readers):
        marts["usaha"] = []
    if not lists.given("partners", readers):
        marts["pemasaran"] = [row | {"nama_mitra": None} for row in marts["pemasaran"]]
    plans = [row | {"visits": [_visit(visit, visits, named) for visit in row["visits"]]} for row in data["rencana"]]
    hidden = (*(() if visits else VISITS), *(() if supplies else SUPPLIES))
    rows = _rows(data["asal"], hidden, named) if lists.given("rows", readers) else ()
    return {
        **data,
        "marts": marts,
        "rencana": plans,
        "pasar": data["pasar"] if supplies else data["pasar"] | {"pasokan": []},
        "asal": list(rows),
    }


VISITS = ("laporan_rencana",)
SUPPLIES = ("laporan_pasar", "laporan_pesanan_bersama")
"""The parts whose rows tell whom a plan visits, and who supplies what; a demanded ``volume`` tells neither."""


def _visit(visit: Data, given: bool, named: bool) -> dict[str, Any]:
    """A visit, of which those who may not know whom it is to are told the topic."""
    return dict(visit) | ({} if given else {"kode_umkm": None}) | ({} if given and named else {"nama_usaha": None})


def _rows(entries: Sequence[Data], hidden: Sequence[str], named: bool) -> Iterator[dict[str, Any]]:
    for entry in entries:
        code = read_code(entry["receipt"])
        if code.name not in hidden or code.measure == "volume":
            yield dict(entry) | {"baris": entry["baris"] if named else [row | {"nama": None} for row in entry["baris"]]}
