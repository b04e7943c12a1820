"""Outcome, counts, and the fields of a finding."""

from __future__ import annotations

import pytest

from schemas.codes import Code
from tests.schemas.making import SOUND, addressed, cell, check, counts, cover, grid, lines, row, table, workbook


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "accepted"),
        ({"telepon": "0812"}, "accepted_with_notes"),
        ({"npwp": "12"}, "accepted_with_notes"),
        ({"alamat": "x" * 256}, "accepted_with_notes"),
        ({"nama_usaha": ""}, "partially_accepted"),
    ],
)
def test_the_outcome_is_the_worst_that_was_said(changes, outcome):
    books = workbook(UMKM=[row("UMKM", kode_umkm="MJN-0002", nib="9120001112224") | changes, SOUND["UMKM"]])
    assert check(books).outcome == outcome


def test_without_a_row_left_the_submission_is_rejected():
    result = check(workbook(UMKM=[row("UMKM", nama_usaha="")]))
    assert lines(result) == addressed(
        "UMKM nama_usaha@2 required error", "Produk kode_umkm@2 reference.quarantined error"
    )
    assert result.outcome == "rejected"


def test_an_unknown_sheet_or_column_alone_is_a_note():
    assert check([*workbook(UMKM=[SOUND["UMKM"]]), grid("Lain", [["x"]])]).outcome == "accepted_with_notes"


def test_a_fatal_rejects_and_what_can_be_told_is_told():
    books = workbook(UMKM=[row("UMKM", nib="12")])
    result = check([cover(Periode="bulan lalu", Versi_Templat="2024.3"), *books[1:]])
    assert lines(result) == addressed(
        "Identitas B2 cover.period fatal",
        "Identitas B4 cover.version fatal",
        "UMKM nib@2 nib.length withheld",
    )
    assert result.outcome == "rejected"


def test_with_the_office_unreadable_places_are_not_judged_and_any_prefix_will_do():
    books = workbook(
        UMKM=[row("UMKM", kode_umkm="MMJ-0001", kecamatan="Antah", desa="Antah"), row("UMKM", kode_umkm="XYZ-0001")]
    )
    result = check([cover(Kabupaten="Atlantis"), books[1], grid("Produk", table("Produk", []))])
    assert lines(result) == addressed("Identitas B1 cover.office fatal", "UMKM kode_umkm@3 key.office error")


def test_counts_are_rows_accepted_and_quarantined():
    rows = [SOUND["UMKM"], SOUND["UMKM"], row("UMKM", kode_umkm="MJN-0002", nib="9120001112224", nama_usaha="")]
    assert counts(check(workbook(UMKM=rows)), "UMKM") == (3, 2, 1)


def test_a_finding_says_where_what_and_of_which_row():
    result = check(workbook(UMKM=[SOUND["UMKM"]], Kurasi=[row("Kurasi", skor_harga=101.0)]))
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.sheet, finding.row) == ("range", "error", "Kurasi", 2)
    assert finding.cell == cell("Kurasi", "skor_harga", 2)
    assert (finding.column, finding.label, finding.key, finding.got) == (
        "skor_harga",
        "Skor Harga",
        "MJN-0001-01 / 2026-11-03",
        "101",
    )


def test_the_key_of_a_row_is_as_typed_where_it_cannot_be_read():
    result = check(workbook(UMKM=[SOUND["UMKM"], row("UMKM", kode_umkm="MJN/7", nib="12")]))
    assert {finding.key for finding in result.findings} == {"MJN/7"}


def test_a_withheld_value_is_empty_in_what_is_loaded():
    accepted = check(workbook(UMKM=[row("UMKM", npwp="12", kbli="99999")])).sheets["UMKM"].accepted
    assert accepted[["npwp", "kbli"]].isna().all(axis=None)


def test_codes_of_the_value_are_those_that_the_contract_lists():
    listed = """
        cell.error cell.formula text.length integer number number.ambiguous range date date.future choice nib.length
        nik.length nik.date nik.serial nik.precision npwp.length licence.number_missing pirt.length pirt.packaging md.format
        gtin.length gtin.check_digit gtin.in_store kbli.unknown region.kecamatan region.desa
    """
    assert {code.value for code in Code if code.is_of_the_value} == set(listed.split())
