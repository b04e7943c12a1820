"""What is told of submissions, without a server: every question once."""

from __future__ import annotations

from typing import Any

import pytest

from flows import events
from kemitraan.steps.decisions.reviewing import decide_submission
from tests.flows.serverless.test_decision_form import ask
from tests.steps.driver import TimelessWorkshop, run_job
from tests.steps.making import mostly_bad_csv
from warehouse.decisions import Choice


def test_a_second_question_about_a_submission_is_an_event_of_its_own_and_one_told_twice_is_not(
    workshop: TimelessWorkshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emitted: list[dict[str, Any]] = []
    monkeypatch.setattr(events, "emit_event", lambda event, **more: emitted.append({"event": event, **more}))
    first, _ = ask(workshop, mostly_bad_csv().replace(b";Nama Mitra;", b";Nama Toko;"))
    events.tell_state(workshop, first.submission)
    events.tell_state(workshop, first.submission)
    answers = dict.fromkeys(first.questions, "nama_mitra")
    decide_submission(
        workshop, first.submission, Choice.RECHECK, who="Andi", why="Sudah saya cocokkan.", answers=answers
    )
    run_job(workshop)
    events.tell_state(workshop, first.submission)
    assert [emission["event"] for emission in emitted] == [events.WAITING] * 3
    assert emitted[0]["id"] == emitted[1]["id"] != emitted[2]["id"]
