"""nib.shared: one NIB under several businesses."""

from collections import defaultdict

from schemas.codes import Code
from schemas.reading import MOST_NAMED, ReadSheet


def check(read: ReadSheet) -> None:
    """Adds ``nib.shared`` to the NIB cell of every such row."""
    numbers = read.values("nib")
    filled = [number for number in numbers if number is not None]
    if len(set(filled)) == len(filled):
        return
    keys = read.values("kode_umkm")
    owners: dict[str, dict[str, int]] = defaultdict(dict)  # NIB → key → its first position
    for position, (number, key) in enumerate(zip(numbers, keys, strict=True)):
        if number is not None and key is not None:
            owners[number].setdefault(key, position)
    for position, number in enumerate(numbers):
        if number is not None and len(owners[number]) > 1:
            first_of = list(owners[number].items())[:MOST_NAMED]
            other_firsts = [first for key, first in first_of if key != keys[position]]
            read.say(Code.NIB_SHARED, position, "nib", other_rows=other_firsts)
