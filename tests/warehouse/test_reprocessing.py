"""Requests to take a submission up again: each makes one attempt, also where two are made at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from tests.conftest import on_sqlite
from tests.warehouse.factory import check_result, receive, umkm
from tests.warehouse.processes import run_through
from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission
from warehouse.reprocessing import reprocess, reprocess_all, taken_up_for

RESULT = check_result({"umkm": [umkm(1)]})
OTHER = check_result({"umkm": [umkm(2)]}, office="76.02")


def answered(warehouse: Warehouse, *results) -> list[str]:
    identifiers = [receive(warehouse, result) for result in results]
    for identifier, result in zip(identifiers, results, strict=True):
        run_through(warehouse, identifier, result)
    return identifiers


def test_two_requests_at_once_make_one_attempt_and_both_are_known(postgres_warehouse: Warehouse) -> None:
    (first,) = answered(postgres_warehouse, RESULT)
    together = Barrier(2)

    def ask(request: str) -> str:
        def now():
            together.wait(60)
            return postgres_warehouse.now()

        return reprocess(replace(postgres_warehouse, now=now), first, request=request)

    with ThreadPoolExecutor(2) as pool:
        attempts = list(pool.map(ask, ("satu", "dua")))
    assert attempts[0] == attempts[1] != first
    assert taken_up_for(postgres_warehouse, "satu") == taken_up_for(postgres_warehouse, "dua") == [attempts[0]]


@on_sqlite
def test_it_is_known_what_was_taken_up_for_a_request(warehouse: Warehouse) -> None:
    both = answered(warehouse, RESULT, OTHER)
    assert taken_up_for(warehouse, "satu") == []
    attempts = reprocess_all(warehouse, both, who="staf", why="aturan baru", request="satu")
    assert reprocess(warehouse, both[0], request="satu lagi") == attempts[0]  # no request is taken for another
    assert set(taken_up_for(warehouse, "satu")) == set(attempts)
    assert taken_up_for(warehouse, "satu lagi") == [attempts[0]]


def test_of_several_that_are_asked_for_all_are_taken_up_or_none(warehouse: Warehouse) -> None:
    (first,) = answered(warehouse, RESULT)
    with pytest.raises(UnknownSubmission):
        reprocess_all(warehouse, [first, "tidak-ada"], who="staf", why="aturan baru", request="satu")
    assert taken_up_for(warehouse, "satu") == []
