"""A month that comes as several files: whichever comes first, the end is the same and nobody sends anything twice."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.job.collecting import look_at_source, take
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.ordering import in_order
from kemitraan.steps.job.selecting import unfinished_of
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, by_name, days_later, process, run_job, send
from tests.steps.making import kurasi_rows, mitra_csv, produk_rows, regency_csv, regency_xlsx, umkm_rows
from warehouse.awaited import came_since, take_up_awaited
from warehouse.decisions import Choice
from warehouse.publishing import withdraw
from warehouse.reading import known_keys

OFFICE, CODE = "majene", "76.05"


def taken(workshop: TimelessWorkshop) -> list[str]:
    """Everything that waits, taken in and no further."""
    for waiting in look_at_source(workshop, OFFICE, 0).items:
        take(workshop, waiting)
    return unfinished_of(workshop, [OFFICE])


def answers(workshop: TimelessWorkshop, name: str) -> list[str]:
    """Every text of Baca Dulu in each answer to files of this name, the first answer first."""
    paths = workshop.home.outbox(OFFICE).glob(f"2026-11_{name}_hasil*.xlsx")
    pages = [openpyxl.load_workbook(path)["Baca Dulu"] for path in sorted(paths, key=_when)]
    return ["\n".join(str(cell.value) for row in page for cell in row if cell.value) for page in pages]


def _when(path: Path) -> int:
    return path.stat().st_mtime_ns


@on_sqlite
def test_what_others_name_comes_first_whatever_came_first(workshop: TimelessWorkshop) -> None:
    files = {"kurasi": kurasi_rows([1]), "produk": produk_rows([1, 2]), "umkm": umkm_rows([1, 2])}
    titles = {"kurasi": "Kurasi", "produk": "Produk", "umkm": "UMKM"}
    for name, rows in files.items():
        send(workshop.home, OFFICE, regency_csv(titles[name], rows), f"{name}.csv")
        taken(workshop)
    lines = run_job(workshop).lines
    assert {name: (line.outcome, line.accepted) for name, line in by_name(workshop, lines).items()} == {
        "kurasi.csv": ("accepted", 1),
        "produk.csv": ("accepted", 2),
        "umkm.csv": ("accepted", 2),
    }
    assert [len(answers(workshop, name)) for name in files] == [1, 1, 1]


def test_workbooks_and_what_cannot_be_looked_into_keep_their_places(embedded: TimelessWorkshop) -> None:
    files = {
        "a.xlsx": regency_xlsx(UMKM=umkm_rows([1]), Produk=produk_rows([1])),
        "b.csv": b'Kode UMKM;Nama "Usaha\n"MJN-0001;',
        "c.csv": b"\xff\xfe\x00bukan csv",
        "d.csv": b"tanpa judul\n",
        "e.csv": regency_csv("UMKM", umkm_rows([2])) + b";;;;;;;\n" * 70_000,  # more than is looked at
    }
    received: list[str] = []
    for name, data in files.items():
        send(embedded.home, OFFICE, data, name)
        received = taken(embedded)
    assert [submission.id for submission in in_order(embedded, received)] == received


@on_sqlite
def test_products_that_came_before_their_businesses_come_in_by_themselves(workshop: TimelessWorkshop) -> None:
    odd = [produk_rows([1])[0].replace("MJN-0001;", " mjn-0001;"), *produk_rows([2])]
    send(workshop.home, OFFICE, regency_csv("Produk", odd), "produk.csv")
    (line,) = run_job(workshop).lines
    assert (line.outcome, line.in_force) == ("rejected", False)
    (page,) = answers(workshop, "produk")
    assert (
        "1.  Bila kodenya sudah benar dan UMKM bulan itu Anda kirim sebagai berkas sendiri, kirimkan berkas itu saja: begitu "
        "berlaku, berkas ini kami periksa lagi dan barisnya dimuat dengan sendirinya."
    ) in page
    send(workshop.home, OFFICE, regency_csv("UMKM", umkm_rows([1])), "umkm.csv")
    lines = by_name(workshop, run_job(days_later(workshop, 1)).lines)
    assert (lines["produk.csv"].outcome, lines["produk.csv"].accepted) == ("partially_accepted", 1)
    assert known_keys(workshop.warehouse, "produk") == {"MJN-0001-01"}
    sentence = "Berkas ini kami periksa lagi karena kode yang dirujuknya kini ada; Anda tidak perlu mengirimnya lagi."
    assert [sentence in page for page in answers(workshop, "produk")] == [False, True]
    send(workshop.home, OFFICE, regency_csv("UMKM", umkm_rows([1, 2])), "umkm-lengkap.csv")
    run_job(days_later(workshop, 2))
    assert known_keys(workshop.warehouse, "produk") == {"MJN-0001-01", "MJN-0002-01"}
    assert run_job(days_later(workshop, 3)).lines == ()
    assert len(answers(workshop, "produk")) == 3


def test_a_chain_of_files_comes_in_when_its_first_link_does(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, regency_csv("Kurasi", kurasi_rows([1])), "kurasi.csv")
    run_job(embedded)
    send(embedded.home, OFFICE, regency_csv("Produk", produk_rows([1])), "produk.csv")
    run_job(days_later(embedded, 1))
    send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows([1])), "umkm.csv")
    (umkm,) = taken(days_later(embedded, 2))
    summary = process_here(days_later(embedded, 2), [umkm], str)  # as the commands do
    assert {name: line.in_force for name, line in by_name(embedded, summary.lines).items()} == {
        "kurasi.csv": True,
        "produk.csv": True,
        "umkm.csv": True,
    }


def test_killed_before_they_are_taken_up_the_next_run_takes_them_up(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, regency_csv("Produk", produk_rows([1])), "produk.csv")
    run_job(embedded)
    later = days_later(embedded, 1)
    send(later.home, OFFICE, regency_csv("UMKM", umkm_rows([1])), "umkm.csv")
    (umkm,) = taken(later)
    process(later, umkm)
    assert known_keys(later.warehouse, "produk") == set()
    send(later.home, "sulsel-makassar", mitra_csv("Toko"), "mitra.csv")
    run_job(days_later(embedded, 2), ["sulsel-makassar"])  # what others sent since is no matter
    assert list(by_name(embedded, run_job(days_later(embedded, 3)).lines)) == ["produk.csv"]
    assert known_keys(later.warehouse, "produk") == {"MJN-0001-01"}


def test_two_that_take_the_same_up_make_one_attempt(workshop: TimelessWorkshop) -> None:
    send(workshop.home, OFFICE, regency_csv("Produk", produk_rows([1])), "produk.csv")
    run_job(workshop)
    later = days_later(workshop, 1)
    send(later.home, OFFICE, regency_csv("UMKM", umkm_rows([1])), "umkm.csv")
    (umkm,) = taken(later)
    process(later, umkm)
    first, second = (take_up_awaited(later.warehouse, [CODE]) for _ in range(2))
    assert len(first) == 1
    assert second in ([], first)
    process(later, first[0])
    assert len(answers(later, "produk")) == 2


@pytest.mark.parametrize("why", ["another month", "another office", "another error", "a later file", "withdrawn"])
def test_what_would_not_come_in_is_left_alone(embedded: TimelessWorkshop, why: str) -> None:
    rows = produk_rows([1, 2])
    if why == "another error":
        rows = [row.replace(";Kriya;", ";Entah;") for row in rows]
    if why == "withdrawn":
        send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows([2])), "awal.csv")
    send(embedded.home, OFFICE, regency_csv("Produk", rows), "produk.csv")
    produk = by_name(embedded, run_job(embedded).lines)["produk.csv"].submission
    later = days_later(embedded, 1)
    if why == "withdrawn":
        withdraw(later.warehouse, produk, who="Rahma", why="keliru")
    if why == "a later file":
        send(later.home, OFFICE, regency_xlsx(UMKM=umkm_rows([5]), Produk=produk_rows([5])), "buku.xlsx")
        run_job(later)
    period = "2026-10" if why == "another month" else "2026-11"
    slug = "mamuju" if why == "another office" else OFFICE
    data = regency_csv("UMKM", umkm_rows([1, 2]), period)
    if why == "another office":
        data = data.replace(b"Kabupaten;Majene", b"Kabupaten;Mamuju")
    send(later.home, slug, data, "umkm.csv")
    run_job(days_later(embedded, 2))
    assert came_since(embedded.warehouse, [CODE]) == []
    assert len(answers(embedded, "produk")) == 1


def test_businesses_that_a_person_lets_pass_bring_their_products_in(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows(range(1, 21))), "umkm.csv")
    run_job(embedded)
    later = days_later(embedded, 1)
    send(later.home, OFFICE, regency_csv("UMKM", umkm_rows(range(15, 31))), "baru.csv")
    send(later.home, OFFICE, regency_csv("Produk", produk_rows([15, 30])), "produk.csv")
    lines = by_name(later, run_job(later).lines)
    assert (lines["baru.csv"].state, lines["produk.csv"].outcome) == ("waiting", "partially_accepted")
    decide_submission(later, lines["baru.csv"].submission, Choice.LOAD, who="Rahma", why="Memang berganti.")
    process_here(days_later(embedded, 2), [lines["baru.csv"].submission], str)
    assert known_keys(embedded.warehouse, "produk") == {"MJN-0015-01", "MJN-0030-01"}
