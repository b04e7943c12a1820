"""A real agency's list in its own layout: titles above, other headers, no codes of ours. Headers are mapped once; codes
are given by us, stable, and told back in the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from kemitraan.steps.decisions.reviewing import decide_submission
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, by_name, days_later, process, run_job, send
from tests.steps.test_waiting import WHO
from warehouse.decisions import Choice, open_decisions
from warehouse.reading import known_keys
from warehouse.submissions import get_submission

SLUG = "majene"
HEADERS = [
    "No",
    "NIK",
    "Nama",
    "Alamat",
    "Kec.",
    "Desa",
    "Nama Usaha",
    "Jenis Usaha",
    "Omset",
    "TK",
    "NIB",
    "PIRT",
    "Halal",
]
ANI = [
    "7605015708459999",
    "Ani",
    "Jl. Melati 1",
    "Banggae",
    "Totoli",
    "Kue Ani",
    "Makanan/Minuman",
    "Rp. 24.000.000",
    "2 orang",
    "9120001112223",
    "-",
    "Belum",
]
BUDI = [
    "",
    "Budi",
    "Jl. Mawar 2",
    "Kec. Banggae",
    "Baru",
    "Kripik Budi",
    "Makanan & Minuman",
    "± 50 juta",
    "3",
    "NIB: 9120001112224",
    "-",
    "proses",
]
CICI = [
    "7605014507900003",
    "Cici",
    "-",
    "Banggae",
    "Totoli",
    "Tenun Cici",
    "Fashion",
    "12 juta",
    "-",
    "BELUM ADA",
    "",
    "",
]
DODI = ["", "Dodi", "-", "Banggae", "Baru", "Kriya Dodi", "Handicraft", "1,5 jt/bulan", "1", "Dalam proses", "", ""]
BUSINESSES = (ANI, BUDI, CICI, DODI)
MAPPED = {"Nama": "nama_pemilik", "TK": None, "PIRT": None, "Halal": None}


def agency_list(*businesses: Sequence[Any], period: str = "November 2026", titles: Sequence[str] = HEADERS) -> bytes:
    """The list as the agency keeps it, with an Identitas and a Produk sheet that has nothing yet."""
    book = Workbook()
    cover = book.active
    cover.title = "Identitas"
    for line in (["Kabupaten", "Majene"], ["Periode", period], ["Petugas", "Rahma"], ["Versi Templat", "2026.1"]):
        cover.append(line)
    sheet = book.create_sheet("Data UMKM")
    sheet.append(["DAFTAR PELAKU USAHA KABUPATEN MAJENE"])
    sheet.append(["TAHUN 2026"])
    sheet.append(list(titles))
    for number, business in enumerate(businesses, 1):
        sheet.append([number, *business])
    sheet.append(["", "Jumlah", "", "", "", "", "", "", "", ""])
    products = book.create_sheet("Produk")
    products.append(["Kode Produk", "Kode UMKM", "Nama Produk", "Kategori", "Harga Jual"])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def giving(workshop: TimelessWorkshop) -> TimelessWorkshop:
    """The workshop whose office of Majene uses no codes of ours."""
    offices = tuple(
        office.model_copy(update={"gives_codes": True}) if office.slug == SLUG else office
        for office in workshop.config.offices
    )
    return replace(workshop, config=workshop.config.model_copy(update={"offices": offices}))


def send_in(workshop: TimelessWorkshop, data: bytes, name: str) -> str:
    """What becomes of the list; its headers mapped where they are asked for."""
    send(workshop.home, SLUG, data, name)
    line = by_name(workshop, run_job(workshop).lines)[name]
    for decision in open_decisions(workshop.warehouse):
        answers = {question: MAPPED[question.text] for question in decision.questions}
        decide_submission(workshop, decision.submission, Choice.RECHECK, **WHO, answers=answers)
        process(workshop, decision.submission)
    return line.submission


def answers(workshop: TimelessWorkshop) -> list[openpyxl.Workbook]:
    return [openpyxl.load_workbook(path) for path in sorted(workshop.home.outbox(SLUG).glob("*.xlsx"))]


def codes_of(book: openpyxl.Workbook) -> dict[str, str]:
    """Nama Usaha → the code beside it in the answer."""
    sheet = book["Data UMKM"]
    header = [cell.value for cell in sheet[3]]
    name, code = header.index("Nama Usaha"), header.index("Kode UMKM")
    return {row[name]: row[code] for row in sheet.iter_rows(min_row=4, values_only=True) if row[code]}


def test_a_list_without_codes_is_loaded_after_one_round_and_told_its_codes(workshop: TimelessWorkshop) -> None:
    workshop = giving(workshop)
    loaded = get_submission(workshop.warehouse, send_in(workshop, agency_list(*BUSINESSES), "daftar.xlsx"))
    assert (loaded.in_force, loaded.outcome) == (True, "partially_accepted")
    (book,) = answers(workshop)
    codes = codes_of(book)
    assert list(codes) == ["Kue Ani", "Kripik Budi", "Tenun Cici", "Kriya Dodi"]
    stable = {code for name, code in codes.items() if name != "Kriya Dodi"}  # who has neither NIB nor NIK
    assert known_keys(workshop.warehouse, "umkm") == stable
    assert all(len(code) == len("MJN-000000") and code.startswith("MJN-") for code in codes.values())
    page = "\n".join(str(cell.value) for row in book["Baca Dulu"] for cell in row if cell.value)
    assert "4 usaha tidak berkode; kami memberinya kode." in page


@on_sqlite
def test_next_month_the_same_businesses_keep_their_codes_and_nobody_is_asked_again(workshop: TimelessWorkshop) -> None:
    november = giving(workshop)
    send_in(november, agency_list(*BUSINESSES), "november.xlsx")
    december = days_later(november, 30)
    ela = ["", "Ela", "-", "Banggae", "Baru", "Kue Ela", "Kuliner", "5 juta", "1", "9120001112229", "", ""]
    dodi = [*DODI[:9], "9120001112230", "", ""]  # has a NIB by now
    moved = [*CICI[:3], "Banggae", "Baru", *CICI[5:]]  # known by her NIK
    send_in(december, agency_list(ela, dodi, moved, BUDI, ANI, period="Desember 2026"), "desember.xlsx")
    first, second = (codes_of(book) for book in answers(december))
    assert {name: second[name] for name in first} == first
    assert len(set(second.values())) == 5


@on_sqlite
def test_the_answer_sent_back_has_the_codes_and_is_given_none(workshop: TimelessWorkshop) -> None:
    workshop = giving(workshop)
    send_in(workshop, agency_list(*BUSINESSES), "daftar.xlsx")
    (path,) = workshop.home.outbox(SLUG).glob("*.xlsx")
    codes = codes_of(openpyxl.load_workbook(path))
    next_day = days_later(workshop, 1)
    assert get_submission(workshop.warehouse, send_in(next_day, path.read_bytes(), "kembali.xlsx")).in_force
    assert known_keys(workshop.warehouse, "umkm") == set(codes.values()) - {codes["Kriya Dodi"]}
    assert not any(
        "kami memberinya kode" in str(cell.value) for row in answers(workshop)[-1]["Baca Dulu"] for cell in row
    )


def test_an_office_with_codes_of_its_own_is_given_none(embedded: TimelessWorkshop) -> None:
    send(embedded.home, SLUG, agency_list(*BUSINESSES), "daftar.xlsx")
    line = by_name(embedded, run_job(embedded).lines)["daftar.xlsx"]
    assert line.outcome == "rejected"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (ANI, [*ANI[:5], "Kue Kering Ani", *ANI[6:]], False),  # one NIB, two businesses
        (ANI, ANI, True),
        (DODI, [*DODI[:9], "9120001112240", "", ""], True),  # name and place, and one of them has a NIB
        ([*DODI[:9], "9120001112241", "", ""], [*DODI[:9], "9120001112240", "", ""], False),
    ],
)
def test_who_is_one_business_and_who_is_two(embedded: TimelessWorkshop, first, second, same) -> None:
    workshop = giving(embedded)
    send_in(workshop, agency_list(first, second), "daftar.xlsx")
    sheet = answers(workshop)[0]["Data UMKM"]
    codes = [sheet.cell(row, len(HEADERS) + 1).value for row in (4, 5)]
    assert all(codes)
    assert (codes[0] == codes[1]) is same
