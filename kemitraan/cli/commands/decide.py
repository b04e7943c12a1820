"""``kemitraan decide``: records what a person decides about a waiting submission, and finishes its work."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from kemitraan.cli.arguments import submission_or_hash
from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.serving.address import server_of
from kemitraan.cli.summary_view import summary_text
from kemitraan.errors import UsageError, terminal_words
from kemitraan.steps.decisions.decision_words import COMMAND_WORDS
from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.job.order import process_here
from kemitraan.steps.workshop import Workshop
from schemas.text import fold_name
from warehouse.decisions import Choice, Decision, Question, last_decision
from warehouse.errors import AlreadyDecided
from warehouse.reprocessing import find_submission


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "muat: muat baris yang baik. tolak: tolak, pengirim diberi tahu. minta-ulang: minta berkas baru. "
        "cocokkan: pakai kolom yang dipilih dengan --header, ingat untuk kantor itu, lalu periksa lagi."
    )
    parser.epilog = (
        "Contoh: kemitraan decide 1a2b3c4d muat --name Rahma --reason 'Sudah ditanyakan lewat telepon.' · "
        "kemitraan decide 1a2b3c4d cocokkan --header 'Omset setahun=omzet_tahunan' --name Rahma --reason '…'"
    )
    parser.add_argument(
        "submission",
        metavar="KIRIMAN",
        type=submission_or_hash,
        help="nomor kiriman; 8 angka pertama cukup. Lihat kemitraan waiting",
    )
    parser.add_argument(
        "choice",
        choices=tuple(COMMAND_WORDS),
        metavar="KEPUTUSAN",
        help="muat, tolak, minta-ulang, atau cocokkan",
    )
    parser.add_argument("--name", required=True, metavar="NAMA", help="nama petugas yang memutuskan")
    parser.add_argument("--reason", required=True, metavar="ALASAN", help="alasannya; pengirim membacanya")
    parser.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="JUDUL=KOLOM",
        help="kolom yang dimaksud sebuah judul (boleh diulang); JUDUL= saja: bukan kolom mana pun",
    )


def run(arguments: argparse.Namespace) -> int:
    """Decides, then loads, publishes and answers. Gives 1 when the submission waits again."""
    workshop = ready_workshop(arguments)
    submission = find_submission(workshop.warehouse, arguments.submission)
    choice = COMMAND_WORDS[arguments.choice]
    decision = last_decision(workshop.warehouse, submission)
    if decision is None:
        raise UsageError(f"kiriman {submission} tidak menunggu keputusan. Lihat `kemitraan waiting`.")
    if not decision.is_open:
        raise AlreadyDecided(submission, decision.decider)
    if arguments.header and choice is not Choice.RECHECK:
        raise UsageError("--header hanya untuk keputusan cocokkan.")
    answers = _answers(decision, arguments.header)
    decide_submission(workshop, submission, choice, who=arguments.name, why=arguments.reason, answers=answers)
    summary = process_here(workshop, [submission], terminal_words)
    print(summary_text(summary))
    server = os.environ.get("PREFECT_API_URL") or server_of(workshop.home)
    if server:
        _close_form(workshop, server)
    still_waits = any(undecided.submission == submission for undecided in summary.undecided)
    return 1 if still_waits or any(line.problem for line in summary.lines) else 0


def _close_form(workshop: Workshop, server: str) -> None:
    """Ends the run in Prefect that shows the form. Where the server is away, the next run does so."""
    import httpx  # Prefect is imported only where there is a server
    from prefect.exceptions import PrefectException
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.waiting import tend_decision_runs

    try:
        with temporary_settings({PREFECT_API_URL: server}):
            tend_decision_runs(workshop)
    except (httpx.HTTPError, PrefectException):
        notice = "Server Prefect tidak menjawab. Keputusannya sudah berlaku; formulirnya di sana ditutup pada putaran berikutnya."
        print(notice, file=sys.stderr)


def _answers(decision: Decision, pairs: Sequence[str]) -> dict[Question, str | None]:
    """The column for each header, from ``Judul=kolom``."""
    answers: dict[Question, str | None] = {}
    for pair in pairs:
        header, equals, column = pair.rpartition("=")
        questions = [question for question in decision.questions if question.header == fold_name(header)]
        if not equals or not questions:
            headers = ", ".join(question.text for question in decision.questions) or "tidak ada"
            raise UsageError(f"{pair!r}: tulis JUDUL=KOLOM. Judul yang ditanyakan: {headers}.")
        answers |= dict.fromkeys(questions, column or None)
    return answers
