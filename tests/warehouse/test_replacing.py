"""What a submission would replace, or has replaced: rows by sheet, and the keys that are gone or held back."""

from datetime import date

from tests.conftest import on_sqlite
from tests.warehouse.factory import check_result, kurasi, produk, receive, send, umkm
from warehouse.checking import store_check
from warehouse.engine import Warehouse
from warehouse.keys import row_keys
from warehouse.replacing import Replacement, SheetReplacement, has_replaced, would_replace

HELD = {"Kode UMKM": "MJN-0002"}


@on_sqlite
def test_what_waits_says_what_is_in_force_and_what_would_be(warehouse: Warehouse) -> None:
    old, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(2), umkm(3)], "produk": [produk(1)]}))
    result = check_result({"umkm": [umkm(1)]}, quarantined={"umkm": {9: ("MJN-0002", HELD)}})
    new = receive(warehouse, result, hours=1)
    store_check(warehouse, new, result)
    sheets = (SheetReplacement("UMKM", 3, 1), SheetReplacement("Produk", 1, 0))
    assert would_replace(warehouse, new) == Replacement(new, (old,), sheets)
    keys = {table.sheet.table: set(row_keys(table.sheet, table.accepted)) for table in result.sheets.values()}
    replacement = would_replace(warehouse, new, keys)
    assert replacement is not None
    assert replacement.sheets[0] == SheetReplacement("UMKM", 3, 1, gone=1, held=1)
    assert (replacement.before, replacement.after, replacement.gone, replacement.held) == (4, 1, 2, 1)


@on_sqlite
def test_where_nothing_is_in_force_nothing_is_replaced(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)]}, period="2026-10"))
    send(warehouse, check_result({"umkm": [umkm(1)]}, office="76.03"))
    first, _ = send(warehouse, check_result({"umkm": [umkm(1)]}))
    for replacement in (would_replace(warehouse, first), has_replaced(warehouse, first)):
        assert replacement == Replacement(first, (), (SheetReplacement("UMKM", 0, 1, gone=0, held=0),))


@on_sqlite
def test_what_was_replaced_is_told_the_same_when_others_have_come_since(warehouse: Warehouse) -> None:
    day = date(2026, 11, 3)
    rows = {"umkm": [umkm(1), umkm(2)], "kurasi": [kurasi(1, day), kurasi(2, day)]}
    old, _ = send(warehouse, check_result(rows))
    held = {"kurasi": {9: ("MJN-0001-01 / 2026-11-03", {"Kode Produk": "MJN-0001-01"})}}
    new, _ = send(warehouse, check_result({"umkm": [umkm(2)], "kurasi": []}, quarantined=held), hours=1)
    last, _ = send(warehouse, check_result({"umkm": [umkm(2), umkm(5)]}), hours=2)
    expected = (SheetReplacement("UMKM", 2, 1, gone=1, held=0), SheetReplacement("Kurasi", 2, 0, gone=1, held=1))
    assert has_replaced(warehouse, new) == Replacement(new, (old,), expected)
    assert has_replaced(warehouse, last) == Replacement(last, (new,), (SheetReplacement("UMKM", 1, 2, 0, 0),))
