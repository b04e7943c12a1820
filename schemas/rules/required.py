"""required: a value that every row must have is empty."""

from schemas.codes import Code
from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Adds ``required`` to each empty cell of a column that must be filled."""
    for column in read.sheet.columns:
        cells = read[column.name]
        if column.required and cells.located and None in cells.values:
            for position, value in enumerate(cells.values):
                if value is None and position not in cells.bad:
                    read.say(Code.REQUIRED, position, column.name)
