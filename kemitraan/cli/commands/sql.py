"""``kemitraan sql``: a question of somebody's own, read-only, for any month, as known on any day."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kemitraan.cli.arguments import point_of_view
from kemitraan.cli.commands.mart import known_on_of
from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from warehouse.free_queries import Answer, open_session

NOTHING_YET = "Belum ada yang berlaku dari sudut pandang itu."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Menjawab satu kueri SQL. Semua tabel dan mart tampil seperti bulan itu, seperti diketahui saat itu. Tidak ada yang "
        "dapat diubah, dan data pribadi tidak terlihat."
    )
    parser.epilog = (
        "Contoh: kemitraan sql --period 2026-10 'SELECT * FROM mart_legalitas' · "
        "kemitraan sql --known-on 2026-11-10 --format csv < kueri.sql"
    )
    parser.add_argument("query", metavar="KUERI", nargs="?", help="satu kueri; tanpa ini dibaca dari masukan baku")
    point_of_view(parser)
    parser.add_argument("--format", choices=["table", "json", "csv"], default="table", help="bentuk keluaran")


def run(arguments: argparse.Namespace) -> int:
    """Answers one query."""
    workshop = ready_workshop(arguments)
    period, known_on = known_on_of(workshop, arguments)
    query = arguments.query or sys.stdin.read()
    if not query.strip():
        raise UsageError("tulis satu kueri SQL, misalnya: kemitraan sql 'SELECT * FROM mart_legalitas'")
    with open_session(workshop.warehouse, period=period, known_on=known_on) as session:
        if session.point is None:
            print(NOTHING_YET, file=sys.stderr)
        answer = session.ask(query.strip().rstrip(";"))
    FORMATS[arguments.format](answer)
    return 0


def _table(answer: Answer) -> None:
    rows = [["–" if value is None else str(_plain(value)) for value in row] for row in answer.rows]
    print("\n".join(in_columns(answer.columns, rows)))


def _json(answer: Answer) -> None:
    rows = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_plain(value) for value in row] for row in answer.rows)


def _plain(value: Any) -> Any:
    """Converts a value for JSON."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


FORMATS = {"table": _table, "json": _json, "csv": _csv}
