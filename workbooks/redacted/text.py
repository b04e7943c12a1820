"""Takes cells out of a csv: every other record keeps its bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from workbooks.redacted.erasure import Cells
from workbooks.text_table import decoded, delimiter_of


def redact_text(data: bytes, cells: Cells) -> bytes:
    """The csv without these cells."""
    text, encoding = decoded(data)
    head, delimiter = delimiter_of(text)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), value in cells.items():
        by_row.setdefault(row, {})[column] = value
    records = [head]
    for number, (raw, fields) in enumerate(_records(text[len(head) :], delimiter)):
        records.append(_written(raw, fields, by_row[number], delimiter) if number in by_row else raw)
    return "".join(records).encode(encoding)


def _records(text: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Each record as it is written, and its fields."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for fields in csv.reader(lines(), delimiter=delimiter):
        yield "".join(taken), fields
        taken.clear()


def _written(raw: str, fields: list[str], values: dict[int, str], delimiter: str) -> str:
    ending = raw[len(raw.rstrip("\r\n")) :]
    buffer = io.StringIO(newline="")
    row = [values.get(column, field) for column, field in enumerate(fields)]
    csv.writer(buffer, delimiter=delimiter, lineterminator="").writerow(row)
    return buffer.getvalue() + ending
