"""Archived submissions, checked as things are and with a candidate: what would change, office by office, and nothing is
stored.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from connectors.errors import FolderMissingError
from kemitraan.config.errors import ConfigError
from kemitraan.config.own_reference import Lore
from kemitraan.errors import UsageError
from kemitraan.references import home_reference
from kemitraan.steps.shadow import candidate as candidates
from kemitraan.steps.shadow import trying
from kemitraan.steps.shadow.by_office import OfficeChange, by_office
from kemitraan.steps.shadow.candidate import Candidate, candidate_contract, candidate_rules, candidate_synonyms
from kemitraan.steps.shadow.trying import Tried, submissions_to_try, try_all
from kemitraan.steps.workshop import Workshop
from schemas.context import RuleDates
from schemas.period import Period
from tests.schemas.second_version import BOTH
from tests.steps.driver import TimelessWorkshop, run_job, send
from tests.steps.making import learn, mitra_csv, regency_xlsx, umkm_rows
from warehouse.tables import metadata

BELOW = "score.below_pass"
MONTHS = Period(2026, 11).and_before(2)[::-1]
KURASI = ["MJN-0001-01;2026-11-02;Tim;80;80;80;80;80;Lolos", "MJN-0002-01;2026-11-02;Tim;60;60;60;60;60;Lolos"]
SYNONYMS = "kolom,kata,padanan,sejak,oleh,catatan\n"


def majene(period: str = "2026-11") -> bytes:
    """Two businesses with a product each; one passed below the pass mark."""
    produk = [f"MJN-{number:04d}-01;MJN-{number:04d};Tenun {number};Kriya;{number}000" for number in (1, 2)]
    return regency_xlsx(period, UMKM=umkm_rows([1, 2]), Produk=produk, Kurasi=KURASI)


def sent(workshop: TimelessWorkshop) -> TimelessWorkshop:
    send(workshop.home, "majene", majene(), "majene.xlsx")
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu", "Dua"), "mitra.csv")
    assert [line.state for line in run_job(workshop).lines] == ["answered", "answered"]
    return workshop


def tried(workshop: Workshop, candidate: Candidate) -> list[Tried]:
    slugs = [office.slug for office in workshop.config.offices]
    return try_all(workshop, submissions_to_try(workshop, slugs, MONTHS), candidate)


def changed(workshop: Workshop, candidate: Candidate) -> dict[str, OfficeChange]:
    return {change.office: change for change in by_office(tried(workshop, candidate))}


def everything(workshop: Workshop) -> tuple[dict[str, list], dict[Path, str]]:
    """Every row of the warehouse, and the hash of every file of the home but the database's own."""
    with workshop.warehouse.read() as connection:
        rows = {table.fullname: sorted(map(str, connection.execute(select(table)))) for table in metadata.sorted_tables}
    files = {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in workshop.home.path.rglob("*")
        if path.is_file() and path.parent != workshop.home.warehouse
    }
    return rows, files


def test_a_sharper_rule_tells_what_it_would_hold_back_and_stores_nothing(workshop: TimelessWorkshop) -> None:
    sent(workshop)
    before = everything(workshop)
    changes = changed(workshop, candidate_rules(workshop.config, [BELOW]))
    assert everything(workshop) == before
    assert changes["73.71"].is_unchanged
    of_majene = changes["76.05"]
    assert (of_majene.submissions, of_majene.held, of_majene.freed, of_majene.refused) == (1, 1, 0, 0)
    assert [(said.code, said.severity, said.newly, said.no_longer) for said in of_majene.said] == [
        (BELOW, "error", 1, 0),
        (BELOW, "warning", 0, 1),
    ]
    (place,) = of_majene.said[0].newly_at
    assert (place.period, place.sheet, place.cell) == ("2026-11", "Kurasi", "I3")


def test_without_a_rule_named_those_of_the_settings_are_tried_as_they_are_to_become(embedded: TimelessWorkshop) -> None:
    with pytest.raises(UsageError, match=r"\[\[rules\]\]"):
        candidate_rules(embedded.config)
    with pytest.raises(UsageError, match=r"required tidak dapat dicoba. Yang dapat: .*score.below_pass"):
        candidate_rules(embedded.config, ["required"])
    config = embedded.config.model_validate(
        {"rules": [{"code": BELOW, "error_from": "2027-03"}], "offices": [{"slug": "a", "code": "76.05", "name": "A"}]}
    )
    assert candidate_rules(config).rules == (RuleDates(BELOW, error_from=candidates.EVER),)


def test_a_contract_version_is_tried_whatever_the_cover_names(embedded: TimelessWorkshop, monkeypatch) -> None:
    sent(embedded)
    monkeypatch.setattr(candidates, "CONTRACTS", BOTH)
    with pytest.raises(UsageError, match=r"2028.1 tidak dikenal. Yang dikenal: 2026.1, 2027.1."):
        candidate_contract("2028.1")
    workshop = TwoVersions(**{name: getattr(embedded, name) for name in TimelessWorkshop.__dataclass_fields__})
    change = changed(workshop, candidate_contract("2027.1"))["76.05"]
    assert [(said.code, said.newly, said.newly_at[0].cell) for said in change.said] == [
        ("column.missing", 1, None),  # the page renames a header that must be there
        ("column.unknown", 1, "F1"),
    ]
    assert (change.refused, change.refused_rows, change.held, change.read_otherwise) == (1, 6, 0, ())


class TwoVersions(TimelessWorkshop):
    """A workshop that knows contract 2027.1 too."""

    def circumstances(self, *arguments, **named):
        return replace(super().circumstances(*arguments, **named), contracts=BOTH)


def test_synonyms_show_what_comes_in_what_goes_and_what_is_read_otherwise(embedded: TimelessWorkshop) -> None:
    learn(embedded.home, Lore.SYNONYM, kolom="jenis", kata="Grosir", padanan="borongan")
    workshop = replace(embedded, reference=home_reference(embedded.home))
    data = mitra_csv("Satu", "Dua", "Tiga").replace(b"Grosir", b"borongan", 1).replace(b"Grosir", b"loakan", 1)
    send(workshop.home, "sulsel-makassar", data, "mitra.csv")
    run_job(workshop)
    lines = "jenis,Ritel Modern,borongan,2026-11-01,Rahma,\njenis,Grosir,loakan,2026-11-01,Rahma,\n"
    change = changed(workshop, candidate_synonyms(workshop, (SYNONYMS + lines).encode()))["73.71"]
    assert (change.held, change.freed) == (0, 1)
    assert [(said.code, said.newly, said.no_longer) for said in change.said] == [("choice", 0, 1)]
    assert [(entry.column, entry.cells, entry.at[0].cell) for entry in change.read_otherwise] == [("jenis", 1, "C8")]
    assert changed(workshop, candidate_synonyms(workshop, SYNONYMS.encode()))["73.71"].held == 1


def test_synonyms_that_cannot_be_used_are_told_with_their_line(embedded: TimelessWorkshop) -> None:
    with pytest.raises(ConfigError, match=r'baris 2, acuan/padanan.csv: "Warung" bukan pilihan kolom jenis.'):
        candidate_synonyms(embedded, f"{SYNONYMS}jenis,Warung,kios,2026-11-01,Rahma,\n".encode())
    with pytest.raises(ConfigError, match="bukan teks UTF-8"):
        candidate_synonyms(embedded, SYNONYMS.encode() + b"\xff\xfe")


def test_a_file_that_is_gone_is_told_and_an_archive_that_is_away_stops_all(embedded: TimelessWorkshop) -> None:
    sent(embedded)
    candidate = candidate_rules(embedded.config, [BELOW])
    submission = submissions_to_try(embedded, ["majene"], MONTHS)[0]
    path = embedded.home.archive / submission.sha256[:2] / submission.sha256[2:4] / submission.sha256
    path.unlink()
    problems = {entry.office: entry.problem for entry in tried(embedded, candidate)}
    assert problems["73.71"] is None
    assert "arsip" in (problems["76.05"] or "")
    assert [change.office for change in by_office(tried(embedded, candidate))] == ["73.71"]
    embedded.home.archive.rename(embedded.home.path / "lepas")
    with pytest.raises(FolderMissingError):
        tried(embedded, candidate)


def test_many_are_tried_in_further_processes_with_the_same_result(embedded: TimelessWorkshop, monkeypatch) -> None:
    sent(embedded)
    candidate = candidate_rules(embedded.config, [BELOW])
    here = tried(embedded, candidate)
    monkeypatch.setattr(trying, "FEW", 0)
    assert not os.environ.get("KEMITRAAN_WAREHOUSE")
    submissions = submissions_to_try(embedded, ["majene", "sulsel-makassar"], MONTHS)
    assert sorted(try_all(embedded, submissions, candidate, 2), key=str) == sorted(here, key=str)


def test_only_the_last_months_are_tried() -> None:
    assert Period(2027, 1).and_before(3) == ["2027-01", "2026-12", "2026-11"]
