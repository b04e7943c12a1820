"""Groups of records from scored pairs and from what people decided, the same in whatever order both come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Record = tuple[str, str]
"""Office and key."""
Pair = tuple[Record, Record]
"""Two records, the smaller first."""

MOST_RECORDS, MOST_OFFICES = 6, 3
"""Larger groups always wait for a person."""

CERTAINTY = ("nik", "nib", "mirip", "orang")
"""What joins, the strongest first; ``orang``: a person."""


@dataclass(frozen=True)
class Edge:
    """A pair that its evidence joins."""

    pair: Pair
    probability: float
    basis: str


@dataclass(frozen=True)
class Grouped:
    """``groups``: every record's group, as a sorted tuple of its records. ``basis``: by group, the weakest of what
    joined it; none where it is one record. ``waiting``: pairs that would join, were their group not too large.
    ``blocked``: pairs that would join what a person holds apart, or two NIKs.
    """

    groups: Mapping[Record, tuple[Record, ...]]
    basis: Mapping[tuple[Record, ...], str]
    waiting: tuple[Pair, ...] = ()
    blocked: tuple[Pair, ...] = ()


def pair_of(a: Record, b: Record) -> Pair:
    """Two records as a pair."""
    return (a, b) if a < b else (b, a)


def grouped(
    records: Iterable[Record],
    edges: Iterable[Edge],
    *,
    joined: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    persons: Mapping[Record, str] | None = None,
) -> Grouped:
    """The groups. ``joined`` and ``apart``: what people decided; ``persons``: hashed NIKs, of which a group has one at
    most.
    """
    every = sorted(set(records))
    ordered = sorted(edges, key=lambda edge: (-edge.probability, edge.pair))
    sure = _Forest(every, apart, persons or {})
    for pair in sorted(joined):
        sure.join(pair, "orang", decided=True)
    free = sure.copy()
    tree = [edge for edge in ordered if free.join(edge.pair, edge.basis)]
    blocked = tuple(sorted(edge.pair for edge in ordered if not free.are_one(edge.pair)))
    too_large = {free.root(members[0]) for members in free.members.values() if _is_too_large(members)}
    waiting = []
    for edge in tree:
        if free.root(edge.pair[0]) not in too_large:
            sure.join(edge.pair, edge.basis)
        elif not sure.are_one(edge.pair):
            waiting.append(edge.pair)
    groups = {root: (root,) if len(members) == 1 else tuple(sorted(members)) for root, members in sure.members.items()}
    return Grouped(
        {record: groups[sure.root(record)] for record in every},
        {groups[root]: basis for root, basis in sure.basis.items() if len(groups[root]) > 1},
        tuple(sorted(waiting)),
        blocked,
    )


def _is_too_large(members: Sequence[Record]) -> bool:
    if len(members) <= MOST_OFFICES:  # nearly all
        return False
    return len(members) > MOST_RECORDS or len({office for office, _ in members}) > MOST_OFFICES


@dataclass
class _Forest:
    """Groups that grow. Two that a person holds apart, or with two NIKs, never become one."""

    records: Sequence[Record]
    apart: Iterable[Pair]
    persons: Mapping[Record, str]
    parent: dict[Record, Record] = field(default_factory=dict)
    members: dict[Record, list[Record]] = field(default_factory=dict)
    basis: dict[Record, str] = field(default_factory=dict)
    foes: dict[Record, set[Record]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.parent:
            return
        self.parent = {record: record for record in self.records}
        self.members = {record: [record] for record in self.records}
        for a, b in self.apart:
            self.foes.setdefault(a, set()).add(b)
            self.foes.setdefault(b, set()).add(a)

    def copy(self) -> _Forest:
        """The same groups, to go on with apart."""
        members = {root: list(records) for root, records in self.members.items()}
        return _Forest(self.records, (), self.persons, dict(self.parent), members, dict(self.basis), self.foes)

    def root(self, record: Record) -> Record:
        """What stands for a record's group."""
        while (above := self.parent[record]) != record:
            self.parent[record] = self.parent[above]
            record = above
        return record

    def are_one(self, pair: Pair) -> bool:
        """Whether both are in one group."""
        return self.root(pair[0]) == self.root(pair[1])

    def join(self, pair: Pair, basis: str, *, decided: bool = False) -> bool:
        """Join the groups of both. False where they are one already, or must not be."""
        if pair[0] not in self.parent or pair[1] not in self.parent:
            return False
        a, b = sorted((self.root(pair[0]), self.root(pair[1])))
        if a == b or self._are_foes(a, b) or (not decided and self._are_two_persons(a, b)):
            return False
        self.parent[b] = a
        self.members[a] += self.members.pop(b)
        kinds = [basis, *(self.basis.pop(root) for root in (a, b) if root in self.basis)]
        self.basis[a] = max(kinds, key=CERTAINTY.index)
        return True

    def _are_foes(self, a: Record, b: Record) -> bool:
        members = set(self.members[b])
        return any(not members.isdisjoint(self.foes[record]) for record in self.members[a] if record in self.foes)

    def _are_two_persons(self, a: Record, b: Record) -> bool:
        niks = {self.persons[record] for root in (a, b) for record in self.members[root] if record in self.persons}
        return len(niks) > 1


def are_at_odds(joined: Iterable[Pair], apart: Iterable[Pair]) -> Pair | None:
    """The first pair that is apart although a chain of joined pairs makes it one; None where there is none."""
    chains, held_apart = sorted(joined), sorted(apart)
    forest = _Forest(sorted({record for pair in (*chains, *held_apart) for record in pair}), (), {})
    for pair in chains:
        forest.join(pair, "orang", decided=True)
    return next((pair for pair in held_apart if forest.are_one(pair)), None)
