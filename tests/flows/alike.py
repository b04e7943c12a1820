"""Three records that are alike in all but their NIKs, and what a person types about them."""

from __future__ import annotations

from tests.warehouse.factory import ADDRESS, check_result, send, umkm
from warehouse.engine import Warehouse
from warehouse.identities.linking import link

PHONE = "081377776666"
SIGNED = {"nama_petugas": "Rahma", "alasan": f"Sudah ditelepon {PHONE}."}
OWNER, NIB = "Rosdiana Saharia", "9120000077777"
NIKS = [f"76050145019000{number:02d}" for number in (11, 12, 13)]
PERSONAL = (OWNER, ADDRESS, NIB, *NIKS, "81299900011")


def three_doubtful_pairs(warehouse: Warehouse) -> None:
    """Sends them, and links them."""
    names = ("UD Tunas Muda", "Tunas <b>Muda</b>", "Toko Tunas Moeda")
    same = {"nama_pemilik": OWNER, "nib": NIB, "telepon": "+6281299900011", "kbli": "10710"}
    rows = [
        umkm(number, nik_pemilik=nik, nama_usaha=name, **same)
        for number, (nik, name) in enumerate(zip(NIKS, names, strict=True), 1)
    ]
    send(warehouse, check_result({"umkm": rows}))
    assert link(warehouse).waiting == 3
