"""``kemitraan status``: where each office stands for each period."""

from __future__ import annotations

import argparse
import json

from kemitraan.cli.homes import office_named, ready_workshop
from schemas.messages import outcome_words, state_words
from warehouse.reading import PeriodStatus, status


def run(arguments: argparse.Namespace) -> int:
    """Print outcome, counts and what is in force, an office and period a line."""
    workshop = ready_workshop(arguments)
    codes = [office_named(workshop.config, name).code for name in arguments.office or []]
    found = status(workshop.warehouse, offices=codes or None, periods=[arguments.period] if arguments.period else None)
    names = {office.code: office.name for office in workshop.config.offices}
    if arguments.json:
        print(json.dumps([_as_dict(one) for one in found], ensure_ascii=False, indent=1))
        return 0
    if not found:
        print("Belum ada kiriman.")
        return 0
    print(f"{'Kantor':<26}{'Periode':<9}{'Hasil':<28}{'Tahap':<12}{'Baris':>7}{'Terima':>8}{'Tahan':>7}  Berlaku")
    for one in found:
        print(_line(one, names))
    silent = [office.name for office in workshop.config.offices if office.code not in {one.office for one in found}]
    if silent and not codes:
        print(f"\nBelum pernah mengirim: {', '.join(silent)}.")
    return 0


def _totals(one: PeriodStatus) -> dict[str, int]:
    return {name: sum(getattr(sheet, name) for sheet in one.counts) for name in ("rows", "accepted", "quarantined")}


def _line(one: PeriodStatus, names: dict[str, str]) -> str:
    newest, totals = one.newest, _totals(one)
    outcome = outcome_words(newest.outcome) if newest.outcome else "belum diperiksa"
    live = (
        "tidak ada"
        if one.in_force is None
        else "kiriman ini"
        if one.in_force.id == newest.id
        else one.in_force.file_name
    )
    return (
        f"{names.get(one.office, one.office)[:25]:<26}{one.period or '–':<9}{outcome:<28}{state_words(newest.state):<12}"
        f"{totals['rows']:>7}{totals['accepted']:>8}{totals['quarantined']:>7}  {live}"
    )


def _as_dict(one: PeriodStatus) -> dict:
    newest = one.newest
    return {
        "office": one.office,
        "period": one.period,
        "submission": newest.id,
        "file": newest.file_name,
        "sha256": newest.sha256,
        "received_at": newest.received_at.isoformat(),
        "state": newest.state,
        "outcome": newest.outcome,
        **_totals(one),
        "in_force": one.in_force.id if one.in_force else None,
    }
