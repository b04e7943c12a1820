"""The whole job over a home: outcomes, answers, archive, inboxes, and nothing personal where it does not belong."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from kemitraan.config.home import Home
from kemitraan.steps.job.summary import RunSummary
from schemas.finding import Finding
from tests.steps.driver import SAMPLES, TimelessWorkshop, run_job, send
from warehouse.checking import stored_findings
from warehouse.reading import PeriodStatus, status

SENT = {
    "majene": "04_majene_nomor_identitas.xlsx",
    "mamuju": "02_mamuju_rapi_tapi_lain.xlsx",
    "mamasa": "11_mamasa_satu_lembar.csv",
    "polewali-mandar": "06_polewali_antar_baris.xlsx",
    "pasangkayu": "18_bersandi.xlsx",
    "mamuju-tengah": "16_foto.xlsx",
    "sulsel-makassar": "08_makassar_mitra.ods",
    "provinsi": "09_syarat_ritel.xlsx",
}


def expected(sample: str) -> dict:
    return json.loads((SAMPLES / f"{sample}.expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def summary(workshop: TimelessWorkshop, caplog: pytest.LogCaptureFixture) -> RunSummary:
    caplog.set_level(logging.DEBUG)
    for slug, sample in SENT.items():
        send(workshop.home, slug, sample)
    return run_job(workshop)


def only_answer(home: Home, slug: str) -> Path:
    [answer] = home.outbox(slug).iterdir()
    return answer


def everything_public(workshop: TimelessWorkshop) -> bytes:
    """Every byte of the public tables, with what lies beside the file of an embedded warehouse."""
    path = workshop.warehouse.path
    if path is not None:
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    with workshop.warehouse.read() as connection:
        names = connection.exec_driver_sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).scalars()
        rows = [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names]  # noqa: S608
    return repr(rows).encode()


def test_it_ends_with_outcomes_answers_archive_and_empty_inboxes_and_no_personal_data_abroad(
    workshop: TimelessWorkshop, summary: RunSummary, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    home = workshop.home
    assert not summary.has_errors
    assert {line.office: line.outcome for line in summary.lines} == {
        slug: expected(sample)["outcome"] for slug, sample in SENT.items()
    }
    assert summary.silent == ("sulsel-parepare",)
    for period_status in status(workshop.warehouse):
        slug = workshop.office_of(period_status.office).slug
        check_findings(workshop, period_status, expected(SENT[slug]))
        check_answer(only_answer(home, slug), stored_findings(workshop.warehouse, period_status.newest.id))
    for slug, sample in SENT.items():
        data = (SAMPLES / sample).read_bytes()
        assert workshop.archive.get(hashlib.sha256(data).hexdigest()) == data
        assert [file.name for file in home.inbox(slug).iterdir()] == ["selesai"]
        assert (home.inbox(slug) / "selesai" / sample).read_bytes() == data
    assert list(home.work.iterdir()) == []
    check_privacy(workshop, caplog.text + "".join(capfd.readouterr()) + repr(summary))


def check_findings(workshop: TimelessWorkshop, period_status: PeriodStatus, promised: dict) -> None:
    """What is stored is what the sample promises; beside a warehouse its unknown products are found as well."""
    assert (period_status.in_force is not None) == (promised["outcome"] != "rejected")
    stored = {
        (finding.code, finding.sheet, finding.cell)
        for finding in stored_findings(workshop.warehouse, period_status.newest.id)
    }
    expected = {(finding["code"], finding["sheet"], finding["cell"]) for finding in promised["findings"]}
    assert expected <= stored
    against_warehouse = {(code, sheet) for code, sheet, _ in stored - expected}
    assert against_warehouse <= {("reference", "Pemasaran")}
    if not against_warehouse:
        counts = {sheet.sheet: (sheet.rows, sheet.accepted, sheet.quarantined) for sheet in period_status.counts}
        assert counts == {
            title: (sheet["rows"], sheet["accepted"], sheet["quarantined"])
            for title, sheet in (promised["sheets"] or {}).items()
        }


def check_answer(answer: Path, findings: Sequence[Finding]) -> None:
    """The answer begins with Perbaikan; exactly the cells of findings bear a note, in colour."""
    book = openpyxl.load_workbook(answer)
    assert book.sheetnames[:2] == ["Perbaikan", "Baca Dulu"]
    assert len(list(book["Perbaikan"].values)) == len(findings) + 1
    noted = [cell for sheet in book.worksheets[2:] for row in sheet.iter_rows() for cell in row if cell.comment]
    assert sorted(cell.coordinate for cell in noted) == sorted(
        cell for _, cell in {(finding.sheet, finding.cell) for finding in findings if finding.cell}
    )
    assert {cell.fill.fill_type for cell in noted} <= {"solid"}


def check_privacy(workshop: TimelessWorkshop, text: str) -> None:
    home = workshop.home
    public = everything_public(workshop)
    names = "\n".join(str(path) for path in home.path.rglob("*"))
    own = {slug: expected(sample)["private"] for slug, sample in SENT.items()}
    assert sum(map(len, own.values())) > 20
    for slug, values in own.items():
        other_files = [
            file.read_bytes() for other in SENT if other != slug for file in unpacked(only_answer(home, other))
        ]
        for value in values:
            assert value.encode() not in public
            assert value not in text + names
            assert not any(value.encode() in part for part in other_files)


def unpacked(answer: Path) -> list[Path]:
    """The parts of a workbook, unpacked beside it."""
    folder = answer.parent.parent.parent / "terbuka" / answer.stem
    with zipfile.ZipFile(answer) as package:
        package.extractall(folder)
    return [path for path in folder.rglob("*") if path.is_file()]
