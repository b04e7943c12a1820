"""``receipt``: printed by number or by file, and judged when somebody presents one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.steps.driver import SAMPLES

CLEAN = SAMPLES / "01_majene_bersih.xlsx"
KEYS = ["submission", "office", "office_name", "period", "file", "sha256", "received_at", "source", "message", "outcome", "contract", "sheets", "superseded", "code", "short_code", "decisions"]  # fmt: skip


def test_a_file_leads_to_its_receipt_and_so_does_its_number(at_home: Run) -> None:
    by_file = at_home("receipt", CLEAN)
    assert by_file.status == 0
    assert by_file.out.startswith("TANDA TERIMA KIRIMAN\n  Nomor kiriman : ")
    [receipt] = at_home("receipt", CLEAN, "--json").json
    assert list(receipt) == KEYS
    assert (receipt["office"], receipt["period"], receipt["outcome"]) == ("76.05", "2026-11", "accepted")
    assert f"Kode bukti    : {receipt['code']}\n" in by_file.out
    assert by_file.out.endswith(f"; Hasil: Diterima\nKode bukti: {receipt['short_code']}\n")
    for sign in (receipt["submission"], receipt["submission"][:8].upper(), receipt["sha256"][:10]):
        assert at_home("receipt", sign).out == by_file.out


@pytest.mark.parametrize("form", [0, 2], ids=["whole", "two lines"])
def test_a_genuine_receipt_in_a_mail_is_known_and_an_altered_one_is_not(
    at_home: Run, tmp_path: Path, form: int
) -> None:
    mail = tmp_path / "surel.txt"
    text = at_home("receipt", CLEAN).out.split("\n\n")[form]
    mail.write_text("Yth. petugas,\n" + "".join(f"> {line}\n" for line in text.splitlines()), encoding="utf-8")
    genuine = at_home("receipt", "--verify", mail)
    assert (genuine.status, "ASLI." in genuine.out) == (0, True)
    mail.write_text(text.replace("2026-11", "2026-10"), encoding="utf-8")
    altered = at_home("receipt", "--verify", mail)
    assert altered.status == 1
    assert "DIUBAH." in altered.out
    assert "  Periode\n    ditunjukkan : 2026-10\n    catatan kami: 2026-11\n" in altered.out
    [judgement] = at_home("receipt", "--verify", mail, "--json").json
    assert judgement["verdict"] == "altered"
    assert judgement["differences"] == [{"label": "Periode", "presented": "2026-10", "recorded": "2026-11"}]


def test_an_invented_receipt_is_unknown(at_home: Run, tmp_path: Path) -> None:
    text = at_home("receipt", CLEAN).out.split("\n\n")[0]
    number = text.split()[6]
    invented = tmp_path / "karangan.txt"
    invented.write_text(text.replace(number, "0" * 20), encoding="utf-8")
    ran = at_home("receipt", "--verify", invented)
    assert (ran.status, "TIDAK DIKENAL." in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "isi salah satu"),
        (["laporan.xlsx"], "tidak ada berkas ini, dan ini bukan nomor kiriman"),
        (["0123456789"], "tidak ada kiriman dengan nomor atau SHA-256 0123456789."),
        ([str(SAMPLES / "02_mamuju_rapi_tapi_lain.xlsx")], "belum pernah diterima."),
        (["--verify", str(SAMPLES / "README.md")], "tidak ada tanda terima di dalamnya."),
        (["--verify", "tiada.txt"], "tiada.txt: berkas atau folder ini tidak ada."),
        (["012345", "--verify", "a.txt"], "tidak boleh bersama"),
    ],
)
def test_what_has_no_receipt_is_said_in_words(at_home: Run, arguments: list[str], words: str) -> None:
    ran = at_home("receipt", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
