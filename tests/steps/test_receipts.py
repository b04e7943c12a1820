"""Receipts: the same for ever, proved by the home's key alone, and judged however a mail program mangled them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.collecting import look_at_source, take
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.receipts import reading as receipt_reading
from kemitraan.steps.receipts.reading import Verdict, judge_receipts
from kemitraan.steps.receipts.receipt import (
    Receipt,
    SheetRows,
    home_receipt_key,
    proof_code,
    receipt_lines,
    receipt_of,
    receipt_text,
    short_code,
    squeezed,
)
from schemas.finding import Outcome
from schemas.period import Period
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv
from warehouse.decisions import About, hold
from warehouse.deliveries import record_arrival
from warehouse.reprocessing import reprocess
from warehouse.submissions import refuse, register_submission

KEY = bytes(range(32))
GIVEN = Receipt(
    submission="68595ca7777a9e9c8557",
    office="76.04",
    office_name="Kabupaten Polewali Mandar",
    period=Period(2026, 11),
    file="Laporan  November (final).xlsx",
    sha256="7ac3bb4e9d3c5baec4ddbdfc6724ab86fa96c98af8494434c06aff577e782a67",
    received_at=datetime(2026, 11, 30, 16, 0, 5, tzinfo=UTC),
    source="polewali-mandar/1",
    message="20261130.abc@polman.example",
    outcome=Outcome.PARTIALLY_ACCEPTED,
    contract="2026.1",
    sheets=(SheetRows("UMKM", 1420, 1416, 4), SheetRows("Produk", 56, 56, 0)),
)


CODE_LENGTH = len("XRCS-16A4-Y2KH-XSH2-9H1A")


def test_words_and_code_of_a_receipt_are_what_they_were() -> None:
    """Should this fail because words were changed: receipts that were given out before would be printed otherwise."""
    assert receipt_text(GIVEN, KEY).splitlines() == [
        "TANDA TERIMA KIRIMAN",
        "  Nomor kiriman : 68595ca7777a9e9c8557",
        "  Kantor        : 76.04 Kabupaten Polewali Mandar",
        "  Periode       : 2026-11",
        "  Nama berkas   : Laporan November (final).xlsx",
        "  SHA-256       : 7ac3bb4e9d3c5baec4ddbdfc6724ab86fa96c98af8494434c06aff577e782a67",
        "  Diterima      : 1 Desember 2026 pukul 00.00.05 WITA",
        "  Lewat         : polewali-mandar/1 (20261130.abc@polman.example)",
        "  Hasil         : Diterima sebagian",
        "  Kontrak data  : 2026.1",
        "  Isi           : UMKM 1.420 baris, 1.416 diterima, 4 ditahan;",
        "                  Produk 56 baris, 56 diterima",
        "  Kode bukti    : XRCS-16A4-Y2KH-XSH2-9H1A",
    ]


def test_words_and_code_of_the_two_lines_are_what_they_were() -> None:
    """As above."""
    assert receipt_lines(GIVEN, KEY).splitlines() == [
        "TANDA TERIMA Nomor kiriman: 68595ca7777a9e9c8557; Kantor: 76.04 Kabupaten Polewali Mandar; Periode: 2026-11; "
        "Nama berkas: Laporan November (final).xlsx; Diterima: 1 Desember 2026 pukul 00.00.05 WITA; "
        "Hasil: Diterima sebagian",
        "Kode bukti: PSFF-TZH0-N61C-ZD2K-CHV8",
    ]


@pytest.mark.parametrize(
    "changed", [field_name for field_name in Receipt.__dataclass_fields__ if field_name != "sheets"]
)
def test_every_fact_counts_in_the_code(changed: str) -> None:
    other_values = {
        "received_at": GIVEN.received_at + timedelta(seconds=1),
        "outcome": Outcome.ACCEPTED,
        "period": Period(2026, 12),
    }
    other = replace(GIVEN, **{changed: other_values.get(changed, f"{getattr(GIVEN, changed)}x")})
    assert proof_code(other, KEY) != proof_code(GIVEN, KEY)


def test_another_key_gives_another_code() -> None:
    assert proof_code(GIVEN, KEY) != proof_code(GIVEN, KEY[::-1])


# --- as the warehouse tells it ---------------------------------------------------------------------------------------


def sent_and_done(workshop: TimelessWorkshop, data: bytes = mitra_csv("Satu", "Dua"), name: str = "a.csv") -> str:
    send(workshop.home, "sulsel-makassar", data, name)
    (line,) = run_job(workshop, ["sulsel-makassar"]).lines
    return line.submission


def receipt(workshop: TimelessWorkshop, submission: str) -> Receipt:
    found_receipt = receipt_of(workshop, submission)
    assert found_receipt is not None
    return found_receipt


@on_sqlite
def test_a_submission_has_the_same_receipt_whatever_comes_after_it(workshop: TimelessWorkshop) -> None:
    first = sent_and_done(workshop)
    before = receipt(workshop, first)
    assert (before.file, before.source, before.message) == ("a.csv", "sulsel-makassar/0", None)
    assert before.sheets == (SheetRows("Mitra", 2, 2, 0),)
    later = days_later(workshop, 1)
    facts = {"source": "sulsel-makassar/0", "submission": first, "sent_at": later.noon}
    record_arrival(later.warehouse, item="lagi", message="<lain@makassar.example>", **facts)  # the same bytes again
    sent_and_done(later, mitra_csv("Tiga"), "b.csv")
    assert receipt(later, first) == before


def test_the_sources_word_of_the_first_arrival_stands_in_it_also_when_it_is_processed_again(
    embedded: TimelessWorkshop,
) -> None:
    source, sha256 = "sulsel-makassar/0", embedded.archive.put(mitra_csv("Satu"))
    first, _ = register_submission(embedded.warehouse, office="73.71", sha256=sha256, file_name="a.csv", source=source)
    facts = {"source": source, "submission": first, "sent_at": embedded.noon}
    record_arrival(embedded.warehouse, item="1", message="<1@makassar.example>", **facts)
    run_job(embedded, ["sulsel-makassar"])
    again = reprocess(embedded.warehouse, first)
    run_job(days_later(embedded, 1), ["sulsel-makassar"])
    assert again != first
    assert [receipt(embedded, identifier).message for identifier in (first, again)] == ["1@makassar.example"] * 2
    assert proof_code(receipt(embedded, first), KEY) != proof_code(receipt(embedded, again), KEY)


def test_an_arrival_that_is_first_told_of_after_the_decision_changes_nothing(embedded: TimelessWorkshop) -> None:
    source, sha256 = "sulsel-makassar/0", embedded.archive.put(mitra_csv("Satu"))
    first, _ = register_submission(embedded.warehouse, office="73.71", sha256=sha256, file_name="a.csv", source=source)
    run_job(embedded, ["sulsel-makassar"])
    before = receipt(embedded, first)
    later = days_later(embedded, 1)
    record_arrival(
        later.warehouse, source=source, item="1", submission=first, message="<1@makassar.example>", sent_at=later.noon
    )
    assert receipt(later, first) == before


def test_there_is_none_before_a_decision(embedded: TimelessWorkshop) -> None:
    receipts = []
    submission = registered(embedded)
    for step in (check_submission, load_submission, publish_submission, answer_submission):
        receipts.append(receipt_of(embedded, submission))
        step(embedded, submission)
    assert receipts[:3] == [None] * 3
    assert receipts[3] == receipt(embedded, submission)


def registered(workshop: TimelessWorkshop) -> str:
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu"), "a.csv")
    (waiting,) = look_at_source(workshop, "sulsel-makassar", 0).items
    arrival = take(workshop, waiting)
    assert arrival
    return arrival.submission


def test_a_person_who_refuses_decides_the_outcome(embedded: TimelessWorkshop) -> None:
    submission = registered(embedded)
    assert check_submission(embedded, submission) is Outcome.ACCEPTED
    hold(embedded.warehouse, submission, about=About.ROWS, reasons=["dilihat dulu"], due_at=embedded.now())
    refuse(embedded.warehouse, submission, who="petugas", why="keliru")
    refused = receipt(embedded, submission)
    assert (refused.outcome, refused.sheets) == (Outcome.REJECTED, (SheetRows("Mitra", 1, 0, 0),))


def test_the_answer_carries_number_and_code_in_its_workbook(embedded: TimelessWorkshop) -> None:
    submission = sent_and_done(embedded)
    (answer,) = embedded.home.outbox("sulsel-makassar").iterdir()
    sheet = openpyxl.load_workbook(BytesIO(answer.read_bytes()))["Baca Dulu"]
    facts = {row[0]: row[1] for row in sheet.iter_rows(max_col=2, values_only=True)}
    assert facts["Nomor kiriman"] == submission
    assert facts["Kode bukti"] == short_code(receipt(embedded, submission), home_receipt_key(embedded))


# --- judging one that is presented -----------------------------------------------------------------------------------


FORMS = {"whole": receipt_text, "two lines": receipt_lines}


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def presented(request: pytest.FixtureRequest, embedded: TimelessWorkshop) -> tuple[TimelessWorkshop, str]:
    submission = sent_and_done(embedded)
    return embedded, request.param(receipt(embedded, submission), home_receipt_key(embedded))


def wrapped(text: str, width: int) -> str:
    """Broken after so many characters, wherever that is, and quoted twice."""
    lines = [line[start : start + width] for line in text.splitlines() for start in range(0, len(line), width)]
    return "\r\n".join(f"> > {line}" for line in lines)


MANGLED: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "quoted": lambda text: "\n".join(f"> {line}" for line in text.splitlines()),
    "wrapped and quoted": lambda text: wrapped(text, 40),
    "wrapped anywhere": lambda text: wrapped(text, 7),
    "on one line": lambda text: " ".join(text.split()),
    "with hard spaces": lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
    "with invisible signs": lambda text: text.replace(":", "\N{ZERO WIDTH SPACE}:"),
    "in the middle of a mail": lambda text: f"Halo,\nini tanda terima kiriman kami:\n\n{text}\n\nSalam",
    "with its code as it was heard": lambda text: text[:-24] + text[-24:].lower().replace("0", "o").replace("1", "l"),
}


@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED)
def test_a_genuine_one_is_known_however_it_was_copied(
    presented: tuple[TimelessWorkshop, str], mangle: Callable[[str], str]
) -> None:
    workshop, text = presented
    (judged,) = judge_receipts(workshop, mangle(text))
    assert judged.verdict is Verdict.GENUINE
    assert judged.recorded_receipt == receipt_of(workshop, judged.submission)


def test_what_was_altered_is_named(presented: tuple[TimelessWorkshop, str]) -> None:
    workshop, text = presented
    (judged,) = judge_receipts(workshop, text.replace("a.csv", "b.csv").replace("Hasil", "Hasil "))
    assert judged.verdict is Verdict.ALTERED
    (difference,) = judged.differences
    assert (difference.label, difference.presented, difference.recorded) == ("Nama berkas", "b.csv", "a.csv")


def test_one_of_another_home_or_an_invented_one_is_unknown(presented: tuple[TimelessWorkshop, str]) -> None:
    workshop, _ = presented
    (judged,) = judge_receipts(workshop, receipt_text(GIVEN, KEY))
    assert (judged.verdict, judged.submission, judged.recorded_receipt) == (Verdict.UNKNOWN, GIVEN.submission, None)


def test_a_genuine_one_is_known_by_its_code_even_when_the_warehouse_lost_the_submission(
    presented: tuple[TimelessWorkshop, str],
) -> None:
    workshop, _ = presented
    (judged,) = judge_receipts(workshop, receipt_text(GIVEN, home_receipt_key(workshop)))
    assert (judged.verdict, judged.recorded_receipt) == (Verdict.GENUINE, None)


@pytest.mark.parametrize("text", ["", "TANDA TERIMA KIRIMAN", "Kode bukti: ABCD", "a" * 100_000, "> " * 50_000])
def test_a_text_without_one_gives_none(embedded: TimelessWorkshop, text: str) -> None:
    assert judge_receipts(embedded, text) == []


def test_several_in_one_text_are_judged_one_by_one(presented: tuple[TimelessWorkshop, str]) -> None:
    workshop, text = presented
    both = f"{text}\n> {text.replace('a.csv', 'b.csv')}"
    assert [judged_receipt.verdict for judged_receipt in judge_receipts(workshop, both)] == [
        Verdict.GENUINE,
        Verdict.ALTERED,
    ]


def test_no_sign_of_it_can_be_changed(presented: tuple[TimelessWorkshop, str]) -> None:
    workshop, text = presented
    start = text.index("Nomor")
    randomly = random.Random(3)
    places = [place for place in range(start, len(text)) if squeezed(text[place])]
    for place in randomly.sample(places, 60):
        other = randomly.choice([sign for sign in "0a7Zé:.~" if sign != text[place]])
        changed = text[:place] + other + text[place + 1 :]
        if changed[:-CODE_LENGTH] == text[:-CODE_LENGTH] and sounds(changed) == sounds(text):
            continue  # "A" and "a" are one sign of the code
        assert all(
            judged_receipt.verdict is not Verdict.GENUINE for judged_receipt in judge_receipts(workshop, changed)
        ), place


def sounds(text: str) -> str:
    """The code at the end, as it is heard."""
    return receipt_reading._as_heard(text[-CODE_LENGTH:])


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@settings(deadline=None, max_examples=150)
@given(file=NAMES, message=st.none() | NAMES)
@example(file="a SHA-256 : 00 Kantor : 76.01.xlsx", message=None)
@example(file="a > b.xlsx", message="> x")
@example(file="a; | b.xlsx", message=None)
@example(file="TANDA TERIMA KIRIMAN", message=None)
def test_a_file_may_be_called_what_it_will(file: str, message: str | None) -> None:
    odd = replace(GIVEN, file=file, message=message)
    assume("KodeBukti:".casefold() not in squeezed(file + (message or "")).casefold())
    for form in FORMS.values():
        [(readings, code)] = receipt_reading._presented(wrapped(form(odd, KEY), 70))
        codes = {receipt_reading._as_heard(receipt_reading.code_over(words, KEY)) for words in readings}
        assert receipt_reading._as_heard(code) in codes
