"""What a submission changed against its office's month before."""

from schemas.finding import Outcome
from schemas.period import Period
from tests.warehouse.factory import check_result, produk, send, umkm
from warehouse.changes import MonthChange, month_change
from warehouse.engine import Warehouse


def test_businesses_that_are_new_or_gone_are_counted_against_the_month_before(warehouse: Warehouse) -> None:
    old, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(2)], "produk": [produk(1)]}, period="2026-10"))
    new, _ = send(warehouse, check_result({"umkm": [umkm(2), umkm(3), umkm(4)]}))
    assert month_change(warehouse, new) == MonthChange(
        new, Period(2026, 11), 3, Period(2026, 10), 3, new=2, gone=1, held=0
    )
    assert month_change(warehouse, old) is None  # nothing is known of September


def test_a_business_whose_row_is_held_back_is_mentioned_and_neither_gone_nor_new(warehouse: Warehouse) -> None:
    held_before = {"umkm": {20: ("MJN-0007", {"Kode UMKM": "MJN-0007"})}}
    old = check_result({"umkm": [umkm(1), umkm(2), umkm(3)]}, period="2026-10", quarantined=held_before)
    send(warehouse, old)
    held = {20: ("MJN-0002", {"Kode UMKM": "MJN-0002"}), 21: (None, {"Nama Usaha": "Tanpa kode"}), 22: ("MJN-0009", {})}
    new, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(7), umkm(8)]}, quarantined={"umkm": held}))
    change = month_change(warehouse, new)
    assert change is not None
    assert (change.new, change.gone, change.held) == (1, 1, 1)


def test_only_what_is_in_force_counts_and_only_the_month_right_before(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)]}, period="2026-09"))
    first, _ = send(warehouse, check_result({"umkm": [umkm(1)]}))
    second, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(2)]}), hours=1)
    assert month_change(warehouse, first) is month_change(warehouse, second) is None
    send(warehouse, check_result({"umkm": [umkm(9)]}, period="2026-10", outcome=Outcome.ACCEPTED_WITH_NOTES))
    change = month_change(warehouse, second)
    assert change is not None
    assert (change.accepted_before, change.new, change.gone) == (1, 2, 1)
    assert month_change(warehouse, first) is None  # no longer in force
