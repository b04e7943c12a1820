"""Run in a copy of the product that has a rule more: through the months in which it is silent, warns, and holds back.

``KEMITRAAN_NEW_RULE`` is a home, ``KEMITRAAN_NEW_RULE_DATES`` the settings that date the rule.
"""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import openpyxl

from kemitraan.cli import main
from kemitraan.config.home import Home
from kemitraan.steps.job.replaying import take_up
from kemitraan.steps.shadow.by_office import by_office
from kemitraan.steps.shadow.candidate import candidate_rules
from kemitraan.steps.shadow.trying import submissions_to_try, try_all
from schemas.period import Period
from tests.steps.driver import TimelessWorkshop, process, run_job, send, workshop_of
from tests.steps.making import regency_xlsx, umkm_rows
from warehouse.checking import stored_findings
from warehouse.reading import sheet_counts

HOME = Home(Path(os.environ["KEMITRAAN_NEW_RULE"]))
RULE = "verdict.reason"
JANUARY, FEBRUARY, MARCH = (Period(2027, month) for month in (1, 2, 3))
APRIL_2027 = datetime(2027, 4, 20, 4, tzinfo=UTC)


def opened() -> TimelessWorkshop:
    return workshop_of(HOME, noon=APRIL_2027)


def sent(workshop: TimelessWorkshop, period: Period) -> tuple[str, str]:
    """A month in which a product did not pass: the submission, and what Baca Dulu says."""
    produk = [f"MJN-{number:04d}-01;MJN-{number:04d};Tenun {number};Kriya;{number}000" for number in (1, 2)]
    verdicts = [
        f"MJN-{number:04d}-01;2026-11-02;Tim;80;80;80;80;80;{verdict}"
        for number, verdict in ((1, "Lolos"), (2, "Tidak Lolos"))
    ]
    data = regency_xlsx(period, UMKM=umkm_rows([1, 2]), Produk=produk, Kurasi=verdicts)
    send(workshop.home, "majene", data, f"{period}.xlsx")
    (line,) = run_job(workshop, ["majene"]).lines
    newest = max(workshop.home.outbox("majene").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    book = openpyxl.load_workbook(newest)
    return line.submission, "\n".join(str(cell.value) for row in book["Baca Dulu"] for cell in row if cell.value)


def judged(workshop: TimelessWorkshop, submission: str) -> tuple[list[tuple[str, str]], int]:
    """What is said of the rule, and how many rows of Kurasi are held back."""
    said = [(finding.code, finding.severity) for finding in stored_findings(workshop.warehouse, submission)]
    (kurasi,) = (count for count in sheet_counts(workshop.warehouse, submission) if count.sheet == "Kurasi")
    return [finding for finding in said if finding[0] == RULE], kurasi.quarantined


def test_shadow_warning_error(capsys, monkeypatch, tmp_path) -> None:
    workshop = opened()
    january, text = sent(workshop, JANUARY)
    assert judged(workshop, january) == ([], 0)
    assert "Yang akan berubah" not in text
    candidate = candidate_rules(workshop.config)
    submissions = submissions_to_try(workshop, ["majene"], MARCH.and_before(3))
    (change,) = by_office(try_all(workshop, submissions, candidate))
    assert [(said.code, said.severity, said.newly) for said in change.said] == [(RULE, "error", 1)]
    assert change.held == 1
    workshop.warehouse.close()

    settings = HOME.config_file.read_text(encoding="utf-8")
    HOME.config_file.write_text(os.environ["KEMITRAAN_NEW_RULE_DATES"] + settings, encoding="utf-8")
    workshop = opened()
    february, text = sent(workshop, FEBRUARY)
    assert judged(workshop, february) == ([(RULE, "warning")], 0)
    assert "Mulai laporan Maret 2027: “Alasan tidak lolos belum ditulis” akan menjadi kesalahan" in text
    assert "Mulai laporan Februari 2027" not in text
    march, text = sent(workshop, MARCH)
    assert judged(workshop, march) == ([(RULE, "error")], 1)
    assert "Yang akan berubah" not in text

    for submission, expected in ((january, []), (february, [(RULE, "warning")])):
        again = take_up(workshop, submission, why="diproses ulang atas permintaan")
        assert again != submission
        process(workshop, again)
        assert judged(workshop, again) == (expected, 0)
    workshop.warehouse.close()

    monkeypatch.chdir(tmp_path)
    for office, told in (("majene", True), ("sulsel-makassar", False)):
        assert (
            main(["--home", str(HOME.path), "template", "--office", office, "--period", "2027-02", "--out", "t.xlsx"])
            == 0
        )
        guide = openpyxl.load_workbook(io.BytesIO((tmp_path / "t.xlsx").read_bytes()))["Petunjuk"]
        lines = [str(cell.value) for row in guide for cell in row if cell.value]
        assert ("Yang akan berubah" in lines) is told
        assert any(line.startswith("Mulai laporan Februari 2027 kami periksa juga") for line in lines) is told
