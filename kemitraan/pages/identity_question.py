"""The page above the form about two records: what they say of the business; of its owner only whether it agrees."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from kemitraan.pages.markdown import plain
from kemitraan.steps.workshop import Workshop
from warehouse.identities.pairs import FoundPair
from warehouse.identities.subjects import BUSINESSES
from warehouse.linkage.grouping import Record

_SHOWN = {
    "nama_usaha": "Nama usaha",
    "office": "Kabupaten",
    "kecamatan": "Kecamatan",
    "desa": "Desa/kelurahan",
    "kbli": "KBLI",
    "bidang_usaha": "Bidang usaha",
}
_PLACES = ("kecamatan", "desa")
_NUMBERS = {"nik": "NIK", "nib": "NIB", "telepon": "Telepon"}
_LIKE = 0.85
"""The likeness from which an owner's name is called the same."""


def question_page(workshop: Workshop, question: FoundPair, waiting_after: int) -> str:
    """The Markdown for one question; ``left``: how many wait, this one included."""
    records = [_facts(workshop, record) for record in question.pair]
    keys = [f"{office}/{key}" for office, key in question.pair]
    rows = [f"| {words} | {records[0][name]} | {records[1][name]} |" for name, words in _SHOWN.items()]
    agreement = [f"| {words} | {state} |" for words, state in _agreement(question).items()]
    return "\n".join(
        [
            f"**Apakah ini satu usaha?** ({waiting_after} pasangan menunggu)",
            "",
            f"| | {keys[0]} | {keys[1]} |",
            "|---|---|---|",
            *rows,
            "",
            "| Pemilik dan nomornya | |",
            "|---|---|",
            *agreement,
            "",
            *(f"- {plain(why)}" for why in question.why if why not in question.evidence.split(", ")),
            "",
            "Isinya tidak ditampilkan di sini. Bila perlu: `kemitraan link-pair` (untuk petugas; pembacaannya dicatat).",
        ]
    )


def _facts(workshop: Workshop, record: Record) -> dict[str, str]:
    current = BUSINESSES.tables.current
    query = select(*(current.c[name] for name in _SHOWN))
    with workshop.warehouse.read() as connection:
        row = connection.execute(query.where(current.c.office == record[0], current.c.row_key == record[1])).one()
    return {name: plain(_told(workshop, name, value)) for name, value in row._mapping.items()}


def _told(workshop: Workshop, name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name == "office":
        return workshop.name_of(value)
    return workshop.reference.place_names.get(value, value) if name in _PLACES else str(value)


def _agreement(question: FoundPair) -> dict[str, str]:
    """What each comparison gives: sama, beda, or kosong."""
    states = dict(part.split(" ", 1) for part in question.evidence.split(", "))
    owner = "sama" if float(states["pemilik"]) >= _LIKE else "beda"
    return {"Nama pemilik": owner} | {words: states[name] for name, words in _NUMBERS.items()}
