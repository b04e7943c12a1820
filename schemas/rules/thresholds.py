"""required: a requirement with a threshold needs its value."""

from collections.abc import Collection

from schemas.codes import Code
from schemas.reading import ReadSheet


def check(read: ReadSheet, asking: Collection[str]) -> None:
    """Adds ``required`` to the empty value (to the key without such a column) of the requirements ``asking`` for
    one.
    """
    value = read["nilai"]
    positions = [p for p, requirement in enumerate(read.values("persyaratan")) if requirement in asking]
    read.need("nilai", positions)
    for position in positions:
        if not value.is_filled(position):
            read.say(Code.REQUIRED, position, "nilai")
