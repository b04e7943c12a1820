"""Staff correct a cell on behalf of its sender: judged as in a workbook, told in the next answer, told to staff once
stale.
"""

from __future__ import annotations

import openpyxl
import pytest

from kemitraan.steps.corrections.entering import correct, end, find_target
from kemitraan.steps.job.summary import RunSummary
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv
from warehouse.errors import WarehouseError

OFFICE = "sulsel-makassar"
SIGNED = {"who": "Rahma", "why": "Gerainya sudah dihitung."}


def sent(workshop: TimelessWorkshop, data: bytes, name: str) -> tuple[RunSummary, str]:
    """A file is sent and answered: the run's summary, and what Baca Dulu says."""
    send(workshop.home, OFFICE, data, name)
    summary = run_job(workshop, [OFFICE])
    newest = max(workshop.home.outbox(OFFICE).iterdir(), key=lambda path: path.stat().st_mtime_ns)
    book = openpyxl.load_workbook(newest)
    return summary, "\n".join(str(cell.value) for row in book["Baca Dulu"] for cell in row if cell.value)


def test_the_sender_reads_of_it_and_staff_are_told_when_it_is_stale(embedded: TimelessWorkshop) -> None:
    assert "Dikoreksi" not in sent(embedded, mitra_csv("Satu", "Dua", period="2026-10"), "a.csv")[1]
    target = find_target(embedded, "73.71", "mitra", "SSL-0001", "Jumlah Gerai")
    assert target.stated == "3"
    correct(embedded, target, value="1.200", **SIGNED)
    summary, text = sent(days_later(embedded, 1), mitra_csv("Satu", "Tiga"), "b.csv")
    assert "Lembar Mitra, SSL-0001, kolom Jumlah Gerai: tertulis “3”, kami hitung “1200”. Dikoreksi oleh Rahma" in text
    assert not summary.calm
    stale = mitra_csv("Satu", "Empat").replace(b";081234567801;3", b";081234567801;4")
    summary, text = sent(days_later(embedded, 2), stale, "c.csv")
    assert "kini Anda tulis “4”, jadi koreksinya tidak dipakai" in text
    assert ["Koreksi nomor 1 tidak dipakai lagi" in notice.text for notice in summary.calm] == [True]
    end(embedded, 1, who="Rahma", why="Sudah dibetulkan.")
    assert "Dikoreksi" not in sent(days_later(embedded, 3), mitra_csv("Satu", "Lima"), "d.csv")[1]


def test_what_the_check_would_not_take_is_refused_in_a_sentence(embedded: TimelessWorkshop) -> None:
    sent(embedded, mitra_csv("Satu"), "a.csv")

    def refusal(column: str, value: str) -> str:
        with pytest.raises(WarehouseError) as refused:
            correct(embedded, find_target(embedded, "73.71", "Mitra", "SSL-0001", column), value=value, **SIGNED)
        return str(refused.value)

    assert "angka bulat" in refusal("jumlah_gerai", "tiga belas")
    assert "Jenis Mitra" in refusal("jenis_mitra", "Entah")
    assert "wajib diisi" in refusal("nama_mitra", "kosong")
    assert "memuat nomor atau alamat orang" in refusal("nama_mitra", "Toko 081234567890")
    assert "data pribadi" in refusal("kontak", "081234567890")
    assert "kunci barisnya" in refusal("kode_mitra", "SSL-0002")
    assert "sama dengan isi" in refusal("jumlah_gerai", "3")
    with pytest.raises(WarehouseError, match="tidak ada di lembar Mitra"):
        find_target(embedded, "73.71", "Mitra", "SSL-0404", "jumlah_gerai")
