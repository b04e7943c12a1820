"""Groups: no chain over what is apart, the same in any order, too large ones wait."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from warehouse.linkage.grouping import Edge, Record, grouped, pair_of


def record(number: int, office: str = "76.05") -> Record:
    return office, f"MJN-{number:04d}"


def edge(a: Record, b: Record, probability: float = 0.99, basis: str = "nik") -> Edge:
    return Edge(pair_of(a, b), probability, basis)


A, B, C, D = map(record, range(1, 5))


def test_a_chain_joins_and_is_as_certain_as_its_weakest_pair() -> None:
    result = grouped([A, B, C, D], [edge(A, B), edge(B, C, basis="mirip")])
    assert result.groups[A] == result.groups[C] == (A, B, C)
    assert result.groups[D] == (D,)
    assert result.basis == {(A, B, C): "mirip"}


def test_no_chain_joins_what_a_person_holds_apart() -> None:
    result = grouped([A, B, C], [edge(A, B, 0.99), edge(B, C, 0.98)], apart=[(A, C)])
    assert result.groups[A] == (A, B)
    assert result.groups[C] == (C,)
    assert result.blocked == ((B, C),)


def test_apart_holds_between_whole_groups() -> None:
    result = grouped([A, B, C, D], [edge(B, C), edge(A, D)], joined=[(A, B), (C, D)], apart=[(B, D)])
    assert result.groups[A] == (A, B)
    assert result.groups[D] == (C, D)


def test_two_niks_are_never_chained_but_by_a_person() -> None:
    persons = {A: "satu", C: "dua"}
    assert grouped([A, B, C], [edge(A, B), edge(B, C, 0.95)], persons=persons).groups[C] == (C,)
    assert grouped([A, B, C], [edge(A, B)], joined=[(B, C)], persons=persons).groups[C] == (B, C)


def test_a_group_over_six_records_waits_and_its_people_can_join_it() -> None:
    records = [record(number) for number in range(7)]
    edges = [edge(a, b) for a, b in zip(records, records[1:], strict=False)]
    result = grouped(records, edges)
    assert all(group == (member,) for member, group in result.groups.items())
    assert len(result.waiting) == 6
    decided = grouped(records, edges, joined=result.waiting)
    assert decided.groups[records[0]] == tuple(records)
    assert decided.waiting == ()
    assert grouped(records[:6], edges[:5]).groups[records[0]] == tuple(records[:6])


def test_a_group_over_three_offices_waits() -> None:
    records = [record(1, f"76.0{number}") for number in range(1, 5)]
    edges = [edge(a, b) for a, b in zip(records, records[1:], strict=False)]
    assert grouped(records, edges).groups[records[0]] == (records[0],)
    assert grouped(records[:3], edges[:2]).groups[records[0]] == tuple(records[:3])


@given(st.integers(0, 10_000))
def test_the_order_of_records_and_pairs_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    records = [record(number, f"76.0{chance.randint(1, 5)}") for number in range(14)]
    pairs = {pair_of(*chance.sample(records, 2)) for _ in range(12)}
    edges = [edge(*pair, chance.choice((0.95, 0.97, 0.99)), chance.choice(("nik", "nib"))) for pair in sorted(pairs)]
    apart = {pair_of(*chance.sample(records, 2)) for _ in range(3)}
    result = grouped(records, edges, apart=apart)
    chance.shuffle(records)
    chance.shuffle(edges)
    assert grouped(records, edges, apart=sorted(apart, reverse=True)) == result
    for a, b in apart:
        assert result.groups[a] != result.groups[b]
