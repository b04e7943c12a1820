"""The page of a withdrawal or a restore: who did what and why, what was in force and what is, by sheet."""

from __future__ import annotations

from kemitraan.pages.markdown import page_link, plain, table
from kemitraan.pages.submission import page_key
from kemitraan.steps.decisions.putting_in_force import plan_words
from kemitraan.steps.job.summary import RunSummary
from kemitraan.steps.letters.opening_words import orphan_words
from kemitraan.steps.workshop import Workshop
from schemas.messages import any_period_words, number_words
from warehouse.force_plan import ForcePlan, LiveSheet
from warehouse.submissions import get_submission


def force_page(workshop: Workshop, summary: RunSummary, plan: ForcePlan, done: str, who: str, why: str) -> str:
    """``done``: ``dicabut``. Rows that lost what they name are told by their keys, and each submission links its page."""
    line = summary.lines[0]
    office = get_submission(workshop.warehouse, plan.submission).office
    links = [
        f"- {page_link(f'Halaman kiriman {one.submission[:8]}', page_key(one))}: kini berlaku: {one.force_words}"
        for one in summary.lines
    ]
    return "\n".join(
        [
            f"## {plain(line.office_name)}, {any_period_words(line.period)}: kiriman {line.submission[:8]}",
            "",
            f"{done.capitalize()} oleh {plain(who)}. Alasannya: {plain(why)}",
            "",
            plan_words(plan),
            "",
            *table(("Lembar", "Tadinya berlaku", "Kini berlaku"), _rows(plan)),
            *(f"- {plain(one)}" for one in orphan_words(workshop, plan.orphans, office)),
            *links,
        ]
    )


def _rows(plan: ForcePlan) -> list[tuple[str, str, str]]:
    before, after = ({one.sheet: one for one in part} for part in (plan.before, plan.after))
    sheets = dict.fromkeys([*before, *after])
    return [(sheet, _cell(before.get(sheet)), _cell(after.get(sheet))) for sheet in sheets]


def _cell(live: LiveSheet | None) -> str:
    return f"{number_words(live.rows)} baris (kiriman {live.submission[:8]})" if live else "–"
