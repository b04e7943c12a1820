"""Doubtful pairs by their form, without a server: what it shows, every answer, and what others decided meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from prefect import State

from flows import identities
from flows.identities import CHANGED, ENDED, NONE_LEFT
from flows.identity_form import SKIP, STOP, WORDS
from kemitraan.steps.identities.deciding import enter
from tests.flows.alike import PERSONAL, PHONE, SIGNED, three_doubtful_pairs
from tests.flows.inputs import Inputs, Suspended, without_server
from tests.steps.driver import TimelessWorkshop
from warehouse.identities.decisions import Answer, IdentityDecision, all_decisions
from warehouse.identities.pairs import questions
from warehouse.identities.subjects import BUSINESSES

Answering = Callable[[int, str], State | None]


@pytest.fixture
def inputs(monkeypatch: pytest.MonkeyPatch, workshop: TimelessWorkshop) -> Inputs:
    inputs_here = without_server(monkeypatch)
    monkeypatch.setattr(identities, "workshop", lambda: workshop)
    monkeypatch.setattr(identities, "create_flow_run_input", inputs_here.create)
    monkeypatch.setattr(identities, "read_flow_run_input", inputs_here.read)
    three_doubtful_pairs(workshop.warehouse)
    return inputs_here


def go_on() -> State | None:
    """Begin the run, or go on with it; how it ended, and None where it waits."""
    try:
        return identities.ask_identities.fn()
    except Suspended:
        return None


@pytest.fixture
def answer(inputs: Inputs) -> Answering:
    """Sends a form and goes on."""

    def fill_in(number: int, choice: str) -> State | None:
        inputs.fill_in(number, keputusan=WORDS[choice], **SIGNED)
        return go_on()

    return fill_in


def decisions(workshop: TimelessWorkshop) -> list[IdentityDecision]:
    with workshop.warehouse.read() as connection:
        return list(all_decisions(connection))


def test_a_person_decides_pair_after_pair_and_sees_nothing_of_the_owner_but_what_agrees(
    workshop: TimelessWorkshop, inputs: Inputs, answer: Answering
) -> None:
    go_on()
    first = inputs.said(1)
    assert "3 pasangan menunggu" in first
    assert all(words in first for words in ("UD Tunas Muda", "Kabupaten Majene", "Banggae", "10710"))
    assert all(
        row in first for row in ("| Nama pemilik | sama |", "| NIK | beda |", "| NIB | sama |", "| Telepon | sama |")
    )
    for personal in (*PERSONAL, "<b>"):
        assert personal not in first
    answer(1, Answer.DIFFERENT)
    assert "2 pasangan menunggu" in inputs.said(2)
    [decision] = decisions(workshop)
    assert (decision.answer, decision.who) == (Answer.DIFFERENT, "Rahma")
    assert PHONE not in decision.why
    answer(2, SKIP)
    assert "1 pasangan menunggu" in inputs.said(3)
    ended = answer(3, Answer.UNSURE)
    assert ended is not None
    assert (ended.name, ended.message) == (ENDED, NONE_LEFT)
    assert [decision.answer for decision in decisions(workshop)] == [Answer.DIFFERENT, Answer.UNSURE]
    assert not [key for key in inputs.kept if key.endswith("-response")]


def test_a_person_may_stop(inputs: Inputs, answer: Answering) -> None:
    go_on()
    ended = answer(1, STOP)
    assert ended is not None
    assert ended.message == "Berhenti; 3 pasangan masih menunggu."


def test_what_others_decided_meanwhile_is_told(workshop: TimelessWorkshop, inputs: Inputs, answer: Answering) -> None:
    go_on()
    with workshop.warehouse.read() as connection:
        pairs = [question.pair for question in questions(connection, BUSINESSES)]
    for pair in pairs:
        enter(workshop, BUSINESSES, *pair, Answer.UNSURE, who="Andi", why="Belum jelas.")
    ended = answer(1, Answer.SAME)
    assert ended is not None
    assert ended.message == f"Keputusan yang terakhir tidak dicatat: {CHANGED} {NONE_LEFT}"
    assert {decision.answer for decision in decisions(workshop)} == {Answer.UNSURE}
