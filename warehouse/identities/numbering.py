"""Which number a group keeps: minted once, never used for another group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from warehouse.linkage.grouping import Record

Group = tuple[Record, ...]


@dataclass(frozen=True)
class Numbered:
    """``numbers``: by group; those of new groups are the next free ones. ``joined``: numbers that became another.
    ``parted``: new numbers, and those that they came from.
    """

    numbers: Mapping[Group, int]
    joined: tuple[tuple[int, int], ...]
    parted: tuple[tuple[int, int], ...]


def numbered(groups: Iterable[Group], former: Mapping[Record, int], newest: int) -> Numbered:
    """The numbers of groups, after what each record had before; ``newest``: the greatest number ever given.

    Of a number's records the larger part keeps it (of equal parts the one with the first record). Of several numbers
    that a group would keep, the one with most records stays (of equal ones the oldest), and the others become it.
    """
    held = Counter(former.values())
    numbers: dict[Group, int] = {}
    changed = []
    for group in groups:
        number = former.get(group[0])
        if number is not None and held[number] == len(group) and all(former.get(record) == number for record in group):
            numbers[group] = number  # nothing came and nothing went: nearly all
        else:
            changed.append(group)
    ordered = sorted(changed)
    parts: dict[int, list[tuple[int, Group]]] = defaultdict(list)
    for group in ordered:
        for number, size in _numbers_of(group, former).items():
            parts[number].append((size, group))
    keepers: dict[Group, list[int]] = defaultdict(list)
    for number, shares in sorted(parts.items()):
        keepers[min(shares, key=lambda share: (-share[0], share[1]))[1]].append(number)
    joined, parted = [], []
    for group in ordered:
        own = sorted(keepers.get(group, ()), key=lambda number: (-held[number], number))
        if own:
            numbers[group] = own[0]
            joined += [(number, own[0]) for number in own[1:]]
        else:
            newest += 1
            numbers[group] = newest
            parted += [(newest, number) for number in sorted(_numbers_of(group, former))]
    return Numbered(numbers, tuple(joined), tuple(parted))


def _numbers_of(group: Collection[Record], former: Mapping[Record, int]) -> dict[int, int]:
    """The numbers that a group's records had, and how many each."""
    counts: dict[int, int] = defaultdict(int)
    for record in group:
        if record in former:
            counts[former[record]] += 1
    return counts
