"""The reference that staff keep in the home: partners, aliases of places and headers, synonyms; four csv files in
``acuan/``.

Every line is dated and says who added it. A line that cannot be used is reported with file and line, like an error of
the settings; none is dropped in silence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from connectors.local_files import make_private_folder, write_new
from kemitraan.config.errors import ConfigError, ErrorLine
from kemitraan.config.home import Home
from schemas.text import clean


class Lore(StrEnum):
    """What staff teach. The value is the command's word and the file's name."""

    PARTNER = "mitra"
    PLACE = "wilayah"
    HEADER = "judul"
    SYNONYM = "padanan"

    @property
    def file_name(self) -> str:
        """The file in the home's ``acuan/``."""
        return f"{self.value}.csv"


SINCE, WHO, NOTE = "sejak", "oleh", "catatan"
FIELDS: dict[Lore, tuple[str, ...]] = {
    Lore.PARTNER: ("nama", "alias"),
    Lore.PLACE: ("kode", "alias"),
    Lore.HEADER: ("lembar", "kolom", "judul"),
    Lore.SYNONYM: ("kolom", "kata", "padanan"),
}
"""The columns of each file that say what is taught. Behind them stand date, who and a note."""
MAY_BE_EMPTY = {"alias": Lore.PARTNER}
_SEPARATORS = ",;\t"
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_LONGEST = 255


@dataclass(frozen=True)
class Entry:
    """One line: what is taught, since when, by whom. ``line`` counts from 1."""

    lore: Lore
    line: int
    values: Mapping[str, str]
    since: date
    who: str
    note: str = ""


def headings(lore: Lore) -> list[str]:
    """The heading line of a file."""
    return [*FIELDS[lore], SINCE, WHO, NOTE]


def make_reference_files(home: Home) -> list[Path]:
    """Makes the folder and its missing files with their heading lines, and gives what was made."""
    created = make_private_folder(home.reference)
    for lore in Lore:
        target = home.reference / lore.file_name
        try:
            write_new(target, csv_line(headings(lore), ",").encode(), mode=0o600)
        except FileExistsError:
            continue
        created.append(target)
    return created


def read_files(home: Home) -> dict[Lore, bytes]:
    """The files as they are. A missing one teaches nothing. Raises ConfigError when one cannot be read."""
    return {lore: content for lore in Lore if (content := _content(home, lore)) is not None}


def parse_file(lore: Lore, data: bytes) -> tuple[list[Entry], list[ErrorLine]]:
    """The entries of a file, and the errors of its other lines."""
    place = f"acuan/{lore.file_name}"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return [], [ErrorLine(line, place, "bukan teks UTF-8.", "Simpan sebagai CSV UTF-8.")]
    entries: list[Entry] = []
    errors: list[ErrorLine] = []
    names: list[str] | None = None
    try:
        for line, cells in _records(text):
            if not any(cells):
                continue
            if names is None:
                names = [cell.casefold() for cell in cells]
                errors += _heading_errors(lore, names, line, place)
                if errors:
                    return [], errors
                continue
            result = _entry(lore, line, names, cells)
            (entries if isinstance(result, Entry) else errors).append(result)
    except csv.Error as error:
        return entries, [
            *errors,
            ErrorLine(None, place, f"tidak terbaca sebagai CSV ({error}).", "Periksa tanda kutipnya."),
        ]
    if names is None and text.strip():
        return [], [ErrorLine(1, place, "baris judulnya tidak ada.", _heading_remedy(lore))]
    return entries, [ErrorLine(error.line, error.key or place, error.problem, error.remedy) for error in errors]


def delimiter_of(text: str) -> str:
    """The delimiter of the heading line. A spreadsheet program here writes semicolons."""
    heading = next((line for line in text.splitlines() if line.strip(_SEPARATORS + " ")), "")
    return max(_SEPARATORS, key=heading.count) if any(sign in heading for sign in _SEPARATORS) else ","


def csv_line(cells: list[str], delimiter: str) -> str:
    """Cells as a line of a file."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _content(home: Home, lore: Lore) -> bytes | None:
    try:
        return (home.reference / lore.file_name).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        error_line = ErrorLine(None, "", f"tidak dapat dibaca ({error.strerror}).", "Periksa izin bacanya.")
        raise ConfigError(f"acuan/{lore.file_name}", [error_line]) from None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it begins on, its cells cleaned."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    begins = 1
    for cells in reader:
        yield begins, [clean(cell) for cell in cells]
        begins = reader.line_num + 1


def _heading_errors(lore: Lore, names: list[str], line: int, place: str) -> list[ErrorLine]:
    missing_names = [name for name in headings(lore) if name not in names and name != NOTE]
    return (
        [ErrorLine(line, place, f"kolom {', '.join(missing_names)} tidak ada.", _heading_remedy(lore))]
        if missing_names
        else []
    )


def _heading_remedy(lore: Lore) -> str:
    return f"Baris judulnya: {','.join(headings(lore))}"


def _entry(lore: Lore, line: int, names: list[str], cells: list[str]) -> Entry | ErrorLine:
    if any(cells[len(names) :]):
        return ErrorLine(
            line, "", "isiannya lebih banyak daripada kolomnya.", "Isian yang memuat koma harus diapit tanda kutip."
        )
    row = dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=False))
    for name in (*FIELDS[lore], SINCE, WHO):
        if not row[name] and MAY_BE_EMPTY.get(name) is not lore:
            return ErrorLine(line, "", f"kolom {name} kosong.", "Isi, atau hapus barisnya.")
        if len(row[name]) > _LONGEST:
            return ErrorLine(line, "", f"kolom {name} terlalu panjang.", f"Paling banyak {_LONGEST} huruf.")
    since = _day(row[SINCE])
    if since is None:
        return ErrorLine(line, "", "kolom sejak bukan tanggal.", "Tulis seperti 2026-11-29.")
    return Entry(lore, line, {name: row[name] for name in FIELDS[lore]}, since, row[WHO], row.get(NOTE, ""))


def _day(text: str) -> date | None:
    """Reads a date in our form, or with the day first, as a spreadsheet program here writes it."""
    day_first = _DAY_FIRST.fullmatch(text)
    try:
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None
