"""``kemitraan waiting``: the submissions that wait for a person, and the questions about them."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from kemitraan.cli.arguments import as_json, several_offices
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.summary_view import undecided_lines
from kemitraan.steps.decisions.at_stake import replacement_at_stake
from kemitraan.steps.decisions.decision_words import COMMAND_WORDS, header_words
from kemitraan.steps.job.summary import Undecided, stranded_notices, undecided
from kemitraan.steps.workshop import Workshop
from warehouse.decisions import Decision, last_decision


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Kiriman yang menunggu keputusan petugas: sebabnya, batas waktunya, dan judul kolom yang ditanyakan."
    )
    several_offices(parser)
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints what waits, the earliest due first."""
    workshop = ready_workshop(arguments)
    slugs = [office_named(workshop.config, name).slug for name in arguments.office or []]
    undecided_submissions = undecided(workshop, slugs or [office.slug for office in workshop.config.offices])
    if arguments.json:
        print(
            json.dumps(
                [_as_dict(workshop, undecided) for undecided in undecided_submissions],
                ensure_ascii=False,
                indent=1,
                default=str,
            )
        )
    elif undecided_submissions:
        print("\n".join(line for undecided in undecided_submissions for line in _lines(workshop, undecided)))
    else:
        print("Tidak ada kiriman yang menunggu keputusan.")
    if not arguments.json:
        for notice in stranded_notices(workshop):
            print(f"  {notice.place}: {notice.text}")
    return 0


def _lines(workshop: Workshop, undecided: Undecided) -> list[str]:
    decision = _asked(workshop, undecided)
    lines = undecided_lines([undecided])
    lines += [f"    {header_words(question)}: {', '.join(question.columns)}" for question in decision.questions]
    return [*lines, f"    Pilihan: {', '.join(_commands(decision))}"]


def _as_dict(workshop: Workshop, undecided: Undecided) -> dict:
    decision = _asked(workshop, undecided)
    replacement = replacement_at_stake(workshop, undecided.submission)
    return asdict(undecided) | {
        "choices": _commands(decision),
        "replaces": asdict(replacement) if replacement else None,
        "headers": [
            {"sheet": question.sheet, "cell": question.cell, "header": question.text, "columns": question.columns}
            for question in decision.questions
        ],
    }


def _commands(decision: Decision) -> list[str]:
    return [word for word, choice in COMMAND_WORDS.items() if choice in decision.choices]


def _asked(workshop: Workshop, undecided: Undecided) -> Decision:
    decision = last_decision(workshop.warehouse, undecided.submission)
    assert decision is not None  # it is listed because it was asked
    return decision
