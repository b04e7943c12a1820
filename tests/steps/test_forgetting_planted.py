"""A person whose NIK was typed into every column of every sheet is in no file of the home afterwards."""

from __future__ import annotations

import pytest

from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.forgetting.requesting import asked_for, carry_out, request
from kemitraan.steps.job.order import process_here
from tests.planting import FILE_NAME, NIK, contents, planted_book
from tests.steps.driver import TimelessWorkshop, run_job, send
from tests.steps.test_planted import SENT
from warehouse.decisions import Choice


@pytest.mark.parametrize("slug", SENT)
def test_a_nik_that_was_typed_everywhere_is_nowhere_any_more(embedded: TimelessWorkshop, slug: str) -> None:
    kind, cover = SENT[slug]
    send(embedded.home, slug, planted_book(kind, cover), FILE_NAME)
    (line,) = run_job(embedded, [slug]).lines
    if line.waits:
        decide_submission(embedded, line.submission, Choice.LOAD, who="Rahma", why="Hanya untuk mencoba.")
        process_here(embedded, [line.submission], str)
    carried = carry_out(embedded, request(embedded, asked_for(embedded, nik=NIK), who="Rahma", why="Suratnya ada.").id)
    assert carried.left == ()
    left = {
        str(path.relative_to(embedded.home.path))
        for path in embedded.home.path.rglob("*")
        if path.is_file() and (NIK in path.name or any(NIK.encode() in content for content in contents(path)))
    }
    assert left == set()
