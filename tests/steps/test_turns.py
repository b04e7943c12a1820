"""Turns go to the most urgent step."""

from __future__ import annotations

import threading
import time

import pytest

from kemitraan.steps.job.turns import Turns


def test_no_more_hold_a_turn_than_may() -> None:
    turns, held, most = Turns(2), [], []

    def work() -> None:
        with turns.take(0):
            held.append(1)
            most.append(len(held))
            time.sleep(0.005)
            held.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 8
    assert max(most) <= 2


def test_the_lowest_rank_that_waits_comes_first_and_then_who_came_first() -> None:
    turns, order = Turns(1), []

    def work(name: str, rank: int) -> None:
        with turns.take(rank):
            order.append(name)

    with turns.take(0):
        threads = []
        for name, rank in (("check 1", 2), ("check 2", 2), ("load", 1), ("publish", 0)):
            threads.append(threading.Thread(target=work, args=(name, rank)))
            threads[-1].start()
            while len(turns._waiting) < len(threads):
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == ["publish", "load", "check 1", "check 2"]


def test_a_turn_is_given_back_after_a_failure() -> None:
    turns = Turns(1)
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"), turns.take(0):
            raise ValueError("broken")
