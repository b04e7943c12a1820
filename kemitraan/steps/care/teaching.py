"""Teaches the program one thing more: a line at the end of the home's file, after proving that it can be used."""

from __future__ import annotations

import codecs
import csv

from filelock import FileLock

from connectors.local_files import write_atomically
from kemitraan.config.home import Home
from kemitraan.config.lore_rules import CannotBeTaught
from kemitraan.config.own_reference import (
    NOTE,
    SINCE,
    WHO,
    Entry,
    csv_line,
    delimiter_of,
    headings,
    make_reference_files,
    parse_file,
    read_files,
)
from kemitraan.references import lessons_of
from schemas.text import clean

__all__ = ["CannotBeTaught", "teach"]

LOCK = ".acuan.lock"
PATIENCE_SECONDS = 30


def teach(home: Home, entry: Entry) -> bool:
    """Adds the entry to its file. False when all of it is known already. Two at once come one after the other.

    Raises CannotBeTaught with the problem, ConfigError when existing lines hold errors.
    """
    make_reference_files(home)
    with FileLock(home.reference / LOCK, timeout=PATIENCE_SECONDS):  # several homes may have one such folder
        content = read_files(home)
        _, lessons = lessons_of(content)
        if not lessons.teach(entry):
            return False
        old_bytes = content[entry.lore]
        new_bytes = _with_line(old_bytes.decode("utf-8-sig"), entry).encode()
        _, errors = parse_file(entry.lore, new_bytes)
        if errors:
            raise CannotBeTaught(errors[-1].problem, errors[-1].remedy)
        mark = (
            codecs.BOM_UTF8 if old_bytes.startswith(codecs.BOM_UTF8) else b""
        )  # a spreadsheet program set it and looks for it
        write_atomically(home.reference / entry.lore.file_name, mark + new_bytes, mode=0o600)
        return True


def _with_line(text: str, entry: Entry) -> str:
    """The file's text with the entry as its last line, in the file's own order of columns and with its own
    delimiter.
    """
    if not text.strip():
        text = csv_line(headings(entry.lore), ",")
    delimiter = delimiter_of(text)
    heading = next(line for line in text.splitlines() if line.strip(f"{delimiter} "))
    names = [clean(name).casefold() for name in next(csv.reader([heading], delimiter=delimiter))]
    cells = {**entry.values, SINCE: entry.since.isoformat(), WHO: entry.who, NOTE: entry.note}
    gap = "" if text.endswith(("\n", "\r")) else "\n"
    return f"{text}{gap}{csv_line([cells.get(name, '') for name in names], delimiter)}"
