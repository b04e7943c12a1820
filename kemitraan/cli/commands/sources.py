"""``kemitraan sources``: the flight check of every source, and when each was last heard from."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.messages import reason_of
from kemitraan.cli.arguments import as_json, several_offices
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.steps.care.flying import Line, SourceFlight, check_sources
from kemitraan.steps.job.collecting import source_name
from kemitraan.steps.workshop import Workshop
from schemas.messages import time_words
from warehouse.deliveries import Visit, visits

HEADERS = ("Sumber", "Jenis", "Tempat", "Dicoba", "Menjawab", "Kiriman terakhir", "Keadaan")
_MARKS = {True: "baik", False: "GAGAL", None: "belum dicoba"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "check: mencoba setiap sumber tanpa menyentuh kiriman (terjangkau, dapat masuk, daftar terbaca, "
        "jawaban dapat ditaruh, jam). list: kapan setiap sumber terakhir dicoba, menjawab, dan memberi kiriman."
    )
    parser.add_argument("what", choices=("check", "list"), metavar="check|list", help="periksa, atau lihat daftar")
    several_offices(parser)
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Checks or lists the sources. Checking gives 1 when something does not hold."""
    workshop = ready_workshop(arguments)
    slugs = [office_named(workshop.config, name).slug for name in arguments.office or []]
    slugs = slugs or [office.slug for office in workshop.config.offices]
    return (
        _check(workshop, slugs, arguments.json) if arguments.what == "check" else _list(workshop, slugs, arguments.json)
    )


def _check(workshop: Workshop, slugs: list[str], as_json: bool) -> int:
    flights = check_sources(workshop, slugs)
    if as_json:
        print(
            json.dumps([asdict(flight) | {"holds": flight.holds} for flight in flights], ensure_ascii=False, indent=1)
        )
    else:
        print("\n".join(_told(flight) for flight in flights))
        bad_count = sum(not flight.holds for flight in flights)
        print(
            f"\n{bad_count} dari {len(flights)} sumber bermasalah."
            if bad_count
            else f"\nSemua {len(flights)} sumber siap."
        )
    return 0 if all(flight.holds for flight in flights) else 1


def _told(flight: SourceFlight) -> str:
    head = f"{flight.office} ({flight.source}, {flight.type}: {flight.address})"
    return f"{head}: siap" if flight.holds else "\n".join([f"{head}: BERMASALAH", *map(_line, flight.lines)])


def _line(line: Line) -> str:
    line_text = f"  {line.check}: {_MARKS[line.holds]}"
    return f"{line_text}\n    {line.reason} {line.remedy}" if line.holds is False else line_text


def _list(workshop: Workshop, slugs: list[str], as_json: bool) -> int:
    last_visits = visits(workshop.warehouse)
    rows = []
    for slug in slugs:
        for number, source in enumerate(workshop.office_of(slug).sources):
            name = source_name(slug, number)
            rows.append((name, source.type, source.address, last_visits.get(name)))
    if as_json:
        print(json.dumps([_as_dict(*row) for row in rows], ensure_ascii=False, indent=1))
        return 0
    zone = workshop.config.settings.zone
    print("\n".join(in_columns(HEADERS, [_row(*row, zone) for row in rows])))
    return 0


def _row(name: str, kind: str, address: str, visit: Visit | None, zone: ZoneInfo) -> tuple[str, ...]:
    if visit is None:
        return name, kind, address, "–", "–", "–", "belum pernah dikunjungi"
    times = (_shown(moment, zone) for moment in (visit.tried_at, visit.reached_at, visit.taken_at))
    return name, kind, address, *times, reason_of(visit.error) if visit.error else "baik"


def _shown(moment: datetime | None, zone: ZoneInfo) -> str:
    return time_words(moment.astimezone(zone)) if moment else "–"


def _as_dict(name: str, kind: str, address: str, visit: Visit | None) -> dict[str, str | None]:
    moments = {
        key: moment.isoformat() if moment else None
        for key, moment in (
            ("tried_at", visit and visit.tried_at),
            ("reached_at", visit and visit.reached_at),
            ("taken_at", visit and visit.taken_at),
        )
    }
    return {"source": name, "type": kind, "address": address, **moments, "error": visit.error if visit else None}
