"""Columns come out of both databases as they stand there: texts with any sign in them, and whole numbers."""

import numpy as np
import pytest

from reports.partnership.columns import Kind, columns_of
from warehouse.engine import Warehouse

TEXTS = ('kutip " dan \\', "baris\nbaru, tab\t", "'é€😀")
ROWS = " UNION ALL ".join(
    f"SELECT '{text.replace(chr(39), 2 * chr(39))}' AS teks, {number} AS bulat, {count} AS jumlah, "
    f"CAST({fraction} AS DOUBLE PRECISION) AS pecahan"
    for text, number, count, fraction in zip(TEXTS, (2**53 + 1, -7, 0), ("NULL", 3, 0), (0.1, 0.2, 2), strict=True)
)
SOURCE = f"({ROWS}) t".replace(":", r"\:")


def test_every_value_comes_as_it_stands(warehouse: Warehouse) -> None:
    asked: dict[str, Kind] = {"teks": "text", "teks || ''": "word", "bulat": "whole", "jumlah": "count"}
    with warehouse.read() as connection:
        text, word, whole, count = (column.tolist() for column in columns_of(connection, SOURCE, asked))
    places = [text.index(value) for value in TEXTS]
    assert word == text
    assert [whole[place] for place in places] == [2**53 + 1, -7, 0]
    assert [repr(count[place]) for place in places] == ["nan", "3.0", "0.0"]


def test_of_no_rows_there_are_empty_columns(warehouse: Warehouse) -> None:
    source = f"(SELECT * FROM {SOURCE} WHERE bulat = 1) s"  # noqa: S608
    with warehouse.read() as connection:
        columns = columns_of(connection, source, {"teks": "text", "bulat": "whole"})
    assert [(column.dtype, len(column)) for column in columns] == [(np.dtype(object), 0), (np.dtype(np.int64), 0)]


def test_a_fraction_among_whole_numbers_is_refused(warehouse: Warehouse) -> None:
    with warehouse.read() as connection, pytest.raises(TypeError, match="no whole number"):
        columns_of(connection, SOURCE, {"pecahan": "whole"})
