"""``kemitraan status``: where each office stands for each period."""

from __future__ import annotations

import argparse
import json

from kemitraan.cli.arguments import as_json, period, several_offices
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.steps.decisions.decided_words import told_of, words_for_staff
from kemitraan.steps.decisions.force_words import live_words
from kemitraan.steps.job.summary import MISPLACED, counts_for_something
from kemitraan.steps.workshop import Workshop
from schemas.messages import period_words, result_words, state_words, superseded_words
from warehouse.decisions import was_superseded
from warehouse.reading import PeriodStatus, status

HEADERS = ("Kantor", "Periode", "Hasil", "Tahap", "Baris", "Terima", "Tahan", "Berlaku")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Hasil, jumlah baris, dan kiriman yang berlaku."
    several_offices(parser)
    parser.add_argument("--period", type=period, metavar="PERIODE", help="hanya periode ini")
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints outcome, counts and what is in force, one line for each office and period."""
    workshop = ready_workshop(arguments)
    codes = [office_named(workshop.config, name).code for name in arguments.office or []]
    statuses = status(
        workshop.warehouse, offices=codes or None, periods=[arguments.period] if arguments.period else None
    )
    names = {office.code: office.name for office in workshop.config.offices}
    if arguments.json:
        print(json.dumps([_as_dict(workshop, entry) for entry in statuses], ensure_ascii=False, indent=1))
        return 0
    if not statuses:
        print("Belum ada kiriman.")
        return 0
    print("\n".join(in_columns(HEADERS, [_row(workshop, entry, names) for entry in statuses])))
    decided = [line for entry in statuses for line in _decided(workshop, entry, names)]
    if decided:
        print("\n".join(["", "Diputuskan:", *decided]))
    silent = [
        office.name for office in workshop.config.offices if office.code not in {entry.office for entry in statuses}
    ]
    if silent and not codes:
        print(f"\nBelum pernah mengirim: {', '.join(silent)}.")
    return 0


def _totals(period_status: PeriodStatus) -> dict[str, int]:
    """Rows over all sheets. A submission that is refused or waits has no accepted rows, however good they are."""
    totals = {
        name: sum(getattr(sheet, name) for sheet in period_status.counts)
        for name in ("rows", "accepted", "quarantined")
    }
    return totals if counts_for_something(period_status.newest) else totals | {"accepted": 0}


def _decided(workshop: Workshop, period_status: PeriodStatus, names: dict[str, str]) -> list[str]:
    """Prints who decided what about the newest submission, and why."""
    words = words_for_staff(workshop, period_status.newest.id)
    period = period_words(period_status.period) if period_status.period else "periode tak terbaca"
    place_words = (
        f"  {names.get(period_status.office, period_status.office)}, {period} ({period_status.newest.id[:8]}):"
    )
    return [place_words, *(f"    {sentence}" for sentence in words)] if words else []


def _row(workshop: Workshop, period_status: PeriodStatus, names: dict[str, str]) -> tuple[str | int, ...]:
    newest = period_status.newest
    result = MISPLACED if newest.belongs_to else result_words(newest.outcome, newest.state)
    if was_superseded(workshop.warehouse, newest.id):
        result = superseded_words()
    name = names.get(period_status.office, period_status.office)
    return (
        name,
        period_words(period_status.period) if period_status.period else "–",
        result,
        state_words(newest.state),
        *_totals(period_status).values(),
        live_words(period_status),
    )


def _as_dict(workshop: Workshop, period_status: PeriodStatus) -> dict:
    newest = period_status.newest
    return {
        "office": period_status.office,
        "period": period_status.period,
        "submission": newest.id,
        "file": newest.short_name,
        "sha256": newest.sha256,
        "received_at": newest.received_at.isoformat(),
        "state": newest.state,
        "outcome": newest.outcome,
        "belongs_to": newest.belongs_to,
        **_totals(period_status),
        "in_force": period_status.in_force.id if period_status.in_force else None,
        "in_force_sheets": {
            sheet: submission.id for submission in period_status.live for sheet in submission.live_sheets
        },
        "decisions": [decided.as_dict() for decided in told_of(workshop, newest.id)],
    }
