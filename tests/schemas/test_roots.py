"""Root findings: one for all cells of a kind, and what hangs on another row is no error of its own."""

from __future__ import annotations

from schemas.finding import Finding, Severity
from schemas.roots import root_findings
from tests.schemas.making import SOUND, cell, check, row, workbook

ERRORS = (Severity.FATAL, Severity.ERROR)


def root_lines(*findings: Finding) -> list[tuple[str, list[str | None], int]]:
    """Code, cells and how many other rows are held, of each root."""
    return [
        (root.first.code, [finding.cell for finding in root.findings], root.held)
        for root in root_findings(findings, ERRORS)
    ]


def test_rows_that_hang_on_another_through_any_number_of_sheets_are_folded_into_its_error() -> None:
    result = check(
        workbook(
            UMKM=[row("UMKM", nama_usaha=""), row("UMKM", kode_umkm="MJN-0002", nib="9120001112224")],
            Produk=[SOUND["Produk"], row("Produk", kode_produk="MJN-0001-02")],
            Kurasi=[SOUND["Kurasi"]],
            Pendampingan=[SOUND["Pendampingan"], row("Pendampingan", kode_umkm="MJN-0002")],
        )
    )
    assert root_lines(*result.findings) == [("required", [cell("UMKM", "nama_usaha", 2)], 4)]


def test_a_row_with_an_error_of_its_own_besides_is_counted_there_alone() -> None:
    result = check(
        workbook(
            UMKM=[row("UMKM", nama_usaha=""), row("UMKM", kode_umkm="MJN-0002", nib="9120001112224")],
            Produk=[row("Produk", nama_produk=""), row("Produk", kode_produk="MJN-0002-01", kode_umkm="MJN-0002")],
        )
    )
    assert root_lines(*result.findings) == [
        ("required", [cell("UMKM", "nama_usaha", 2)], 0),
        ("required", [cell("Produk", "nama_produk", 2)], 0),
    ]


def test_errors_of_one_kind_in_one_column_are_one_and_the_worst_come_first() -> None:
    def number_finding(code: str, severity: Severity, cell: str | None, number: int | None) -> Finding:
        return Finding(code, severity, "UMKM", cell, number, "omzet_tahunan", f"MJN-{number}")

    findings = [
        number_finding("number", Severity.ERROR, "R3", 3),
        number_finding("range", Severity.ERROR, "R4", 4),
        number_finding("number", Severity.ERROR, "R5", 5),
        number_finding("column.missing", Severity.FATAL, None, None),
        number_finding("scale.mismatch", Severity.WARNING, "S5", 5),
    ]
    assert root_lines(*findings) == [("column.missing", [None], 0), ("number", ["R3", "R5"], 0), ("range", ["R4"], 0)]


def test_a_row_whose_root_nobody_can_tell_is_named_itself() -> None:
    lone = Finding(
        "reference.quarantined", Severity.ERROR, "Produk", "B4", 4, "kode_umkm", "MJN-0009-01", got="MJN-0009"
    )
    assert root_lines(lone) == [("reference.quarantined", ["B4"], 0)]
