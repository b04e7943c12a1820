"""The decision's form without a server: what it asks, what it says above, what an answer may leave open, what is kept
of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from prefect.states import Completed

from flows import decision, waiting
from flows.decision import decide_waiting, form_description
from flows.decision_form import decision_form, read_form
from flows.decision_input import forget_typed
from kemitraan.config.home import Home
from kemitraan.steps.decisions.reviewing import decide_submission
from tests.flows.inputs import Inputs, Suspended, without_server
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv, mostly_bad_csv
from warehouse.decisions import Choice, Decision, last_decision, open_decisions
from warehouse.errors import WarehouseError, WarehouseUnavailable
from warehouse.publishing import withdraw
from warehouse.submissions import Submission, get_submission

OFFICE = "sulsel-makassar"
RECHECK, REFUSE, RESEND = "Pakai kolom yang dipilih, lalu periksa lagi", "Tolak kiriman", "Minta kirim ulang"
LOAD = "Muat baris yang baik"
WHO = {"nama_petugas": "Rahma", "alasan": "Hubungi 081234567890 saja."}
TWO_HEADERS = mitra_csv(*"AB").replace(b";Nama Mitra;Jenis Mitra;", b";Nama Toko;Jenis Toko;")
ONE_OPTIONAL = mitra_csv(*"AB").replace(b";Kontak;", b";Kontak Mitra;")


def ask(workshop: TimelessWorkshop, data: bytes) -> tuple[Decision, Submission]:
    """What is asked about this file."""
    send(workshop.home, OFFICE, data, "kiriman.csv")
    run_job(workshop)
    (open_decision,) = open_decisions(workshop.warehouse)
    return open_decision, get_submission(workshop.warehouse, open_decision.submission)


def test_whoever_refuses_need_not_say_what_the_headers_mean(workshop: TimelessWorkshop) -> None:
    open_decision, submission = ask(workshop, TWO_HEADERS)
    form = decision_form(open_decision, submission).model_json_schema()
    assert set(form["required"]) == {"keputusan", "nama_petugas", "alasan"}
    assert form["properties"]["kolom_1"]["default"] == "Belum dijawab"
    for choice in (REFUSE, RESEND):
        read = read_form(open_decision, submission, {"keputusan": choice, **WHO})
        assert read[3] == {}
    decide_submission(workshop, open_decision.submission, read[0], who=read[1], why=read[2], answers=read[3])
    decided = last_decision(workshop.warehouse, open_decision.submission)
    assert decided
    assert decided.choice is Choice.RESEND


def test_a_header_that_was_left_open_is_no_answer_where_columns_are_to_be_used(workshop: TimelessWorkshop) -> None:
    open_decision, submission = ask(workshop, TWO_HEADERS)
    filled = {"keputusan": RECHECK, "kolom_1": "Bukan kolom mana pun", "kolom_2": "Belum dijawab", **WHO}
    choice, who, why, answers = read_form(open_decision, submission, filled)
    assert list(answers.values()) == [None]
    words = f"Sebutkan kolom untuk setiap judul; yang belum: {open_decision.questions[1].text}."
    with pytest.raises(WarehouseError, match=words):
        decide_submission(workshop, open_decision.submission, choice, who=who, why=why, answers=answers)


def test_a_column_that_was_chosen_twice_is_called_by_its_header(workshop: TimelessWorkshop) -> None:
    open_decision, submission = ask(workshop, TWO_HEADERS)
    filled = {"keputusan": RECHECK, "kolom_1": "Jenis Mitra", "kolom_2": "Jenis Mitra", **WHO}
    choice, who, why, answers = read_form(open_decision, submission, filled)
    with pytest.raises(WarehouseError, match="dipilih dua kali: Jenis Mitra"):
        decide_submission(workshop, open_decision.submission, choice, who=who, why=why, answers=answers)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (TWO_HEADERS, "memilih “Tolak kiriman”: tidak ada yang dimuat, dan pengirimnya diberi tahu."),
        (mostly_bad_csv(), "memilih “Tolak kiriman”: tidak ada yang dimuat, dan pengirimnya diberi tahu."),
        (ONE_OPTIONAL, "memilih “Muat baris yang baik”: barisnya dimuat tanpa kolom"),
    ],
)
def test_above_the_form_stand_the_reasons_the_submissions_page_and_what_happens_when_nobody_decides(
    workshop: TimelessWorkshop, data: bytes, words: str
) -> None:
    open_decision, _ = ask(workshop, data)
    description = form_description(workshop, open_decision, "kiriman-x")
    assert open_decision.reasons[0] in description
    assert "[halaman kiriman ini](../../artifacts/key/kiriman-x)" in description
    assert f"Tanpa keputusan sampai 29 November 2026 pukul 12.00 WITA, sistem sendiri {words}" in description


def test_above_the_form_stands_what_loading_would_replace(workshop: TimelessWorkshop) -> None:
    send(workshop.home, OFFICE, mitra_csv(*"ABCDEFG"), "lama.csv")
    run_job(workshop)
    later = days_later(workshop, 1)
    open_decision, _ = ask(later, mostly_bad_csv())
    stakes = "Kini berlaku: 7 baris. Bila dimuat: 4, menggantikan seluruhnya. Dari yang kini berlaku, 3 disebut tetapi ditahan."
    description = form_description(later, open_decision, "kiriman-x")
    assert f"**{stakes}**" in description
    (undecided,) = run_job(later).undecided
    assert undecided.at_stake == stakes


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (mostly_bad_csv(), "Untuk November 2026 kini tidak ada yang berlaku. Bila dimuat: 4 baris."),
        (TWO_HEADERS, "kini tidak ada yang berlaku. Berapa baris yang akan berlaku baru diketahui sesudah"),
    ],
)
def test_where_nothing_is_in_force_or_nobody_knows_what_comes_the_form_says_that(
    workshop: TimelessWorkshop, data: bytes, words: str
) -> None:
    open_decision, _ = ask(workshop, data)
    assert words in form_description(workshop, open_decision, "kiriman-x")


@pytest.fixture
def inputs(monkeypatch: pytest.MonkeyPatch) -> Inputs:
    monkeypatch.setattr(decision, "publish_pages", lambda *_: None)
    return without_server(monkeypatch)


def answer(inputs: Inputs, number: int, **filled: str) -> None:
    inputs.kept[f"suspended-keputusan-1-{number}-response"] = filled | WHO


def test_what_was_typed_is_forgotten_once_it_is_decided_and_read_again_after_a_crash_before_that(
    workshop: TimelessWorkshop, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_decision, _ = ask(workshop, mostly_bad_csv())
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, open_decision)
    answer(inputs, 1, keputusan=REFUSE)
    with monkeypatch.context() as patch:
        patch.setattr(decision, "decide_submission", unavailable)
        with pytest.raises(WarehouseUnavailable):
            decision.ask_until_decided(workshop, open_decision)
    assert "suspended-keputusan-1-1-response" in inputs.kept
    assert decision.ask_until_decided(workshop, open_decision) == ""
    decided = last_decision(workshop.warehouse, open_decision.submission)
    assert decided
    assert decided.why == "Hubungi 0812****7890 saja."
    assert "suspended-keputusan-1-1-response" in inputs.kept  # killed here: the next try finds it decided, and forgets
    forget_typed()
    assert list(inputs.kept) == ["suspended-keputusan-1-1-schema"]


def unavailable(*_: Any, **__: Any) -> None:
    raise WarehouseUnavailable("Gudang data tidak dapat dipakai.")


def test_what_cannot_be_is_forgotten_before_the_form_is_shown_again_with_the_reason(
    workshop: TimelessWorkshop, inputs: Inputs
) -> None:
    open_decision, _ = ask(workshop, TWO_HEADERS)
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, open_decision)
    answer(inputs, 1, keputusan=RECHECK)
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, open_decision)
    assert sorted(inputs.kept) == ["suspended-keputusan-1-1-schema", "suspended-keputusan-1-2-schema"]
    description = inputs.kept["suspended-keputusan-1-2-schema"]._description
    assert description.startswith("**Belum dapat dipakai:** Sebutkan kolom untuk setiap judul")
    answer(inputs, 2, keputusan=REFUSE)
    assert decision.ask_until_decided(workshop, open_decision) == ""


def test_a_form_of_another_version_is_shown_anew_with_a_sentence_and_what_was_typed_is_forgotten(
    workshop: TimelessWorkshop, inputs: Inputs
) -> None:
    open_decision, _ = ask(workshop, mostly_bad_csv())
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, open_decision)
    answer(inputs, 1, keputusan="Ya")
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, open_decision)
    assert sorted(inputs.kept) == ["suspended-keputusan-1-1-schema", "suspended-keputusan-1-2-schema"]
    description = inputs.kept["suspended-keputusan-1-2-schema"]._description
    assert description.startswith("**Belum dapat dipakai:** formulirnya sudah berganti. Isilah sekali lagi.")


def test_an_answer_to_an_earlier_question_decides_nothing_about_the_one_that_is_open(
    workshop: TimelessWorkshop, inputs: Inputs
) -> None:
    first, _ = ask(workshop, mostly_bad_csv().replace(b";Nama Mitra;", b";Nama Toko;"))
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, first)
    answers = dict.fromkeys(first.questions, "nama_mitra")
    decide_submission(
        workshop, first.submission, Choice.RECHECK, who="Andi", why="Sudah saya cocokkan.", answers=answers
    )
    run_job(workshop)
    second = last_decision(workshop.warehouse, first.submission)
    assert second
    assert (second.is_open, second.round) == (True, 2)
    answer(inputs, 1, keputusan=REFUSE)  # the form of the first question still stood open
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, second)
    still = last_decision(workshop.warehouse, first.submission)
    assert still
    assert still.is_open
    assert not any(key.endswith("-response") for key in inputs.kept)
    description = inputs.kept["suspended-keputusan-2-1-schema"]._description
    assert description.startswith("**Belum dapat dipakai:** yang ditanyakan sudah berganti.")


def test_nobody_replaces_what_came_into_force_after_the_form_was_shown(
    workshop: TimelessWorkshop, inputs: Inputs
) -> None:
    send(workshop.home, OFFICE, mitra_csv(*"ABCDEFG"), "lama.csv")
    (former,) = run_job(workshop).lines
    open_decision, _ = ask(days_later(workshop, 1), mostly_bad_csv())
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, open_decision)
    withdraw(workshop.warehouse, former.submission, who="Andi", why="berkas tertukar")
    answer(inputs, 1, keputusan=LOAD)
    with pytest.raises(Suspended):
        decision.ask_until_decided(workshop, open_decision)
    description = inputs.kept["suspended-keputusan-1-2-schema"]._description
    assert description.startswith("**Belum dapat dipakai:** yang berlaku sudah berubah sejak formulir ini dibuat.")
    assert "Untuk November 2026 kini tidak ada yang berlaku. Bila dimuat: 4 baris." in description
    answer(inputs, 2, keputusan=LOAD)
    assert decision.ask_until_decided(workshop, open_decision) == ""


@dataclass
class Ended:
    """A server whose run for a question has ended whenever it is asked for; ``meanwhile`` happens as it is asked."""

    meanwhile: Callable[[], object]
    made: list[str] = field(default_factory=list)

    def create_flow_run_from_deployment(self, _: Any, *, idempotency_key: str, **__: Any) -> Any:
        self.made.append(idempotency_key)
        self.meanwhile()
        return Run(None if len(self.made) > 1 else Completed())


@dataclass(frozen=True)
class Run:
    """One run of it."""

    state: Any


@pytest.mark.parametrize(("is_answered", "runs"), [(True, 1), (False, 2)])
def test_an_ended_run_has_a_successor_only_while_its_question_is_open(
    workshop: TimelessWorkshop, is_answered: bool, runs: int
) -> None:
    open_decision, _ = ask(workshop, mostly_bad_csv())

    def meanwhile() -> None:
        if is_answered:
            decide_submission(workshop, open_decision.submission, Choice.REFUSE, who="Rahma", why="Salah berkas.")

    client = Ended(meanwhile)
    waiting._ensure(client, uuid4(), workshop, open_decision)  # type: ignore[arg-type]
    assert len(client.made) == runs


@pytest.fixture
def opened(home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """The flow's function in this home."""
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    yield lambda submission: decide_waiting.fn(kiriman=submission)
    decision.open_home().warehouse.close()


def test_an_unknown_submission_ends_the_run_with_a_sentence(opened: Callable[[str], Any]) -> None:
    state = opened("0" * 20)
    assert (state.type, state.name) == ("FAILED", "Isian ditolak")
    assert state.message == f"Kiriman {'0' * 20} tidak ada di gudang data. Tidak ada yang dijalankan."


def test_an_office_that_left_the_settings_ends_the_run_with_a_sentence(
    workshop: TimelessWorkshop, opened: Callable[[str], Any]
) -> None:
    open_decision, _ = ask(workshop, mostly_bad_csv())
    settings = workshop.home.config_file
    settings.write_text(settings.read_text(encoding="utf-8").replace('code = "73.71"', 'code = "73.08"'), "utf-8")
    state = opened(open_decision.submission)
    assert (state.type, state.name) == ("FAILED", "Isian ditolak")
    assert "berasal dari kantor 73.71, yang tidak ada lagi di kemitraan.toml." in state.message


def test_settings_that_cannot_be_used_end_the_run_with_what_is_the_matter_and_its_name_is_no_hindrance(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home.config_file.write_text("[settings\n", encoding="utf-8")
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    monkeypatch.setattr(decision, "flow_run", SimpleNamespace(parameters={"kiriman": "0123456789abcdef0123"}))
    assert decision._run_name() == "Keputusan (01234567)"
    state = decide_waiting.fn(kiriman="0123456789abcdef0123")
    assert (state.type, state.name) == ("FAILED", "Setelan salah")
    assert "kemitraan.toml" in state.message
    assert state.message.endswith("Perbaiki, lalu jalankan lagi. Tidak ada yang hilang.")


def test_a_warehouse_that_cannot_be_reached_ends_the_run_with_a_sentence_and_keeps_its_error(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = home.config_file.read_text(encoding="utf-8")
    home.config_file.write_text('[settings]\nwarehouse = "postgresql://127.0.0.1:1/gudang"\n' + settings, "utf-8")
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    state = decide_waiting.fn(kiriman="0123456789abcdef0123")
    assert (state.type, state.name) == ("FAILED", "Gudang tidak dapat dipakai")
    assert state.message.endswith("jalankan lagi (Retry). Tidak ada yang hilang.")
    assert isinstance(state.data, WarehouseUnavailable)
