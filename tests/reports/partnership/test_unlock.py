"""What a lighter list opens, against every set of requirements tried one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from itertools import combinations

from hypothesis import given, settings

from reports.partnership.one_step import one_step_away
from reports.partnership.states import RETAILER, Retailer
from reports.partnership.unlock import Best, unlocks
from tests.reports.partnership.making import REQUIREMENTS, Item, readiness, worlds


def opened(items: Collection[Item], place: int, dropped: Collection[str]) -> list[Item]:
    return [item for item in items if item.lacks[place] and item.lacks[place] <= set(dropped)]


def opened_above(items: Collection[Item], place: int, dropped: Collection[str]) -> int:
    return sum(1 for item in items if item.lacks[place] and item.surely[place] <= set(dropped))


def best_of(items: list[Item], place: int, names: list[str]) -> list[Best]:
    best = []
    for size in range(1, len(names) + 1):
        counts = {chosen: len(opened(items, place, chosen)) for chosen in combinations(sorted(names), size)}
        most = max(counts.values())
        equal = sorted(chosen for chosen, count in counts.items() if count == most)
        best.append(Best(size, equal[0], most, opened_above(items, place, equal[0]), len(equal)))
    return best


@settings(deadline=None)
@given(worlds())
def test_every_set_opens_what_it_opens_when_tried_by_hand(world: tuple[list[Retailer], list[Item]]) -> None:
    retailers, items = world
    entries = unlocks(readiness(retailers, items))
    assert [entry.ritel for entry in entries] == [retailer.name for retailer in retailers]
    for place, (retailer, entry) in enumerate(zip(retailers, entries, strict=True)):
        names = [requirement.name for requirement in retailer.requirements]
        singles = {single.persyaratan: single for single in entry.tanpa}
        assert list(singles) == names
        for name in names:
            mine = opened(items, place, [name])
            assert (singles[name].membuka, singles[name].membuka_atas) == (
                len(mine),
                opened_above(items, place, [name]),
            )
            where = Counter((item.office, item.category) for item in mine)
            assert {(at.office, at.kategori): at.membuka for at in singles[name].menurut} == where
        assert [(pair.persyaratan, pair.membuka, pair.membuka_atas) for pair in entry.pasangan] == [
            (pair, len(opened(items, place, pair)), opened_above(items, place, pair)) for pair in combinations(names, 2)
        ]
        assert list(entry.terbaik) == best_of(items, place, names)
        changeable = [one.name for one in retailer.requirements if one.group == RETAILER]
        assert list(entry.terbaik_ritel) == best_of(items, place, changeable)


@settings(deadline=None)
@given(worlds())
def test_a_threshold_opens_those_that_lack_it_alone_and_would_meet_the_new_value(
    world: tuple[list[Retailer], list[Item]],
) -> None:
    retailers, items = world
    for place, entry in enumerate(unlocks(readiness(retailers, items))):
        for name, amount in (("Kapasitas Minimal", "capacity"), ("Harga Maksimal", "price")):
            alone = [getattr(item, amount) for item in items if item.lacks[place] == item.surely[place] == {name}]
            steps = [(step.nilai, step.membuka) for step in entry.ambang if step.persyaratan == name]
            outwards = sorted(set(alone), reverse=name == "Kapasitas Minimal")
            meets = (
                (lambda value, new: value >= new) if name == "Kapasitas Minimal" else (lambda value, new: value <= new)
            )
            assert steps == [(new, sum(1 for value in alone if meets(value, new))) for new in outwards]


@settings(deadline=None)
@given(worlds())
def test_one_step_away_are_the_products_that_lack_one_requirement(world: tuple[list[Retailer], list[Item]]) -> None:
    retailers, items = world
    count, value, unsure = Counter(), Counter(), Counter()
    for item in items:
        for retailer, lacks, surely in zip(retailers, item.lacks, item.surely, strict=True):
            if len(lacks) == 1:
                grain = (retailer.name, *lacks, item.office)
                count[grain] += 1
                value[grain] += item.value
                unsure[grain] += not surely
    got = {(row.ritel, row.persyaratan, row.office): row for row in one_step_away(readiness(retailers, items))}
    assert {grain: row.jumlah for grain, row in got.items()} == count
    assert {grain: row.nilai_rp for grain, row in got.items()} == dict(value)
    assert {grain: row.tidak_pasti for grain, row in got.items()} == dict(unsure)


def test_sums_of_money_are_whole_beyond_what_64_bits_hold() -> None:
    retailer = Retailer("PT A", tuple(requirement for requirement in REQUIREMENTS if requirement.name == "NIB"))
    items = [
        Item("76.05", f"K-{at:04}", "U-1", "Makanan", 10**9, 10**7, (frozenset({"NIB"}),), (frozenset(),))
        for at in range(2000)
    ]
    [row] = one_step_away(readiness([retailer], items))
    assert row.nilai_rp == 2000 * 10**16
