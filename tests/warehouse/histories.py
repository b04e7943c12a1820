"""Random histories: submissions, withdrawals, restorations and corrections in no order."""

from __future__ import annotations

import random
from datetime import timedelta

from schemas.result import CheckResult
from tests.warehouse.factory import RECEIVED, check_result, kemitraan, kurasi, produk, send, umkm
from warehouse.corrections.entering import Place, correction_states, end_correction, enter_correction
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.publishing import restore, withdraw

MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
STAGES = ("Penjajakan", "Negosiasi", "Memasok", "Berhenti")


def random_month(chance: random.Random) -> CheckResult:
    """An office's month, or one sheet of it: some rows left out, some held back, some at another stage or of another
    class.
    """
    some = [number for number in range(1, 7) if chance.random() < 0.7]
    day = RECEIVED.date() - timedelta(days=chance.randrange(60))
    rows = {
        "umkm": [umkm(business, omzet_tahunan=chance.choice([10**9, 10**10, 10**11])) for business in some],
        "produk": [produk(business, kapasitas_bulanan=100 * business) for business in some],
        "kurasi": [kurasi(business, day) for business in some if chance.random() < 0.5],
        "kemitraan": [kemitraan(business, tahap=chance.choice(STAGES)) for business in some],
    }
    left_out = [business for business in range(1, 7) if business not in some and business % 2]
    held = {"umkm": {90 + business: (f"MJN-{business:04d}", {"Nama": "?"}) for business in left_out}}
    lone = chance.random() < 0.4
    if lone:
        table = chance.choice(list(rows))
        rows, held = {table: rows[table]}, {}
    return check_result(rows, period=chance.choice(MONTHS), quarantined=held, lone=lone)


def play(warehouse: Warehouse, seed: int, steps: int) -> list[str]:
    """Submissions, withdrawals, restorations and corrections in no order; gives the submissions."""
    chance, sent = random.Random(seed), []
    for number in range(steps):
        correct(warehouse, chance)
        if sent and chance.random() < 0.25:
            act = chance.choice([withdraw, restore])
            try:
                act(warehouse, chance.choice(sent), who="staf", why="uji")
            except WarehouseError:
                continue
        else:
            sent.append(send(warehouse, random_month(chance), hours=number)[0])
    return sent


def correct(warehouse: Warehouse, chance: random.Random) -> None:
    """Enters corrections where something states what is expected, and ends one now and then."""
    holding = correction_states(warehouse)
    if holding and chance.random() < 0.3:
        end_correction(warehouse, chance.choice(holding).correction.id, who="staf", why="uji")
    key, retailer = f"MJN-{chance.randrange(1, 7):04d}", "PT Midi Utama Indonesia Tbk"
    day = RECEIVED.date() - timedelta(days=chance.randrange(60))
    cells = [
        (Place("76.05", "UMKM", key, "omzet_tahunan"), str(chance.choice([10**9, 10**10])), str(10**11)),
        (Place("76.05", "Kemitraan", f"{key}||{retailer}", "tahap"), chance.choice(STAGES[:3]), STAGES[3]),
        (Place("76.05", "Kemitraan", f"{key}||{retailer}", "nilai_realisasi"), "7500000", chance.choice(["1000", ""])),
        (Place("76.05", "Produk", f"{key}-01", "halal"), "proses", "ID76110000123450123"),
        (Place("76.05", "Kurasi", f"{key}-01|{day}", "hasil"), "Lolos", "Pembinaan"),
    ]
    for place, expected, value in cells:
        try:
            enter_correction(warehouse, place, expected=expected, value=value, who="staf", why="uji")
        except WarehouseError:
            continue
