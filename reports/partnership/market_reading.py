"""Which product fits which demand in South Sulawesi: the pairs of ``mart_permintaan_rows``, which come by the million
and are therefore joined here, not in the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, text

from reports.partnership.columns import Kind, columns_of, in_order
from reports.partnership.market import Demands, Market
from reports.partnership.states import Products


def read_market(connection: Connection, products: Products) -> Market:
    """Demands by code point, and the pairs that fit, by product and demand."""
    columns = columns_of(connection, "permintaan_berlaku", _DEMANDS)
    order = in_order(*columns[:2])
    office, code, category, volume, unit, highest, licences = (column[order] for column in columns)
    supplies = dict(_supplies(connection, products))
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for at, kind in enumerate(zip(category.tolist(), unit.tolist(), strict=True)):
        if kind in supplies:
            supply = supplies[kind]
            fits = supply.has & licences[at] == licences[at]
            if not np.isnan(highest[at]):
                fits &= products.price[supply.product] * supply.divided <= highest[at] * supply.gives
            fitting = supply.product[fits]
            yields = supply.gives[fits] / supply.divided[fits]
            pairs.append((fitting, np.full(len(fitting), at, dtype=np.int32), yields))
    types = (np.int32, np.int32, np.float64)
    product, demand, gives = (
        np.concatenate([np.empty(0, kept), *(pair[at] for pair in pairs)]) for at, kept in enumerate(types)
    )
    order = np.argsort(product, kind="stable")
    return Market(products, Demands(office, code, category, volume), product[order], demand[order], gives[order])


@dataclass(frozen=True)
class _Supply:
    """Products of one category that can be given in one unit: their places, the licences that they ``has`` as bits, and
    ``gives`` / ``divided`` of that unit for one of theirs.
    """

    product: np.ndarray
    has: np.ndarray
    gives: np.ndarray
    divided: np.ndarray


def _supplies(connection: Connection, products: Products) -> Iterator[tuple[tuple[str, str], _Supply]]:
    """By category and unit."""
    category, unit, office, key, has, measure = columns_of(connection, _MEASURED, _SUPPLIES)
    measures = np.array(connection.execute(_MEASURES).all(), dtype=np.float64).reshape(-1, 2)
    gives, divided = measures[measure].T
    places = products.places(office, key).astype(np.int32)
    category_codes, categories = pd.factorize(category)
    unit_codes, units = pd.factorize(unit)
    for at, name in enumerate(categories):
        for unit_at, unit_name in enumerate(units):
            mine = ((category_codes == at) & (unit_codes == unit_at)).nonzero()[0]
            if len(mine):
                yield (name, unit_name), _Supply(places[mine], has[mine], gives[mine], divided[mine])


_LICENCES = ("nib", "gtin", "hki", "pirt", "md", "halal")
_DEMANDS: Mapping[str, Kind] = {
    "office": "word",
    "row_key": "text",
    "kategori": "word",
    "volume_bulanan": "whole",
    "satuan": "word",
    "harga_maks": "count",
    " + ".join(f"{1 << at} * minta_{name}" for at, name in enumerate(_LICENCES)): "whole",
}
_SUPPLIES: Mapping[str, Kind] = {
    "kategori": "word",
    "satuan_permintaan": "word",
    "office": "word",
    "row_key": "text",
    " + ".join(f"{1 << at} * {name}" for at, name in enumerate(_LICENCES)): "whole",
    "nomor": "whole",
}
_MEASURES = text("SELECT DISTINCT isi, pembagi FROM pasokan_produk ORDER BY isi, pembagi")
"""What one product unit gives: few pairs of fractions, which come as rows, since SQLite would round them in a list."""
_MEASURED = (
    "pasokan_produk INNER JOIN (SELECT isi, pembagi, ROW_NUMBER() OVER (ORDER BY isi, pembagi) - 1 AS nomor "
    "FROM (SELECT DISTINCT isi, pembagi FROM pasokan_produk) m) t USING (isi, pembagi)"
)
"""Each supply with the number of its pair."""
