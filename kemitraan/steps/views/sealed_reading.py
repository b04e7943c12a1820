"""Every read of sealed data by a person: noted before anything is shown, and listed for whoever has to answer for it.

Commands note theirs in the warehouse (``sealed_read``), the pages' downloads theirs in the home (``pengambilan.log``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kemitraan.config.models import Office
from kemitraan.steps.workshop import Workshop
from warehouse.errors import WarehouseError
from warehouse.identities.reads import ALL, note_read, sealed_reads
from warehouse.identities.subjects import BUSINESSES, PARTNERS
from warehouse.partners import UnknownPartner
from warehouse.submissions import get_submission

_LOOKED = "melihat mitra yang belum dikenal"


@dataclass(frozen=True)
class PersonalRead:
    """One read: when (in the office's zone), by whom, of which office (code; None where it is not known), what, and
    what for. ``way``: the command or page.
    """

    at: datetime
    who: str
    way: str
    office: str | None
    what: str
    why: str


def note_filled_template(workshop: Workshop, office: Office, who: str, why: str) -> None:
    """Notes that somebody makes a template filled with an office's records. Raises WarehouseError without a name or a
    reason.
    """
    subject = BUSINESSES if office.kind == "regency" else PARTNERS
    note_read(workshop.warehouse, subject.name, [(office.code, ALL)], who=who, why=why)


def note_unknown_partners(workshop: Workshop, partners: Iterable[UnknownPartner], who: str) -> None:
    """Notes that somebody is shown the names of partners that may be people's."""
    records = list(dict.fromkeys((partner.office, partner.shown) for partner in partners))
    note_read(workshop.warehouse, PARTNERS.name, records, who=who, why=_LOOKED)


def personal_reads(workshop: Workshop) -> list[PersonalRead]:
    """Every read, oldest first. Raises WarehouseError for a line of the log that is not ours, OSError when it cannot be
    read.
    """
    zone = workshop.config.settings.zone
    reads = [
        PersonalRead(
            read.at.astimezone(zone),
            read.who,
            "perintah",
            read.office,
            f"{read.subject}: {'semua catatan' if read.row_key == ALL else read.row_key}",
            read.why,
        )
        for read in sealed_reads(workshop.warehouse)
    ]
    return sorted([*reads, *_fetches(workshop)], key=lambda read: read.at)


def _fetches(workshop: Workshop) -> Iterator[PersonalRead]:
    """What was fetched from the pages: whole files, with whoever stands in them."""
    log = workshop.home.fetch_log
    if not log.exists():
        return
    for number, line in enumerate(log.read_text(encoding="utf-8").splitlines(), 1):
        try:
            entry = json.loads(line)
            at, submission = datetime.fromisoformat(entry["kapan"]), entry["kiriman"]
            what = f"{entry['apa']}{f' kiriman {submission[:8]}' if submission else ''}"
            office = get_submission(workshop.warehouse, submission).office if submission else None
            yield PersonalRead(at, entry["siapa"], f"halaman, dari {entry['dari']}", office, what, "mengambil berkas")
        except (ValueError, KeyError, TypeError):
            raise WarehouseError(f"Baris {number} di {log.name} rusak; periksa berkas itu.") from None
