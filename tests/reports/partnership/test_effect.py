"""Whether mentoring helped, against triples counted one by one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.partnership.effect import Visit, effects, moved, wilson
from reports.partnership.states import Retailer
from tests.reports.partnership.making import REQUIREMENTS, Item, readiness, worlds

TOPICS = {requirement.name: requirement.topic for requirement in REQUIREMENTS}
VISITS = st.sets(
    st.tuples(
        st.sampled_from(["76.01", "76.02"]),
        st.sampled_from(["U-1", "U-2", "U-3"]),
        st.sampled_from(["Halal", "Legalitas"]),
    )
)


@settings(deadline=None)
@given(worlds(), worlds(), VISITS)
def test_triples_are_those_of_both_months(
    before: tuple[list[Retailer], list[Item]],
    now: tuple[list[Retailer], list[Item]],
    visits: set[tuple[str, str, str]],
) -> None:
    present = {(item.office, item.key): item for item in now[1]}
    number, met = Counter(), Counter()
    for item in before[1]:
        other = present.get((item.office, item.key))
        for place, (former, later) in enumerate(zip(before[0], now[0], strict=True)):
            required = {requirement.name for requirement in later.requirements}
            for name in item.lacks[place]:
                topic = TOPICS[name]
                if other is None or topic is None or name not in required:
                    continue
                assert name in {entry.name for entry in former.requirements}
                grain = (topic, int((item.office, other.business, topic) in visits))
                number[grain] += 1
                met[grain] += name not in other.lacks[place]
    got = effects(moved(readiness(*before), readiness(*now), [Visit(*visit) for visit in visits]))
    assert {(row.topik, row.dibantu): row.jumlah for row in got} == number
    assert {(row.topik, row.dibantu): row.terpenuhi_kini for row in got} == met
    assert [(row.bawah, row.atas) for row in got] == [wilson(row.terpenuhi_kini, row.jumlah) for row in got]


def test_bounds_are_those_of_wilson() -> None:
    assert wilson(4, 32) == pytest.approx((0.04970134387480073, 0.2806830548165022), abs=1e-12)
    assert wilson(0, 4) == pytest.approx((0, 0.4898908364545973), abs=1e-12)
    assert wilson(7, 7) == pytest.approx((0.6456695, 1), abs=1e-7)
