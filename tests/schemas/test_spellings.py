"""What people type, column by column, against what a careful person reads (``spellings.txt``): all that has one meaning
is read, nothing that has two. And what stood in real agency lists (``real_spellings.csv``).

The values of ``real_spellings.csv`` were collected from public lists of Indonesian agencies of 2010 to 2024, each with
how often it stood there; the digits of NIBs are blanked. ``read`` is what a careful person reads, "?" where nobody can.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from schemas.codes import Code
from schemas.context import Context
from schemas.kinds.bare import is_refused
from schemas.kinds.reading import IN_PROCESS, Reading
from tests.schemas.making import CONTRACT, KIND_OF, OFFICE, PERIOD, asked

TABLE = Path(__file__).with_name("spellings.txt")
REAL = Path(__file__).with_name("real_spellings.csv")
FEWEST = 900


@dataclass(frozen=True)
class Spelling:
    """A text in a column, and what is expected of it: a value as text, or None where it is refused, with the codes
    said.
    """

    sheet: str
    column: str
    beside: str
    typed: str | int
    value: str | None
    codes: tuple[str, ...]


def spellings() -> list[Spelling]:
    collected = []
    sheet = column = beside = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name, _, beside = line[1:].partition("]")
            sheet, column = name.split(".")
            beside = beside.strip()
        elif line and not line.startswith("#"):
            meaning, _, typed = line.partition(" = ")
            value, codes = _meaning(meaning)
            collected += [Spelling(sheet, column, beside, text, value, codes) for text in typed.split(" ¦ ")]
    return collected


def _meaning(text: str) -> tuple[str | None, tuple[str, ...]]:
    if text.startswith("? "):
        return None, (text[2:],)
    words = text.split(" ")
    codes = [word for word in words if word in list(Code)]
    value = " ".join(word for word in words if word not in codes)
    return value, tuple(codes)


def read(spelling: Spelling) -> Reading:
    column = KIND_OF[spelling.sheet].sheet(spelling.sheet)[spelling.column]
    office = {"regency": OFFICE, "sulsel": "73.71", "retail": "76"}[KIND_OF[spelling.sheet].name]
    context = Context(asked(), CONTRACT, office, PERIOD, spelling.beside == "csv")
    if column.kind.beside:
        return column.kind.reader_beside(column, context)(spelling.typed, spelling.beside or None)
    return column.kind.reader(column, context)(spelling.typed)


def shown(reading: Reading) -> str | None:
    if is_refused(reading):
        return None
    if reading.value is None:
        return "nothing"
    return "process" if reading.value == IN_PROCESS else str(reading.value)


def wrong() -> list[str]:
    mistakes = []
    for spelling in spellings():
        reading = read(spelling)
        codes = tuple(str(issue.code) for issue in reading.issues)
        if (shown(reading), codes) != (spelling.value, spelling.codes):
            mistakes.append(
                f"{spelling.sheet}.{spelling.column} {spelling.typed!r}: {shown(reading)} {codes}, not {spelling.value} {spelling.codes}"
            )
    return mistakes


def test_every_spelling_is_read_as_a_careful_person_reads_it():
    assert len(spellings()) > FEWEST
    assert wrong() == []


def test_what_stood_in_real_lists_is_read_and_what_nobody_can_read_is_refused():
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    mistakes, cells = [], {True: 0, False: 0}
    for row in rows:
        sheet, column = row["column"].split(".")
        typed = int(row["value"]) if row["cell_type"] == "int" else row["value"]
        reading = read(Spelling(sheet, column, "", typed, None, ()))
        codes = " ".join(str(issue.code) for issue in reading.issues)
        value = "?" if is_refused(reading) else shown(reading)
        cells[value != "?"] += int(row["count"])
        if (value, codes) != (row["read"], row["codes"]):
            mistakes.append(f"{row['column']} {typed!r}: {value} {codes}")
    assert mistakes == []
    assert (len(rows), cells) == (670, {True: 3645, False: 587})  # what is refused: lists of permits, short NIBs
