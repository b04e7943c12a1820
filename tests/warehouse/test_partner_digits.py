"""The digits of a partner whom nobody has confirmed are made with the home's key: nobody can test a guessed name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

import warehouse.upgrade as upgrading
from schemas.kinds import unknown_partner
from schemas.period import Period
from tests.conftest import NIK_KEY
from tests.warehouse.test_upgrade_carries import AT, put, submission
from warehouse.engine import Warehouse, personal_path
from warehouse.errors import WarehouseMissing
from warehouse.figure_codes import FigureCode, read_code, signed_code
from warehouse.partners import partner_signer
from warehouse.point_of_view import PointOfView
from warehouse.rebuilding import differing_rows
from warehouse.tables import metadata
from warehouse.upgrade import require_ready, upgrade

STRANGER, EXPIRED = "Daeng Sirajuddin Raya", "Ibu Rahma Mandar"
FORMER, FORMER_EXPIRED = unknown_partner(STRANGER), unknown_partner(EXPIRED)
OTHER_KEY = bytes(range(1, 33))
ORIGIN = {"submission_id": "a", "office": "76.05", "period": "2026-11"}


@pytest.fixture
def old(at_revision: Callable[[str], Warehouse]) -> Warehouse:
    """A warehouse of revision 0026 with a stranger wherever one can stand, and one whose name is not kept any more."""
    warehouse = at_revision("0026")
    submission(warehouse, "a")
    put(warehouse, "unknown_partner", schema="pribadi", submission_id="a", shown=FORMER, name=STRANGER)
    for row, shown in ((7, FORMER), (8, FORMER_EXPIRED)):
        partnership = {"row_key": f"MJN-0001||{shown}", "row": row, "kode_umkm": "MJN-0001", "usaha_besar": shown}
        for target in ("batch_kemitraan", "fct_kemitraan"):
            put(warehouse, target, **ORIGIN, **partnership, tahap="Diajukan")
        put(warehouse, "fct_tahap", office="76.05", row_key=f"MJN-0001||{shown}", period="2026-11", usaha_besar=shown,
            tahap="Diajukan")  # fmt: skip
        key = f"{shown}|Halal|2026-11-01"
        for target in ("batch_persyaratan", "fct_persyaratan"):
            put(warehouse, target, **ORIGIN, row_key=key, row=row, ritel=shown, persyaratan="Halal")
    words = f"MJN-0001 / {FORMER}"
    put(warehouse, "finding", submission_id="a", seq=0, code="partner.unknown", severity="warning", sheet="Kemitraan",
        row=7, column_name="usaha_besar", row_key=words, got="mitra belum dikenal")  # fmt: skip
    put(warehouse, "held_row", submission_id="a", sheet="Kemitraan", row=9, row_key=f"MJN-0002||{FORMER}")
    put(warehouse, "right_value", office="76.05", sheet="Kemitraan", row_key=words, column_name="usaha_besar",
        sign="tanda", submission_id="a", who="pengirim", at=AT)  # fmt: skip
    put(warehouse, "correction", id=1, office="76.05", sheet="Kemitraan", row_key=f"MJN-0001||{FORMER}",
        column_name="tahap", expected="Diajukan", value="Negosiasi", why="telepon", who="Rahma", entered_at=AT)  # fmt: skip
    put(warehouse, "quarantine", schema="pribadi", submission_id="a", sheet="Kemitraan", row=9, row_key=words, raw="{}")
    return warehouse


def rows(warehouse: Warehouse) -> str:
    """Every row of every table, in one text."""
    with warehouse.read() as connection:
        return "\n".join(
            f"{table.key} {sorted(map(repr, connection.execute(select(table)).all()))}"
            for table in metadata.sorted_tables
        )


def partners(warehouse: Warehouse) -> set[str]:
    return set(re.findall(r"mitra belum dikenal \([0-9a-f-]+\)", rows(warehouse)))


def own(name: str, key: bytes = NIK_KEY) -> str:
    return unknown_partner(name, partner_signer(key))


def test_an_upgrade_makes_the_digits_with_the_key_wherever_they_stand(old: Warehouse) -> None:
    upgrade(old)
    require_ready(old)
    expired = re.sub(r"\((.*)\)", lambda found: f"({_signed(found[1])})", FORMER_EXPIRED)
    assert partners(old) == {own(STRANGER), expired}
    assert own(EXPIRED) == expired  # the same name, sent again, is the same partner
    with old.read() as connection:
        query = "SELECT usaha_besar, row_key FROM fct_kemitraan WHERE row = 7"
        assert connection.execute(text(query)).one() == (own(STRANGER), f"MJN-0001||{own(STRANGER)}")
    if old.path is not None:
        for path in (old.path, personal_path(old.path)):
            files = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
            assert FORMER.encode() not in files


def test_counts_of_a_batch_follow_the_digits_of_its_rows(old: Warehouse) -> None:
    put(old, "in_force", submission_id="a", sheet="Kemitraan", live_from=AT, office="76.05", kind="regency", period="2026-11")  # fmt: skip
    upgrade(old)
    assert "hitungan_kemitraan" not in differing_rows(old)
    with old.read() as connection:
        counted = connection.execute(text("SELECT usaha_besar, banyak FROM hitungan_kemitraan")).all()
    assert sorted(map(tuple, counted)) == sorted((name, 1) for name in partners(old))


def _signed(digits: str) -> str:
    made = partner_signer(NIK_KEY)(digits)
    return f"{made[:4]}-{made[4:8]}"


@pytest.mark.parametrize("stopped_at", ["rewrite_sealed", "scrub", "remember_form", "_finish"])
def test_an_upgrade_that_is_stopped_is_finished_by_the_next_and_nothing_runs_before(
    old: Warehouse, monkeypatch: pytest.MonkeyPatch, stopped_at: str
) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(upgrading, stopped_at, stop)
        with pytest.raises(KeyboardInterrupt):
            upgrade(old)
    with pytest.raises(WarehouseMissing, match="kemitraan upgrade"):
        require_ready(old)
    upgrade(old)
    require_ready(old)
    assert partners(old) == {own(STRANGER), own(EXPIRED)}


def test_upgrading_again_changes_nothing(old: Warehouse) -> None:
    upgrade(old)
    former_rows = rows(old)
    upgrade(old)
    assert [line for line in rows(old).splitlines() if not line.startswith("upgrade_sign")] == [
        line for line in former_rows.splitlines() if not line.startswith("upgrade_sign")
    ]


def test_digits_of_a_lost_key_follow_the_new_one_by_the_names_that_are_kept(old: Warehouse) -> None:
    upgrade(old)
    noon = datetime(2040, 11, 24, 4, tzinfo=UTC)
    upgrade(replace(old, nik_key=OTHER_KEY, now=lambda: noon), accept_new_key=True)
    assert partners(old) == {own(STRANGER, OTHER_KEY), own(EXPIRED)}


def test_the_code_of_a_figure_on_paper_of_before_finds_its_figure() -> None:
    point = PointOfView(Period(2026, 11), datetime(2026, 11, 30, tzinfo=UTC))
    zone = ZoneInfo("Asia/Makassar")
    former = FigureCode("mart_kemitraan", point, "kemitraan", {"usaha_besar": FORMER}).text(zone)
    code = signed_code(read_code(former), partner_signer(NIK_KEY))
    assert code.dimensions == {"usaha_besar": own(STRANGER)}
    assert signed_code(read_code(code.text(zone)), partner_signer(NIK_KEY)) == code
