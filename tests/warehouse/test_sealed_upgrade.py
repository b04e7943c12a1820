"""What homes of revision 0014 hold of names of files and free texts is masked in its place, and kept apart as it
was.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from schemas.kinds import unknown_partner
from tests.conftest import NIK_KEY
from tests.warehouse.test_upgrade_carries import AT, put, submission
from warehouse.deliveries import short_answers_of
from warehouse.engine import Warehouse
from warehouse.partners import partner_signer
from warehouse.submissions import get_submission
from warehouse.upgrade import require_ready, upgrade

NAME = "Laporan 0812-3456-7890 rahma@contoh.id.xlsx"
STRANGER = "Toko Ibu Rahma"
NOTE = "hubungi 081234567890, NIK 7605014507890001"


@pytest.fixture
def old(at_revision: Callable[[str], Warehouse]) -> Warehouse:
    """An empty warehouse of revision 0014."""
    return at_revision("0014")


def test_names_and_texts_are_masked_and_kept_apart(old: Warehouse) -> None:
    submission(old, "a", file_name=NAME, note=f"jawaban: {NAME}")
    submission(old, "b")
    put(old, "submission_event", submission_id="a", to_state="answered", at=AT, who="sistem", why=f"jawaban: {NAME}")
    put(old, "answer_delivery", submission_id="a", outbox="majene/0", name=f"2026-11_{NAME}", delivered_at=AT)
    letters = {"waiting-a-1-majene/0": f"2026-11_{NAME}.txt", "waiting-a-1-surel": "<1@kantor.id>"}
    for kind, message in letters.items():
        put(old, "letter", kind=kind, office="76.05", period="2026-11", sent_at=AT, message_id=message)
    put(old, "submission_sheet", submission_id="a", sheet="Kurasi", sheet_name="Kurasi 081234567890", rows=1,
        accepted_rows=1, quarantined_rows=0, skipped_rows=0, merged="[]")  # fmt: skip
    put(
        old, "finding", submission_id="a", seq=0, code="sheet.unknown", severity="warning", sheet="a@b.id", got="a@b.id"
    )
    origin = {"submission_id": "a", "office": "76.05", "period": "2026-11"}
    for key, note in (("MJN-0001-01|2026-11-02", NOTE), ("MJN-0001-01|2026-11-03", "rasanya enak")):
        for target in ("batch_kurasi", "fct_kurasi"):
            put(old, target, **origin, row_key=key, row=5 if note == NOTE else 6, catatan=note)
    partnership = {**origin, "row": 7, "kode_umkm": "MJN-0001", "usaha_besar": STRANGER, "tahap": "Diajukan"}
    key = f"MJN-0001||{STRANGER}"
    for target in ("batch_kemitraan", "fct_kemitraan"):
        put(old, target, **partnership, row_key=key)
    put(old, "finding", submission_id="a", seq=1, code="partner.unknown", severity="warning", sheet="Kemitraan", row=7,
        column_name="usaha_besar", row_key=f"MJN-0001 / {STRANGER}", got=STRANGER)  # fmt: skip
    upgrade(old)
    require_ready(old)
    assert get_submission(old, "a").file_name == NAME
    assert get_submission(old, "b").file_name == "b.xlsx"

    def told(query: str) -> list[tuple]:
        with old.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    answered = "jawaban: 76.05_2026-11_hasil-sidik a.xlsx"
    assert told("SELECT file_name, note FROM submission ORDER BY id") == [
        ("76.05_2026-11_sidik a.xlsx", answered),
        ("76.05_2026-11_sidik b.xlsx", None),
    ]
    assert told("SELECT why FROM submission_event") == [(answered,)]
    assert f"jawaban: {short_answers_of(old, 'a')['majene/0']}" == answered
    assert told("SELECT message_id FROM letter ORDER BY kind") == [("ditaruh di kotak keluar",), ("<1@kantor.id>",)]
    assert told("SELECT sheet_name FROM submission_sheet") == [("Kurasi 0812****7890",)]
    shown = unknown_partner(STRANGER, partner_signer(NIK_KEY))
    assert told("SELECT sheet, got, row_key FROM finding ORDER BY seq") == [
        ("a***", "a***", None),
        ("Kemitraan", "mitra belum dikenal", f"MJN-0001 / {shown}"),
    ]
    for target in ("batch_kemitraan", "fct_kemitraan"):
        rows = told(f"SELECT usaha_besar, row_key FROM {target}")  # noqa: S608
        assert rows == [(shown, f"MJN-0001||{shown}")]
    assert told("SELECT * FROM pribadi.unknown_partner") == [("a", shown, STRANGER)]
    for target in ("batch_kurasi", "fct_kurasi"):
        notes = told(f"SELECT catatan FROM {target} ORDER BY row")  # noqa: S608
        assert notes == [("hubungi 0812****7890, NIK 7605********0001",), ("rasanya enak",)]
    assert told("SELECT * FROM pribadi.sealed_text") == [("a", "Kurasi", 5, "catatan", NOTE)]
    assert told("SELECT * FROM pribadi.sealed_name ORDER BY 1") == [("a", NAME), ("b", "b.xlsx")]
