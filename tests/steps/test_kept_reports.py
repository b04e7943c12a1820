"""The reports of months, which are kept for ever."""

from __future__ import annotations

import json
from dataclasses import replace

from kemitraan.config.models import ReportSettings
from kemitraan.pages.report import report_page
from kemitraan.steps.views.fetching import report
from kemitraan.steps.views.reporting import keep_month_report, remove_old_reports
from reports.partnership.forms import FORMS
from schemas.period import Period
from tests.steps.driver import TimelessWorkshop, days_later

MONTH = Period(2026, 10)


def test_a_months_report_is_kept_once_and_what_changed_as_the_next_number(embedded: TimelessWorkshop) -> None:
    first = keep_month_report(embedded, MONTH)
    assert {path.name for path in first.paths.values()} == {f"laporan-kemitraan_2026-10_1.{form}" for form in FORMS}
    assert "Belum ada yang berlaku" in first.paths["html"].read_text(encoding="utf-8")
    again = keep_month_report(embedded, MONTH)
    assert (again.is_new, again.paths) == (False, first.paths)
    first.paths["json"].write_bytes(b"{}")  # as of other data
    changed = keep_month_report(embedded, MONTH)
    assert changed.is_new
    assert changed.paths["html"].name == "laporan-kemitraan_2026-10_2.html"
    assert first.paths["html"].is_file()


def test_what_a_killed_run_left_half_is_made_whole_under_its_number(embedded: TimelessWorkshop) -> None:
    half = keep_month_report(embedded, MONTH).paths
    half["json"].unlink()  # the data are written last
    half["html"].write_bytes(b"<html>")
    whole = keep_month_report(embedded, MONTH)
    assert (whole.is_new, whole.paths) == (True, half)
    assert b"</html>" in half["html"].read_bytes()


def test_what_the_settings_assume_stands_in_the_data(embedded: TimelessWorkshop) -> None:
    settings = ReportSettings(transport_days=3, units_per_outlet=12, in_process_months=4)
    other = replace(embedded, config=embedded.config.model_copy(update={"report": settings}))
    kept = json.loads(keep_month_report(other, MONTH).paths["json"].read_bytes())
    assert kept["anggapan"] == {"hari_jalan": 3, "unit_per_gerai": 12, "bulan_proses": 4}


def test_it_is_never_removed_and_fetched_by_its_name(embedded: TimelessWorkshop) -> None:
    kept = keep_month_report(embedded, MONTH)
    remove_old_reports(days_later(embedded, 5000), 1)
    assert all(path.is_file() for path in kept.paths.values())
    name = kept.paths["json"].name
    assert b"".join(report(embedded, name).pieces) == kept.paths["json"].read_bytes()
    assert f"`laporan/bulanan/{name}`" in report_page(kept)
    assert f"kemitraan/laporan/{name})" in report_page(kept)
