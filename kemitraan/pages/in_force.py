"""What a person took out of force or put back, as a page: what was in force before, and what is now."""

from __future__ import annotations

from kemitraan.pages.markdown import page_link, plain, table
from kemitraan.pages.submission import page_key
from kemitraan.steps.decisions.putting_in_force import ForceAct, plan_words
from kemitraan.steps.job.summary import RunSummary
from schemas.messages import any_period_words, number_words
from warehouse.force_plan import ForcePlan, LiveSheet

DONE = {ForceAct.WITHDRAW: "dicabut", ForceAct.RESTORE: "diberlakukan lagi"}
TRIAL = "Uji coba: tidak ada yang diubah."


def force_page(summary: RunSummary, plan: ForcePlan, act: ForceAct, who: str, why: str, trial: bool) -> str:
    """Who did what, and why; what was in force and what is, by sheet; links to the submissions' pages."""
    line = summary.lines[0]
    before, after = ("Kini berlaku", "Bila dijalankan") if trial else ("Tadinya berlaku", "Kini berlaku")
    done = TRIAL if trial else f"{DONE[act].capitalize()} oleh {plain(who)}. Alasannya: {plain(why)}"
    links = [
        f"- {page_link(f'Halaman kiriman {one.submission[:8]}', page_key(one))}: "
        f"{'tidak berubah' if trial else 'berlaku: ' + one.force_words}"
        for one in summary.lines
    ]
    return "\n".join(
        [
            f"## {plain(line.office_name)}, {any_period_words(line.period)}: kiriman {line.submission[:8]}",
            "",
            done,
            "",
            plan_words(plan, trial=trial),
            "",
            *table(("Lembar", before, after), _rows(plan)),
            *links,
        ]
    )


def _rows(plan: ForcePlan) -> list[tuple[str, str, str]]:
    before, after = ({one.sheet: one for one in part} for part in (plan.before, plan.after))
    sheets = dict.fromkeys([*before, *after])
    return [(sheet, _cell(before.get(sheet)), _cell(after.get(sheet))) for sheet in sheets]


def _cell(live: LiveSheet | None) -> str:
    return f"{number_words(live.rows)} baris (kiriman {live.submission[:8]})" if live else "–"
