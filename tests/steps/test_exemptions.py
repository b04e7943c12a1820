"""An office is exempt from a rule for the reports of some months: nothing is said of it, its rows come in, its sender
reads so.
"""

from __future__ import annotations

import openpyxl
import pytest

from kemitraan.steps.corrections.exempting import end, exempt
from schemas.period import Period
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import regency_csv, umkm_rows
from warehouse.checking import stored_findings
from warehouse.errors import WarehouseError
from warehouse.exemptions import WAIVABLE

RULE = "identity.missing"
NOVEMBER, DECEMBER = Period(2026, 11), Period(2026, 12)
SIGNED = {"who": "Rahma", "why": "NIB-nya masih diurus bersama."}


def sent(workshop: TimelessWorkshop, period: str, name: str) -> tuple[list[str], str]:
    """A business without NIB and NIK is sent: what is said of it, and what Baca Dulu says."""
    [complete, bare] = umkm_rows([1, 2], name)
    code, _, rest = bare.split(";", 2)
    send(workshop.home, "majene", regency_csv("UMKM", [complete, f"{code};;{rest}"], period), f"{name}.csv")
    (line,) = run_job(workshop, ["majene"]).lines
    newest = max(workshop.home.outbox("majene").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    book = openpyxl.load_workbook(newest)
    text = "\n".join(str(cell.value) for row in book["Baca Dulu"] for cell in row if cell.value)
    return [finding.code for finding in stored_findings(workshop.warehouse, line.submission)], text


def test_it_holds_for_its_office_rule_and_months_until_it_is_ended(embedded: TimelessWorkshop) -> None:
    assert sent(embedded, "2026-11", "a")[0] == [RULE]
    exempt(embedded, "76.05", RULE, NOVEMBER, NOVEMBER, **SIGNED)
    exempt(embedded, "76.04", "date.order", NOVEMBER, None, **SIGNED)
    codes, text = sent(days_later(embedded, 1), "2026-11", "b")
    assert codes == []
    assert "Kantor Anda dikecualikan untuk laporan November 2026 dari aturan ini: " in text
    assert "Oleh Rahma: NIB-nya masih diurus bersama." in text
    codes, text = sent(days_later(embedded, 1), "2026-10", "c")
    assert codes == [RULE]
    assert "dikecualikan" not in text
    end(embedded, 1, who="Rahma", why="Sudah lengkap.")
    assert sent(days_later(embedded, 2), "2026-11", "d")[0] == [RULE]


def test_only_rules_without_which_a_row_can_be_loaded_may_be_waived(embedded: TimelessWorkshop) -> None:
    assert {"document.missing", "identity.missing", "date.order"} < set(WAIVABLE)
    for code in ("nib.length", "required", "duplicate.conflict", "reference", "scale.mismatch", "entah"):
        with pytest.raises(WarehouseError, match="tidak ada pengecualian"):
            exempt(embedded, "76.05", code, NOVEMBER, None, **SIGNED)
    with pytest.raises(WarehouseError, match="mendahului"):
        exempt(embedded, "76.05", RULE, DECEMBER, NOVEMBER, **SIGNED)
