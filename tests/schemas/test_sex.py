"""P is perempuan beside L and pria beside W; where it may be either, nobody guesses."""

from __future__ import annotations

import pytest

from tests.schemas.making import check, grid, row, table, workbook


def read(header: str, *typed: str) -> list[str | None]:
    """What a column under this header gives, cell by cell; None where it is refused."""
    rows = table(
        "UMKM", [row("UMKM", kode_umkm=f"MJN-{n:04d}", jenis_kelamin=value) for n, value in enumerate(typed, 1)]
    )
    rows[0][rows[0].index("Jenis Kelamin")] = header
    result = check(workbook(UMKM=grid("UMKM", rows)))
    assert {finding.code for finding in result.findings} <= {"choice", "nib.shared", "nik.gender"}
    return result.sheets["UMKM"].accepted["jenis_kelamin"].to_numpy(dtype=object, na_value=None).tolist()


@pytest.mark.parametrize(
    ("header", "typed", "meant"),
    [
        ("Jenis Kelamin (P/W)", ("P", "W", "pria", "wanita"), ("L", "P", "L", "P")),
        ("Jenis Kelamin (W/P)", ("P", "p.", "P"), ("L", "L", "L")),
        ("Jenis Kelamin", ("P", "W", "w"), ("L", "P", "P")),
        ("Jenis Kelamin (Pria/Wanita)", ("P", "W"), ("L", "P")),
        ("Jenis Kelamin (Pria/Wanita)", ("P", "P", "Wanita"), (None, None, "P")),
        ("Jenis Kelamin (Pria/Wanita)", ("L", "P"), ("L", "P")),
        ("Jenis Kelamin (P/W)", ("L", "P", "W"), ("L", None, "P")),
        ("Jenis Kelamin", ("L", "P", "W"), ("L", None, "P")),
        ("Jenis Kelamin (L/P)", ("L", "P", "Wanita"), ("L", "P", "P")),
        ("L/P", ("P", "P"), ("P", "P")),
    ],
)
def test_p_is_read_as_header_and_other_letters_say(header: str, typed: tuple, meant: tuple) -> None:
    assert read(header, *typed) == list(meant)
