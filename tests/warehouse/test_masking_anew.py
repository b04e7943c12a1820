"""What was stored by former rules of masking is masked by those of today: once, from wherever it was stopped."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.warehouse.test_upgrade_carries import put, submission
from warehouse import masking_anew
from warehouse.engine import Warehouse
from warehouse.masking_anew import mask_anew

NOTE = "hubungi 0812 – 3456 – 7890"
HALF, WHOLE = "NIK 7605********0001, 081234567890", "NIK 7605014507890001, 081234567890"
TWICE = "NIK 7605********0001, 0812****7890"


@pytest.fixture
def former(warehouse: Warehouse) -> Warehouse:
    """Two submissions whose texts were stored when less was masked."""
    for name in ("a", "b"):
        submission(warehouse, name)
        origin = {"submission_id": name, "office": "76.05", "period": "2026-11"}
        for row, note in ((5, NOTE), (6, HALF), (7, "rasanya enak")):
            key = f"MJN-0001-01|2026-11-0{row}{name}"
            for target in ("batch_kurasi", "fct_kurasi"):
                put(warehouse, target, **origin, row_key=key, row=row, catatan=note)
        put(warehouse, "sealed_text", schema="pribadi", submission_id=name, sheet="Kurasi", row=6,
            column_name="catatan", text=WHOLE)  # fmt: skip
        put(warehouse, "submission_column", submission_id=name, sheet="Kurasi", column_name="catatan",
            header="Catatan 081234567890", position=3)  # fmt: skip
        for seq, (sheet, column, got) in enumerate(
            [("Kurasi", "hasil", "telp 081234567890"), ("Kurasi", "hasil", "Siti Aminah Mandar"),
             ("UMKM", "telepon", "0812****7890"), ("Produk", "harga_jual", "lima juta")]
        ):  # fmt: skip
            put(warehouse, "finding", submission_id=name, seq=seq, code="choice", severity="error", sheet=sheet,
                row=5, column_name=column, got=got)  # fmt: skip
    return warehouse


def told(warehouse: Warehouse, query: str) -> list[tuple]:
    with warehouse.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_public_copies_are_masked_and_what_was_typed_is_sealed(former: Warehouse) -> None:
    assert mask_anew(former) == 2 * (2 + 2 + 1 + 2)
    for target in ("batch_kurasi", "fct_kurasi"):
        for name in ("a", "b"):
            notes = told(former, f"SELECT catatan FROM {target} WHERE submission_id = '{name}' ORDER BY row")  # noqa: S608
            assert notes == [(masking_anew.mask_personal(NOTE),), (TWICE,), ("rasanya enak",)]
    assert "3456" not in masking_anew.mask_personal(NOTE)
    sealed = told(former, "SELECT row, text FROM pribadi.sealed_text WHERE submission_id = 'a' ORDER BY row")
    assert sealed == [(5, NOTE), (6, WHOLE)]
    assert told(former, "SELECT DISTINCT header FROM submission_column") == [("Catatan 0812****7890",)]
    assert told(former, "SELECT got FROM finding WHERE submission_id = 'a' ORDER BY seq") == [
        ("telp 0812****7890",),
        ("Sit… (18 huruf)",),
        ("0812****7890",),
        ("lima juta",),
    ]


def test_it_is_done_once_for_each_change_of_the_rules(former: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    mask_anew(former)
    with former.write() as connection:
        connection.execute(text(f"UPDATE batch_kurasi SET catatan = '{NOTE}' WHERE row = 7"))  # noqa: S608
    assert mask_anew(former) == 0
    monkeypatch.setattr(masking_anew, "_form", lambda: "aturan lain")
    assert mask_anew(former) == 2


def test_what_was_stopped_goes_on_where_it_was(former: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    seal = masking_anew._seal
    with monkeypatch.context() as patch:
        patch.setattr(masking_anew, "_seal", lambda connection, name: stop() if name == "b" else seal(connection, name))
        with pytest.raises(KeyboardInterrupt):
            mask_anew(former)
    with monkeypatch.context() as patch:
        patch.setattr(masking_anew, "apply", stop)
        with pytest.raises(KeyboardInterrupt):
            mask_anew(former)
    assert mask_anew(former) == 2 + 2 + 1 + 2
    assert told(former, "SELECT COUNT(*) FROM pribadi.sealed_text") == [(4,)]
