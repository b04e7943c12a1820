"""The share not known, product by product."""

from __future__ import annotations

from hypothesis import given

from reports.partnership.not_known import CURATION, not_known
from reports.partnership.states import Retailer
from tests.reports.partnership.making import Item, readiness, worlds


@given(worlds())
def test_a_product_is_not_known_where_some_requirement_but_the_curation_is_not(
    world: tuple[list[Retailer], list[Item]],
) -> None:
    retailers, items = world
    rows = {row.office: row for row in not_known(readiness(retailers, items))}
    assert set(rows) == {item.office for item in items}
    for office, row in rows.items():
        mine = [item for item in items if item.office == office]
        doubts = [
            {name for lacks, surely in zip(item.lacks, item.surely, strict=True) for name in lacks - surely}
            for item in mine
        ]
        unknown = sum(bool(doubt - {CURATION}) for doubt in doubts)
        assert (row.produk, row.tidak_diketahui) == (len(mine), unknown)
        assert row.belum_dikurasi == sum(CURATION in doubt for doubt in doubts)
        assert row.persen == round(100 * unknown / len(mine), 6)


def test_without_requirements_nothing_is_said() -> None:
    item = Item("76.05", "K-1", "U-1", "Makanan", 20, 30, (), ())
    assert not_known(readiness([], [item])) == ()
