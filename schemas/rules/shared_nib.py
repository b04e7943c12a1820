"""nib.shared: one NIB under several businesses."""

from collections import defaultdict

from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Say ``nib.shared`` at the NIB cell of every such row."""
    numbers = read.values("nib")
    filled = [number for number in numbers if number is not None]
    if len(set(filled)) == len(filled):
        return
    owners: dict[str, set[str]] = defaultdict(set)
    for number, key in zip(numbers, read.values("kode_umkm"), strict=True):
        if number is not None and key is not None:
            owners[number].add(key)
    for position, number in enumerate(numbers):
        if number is not None and len(owners[number]) > 1:
            read.say("nib.shared", position, "nib")
