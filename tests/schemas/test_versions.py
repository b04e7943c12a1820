"""Several contract versions side by side: each workbook is judged by the one that it names, and by no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.check import check_workbook, what_is_stated
from schemas.contracts import CONTRACTS
from schemas.gate import GateError, assert_loadable
from schemas.grid import Grid
from schemas.kinds import Integer, Text
from schemas.messages import expected_for, message
from schemas.model import Column
from schemas.result import CheckResult
from schemas.versions import Contracts, VersionsDisagree
from tests.schemas.making import SOUND, addressed, asked, grid, lines, row
from tests.schemas.second_version import BOTH, FIRST, SECOND, book

UMKM, PRODUK = SOUND["UMKM"], SOUND["Produk"]
EXPORT = {"kode_umkm": "MJN-0001", "tanggal": date(2026, 11, 3), "topik": "Ekspor", "pendamping": "Rahma"}
KEPT = row("Produk", masa_simpan_hari=5000.0)
BUSY = row("UMKM", tenaga_kerja_l=800.0, media_sosial="@kada")


def judged(grids: list[Grid], contracts: Contracts = BOTH, *, lone: bool = False) -> CheckResult:
    circumstances = asked(contracts=contracts, today=date(2027, 2, 10))
    return check_workbook(grids, circumstances, "0" * 64, lone=lone, expected=expected_for)


def sound(contract, named_version="", period="Januari 2027"):
    return book(contract, named_version, period, UMKM=[UMKM], Produk=[PRODUK])


@pytest.mark.parametrize("contract", BOTH.versions, ids=lambda contract: contract.version)
@pytest.mark.parametrize("period", ["November 2026", "Januari 2027"])
def test_a_workbook_is_judged_by_the_version_that_it_names_whatever_its_month(contract, period):
    result = judged(sound(contract, period=period))
    assert (result.contract, lines(result)) == (contract.version, [])
    assert ("media_sosial" in result.sheets["UMKM"].accepted) == (contract is SECOND)
    assert_loadable(result)


def test_what_one_version_refuses_the_other_takes():
    first = judged(book(FIRST, UMKM=[BUSY], Produk=[KEPT], Pendampingan=[EXPORT]))
    second = judged(book(SECOND, UMKM=[BUSY], Produk=[KEPT], Pendampingan=[EXPORT]))
    assert lines(first) == addressed("Produk masa_simpan_hari@2 range withheld", "Pendampingan topik@2 choice error")
    assert lines(second) == addressed("UMKM tenaga_kerja_l@2 range withheld", contract=SECOND)
    assert "500" in (second.findings[0].expected or "")
    assert second.sheets["Pendampingan"].accepted["topik"].tolist() == ["Ekspor"]
    assert second.sheets["UMKM"].accepted["media_sosial"].tolist() == ["@kada"]


def test_the_header_of_another_version_is_not_known():
    first, second = judged(sound(SECOND, named_version="2026.1")), judged(sound(FIRST, named_version="2027.1"))
    assert lines(first) == addressed(
        "UMKM desa column.missing fatal",
        "UMKM media_sosial@1 column.unknown warning",
        "UMKM desa@1 column.unknown warning",
        contract=SECOND,
    )
    assert lines(second) == addressed("UMKM desa column.missing fatal", "UMKM desa@1 column.unknown warning")
    assert [result.findings[0].label for result in (first, second)] == ["Desa/Kelurahan", "Kelurahan atau Desa"]


@pytest.mark.parametrize(
    ("period", "version"),
    [
        ("Desember 2026", "2026.1"),
        ("Agustus 2025", "2026.1"),
        ("Januari 2027", "2027.1"),
        ("entah", "2027.1"),
        ("", "2027.1"),
    ],
)
@pytest.mark.parametrize("named_version", ["2028.9", None])
def test_a_version_that_is_not_known_or_not_said_gives_way_to_the_one_in_force_in_the_month(
    period, version, named_version
):
    result = judged(sound(BOTH[version], named_version=named_version, period=period))
    assert result.contract == version
    (finding,) = [finding for finding in result.findings if finding.code == "cover.version"]
    if named_version:
        assert (finding.severity, finding.expected) == ("fatal", "2026.1 atau 2027.1")
    else:
        assert finding.severity == "warning"
        assert f"sebagai versi {version}" in message(finding)


def test_a_version_in_a_number_cell_is_the_one_that_is_shown():
    assert judged(sound(SECOND, named_version=2027.1)).contract == "2027.1"
    assert judged(sound(FIRST, named_version=2026.1)).contract == "2026.1"


@pytest.mark.parametrize("contract", BOTH.versions, ids=lambda contract: contract.version)
@pytest.mark.parametrize("is_named", [True, False])
def test_a_csv_is_judged_by_the_version_above_its_headers(contract, is_named):
    sheet = contract.kind("regency").sheet("UMKM")
    period = "November 2026" if contract is FIRST else "Januari 2027"
    labels = [["Kabupaten", "Majene"], ["Periode", period], ["Petugas", "Nurul"]]
    labels += [["Versi Templat", contract.version]] if is_named else []
    table = [[column.header for column in sheet.columns], [BUSY.get(name, "") for name in sheet.names]]
    result = judged([grid("csv", [*labels, *table])], lone=True)
    assert result.contract == contract.version
    assert [finding.code for finding in result.findings if finding.sheet == "UMKM"] == (
        ["range"] if contract is SECOND else []
    )
    assert result.sheets["UMKM"].accepted["nama_usaha"].tolist() == ["Rumah Kada"]


def test_the_version_in_a_csv_row_is_not_the_covers():
    """What stands below the header belongs to the table."""
    sheet = SECOND.kind("regency").sheet("UMKM")
    cells = [row("UMKM", nama_usaha="Versi Templat", nama_pemilik="2026.1").get(name, "") for name in sheet.names]
    labels = [["Kabupaten", "Majene"], ["Periode", "Januari 2027"], ["Petugas", "Nurul"]]
    table = [[column.header for column in sheet.columns], cells]
    assert judged([grid("csv", [*labels, *table])], lone=True).contract == "2027.1"


def test_with_one_version_alone_nothing_is_different():
    alone = judged(sound(FIRST), CONTRACTS)
    beside = judged(sound(FIRST), BOTH)
    assert lines(alone) == lines(beside) == []
    assert alone.sheets["UMKM"].accepted.equals(beside.sheets["UMKM"].accepted)


def test_a_workbook_speaks_of_the_sheets_of_its_own_version():
    kind = SECOND.kind("regency")
    pameran = replace(kind.sheet("Pendampingan"), title="Pameran", table="pameran")
    third = replace(
        SECOND,
        kinds=(replace(kind, sheets=(*kind.sheets, pameran)), *SECOND.kinds[1:]),
        version="2028.1",
        since="2028-01",
    )
    circumstances = asked(contracts=Contracts((FIRST, SECOND, third)), today=date(2028, 2, 1))
    spoken = {
        contract_version.version: what_is_stated(sound(contract_version), circumstances).sheets
        for contract_version in (FIRST, third)
    }
    assert "Pameran" not in spoken["2026.1"]
    assert "Pameran" in spoken["2028.1"]


def test_the_gate_holds_rows_to_their_own_version():
    result = judged(book(SECOND, UMKM=[UMKM], Produk=[KEPT]))
    assert_loadable(result)
    accepted = result.sheets["Produk"]
    former = replace(accepted, sheet=FIRST.sheet_of("produk"))
    with pytest.raises(GateError, match="masa_simpan_hari"):
        assert_loadable(replace(result, sheets={"Produk": former}))


# --- versions together ------------------------------------------------------------------------------------------


def test_the_tables_have_the_columns_and_words_of_every_version():
    whole = BOTH.whole
    umkm = whole.sheet_of("umkm")
    assert umkm.names == SECOND.sheet_of("umkm").names
    assert umkm["desa"].header == "Kelurahan atau Desa"
    assert {"Desa/Kelurahan", "Kelurahan", "Desa / Kel"} <= set(umkm["desa"].aliases)
    assert whole.sheet_of("pendampingan")["topik"].kind.offered()[-1] == "Ekspor"


def test_a_column_and_a_word_that_a_later_version_drops_stay_in_the_tables():
    umkm, topic = FIRST.sheet_of("umkm"), FIRST.sheet_of("pendampingan")["topik"]
    fewer = replace(umkm, columns=tuple(column for column in umkm.columns if column.name != "alamat"))
    narrower = replace(topic, kind=replace(topic.kind, words=topic.kind.words[:2]))
    later = FIRST.with_sheets(fewer, FIRST.sheet_of("pendampingan").with_columns(narrower))
    whole = Contracts((FIRST, replace(later, version="2027.1", since="2027-01"))).whole
    assert "alamat" in whole.sheet_of("umkm")
    assert set(whole.sheet_of("pendampingan")["topik"].kind.offered()) == set(topic.kind.offered())


@pytest.mark.parametrize(
    ("period", "version"),
    [("2025-09", "2026.1"), ("2026-12", "2026.1"), ("2027-01", "2027.1"), ("2031-05", "2027.1")],
)
def test_the_newest_version_in_force_in_a_month(period, version):
    assert BOTH.at(period).version == version


def _later(sheet):
    return replace(FIRST.with_sheets(sheet), version="2027.1", since="2027-01")


def _with(table, column):
    return _later(FIRST.sheet_of(table).with_columns(column))


@pytest.mark.parametrize(
    ("later", "complaint"),
    [
        (_with("umkm", replace(FIRST.sheet_of("umkm")["alamat"], personal=False)), "UMKM, alamat"),
        (_with("umkm", replace(FIRST.sheet_of("umkm")["nama_usaha"], kind=Integer(0, 9))), "UMKM, nama_usaha"),
        (_with("kurasi", replace(FIRST.sheet_of("kurasi")["kode_produk"], reference="UMKM")), "Kurasi, kode_produk"),
        (_later(replace(FIRST.sheet_of("kurasi"), key=("kode_produk",))), "Kurasi: another"),
        (_later(replace(FIRST.sheet_of("kurasi"), title="Kurasi Produk")), "Kurasi Produk: another"),
        (replace(FIRST, version="2027.1"), "oldest first"),
        (replace(FIRST, version="2025.1", since="2025-01"), "oldest first"),
    ],
)
def test_versions_that_cannot_share_their_tables_are_no_pair(later, complaint):
    with pytest.raises(VersionsDisagree, match=complaint):
        Contracts((FIRST, later))


def test_there_is_at_least_one_version():
    with pytest.raises(VersionsDisagree):
        Contracts(())


def test_a_new_column_stands_where_it_is_wanted_and_one_behind_nothing_is_a_mistake():
    umkm, extra = FIRST.sheet_of("umkm"), Column("warna", "Warna", Text(), "Warna.")
    names = umkm.with_columns(extra, after="nib").names
    assert names[names.index("nib") + 1] == "warna"
    assert umkm.with_columns(extra).names[-1] == "warna"
    with pytest.raises(KeyError):
        umkm.with_columns(extra, after="entah")
    with pytest.raises(KeyError):
        FIRST.with_sheets(replace(umkm, table="entah"))
