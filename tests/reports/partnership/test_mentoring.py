"""The mentoring plan against every set of visits tried one by one, and against HiGHS."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations, product

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.partnership.mentoring import plans
from reports.partnership.states import Retailer
from tests.reports.partnership.making import REQUIREMENTS, Item, readiness, worlds

TOPICS = {requirement.name: requirement.topic for requirement in REQUIREMENTS}


def ways(item: Item) -> list[set[str]]:
    """The topics that open a product at some retailer; none where it is ready somewhere already."""
    if not all(item.lacks):
        return []
    wanted = [{TOPICS[name] for name in lacks} for lacks in item.lacks]
    return [{topic for topic in topics if topic} for topics in wanted if None not in topics]


def opened(items: Collection[Item], visits: Collection[tuple[str, str]]) -> list[Item]:
    done = {business: {topic for at, topic in visits if at == business} for business, _ in visits}
    return [item for item in items if any(way <= done.get(item.business, set()) for way in ways(item))]


@settings(deadline=None)
@given(worlds(), st.integers(0, 4))
def test_no_other_plan_of_so_many_visits_opens_more(world: tuple[list[Retailer], list[Item]], visits: int) -> None:
    retailers, items = world
    best = plans(readiness(retailers, items), visits)
    assert [plan.office for plan in best] == sorted({item.office for item in items})
    for plan in best:
        mine = [item for item in items if item.office == plan.office]
        every = sorted({(item.business, topic) for item in mine for way in ways(item) for topic in way})
        for point in plan.kurva:
            tried = [
                sum(item.value for item in opened(mine, chosen))
                for size in range(point.kunjungan + 1)
                for chosen in combinations(every, min(size, len(every)))
            ]
            assert point.nilai_rp == max(tried)
        planned = [(visit.kode_umkm, visit.topik) for visit in plan.visits]
        assert len(set(planned)) == len(planned) <= visits
        real = opened(mine, planned)
        assert (plan.nilai_rp, plan.produk) == (sum(item.value for item in real), len(real))
        assert plan.nilai_rp == plan.kurva[-1].nilai_rp
        fewer = [point.kunjungan for point in plan.kurva if point.nilai_rp == plan.nilai_rp]
        assert len(planned) == fewer[0]


def by_highs(items: list[Item], visits: int) -> float:
    """The textbook program: a whole number for each visit and each opened product."""
    every = sorted({(item.business, topic) for item in items for way in ways(item) for topic in way})
    pairs = [(item, way) for item in items for way in ways(item)]
    solver = highspy.Highs()
    solver.setOptionValue("threads", 1)  # the first solver of a process says how many for all of them
    solver.silent()
    is_made = {visit: solver.addBinary() for visit in every}
    opens = [solver.addBinary() for _ in pairs]
    for (item, way), open_ in zip(pairs, opens, strict=True):
        for topic in way:
            solver.addConstr(open_ <= is_made[item.business, topic])
    for item in items:
        mine = [open_ for (other, _), open_ in zip(pairs, opens, strict=True) if other is item]
        if mine:
            solver.addConstr(sum(mine[1:], start=mine[0] + 0.0) <= 1)
    if is_made:
        variables = list(is_made.values())
        solver.addConstr(sum(variables[1:], start=variables[0] + 0.0) <= visits)
        goal = sum(
            (item.value * open_ for (item, _), open_ in zip(pairs, opens, strict=True)), start=0.0 * variables[0]
        )
        solver.maximize(goal)
    return solver.getObjectiveValue() if is_made else 0.0


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_is_worth_what_the_textbook_program_finds(seed: int) -> None:
    chance = np.random.default_rng(seed)
    retailers = [Retailer(name, REQUIREMENTS) for name in ("PT A", "PT B")]
    names = [requirement.name for requirement in REQUIREMENTS]
    items = [
        Item(
            "76.05",
            f"K-{number:03}",
            f"U-{chance.integers(0, 12):02}",
            "Makanan",
            int(chance.integers(1, 90)),
            int(chance.integers(0, 50)),
            *[tuple(frozenset(chance.choice(names, chance.integers(0, 4), replace=False)) for _ in retailers)] * 2,
        )
        for number in range(40)
    ]
    for visits in (1, 5, 9):
        [plan] = plans(readiness(retailers, items), visits)
        assert plan.nilai_rp == pytest.approx(by_highs(items, visits))


def test_a_product_counts_once_and_only_where_it_is_ready_nowhere() -> None:
    retailers = [Retailer(name, REQUIREMENTS) for name in ("PT A", "PT B")]

    def item(number: int, *lacks: set[str]) -> Item:
        sets = tuple(frozenset(names) for names in lacks)
        return Item("76.05", f"K-{number}", "U-1", "Makanan", 10, 10 + number, sets, sets)

    items = [item(1, {"NIB"}, {"NIB"}), item(2, set(), {"NIB"}), item(3, {"Lolos Kurasi"}, {"NIB", "Lolos Kurasi"})]
    [plan] = plans(readiness(retailers, items), 20)
    assert (plan.nilai_rp, plan.produk, len(plan.visits)) == (110, 1, 1)


def test_the_money_of_a_plan_is_whole_beyond_what_64_bits_hold() -> None:
    retailers = [Retailer("PT A", tuple(requirement for requirement in REQUIREMENTS if requirement.name == "NIB"))]
    lacks = (frozenset({"NIB"}),)
    items = [
        Item("76.05", f"K-{at:04}", f"U-{at % 3}", "Makanan", 10**9, 10**7, lacks, lacks)
        for at, _ in enumerate(product("ab", repeat=11))
    ]
    [plan] = plans(readiness(retailers, items), 3)
    assert plan.nilai_rp == len(items) * 10**16
