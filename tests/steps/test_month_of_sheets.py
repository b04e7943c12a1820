"""A month that comes as several files: each csv stands for its own sheet."""

from __future__ import annotations

import openpyxl

from kemitraan.steps.decisions.at_stake import at_stake_words
from kemitraan.steps.job.replaying import with_quarantine
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, by_name, days_later, run_job, send
from tests.steps.making import kurasi_rows, pendampingan_rows, produk_rows, regency_csv, regency_xlsx, umkm_rows
from warehouse.checking import stored_findings
from warehouse.decisions import open_decisions
from warehouse.reading import known_keys

OFFICE = "majene"


@on_sqlite
def test_businesses_and_then_products_as_two_csv_are_both_in_force(workshop: TimelessWorkshop) -> None:
    send(workshop.home, OFFICE, regency_csv("UMKM", umkm_rows(range(1, 5))), "umkm.csv")
    (first,) = run_job(workshop).lines
    assert (first.outcome, first.force_words) == ("accepted", "ya")
    send(workshop.home, OFFICE, regency_csv("Produk", produk_rows(range(1, 5))), "produk.csv")
    (second,) = run_job(days_later(workshop, 1)).lines
    assert (second.outcome, second.accepted, second.force_words) == ("accepted", 4, "ya")
    assert len(known_keys(workshop.warehouse, "umkm")) == len(known_keys(workshop.warehouse, "produk")) == 4


def test_every_file_of_a_month_is_taken_up_again_where_that_is_asked(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows([1, 2])), "umkm.csv")
    run_job(embedded)
    send(embedded.home, OFFICE, regency_csv("Produk", produk_rows([1])), "produk.csv")
    run_job(days_later(embedded, 1))
    again = run_job(days_later(embedded, 2), again=True).lines
    assert {name: (line.state, line.force_words) for name, line in by_name(embedded, again).items()} == {
        "umkm.csv": ("answered", "ya"),
        "produk.csv": ("answered", "ya"),
    }
    assert len(known_keys(embedded.warehouse, "umkm")) == 2


def test_a_workbook_of_which_a_csv_took_a_sheet_is_in_force_in_part(embedded: TimelessWorkshop) -> None:
    bad = umkm_rows([3])[0].replace("Banggae;Banggae", "Entah;Entah")
    book = regency_xlsx(UMKM=[*umkm_rows([1, 2]), bad], Produk=produk_rows([1, 2]))
    send(embedded.home, OFFICE, book, "laporan.xlsx")
    run_job(embedded)
    assert len(with_quarantine(embedded, [OFFICE], None)) == 1
    send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows([1, 2, 3])), "umkm.csv")
    run_job(days_later(embedded, 1))
    send(embedded.home, OFFICE, book, "lagi.xlsx")
    (line,) = run_job(days_later(embedded, 2)).lines
    assert line.force_words == "sebagian: Produk"
    assert with_quarantine(embedded, [OFFICE], None) == []  # what was held back is replaced
    assert len(known_keys(embedded.warehouse, "umkm")) == 3


def baca_dulu(workshop: TimelessWorkshop, name: str) -> str:
    """Every text of Baca Dulu in the answer to a file."""
    (path,) = [
        path_found
        for path_found in workshop.home.outbox(OFFICE).iterdir()
        if path_found.name.startswith(f"2026-11_{name}")
    ]
    page = openpyxl.load_workbook(path)["Baca Dulu"]
    return "\n".join(str(cell.value) for row in page for cell in row if cell.value)


def codes(workshop: TimelessWorkshop, submission: str) -> list[str]:
    return [f"{finding.code} {finding.cell}" for finding in stored_findings(workshop.warehouse, submission)]


def test_references_are_judged_without_the_statement_that_is_replaced(workshop: TimelessWorkshop) -> None:
    send(workshop.home, OFFICE, regency_xlsx(UMKM=umkm_rows([1, 2, 3]), Produk=produk_rows([1, 2, 3])), "lama.xlsx")
    run_job(workshop)
    fewer = regency_xlsx(UMKM=umkm_rows([1, 2]), Produk=produk_rows([1, 2, 3]))
    send(workshop.home, OFFICE, fewer, "baru.xlsx")
    (line,) = run_job(days_later(workshop, 1)).lines
    assert codes(workshop, line.submission) == ["reference B4"]
    assert known_keys(workshop.warehouse, "produk") == {"MJN-0001-01", "MJN-0002-01"}
    send(workshop.home, OFFICE, regency_csv("Produk", produk_rows([1, 2, 3])), "produk.csv")
    (line,) = run_job(days_later(workshop, 2)).lines
    assert codes(workshop, line.submission) == ["reference B9"]  # MJN-0001 and 2 stand in the workbook's UMKM


def test_a_business_that_another_month_has_may_still_be_named(embedded: TimelessWorkshop) -> None:
    everybody = umkm_rows([1, 2])
    send(embedded.home, OFFICE, regency_xlsx("2026-10", UMKM=everybody, Produk=produk_rows([1])), "oktober.xlsx")
    send(embedded.home, OFFICE, regency_xlsx(UMKM=everybody, Produk=produk_rows([1])), "november.xlsx")
    run_job(embedded)
    send(embedded.home, OFFICE, regency_xlsx(UMKM=umkm_rows([1]), Produk=produk_rows([1, 2])), "lagi.xlsx")
    (line,) = run_job(days_later(embedded, 1)).lines
    assert codes(embedded, line.submission) == []


@on_sqlite
def test_what_the_new_businesses_leave_without_one_is_told_to_the_sender_and_to_staff(
    workshop: TimelessWorkshop,
) -> None:
    numbers = range(1, 15)
    book = regency_xlsx(UMKM=umkm_rows(numbers), Produk=produk_rows(numbers), Kurasi=kurasi_rows([14]))
    send(workshop.home, OFFICE, book, "laporan.xlsx")
    assert not run_job(workshop).has_errors
    send(workshop.home, OFFICE, regency_csv("UMKM", umkm_rows(range(1, 11))), "umkm.csv")
    summary = run_job(days_later(workshop, 1))
    sentence = "4 baris Produk yang masih berlaku merujuk UMKM yang tidak ada lagi: MJN-0011-01, MJN-0012-01, MJN-0013-01, MJN-0014-01."
    assert [notice.text for notice in summary.pressing] == [sentence]
    page = baca_dulu(workshop, "umkm")
    assert (
        "Kabupaten Majene, November 2026: lembar UMKM kiriman ini menggantikan lembar UMKM kiriman 24 November 2026 (14 "
        "baris); kini berlaku 10 baris; lembar lain bulan itu tetap berlaku."
    ) in page
    assert "4 baris tidak ada lagi: UMKM MJN-0011, MJN-0012, MJN-0013, MJN-0014." in page
    assert sentence in page
    assert "kirim lagi UMKM yang lengkap, atau Produk tanpa baris itu" in page
    assert "tidak ada yang harus diperbaiki" not in page
    send(workshop.home, OFFICE, regency_csv("UMKM", umkm_rows(numbers, "Usaha lagi")), "umkm-lengkap.csv")
    assert not run_job(days_later(workshop, 2)).pressing
    assert "tidak ada lagi" not in baca_dulu(workshop, "umkm-lengkap")


def test_an_answer_begins_with_the_month_and_what_it_replaces(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, regency_xlsx(UMKM=umkm_rows(range(1, 41)), Produk=produk_rows([1])), "satu.xlsx")
    run_job(embedded)
    assert "Kabupaten Majene, November 2026: ini kiriman pertama yang berlaku untuk bulan itu." in baca_dulu(
        embedded, "satu"
    )
    send(embedded.home, OFFICE, regency_xlsx(UMKM=umkm_rows(range(13, 41)), Produk=produk_rows([13])), "dua.xlsx")
    run_job(days_later(embedded, 1))
    page = baca_dulu(embedded, "dua")
    assert "kiriman ini menggantikan kiriman 24 November 2026 (41 baris); kini berlaku 29 baris." in page
    assert (
        "13 baris tidak ada lagi: UMKM MJN-0001, MJN-0002, MJN-0003, MJN-0004, MJN-0005, MJN-0006, MJN-0007, MJN-0008, "
        "MJN-0009, MJN-0010, dan 2 lagi; Produk MJN-0001-01."
    ) in page
    send(embedded.home, OFFICE, b"Kabupaten;Majene\nPeriode;2026-11\nPetugas;N\n\nKode UMKM;Nama Usaha\n", "tiga.csv")
    run_job(days_later(embedded, 2))
    assert "kiriman ini tidak menggantikan apa pun; kiriman 25 November 2026 tetap berlaku." in baca_dulu(
        embedded, "tiga"
    )


def reasons(workshop: TimelessWorkshop) -> list[str]:
    return [reason for decision in open_decisions(workshop.warehouse) for reason in decision.reasons]


@on_sqlite
def test_rows_are_lost_when_their_keys_are_though_as_many_rows_come(workshop: TimelessWorkshop) -> None:
    numbers = range(1, 35)
    send(workshop.home, OFFICE, regency_xlsx(UMKM=umkm_rows(numbers), Produk=produk_rows([1])), "lama.xlsx")
    run_job(workshop)
    renamed = umkm_rows([*range(2, 15), *range(101, 122)])
    send(workshop.home, OFFICE, regency_csv("UMKM", renamed), "umkm.csv")
    (line,) = run_job(days_later(workshop, 1)).lines
    assert line.state == "waiting"
    assert reasons(workshop) == [
        "Dari 34 baris lembar UMKM yang berlaku untuk November 2026, 21 tidak ada lagi di kiriman ini (MJN-0001, "
        "MJN-0015, MJN-0016, MJN-0017, MJN-0018, MJN-0019, MJN-0020, MJN-0021, MJN-0022, MJN-0023, dan 11 lagi); isinya kini 34 baris."
    ]
    (decision,) = open_decisions(workshop.warehouse)
    assert at_stake_words(workshop, decision) == (
        "Kini berlaku: 34 baris. Bila dimuat: 34, menggantikan seluruhnya di lembar UMKM; lembar lain tetap berlaku. Dari "
        "yang kini berlaku, 21 tidak disebut lagi di kiriman ini. 1 baris Produk kehilangan UMKM-nya dan tetap berlaku."
    )


def test_a_workbook_that_drops_an_optional_sheet_waits_and_a_csv_that_leaves_it_alone_does_not(
    embedded: TimelessWorkshop,
) -> None:
    numbers = range(1, 13)
    book = {"UMKM": umkm_rows(numbers), "Produk": produk_rows(numbers)}
    send(embedded.home, OFFICE, regency_xlsx(**book, Kurasi=kurasi_rows(numbers)), "lama.xlsx")
    run_job(embedded)
    send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows(numbers, "Usaha baru")), "umkm.csv")
    (line,) = run_job(days_later(embedded, 1)).lines
    assert (line.state, line.in_force) == ("answered", True)
    send(embedded.home, OFFICE, regency_xlsx(**book), "tanpa-kurasi.xlsx")
    (line,) = run_job(days_later(embedded, 2)).lines
    assert line.state == "waiting"
    assert reasons(embedded) == [
        "Dari 12 baris lembar Kurasi yang berlaku untuk November 2026, 12 tidak ada lagi di kiriman ini ("
        "MJN-0001-01 / 2026-11-02, MJN-0002-01 / 2026-11-02, MJN-0003-01 / 2026-11-02, MJN-0004-01 / 2026-11-02, "
        "MJN-0005-01 / 2026-11-02, MJN-0006-01 / 2026-11-02, MJN-0007-01 / 2026-11-02, MJN-0008-01 / 2026-11-02, "
        "MJN-0009-01 / 2026-11-02, MJN-0010-01 / 2026-11-02, dan 2 lagi); isinya kini 0 baris."
    ]


@on_sqlite
def test_optional_sheets_that_lose_little_each_and_much_together_wait(workshop: TimelessWorkshop) -> None:
    everybody = range(1, 15)
    book = {"UMKM": umkm_rows(everybody), "Produk": produk_rows(everybody)}
    four = {"Kurasi": kurasi_rows(range(1, 5)), "Pendampingan": pendampingan_rows(range(1, 5))}
    send(workshop.home, OFFICE, regency_xlsx(**book, **four), "lama.xlsx")
    run_job(workshop)
    three = {"Kurasi": kurasi_rows(range(1, 4)), "Pendampingan": pendampingan_rows(range(1, 4))}
    send(workshop.home, OFFICE, regency_xlsx(**book, **three), "masing-masing-satu.xlsx")
    (line,) = run_job(days_later(workshop, 1)).lines
    assert (line.state, line.in_force) == ("answered", True)
    send(workshop.home, OFFICE, regency_xlsx(**book), "tanpa-keduanya.xlsx")
    (line,) = run_job(days_later(workshop, 2)).lines
    assert line.state == "waiting"
    assert reasons(workshop) == [
        "Dari 6 baris lembar Kurasi, Pendampingan yang kini berlaku, 6 tidak ada lagi: Kurasi MJN-0001-01 / 2026-11-02, "
        "MJN-0002-01 / 2026-11-02, MJN-0003-01 / 2026-11-02; Pendampingan MJN-0001 / 2026-11-03 / Kemasan, MJN-0002 / "
        "2026-11-03 / Kemasan, MJN-0003 / 2026-11-03 / Kemasan."
    ]


def test_last_months_file_with_a_forgotten_period_is_asked_about(workshop: TimelessWorkshop) -> None:
    numbers = range(1, 31)
    october = {"UMKM": umkm_rows(numbers), "Produk": produk_rows(numbers)}
    early = days_later(workshop, -30)
    send(early.home, OFFICE, regency_xlsx("2026-10", **october), "oktober.xlsx")
    run_job(early)
    changed = {"UMKM": umkm_rows([*numbers, 31, 32]), "Produk": produk_rows(numbers)}
    send(workshop.home, OFFICE, regency_xlsx("2026-10", **changed), "november.xlsx")
    (line,) = run_job(workshop).lines
    assert line.state == "waiting"
    assert reasons(workshop) == [
        "60 baris dari 62 baris sama dengan yang sudah berlaku untuk Oktober 2026, sedangkan laporan November 2026 belum "
        "ada. Mungkin Periode di lembar Identitas lupa diganti."
    ]


def test_a_correction_of_last_month_is_not_asked_about(embedded: TimelessWorkshop) -> None:
    numbers = range(1, 31)
    rows = umkm_rows(numbers)
    bad = [rows[0].replace("Banggae;Banggae", "Banggae;Entah"), *rows[1:]]
    early = days_later(embedded, -30)
    send(early.home, OFFICE, regency_xlsx("2026-10", UMKM=bad, Produk=produk_rows(numbers)), "oktober.xlsx")
    run_job(early)
    mended = regency_xlsx("2026-10", UMKM=rows, Produk=produk_rows(numbers))
    send(embedded.home, OFFICE, mended, "perbaikan.xlsx")
    (line,) = run_job(embedded).lines
    assert (line.state, line.in_force) == ("answered", True)
    send(embedded.home, OFFICE, regency_xlsx(UMKM=umkm_rows(range(1, 33)), Produk=produk_rows(numbers)), "nov.xlsx")
    assert [line.state for line in run_job(days_later(embedded, 1)).lines] == ["answered"]
    again = regency_xlsx("2026-10", UMKM=umkm_rows(range(1, 32)), Produk=produk_rows(numbers))
    send(embedded.home, OFFICE, again, "oktober-lagi.xlsx")  # November is there, so nothing was forgotten
    assert [line.state for line in run_job(days_later(embedded, 2)).lines] == ["answered"]


def test_a_new_month_that_is_the_last_one_row_for_row_is_asked_about(embedded: TimelessWorkshop) -> None:
    rows = {"UMKM": umkm_rows(range(1, 31)), "Produk": produk_rows(range(1, 31))}
    early = days_later(embedded, -30)
    send(early.home, OFFICE, regency_xlsx("2026-10", **rows), "oktober.xlsx")
    run_job(early)
    send(embedded.home, OFFICE, regency_xlsx(**rows), "november.xlsx")
    (line,) = run_job(embedded).lines
    assert line.state == "waiting"
    assert reasons(embedded) == [
        "Semua 60 baris sama persis dengan yang berlaku untuk Oktober 2026. Mungkin berkas bulan lalu yang terkirim sebagai "
        "November 2026."
    ]


def test_sheets_of_which_a_later_file_is_in_force_already_are_told(embedded: TimelessWorkshop) -> None:
    send(embedded.home, OFFICE, regency_csv("UMKM", umkm_rows([1, 2])), "umkm.csv")
    run_job(days_later(embedded, 1))
    send(embedded.home, OFFICE, regency_xlsx(UMKM=umkm_rows([1]), Produk=produk_rows([1])), "laporan.xlsx")
    (line,) = run_job(embedded).lines  # received a day before, and worked on late
    assert line.force_words == "sebagian: Produk"
    assert "Lembar UMKM di kiriman ini tidak berlaku, karena yang kami terima lebih akhir sudah berlaku." in baca_dulu(
        embedded, "laporan"
    )
    assert len(known_keys(embedded.warehouse, "umkm")) == 2
