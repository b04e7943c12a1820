"""Run in a copy of the product that has a second contract version: both through the whole job, in one warehouse.

``KEMITRAAN_TWO_VERSIONS`` is a home of the product before, with November of Majene in it. Its warehouse is upgraded
here.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from kemitraan.cli import main
from kemitraan.config.home import Home
from kemitraan.steps.decisions.decision_words import column_words
from kemitraan.steps.decisions.reviewing import decide_submission
from schemas.contracts import CONTRACTS
from schemas.period import Period
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from warehouse.checking import stored_findings
from warehouse.decisions import Choice, Question
from warehouse.prefill import prefill
from warehouse.reading import sheet_counts
from warehouse.submissions import Submission, get_submission
from warehouse.upgrade import upgrade
from workbooks.template import build_template

CODE, OFFICE = "76.05", "majene"
HOME = Home(Path(os.environ["KEMITRAAN_TWO_VERSIONS"]))
URL = os.environ.get("KEMITRAAN_TWO_VERSIONS_URL")
FIRST, SECOND = CONTRACTS


@pytest.fixture(scope="module")
def old() -> Iterator[TimelessWorkshop]:
    """The home as it was, with its warehouse upgraded."""
    workshop = workshop_of(HOME, URL)
    upgrade(workshop.warehouse)
    yield workshop
    workshop.warehouse.close()


@pytest.fixture(scope="module")
def later(old: TimelessWorkshop) -> TimelessWorkshop:
    """The same in February 2027."""
    return days_later(old, 80)


def rows(workshop: TimelessWorkshop, query: str) -> list[Any]:
    with workshop.warehouse.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def template(workshop: TimelessWorkshop, period: Period, **cells: dict[str, Any]) -> bytes:
    """The template of the month as the province makes it, filled; ``cells``: by sheet, header → what its first row
    holds.
    """
    filled = prefill(workshop.warehouse, CODE)
    contract = CONTRACTS.at(period)
    book = openpyxl.load_workbook(
        io.BytesIO(build_template(contract, "regency", CODE, period, workshop.reference, filled.known, filled.held))
    )
    for title, values in cells.items():
        sheet = book[title]
        places = {cell.value: cell.column for cell in sheet[1]}
        for header, value in values.items():
            sheet.cell(3, places[header]).value = value
    identity = {row[0].value: row[1] for row in book["Identitas"].iter_rows(max_col=2)}
    assert identity["Versi Templat"].value == contract.version
    identity["Petugas"].value = "Rahma"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def through_the_job(workshop: TimelessWorkshop, data: bytes, name: str) -> Submission:
    send(workshop.home, OFFICE, data, name)
    (line,) = run_job(workshop, [OFFICE]).lines
    if line.state == "waiting":  # nearly what the office sent for another month: a person says that it is meant
        decide_submission(workshop, line.submission, Choice.LOAD, who="Rahma", why="Memang begitu.")
        (line,) = run_job(workshop, [OFFICE]).lines
    assert line.state == "answered", line
    return get_submission(workshop.warehouse, line.submission)


def bad(workshop: TimelessWorkshop, submission: Submission) -> list[str]:
    return [
        f"{finding.code} {finding.column}"
        for finding in stored_findings(workshop.warehouse, submission.id)
        if finding.severity != "warning"
    ]


def test_an_old_home_is_upgraded_and_its_rows_have_nothing_in_the_new_column(old: TimelessWorkshop) -> None:
    assert rows(old, "SELECT DISTINCT contract FROM submission") == [("2026.1",)]
    for table in ("batch_umkm", "dim_umkm"):
        ((total, with_it),) = rows(old, f"SELECT COUNT(*), COUNT(media_sosial) FROM {table}")  # noqa: S608
        assert total > 5
        assert with_it == 0


def test_each_month_has_the_template_of_its_version_and_both_are_loaded_by_their_own(later: TimelessWorkshop) -> None:
    """What one version allows the other refuses: a shelf life, a number of workers, a topic."""
    fill = {
        "UMKM": {"Tenaga Kerja L": 800},
        "Produk": {"Masa Simpan (hari)": 5000},
        "Pendampingan": {"Tanggal": "2026-12-05", "Topik": "Ekspor", "Pendamping": "Rahma"},
    }
    key = prefill(later.warehouse, CODE).known["UMKM"]["kode_umkm"].iloc[0]
    fill["Pendampingan"]["Kode UMKM"] = key
    first = through_the_job(later, template(later, Period(2026, 12), **fill), "desember.xlsx")
    assert (first.contract, first.period) == ("2026.1", "2026-12")
    assert bad(later, first) == ["range masa_simpan_hari", "choice topik"]

    fill["UMKM"]["Media Sosial"] = "@rumahkada"
    second = through_the_job(later, template(later, Period(2027, 1), **fill), "januari.xlsx")
    assert (second.contract, second.period) == ("2027.1", "2027-01")
    assert bad(later, second) == ["range tenaga_kerja_l"]

    assert first.wholly_in_force
    assert second.wholly_in_force
    counts = [
        {count.sheet: count.quarantined for count in sheet_counts(later.warehouse, submission.id)}
        for submission in (first, second)
    ]
    assert [count["Pendampingan"] for count in counts] == [1, 0]
    batch = "SELECT media_sosial, tenaga_kerja_l FROM batch_umkm WHERE submission_id = '{}' AND row_key = '{}'"
    assert rows(later, batch.format(first.id, key)) == [(None, 800)]
    assert rows(later, batch.format(second.id, key)) == [("@rumahkada", None)]
    assert rows(later, f"SELECT media_sosial FROM dim_umkm WHERE row_key = '{key}'") == [("@rumahkada",)]  # noqa: S608
    assert rows(later, f"SELECT topik FROM fct_pendampingan WHERE submission_id = '{second.id}'") == [("Ekspor",)]  # noqa: S608


def test_the_answer_says_by_which_version_it_was_judged(later: TimelessWorkshop) -> None:
    versions = {}
    for answer in later.home.outbox(OFFICE).rglob("*.xlsx"):
        cells = [cell.value for row in openpyxl.load_workbook(answer)["Baca Dulu"].iter_rows() for cell in row]
        versions[cells[cells.index("Versi kontrak") + 1]] = True
    assert set(versions) == {"2026.1", "2027.1"}


def test_a_month_sent_by_another_version_takes_the_place_of_the_former(later: TimelessWorkshop) -> None:
    """An office that goes back to its old workbook replaces the month whole; nothing of the new column is left."""
    january = template(later, Period(2026, 12))
    book = openpyxl.load_workbook(io.BytesIO(january))
    identity = {row[0].value: row[1] for row in book["Identitas"].iter_rows(max_col=2)}
    identity["Periode"].value = "Januari 2027"
    file = io.BytesIO()
    book.save(file)
    submission = through_the_job(days_later(later, 1), file.getvalue(), "januari-lagi.xlsx")
    assert (submission.contract, submission.period, submission.wholly_in_force) == ("2026.1", "2027-01", True)
    assert rows(later, "SELECT COUNT(media_sosial) FROM dim_umkm") == [(0,)]


def test_a_workbook_of_a_version_that_nobody_knows_is_refused_and_told_which_there_are(later: TimelessWorkshop) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(later, Period(2027, 1))))
    {row[0].value: row[1] for row in book["Identitas"].iter_rows(max_col=2)}["Versi Templat"].value = "2030.1"
    file = io.BytesIO()
    book.save(file)
    submission = through_the_job(days_later(later, 2), file.getvalue(), "kelak.xlsx")
    (finding,) = [finding for finding in stored_findings(later.warehouse, submission.id) if finding.severity == "fatal"]
    assert (submission.outcome, finding.code, finding.expected) == ("rejected", "cover.version", "2026.1 atau 2027.1")


def test_a_person_chooses_among_headers_of_the_submissions_own_version(later: TimelessWorkshop) -> None:
    question = Question("UMKM", "K1", "Dusun", "dusun", ("desa",))
    ids = dict(rows(later, "SELECT contract, MAX(id) FROM submission WHERE outcome <> 'rejected' GROUP BY contract"))
    headers = {
        version: next(iter(column_words(get_submission(later.warehouse, submission), question)))
        for version, submission in ids.items()
    }
    assert headers == {"2026.1": "Desa/Kelurahan", "2027.1": "Kelurahan atau Desa"}


@pytest.mark.parametrize(("period", "version"), [("2026-11", "2026.1"), ("2027-01", "2027.1")])
def test_the_command_makes_the_template_of_the_month(tmp_path: Path, period: str, version: str) -> None:
    target = tmp_path / "templat.xlsx"
    assert (
        main(["--home", str(HOME.path), "template", "--office", OFFICE, "--period", period, "--out", str(target)]) == 0
    )
    book = openpyxl.load_workbook(target)
    headers = {cell.value for cell in book["UMKM"][1]}
    assert ("Media Sosial" in headers, "Desa/Kelurahan" in headers) == (version == "2027.1", version == "2026.1")
