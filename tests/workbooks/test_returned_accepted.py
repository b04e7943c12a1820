"""Suggestions marked with ya are read from Perbaikan and put where they belong, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from schemas.finding import Severity
from schemas.grid import Grid
from schemas.result import NotApplied
from tests.workbooks.makers_returned import finding, grid, opened, report, saved
from workbooks.returned import Accepted, apply_accepted, find_perbaikan, mark_up, read_answers


def _returned(answers: dict[str, str]) -> bytes:
    """A workbook that came back: Perbaikan with answers by cell, sorted the other way round."""
    book = openpyxl.Workbook()
    book.active.title = "UMKM"
    book.active.append(["Kode", "Bidang", "Omzet", "Tanggal"])
    book.active.append(["MJN-0001", "Krya", "1,500", "5/13/2026"])
    marked = mark_up(
        saved(book),
        report(
            finding("B2", Severity.ERROR, got="Krya", suggestion="Kriya"),
            finding("C2", Severity.ERROR, got="1,500", suggestion=1500),
            finding("D2", Severity.WITHHELD, got="5/13/2026", suggestion="2026-05-13"),
            finding("A2", Severity.ERROR, got="MJN-0001"),
        ),
    )
    book = opened(marked)
    sheet = book["Perbaikan"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        row[9] = answers.get(row[2])
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    sheet.append(["catatan tambahan dari petugas"])
    return saved(book)


def test_answers_are_read_whatever_the_order() -> None:
    data = _returned({"B2": "ya", "C2": "Ya ", "D2": "tidak", "A2": "ya"})
    assert sorted(read_answers(grid(data, "Perbaikan")).accepted, key=lambda answer: answer.cell) == [
        Accepted("UMKM", "B2", "Krya", "Kriya", "MJN-0001", "NIB"),
        Accepted("UMKM", "C2", "1,500", 1500, "MJN-0001", "NIB"),
    ]


@pytest.mark.parametrize(
    "answer", ["ya", "YA", "Ya.", "y", "v", "ada", "√", "true", "benar", "Betul!", "x", "X", "oke"]
)
def test_many_ways_of_saying_yes_are_understood(answer: str) -> None:
    assert [accepted.cell for accepted in read_answers(grid(_returned({"B2": answer}), "Perbaikan")).accepted] == ["B2"]


@pytest.mark.parametrize("answer", ["tidak", "Tidak.", "t", "", "0", "false", "nanti", "memang benar"])
def test_what_the_contract_calls_no_is_no_yes(answer: str) -> None:
    assert read_answers(grid(_returned({"B2": answer}), "Perbaikan")).accepted == ()


@pytest.mark.parametrize("answer", ["nanti saja", "sudah saya perbaiki", "memang benar", "?"])
def test_what_is_neither_yes_nor_no_is_told(answer: str) -> None:
    (unheard,) = read_answers(grid(_returned({"B2": answer, "C2": "tidak"}), "Perbaikan")).unheard
    assert (unheard.cell, unheard.got, unheard.applied, unheard.why) == ("B2", answer, False, NotApplied.UNHEARD)


@pytest.mark.parametrize("answer", ["memang benar", "Memang benar.", "sudah benar", "benar", "ya", "x"])
def test_a_warning_is_answered_by_saying_that_the_value_is_right(answer: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = "UMKM"
    warnings = (
        finding("B2", Severity.WARNING, got="Hypermart"),
        finding("C2", Severity.WARNING, got="9", suggestion="8"),
    )
    marked = opened(mark_up(saved(book), report(*warnings)))
    assert [cell.value for cell in marked["Perbaikan"]["J"][1:]] == [None, "sudah dipakai"]
    for cell in marked["Perbaikan"]["J"][1:]:
        cell.value = answer
    answers = read_answers(grid(saved(marked), "Perbaikan"))
    assert [(answer.cell, answer.suggestion) for answer in answers.right_values] == [("B2", None), ("C2", None)]
    assert (answers.accepted, answers.unheard) == ((), ())


def test_a_tick_in_a_boolean_cell_is_a_yes() -> None:
    sheet = grid(_returned({"B2": "ya"}), "Perbaikan")
    accept = tuple(True if value == "ya" else value for value in sheet.columns[9])
    assert len(read_answers(replace(sheet, columns=(*sheet.columns[:9], accept))).accepted) == 1


def test_perbaikan_is_found_by_its_headers() -> None:
    data = _returned({})
    theirs = Grid("Perbaikan", (("Catatan",),))
    ours = replace(grid(data, "Perbaikan"), name="Perbaikan (2)")
    assert find_perbaikan([grid(data, "UMKM"), theirs, ours]) is ours
    assert find_perbaikan([theirs, Grid("Perbaikan", ())]) is None
    assert not read_answers(theirs)


def test_a_suggestion_is_applied_where_the_cell_still_holds_what_it_held() -> None:
    data = _returned({"B2": "ya", "C2": "ya", "D2": "ya"})
    sent = grid(data, "UMKM")
    changed, log = apply_accepted([sent], read_answers(grid(data, "Perbaikan")).accepted)
    assert changed[0].row(1) == ["MJN-0001", "Kriya", 1500, "2026-05-13"]
    assert changed[0].row(0) == sent.row(0)
    assert all(entry.applied for entry in log)
    assert {(entry.cell, entry.got, entry.value) for entry in log} >= {("C2", "1,500", "1500")}


def test_a_row_put_in_since_does_not_hit_the_wrong_cell() -> None:
    sheet = Grid("UMKM", (("Bidang", "", "Krya"),))
    changed, log = apply_accepted([sheet], [Accepted("UMKM", "A2", "Krya", "Kriya")])
    assert changed == (sheet,)
    assert [entry.applied for entry in log] == [False]


@pytest.mark.parametrize(
    ("value", "got", "fits"),
    [
        (1500.0, "1500", True),
        (9.5, "9.5", True),
        (date(2026, 5, 13), "2026-05-13", True),
        (datetime(2026, 5, 13), "2026-05-13", True),  # noqa: DTZ001
        ("  Kri  ya ", "Kri ya", True),
        ("7604010101010001", "7604********0001", True),
        ("7604010101010002", "7604********0001", False),
        ("", "", False),
        (True, "1", False),
        ("Kriya", "Krya", False),
    ],
)
def test_a_cell_is_compared_as_people_read_it(value: object, got: str, fits: bool) -> None:
    _, log = apply_accepted([Grid("UMKM", ((value,),))], [Accepted("UMKM", "A1", got, "baru")])
    assert log[0].applied is fits


def test_unknown_sheets_and_cells_outside_are_said_to_be_not_applied() -> None:
    accepted = [Accepted("Hilang", "A1", "x", "y"), Accepted("UMKM", "Z99", "x", "y")]
    _, log = apply_accepted([Grid("UMKM", (("x",),))], accepted)
    assert [entry.applied for entry in log] == [False, False]
