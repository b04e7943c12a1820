"""The state of all offices: what needs a person first, from the warehouse alone, never older than what was told
before.
"""

from __future__ import annotations

import threading
import time

import pytest
import yaml

from flows import overview as telling
from kemitraan.pages.markdown import Markdown, link
from kemitraan.pages.overview import overview_page, overview_summary
from kemitraan.steps.views.overview import overview
from tests.flows.server import ROOT
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv

PICKUP = ("flows.pickup", ".", "pick_up")
UNKNOWN_HEADER = mitra_csv("Satu", "Dua").replace(b";Nama Mitra;", b";Nama Toko;")


class Links:
    """Links as words."""

    def page(self, text: str, office: str, period: str | None, submission: str) -> Markdown:
        return link(text, "halaman")

    def decision(self, text: str, submission: str) -> Markdown:
        return link(text, "formulir")

    def answer(self, text: str, submission: str) -> Markdown:
        return link(text, "balasan")

    def original(self, text: str, submission: str) -> Markdown:
        return link(text, "asli")


def test_what_needs_a_person_stands_first_and_every_office_is_there(workshop: TimelessWorkshop) -> None:
    send(workshop.home, "sulsel-makassar", UNKNOWN_HEADER, "judul.csv")
    send(workshop.home, "sulsel-parepare", mitra_csv("Satu", office="73.71", period="2026-10"), "salah kotak.csv")
    send(workshop.home, "mamasa", b"bukan buku kerja", "rusak.xlsx")
    send(workshop.home, "majene", "01_majene_bersih.xlsx")
    run_job(workshop)
    run_job(workshop, ["majene"])
    view = overview(workshop)
    page = overview_page(view, Links())
    assert [line for line in page.splitlines() if line.startswith("#")] == [
        "### Perlu keputusan",
        "### Di kotak yang salah",
        "### Laporan November 2026",
        "### Kantor lain",
    ]
    assert overview_summary(view) == (
        "Keadaan 24 November 2026 pukul 12.00 WITA: **1 menunggu keputusan**, **1 ditolak dan belum diperbaiki**, "
        "**1 di kotak kantor lain**."
    )
    assert "[Isi formulir keputusannya](formulir)" in page
    assert "Sampai 29 November 2026 pukul 12.00 WITA, 5 hari lagi." in page
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in page.splitlines() if line.startswith("| ")}
    assert all(any(office.name in row for row in rows) for office in workshop.config.offices)
    assert "| Sudah diterima | Diterima, " in rows["[Kabupaten Majene](halaman)"]
    assert "[asli](asli) · [balasan](balasan)" in rows["[Kabupaten Majene](halaman)"]
    assert "Belum dapat diterima, menunggu perbaikan" in rows["[Kabupaten Mamasa](halaman)"]
    assert "Sudah mengirim, menunggu keputusan" in rows["[Kota Makassar, Sulawesi Selatan](halaman)"]
    assert rows["Kota Parepare, Sulawesi Selatan"].endswith("| Belum mengirim, belum waktunya | – | – |")


def test_where_the_newest_is_another_than_what_counts_the_row_says_so_and_the_months_counts_add_up(
    workshop: TimelessWorkshop,
) -> None:
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu", "Dua"), "baik.csv")
    send(workshop.home, "sulsel-parepare", UNKNOWN_HEADER.replace(b"73.71", b"73.72"), "judul.csv")
    send(workshop.home, "mamasa", b"bukan buku kerja", "rusak.xlsx")
    run_job(workshop)
    later = days_later(workshop, 1)
    send(later.home, "sulsel-makassar", UNKNOWN_HEADER, "judul.csv")
    run_job(later)
    page = overview_page(overview(later), Links())
    (row,) = [line for line in page.splitlines() if line.startswith("| [Kota Makassar, Sulawesi Selatan](halaman)")]
    assert "| Sudah diterima: kiriman sebelumnya | Menunggu keputusan, " in row
    assert (
        "Laporan 1 dari 8 kantor sudah diterima, 1 menunggu keputusan, 1 menunggu perbaikan, 5 belum mengirim." in page
    )


def test_with_nothing_to_do_the_page_says_so(workshop: TimelessWorkshop) -> None:
    assert overview_summary(overview(workshop)).endswith(": tidak ada yang perlu ditangani.")


def test_whoever_tells_later_has_looked_later(workshop: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def look(_workshop: TimelessWorkshop) -> object:
        steps.append("look")
        time.sleep(0.02)  # another would look meanwhile
        return overview(workshop)

    monkeypatch.setattr(telling, "overview", look)
    monkeypatch.setattr(telling, "create_markdown_artifact", lambda **_artifact: steps.append("tell"))
    runs = [threading.Thread(target=telling.publish_overview, args=[workshop]) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert steps == ["look", "tell"] * 4


def test_every_flow_keeps_it_save_the_one_that_only_looks() -> None:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    for module, _, function in {deployment["entrypoint"].rpartition(".") for deployment in deployments} - {PICKUP}:
        path = f"{module.replace('.', '/')}.py"
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"@keeps_overview\n@refused_in_words\ndef {function}(" in text, path
