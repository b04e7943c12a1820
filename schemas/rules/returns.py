"""range: more units returned than sold."""

from schemas.codes import Code
from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Adds ``range`` to unit_retur and withholds it."""
    returned = read["unit_retur"]
    for position, (sold, back) in enumerate(zip(read.values("unit_terjual"), returned.values, strict=True)):
        if sold is not None and back is not None and back > sold:
            returned.values[position] = None
            returned.bad.add(position)
            read.say(Code.RANGE, position, "unit_retur")
