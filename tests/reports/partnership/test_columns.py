"""Columns come out of both databases as they stand there: texts with any sign in them, whole numbers, fractions to the last bit."""

import numpy as np
import pytest

from reports.partnership.columns import Kind, columns_of
from warehouse.engine import Warehouse

TEXTS = ('kutip " dan \\', "baris\nbaru, tab\t", "'é€😀")
ROWS = " UNION ALL ".join(
    f"SELECT '{text.replace(chr(39), 2 * chr(39))}' AS teks, {number} AS bulat, {count} AS jumlah, "
    f"CAST({fraction} AS DOUBLE PRECISION) AS pecahan"
    for text, number, count, fraction in zip(
        TEXTS, (2**53 + 1, -7, 0), ("NULL", 3, 0), ("0.1", "1.0 / 3", 2), strict=True
    )
)
SOURCE = f"({ROWS}) t".replace(":", r"\:")


@pytest.mark.parametrize("kinds", [{}, {"pecahan": "fraction"}], ids=["lists", "rows"])
def test_every_value_comes_as_it_stands(warehouse: Warehouse, kinds: dict[str, Kind]) -> None:
    asked: dict[str, Kind] = {"teks": "text", "teks || ''": "word", "bulat": "whole", "jumlah": "count"}
    with warehouse.read() as connection:
        columns = columns_of(connection, SOURCE, asked | kinds)
    order = np.argsort(columns[0])
    text, word, whole, count, *fraction = (column[order].tolist() for column in columns)
    places = [sorted(TEXTS).index(text) for text in TEXTS]
    assert text == word == sorted(TEXTS)
    assert [whole[place] for place in places] == [2**53 + 1, -7, 0]
    assert [repr(count[place]) for place in places] == ["nan", "3.0", "0.0"]
    assert fraction in ([], [[[0.1, 1 / 3, 2.0][places.index(place)] for place in range(3)]])


def test_of_no_rows_there_are_empty_columns(warehouse: Warehouse) -> None:
    source = f"(SELECT * FROM {SOURCE} WHERE bulat = 1) s"  # noqa: S608
    with warehouse.read() as connection:
        columns = columns_of(connection, source, {"teks": "text", "bulat": "whole"})
    assert [(column.dtype, len(column)) for column in columns] == [(np.dtype(object), 0), (np.dtype(np.int64), 0)]


def test_a_fraction_among_whole_numbers_is_refused(warehouse: Warehouse) -> None:
    with warehouse.read() as connection, pytest.raises(TypeError, match="no whole number"):
        columns_of(connection, SOURCE, {"pecahan": "whole"})
