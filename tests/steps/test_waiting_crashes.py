"""Two who decide at once, and a process that is killed anywhere between asking and answering: all is done once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, select

from kemitraan.config.home import Home
from kemitraan.steps.decisions.reviewing import decide_submission
from tests.conftest import Databases, on_sqlite
from tests.homes import copy_of
from tests.steps.crashing import traces
from tests.steps.driver import TimelessWorkshop, process, run_job, send, workshop_of
from tests.steps.test_waiting import MOSTLY_BAD, OFFICE, WHO
from tests.warehouse.processes import in_process, wait_for
from warehouse.decisions import Choice, last_decision, open_decisions
from warehouse.engine import Warehouse
from warehouse.errors import AlreadyDecided
from warehouse.state import State
from warehouse.submissions import get_submission
from warehouse.tables import submission as submission_table

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

Open = Callable[[], TimelessWorkshop]


@pytest.fixture
def another(home: Home, databases: Databases, tmp_path: Path) -> Callable[[], Open]:
    """Makes copies of a home in which a submission lies that must wait; each gives what opens it."""
    url = databases.fresh() if databases.kind == "postgresql" else None
    send(home, OFFICE, MOSTLY_BAD, "buruk.xlsx")
    numbers = count()

    def make() -> Open:
        copy = copy_of(home, tmp_path / str(next(numbers)))
        other = databases.copy(url) if url else None
        return lambda: workshop_of(copy, other)

    return make


def work(workshop: TimelessWorkshop) -> None:
    """Until it waits, the decision where none was made, and the rest."""
    run_job(workshop)
    for decision in open_decisions(workshop.warehouse):
        decide_submission(workshop, decision.submission, Choice.LOAD, **WHO)
        process(workshop, decision.submission)
    assert not run_job(workshop).undecided


def die_at_commit(warehouse: Warehouse, number: int) -> None:
    """Kill this process as it is about to commit for the so-many-th time."""
    writing = count(1)

    def reached(connection: Connection) -> None:
        if connection.get_execution_options().get("writes") and next(writing) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(warehouse.engine, "commit", reached)


def commit_that_asks(opened: Open) -> int:
    """After so many commits the submission waits. What is killed before that: see ``test_crashes.py``."""
    workshop = opened()
    waits: list[bool] = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            waits.append(State.WAITING in connection.scalars(select(submission_table.c.state)).all())

    event.listen(workshop.warehouse.engine, "commit", note)
    run_job(workshop)
    workshop.warehouse.close()
    return waits.index(True) + 1


def left_by(opened: Open) -> dict:
    workshop = opened()
    work(workshop)
    end_state = traces(workshop)
    workshop.warehouse.close()
    return end_state


@on_sqlite
def test_killed_anywhere_between_asking_and_answering_it_ends_as_if_undisturbed(another: Callable[[], Open]) -> None:
    undisturbed = left_by(another())
    killed = 0
    for commit in count(commit_that_asks(another())):
        opened = another()

        def dying(opened: Open = opened, commit: int = commit) -> None:
            workshop = opened()
            die_at_commit(workshop.warehouse, commit)
            work(workshop)

        if wait_for(in_process(dying)) != -signal.SIGKILL:
            break
        killed += 1
        assert left_by(opened) == undisturbed, f"killed at commit {commit}"
    assert killed > 3


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(
    another: Callable[[], Open], databases: Databases
) -> None:
    opened = another()
    workshop = opened()
    run_job(workshop)
    (decision,) = open_decisions(workshop.warehouse)
    workshop.warehouse.close()
    start = time.time() + 0.5

    def decider(choice: Choice, name: str) -> Callable[[], None]:
        def decides() -> None:
            mine = opened()
            time.sleep(max(0.0, start - time.time()))
            try:
                decide_submission(mine, decision.submission, choice, who=name, why="Sudah dilihat bersama.")
            except AlreadyDecided:
                os._exit(7)
            process(mine, decision.submission)

        return decides

    deciders = [decider(Choice.LOAD, "Rahma"), decider(Choice.REFUSE, "Andi")]
    ended = [wait_for(child) for child in [in_process(decides) for decides in deciders]]
    assert sorted(ended) == [0, 7]
    last = last_decision(workshop.warehouse, decision.submission)
    submission = get_submission(workshop.warehouse, decision.submission)
    workshop.warehouse.close()
    assert last
    assert (last.who, submission.state, submission.in_force) == (
        ["Rahma", "Andi"][ended.index(0)],
        State.ANSWERED,
        ended[0] == 0,
    )
