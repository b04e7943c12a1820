"""``kemitraan diff``: says why the figures of a mart differ between two points of view."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from kemitraan.cli.arguments import period
from kemitraan.cli.commands.mart import moment_of
from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop
from warehouse.difference import Cause, Difference, difference
from warehouse.point_of_view import PointOfView, default_point

_CAUSES = {
    "submission": "kiriman",
    "correction": "dikoreksi",
    "withdrawal": "dicabut",
    "carried": "bulan berganti",
    "rule": "aturan",
}
_HEADERS = ("Angka", "Ukuran", "Dari", "Menjadi", "Selisih", "Sebab")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Membandingkan sebuah mart dari dua sudut pandang, dengan sebab setiap perubahan."
    parser.epilog = "Contoh: kemitraan diff kemitraan --from 2026-10 --to 2026-11@2026-12-05"
    parser.add_argument("name", metavar="NAMA", help="nama mart, misalnya kemitraan")
    for option, dest, help_text in (("--from", "before", "dari"), ("--to", "after", "sampai")):
        parser.add_argument(
            option,
            dest=dest,
            metavar="PERIODE[@WAKTU]",
            required=True,
            help=f"{help_text}: bulan laporan, dan bila perlu seperti diketahui saat itu",
        )
    parser.add_argument("--format", choices=["table", "json"], default="table", help="bentuk keluaran")


def run(arguments: argparse.Namespace) -> int:
    """Prints what changed, and what caused it."""
    workshop = ready_workshop(arguments)
    ends = [_point(workshop, text) for text in (arguments.before, arguments.after)]
    diff = difference(workshop.warehouse, arguments.name, *ends)
    if arguments.format == "json":
        print(json.dumps(as_json(diff, workshop.config.settings.zone), ensure_ascii=False, indent=1))
    elif diff.changes:
        print("\n".join(in_columns(_HEADERS, _rows(workshop, diff))))
    else:
        print("Tidak ada yang berubah.")
    return 0


def _point(workshop: Workshop, text: str) -> PointOfView:
    """A point of view, from ``2026-11`` or ``2026-11@2026-12-05``."""
    month, _, moment = text.partition("@")
    try:
        month = period(month)
    except argparse.ArgumentTypeError as error:
        raise UsageError(str(error)) from None
    if moment:
        return PointOfView(month, moment_of(moment, workshop.config.settings.zone))
    with workshop.warehouse.read() as connection:
        default = default_point(connection)
    if default is None:
        raise UsageError("belum ada yang berlaku, jadi tidak ada yang dapat dibandingkan.")
    return PointOfView(month, default.known_on)


def as_json(diff: Difference, zone: ZoneInfo) -> dict[str, Any]:
    """The difference as the JSON interface shows it."""

    def point(point_of_view: PointOfView) -> dict[str, str]:
        return {"period": point_of_view.period, "known_on": point_of_view.known_on.astimezone(zone).isoformat()}

    rows = [
        {
            **change.grain,
            "measure": change.measure,
            "from": change.before,
            "to": change.after,
            "delta": change.after - change.before,
            "causes": [asdict(cause) for cause in change.causes],
        }
        for change in diff.changes
    ]
    return {"mart": diff.mart.name, "from": point(diff.before), "to": point(diff.after), "rows": rows}


def _rows(workshop: Workshop, diff: Difference) -> list[tuple[str, ...]]:
    return [
        (
            " · ".join(str(value) for value in change.grain.values()),
            change.measure,
            f"{change.before}",
            f"{change.after}",
            f"{change.after - change.before:+}",
            "; ".join(_cause(workshop, cause) for cause in change.causes),
        )
        for change in diff.changes
    ]


def _cause(workshop: Workshop, cause: Cause) -> str:
    office_words = f" {workshop.name_of(cause.office)}" if cause.office else ""
    number = f" {cause.submission[:8]}" if cause.submission else ""
    return f"{_CAUSES[cause.cause]}{office_words}{number} {cause.delta:+}"
