"""The page of a withdrawal or a restore: who did what and why, what was in force and what is, by sheet."""

from __future__ import annotations

from kemitraan.pages.submission import page_key
from kemitraan.pages.template import rendered
from kemitraan.steps.decisions.putting_in_force import plan_words
from kemitraan.steps.job.summary import RunSummary
from kemitraan.steps.letters.opening_words import orphan_words
from kemitraan.steps.workshop import Workshop
from warehouse.force_plan import ForcePlan
from warehouse.submissions import get_submission


def force_page(workshop: Workshop, summary: RunSummary, plan: ForcePlan, sentence: str, who: str, why: str) -> str:
    """The page. ``sentence`` is a word (``dicabut``). Rows that lost what they name are listed by their keys, and each
    submission links its page.
    """
    office = get_submission(workshop.warehouse, plan.submission).office
    live_before, live_after = ({live.sheet: live for live in part} for part in (plan.before, plan.after))
    return rendered(
        "keberlakuan",
        kiriman=summary.lines[0],
        semua=summary.lines,
        kunci=page_key,
        perbuatan=sentence.capitalize(),
        siapa=who,
        alasan=why,
        rencana=plan_words(plan),
        lembar_lembar=[
            (sheet, live_before.get(sheet), live_after.get(sheet)) for sheet in {**live_before, **live_after}
        ],
        kehilangan=orphan_words(workshop, plan.orphans, office),
    )
