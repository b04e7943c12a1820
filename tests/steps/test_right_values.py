"""A sender says of a warning that its value is right: the same value is not told again, another one is."""

from __future__ import annotations

import io

import openpyxl
import pytest

from kemitraan.references import shipped_reference
from kemitraan.steps.job.check_bytes import check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from tests.conftest import on_sqlite
from tests.steps.driver import NOON, TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv
from warehouse.checking import stored_findings
from warehouse.right_values import acknowledged, forget, right_values
from workbooks.limits import Limits

OFFICE = "sulsel-makassar"
DOUBTFUL = mitra_csv("Satu", "Dua").replace(b"081234567801", b"0812")


def sent(workshop: TimelessWorkshop, data: bytes, name: str) -> list[str]:
    """The codes that are said of a file, which is answered."""
    send(workshop.home, OFFICE, data, name)
    (line,) = run_job(workshop, [OFFICE]).lines
    return [f"{finding.code} {finding.key}" for finding in stored_findings(workshop.warehouse, line.submission)]


def answered(workshop: TimelessWorkshop, words: str) -> tuple[bytes, str]:
    """The newest answer with these words beside every warning; and what its Baca Dulu says."""
    newest = max(workshop.home.outbox(OFFICE).iterdir(), key=lambda path: path.stat().st_mtime_ns)
    book = openpyxl.load_workbook(newest)
    text = "\n".join(str(cell.value) for row in book["Baca Dulu"] for cell in row if cell.value)
    for row in book["Perbaikan"].iter_rows(min_row=2):
        row[9].value = words
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), text


@on_sqlite
def test_what_is_said_to_be_right_is_not_told_again_and_a_changed_value_is(workshop: TimelessWorkshop) -> None:
    assert sent(workshop, DOUBTFUL, "a.csv") == ["phone SSL-0001"]
    back, text = answered(workshop, "Memang benar.")
    assert "pilih memang benar" in text
    assert sent(days_later(workshop, 1), back, "b.xlsx") == []
    assert "1 catatan Anda nyatakan memang benar" in answered(workshop, "")[1]
    assert len(right_values(workshop.warehouse, "73.71")) == 1
    later = days_later(workshop, 2)
    again = DOUBTFUL.replace(b";Dua;", b";Dua Baru;")
    assert sent(later, again, "c.csv") == []
    assert sent(later, again.replace(b";0812;", b";0813;"), "d.csv") == ["phone SSL-0001"]
    assert sent(later, again.replace(b"SSL-0001", b"SSL-0009"), "e.csv") == ["phone SSL-0009"]


def test_it_holds_for_that_office_alone_and_the_value_is_not_kept(embedded: TimelessWorkshop) -> None:
    sent(embedded, DOUBTFUL, "a.csv")
    sent(days_later(embedded, 1), answered(embedded, "memang benar")[0], "b.xlsx")
    assert right_values(embedded.warehouse, "73.72") == frozenset()
    (right_value,) = right_values(embedded.warehouse, "73.71")
    assert (right_value.sheet, right_value.key, right_value.column) == ("Mitra", "SSL-0001", "kontak")
    assert "0812" not in right_value.sign


@pytest.mark.parametrize("words", ["tidak", "nanti saja"])
def test_other_words_acknowledge_nothing(embedded: TimelessWorkshop, words: str) -> None:
    sent(embedded, DOUBTFUL, "a.csv")
    assert sent(days_later(embedded, 1), answered(embedded, words)[0], "b.xlsx") == ["phone SSL-0001"]
    is_unknown = "tidak kami kenali" in answered(embedded, "")[1]
    assert is_unknown is (words == "nanti saja")


def test_a_check_without_a_warehouse_says_what_it_always_said(embedded: TimelessWorkshop) -> None:
    sent(embedded, DOUBTFUL, "a.csv")
    back, _ = answered(embedded, "memang benar")
    circumstances = Circumstances(CONTRACTS, shipped_reference(), NOON.date())
    assert [finding.code for finding in check_bytes(back, circumstances, Limits()).result.findings] == ["phone"]


def test_what_is_forgotten_is_told_again(workshop: TimelessWorkshop) -> None:
    sent(workshop, DOUBTFUL, "a.csv")
    sent(days_later(workshop, 1), answered(workshop, "memang benar")[0], "b.xlsx")
    (right_value,) = acknowledged(workshop.warehouse, "73.71")
    cell = (right_value.sheet, right_value.row_key, right_value.column_name)
    assert cell == ("Mitra", "SSL-0001", "kontak")
    assert acknowledged(workshop.warehouse, "73.72") == []
    assert forget(workshop.warehouse, "73.72", *cell) == 0
    assert (forget(workshop.warehouse, "73.71", *cell), forget(workshop.warehouse, "73.71", *cell)) == (1, 0)
    assert acknowledged(workshop.warehouse) == []
    again = DOUBTFUL.replace(b";Dua;", b";Dua Lagi;")
    assert sent(days_later(workshop, 2), again, "c.csv") == ["phone SSL-0001"]
