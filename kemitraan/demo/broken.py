"""Files that cannot be accepted, or have another form than a workbook of Excel."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from schemas.model import Sheet


def cut_off(path: Path, share: float = 0.6) -> None:
    """Leaves only the first part of a file, as a broken transfer does."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def write_html_as_xls(path: Path, sheet: Sheet, rows: pd.DataFrame) -> None:
    """Writes a web page with a table under the name of an Excel file, as some web applications export it."""
    head = "".join(f"<th>{escape(column.header)}</th>" for column in sheet.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_text(value))}</td>" for value in line) + "</tr>\n"
        for line in rows[list(sheet.names)].itertuples(index=False)
    )
    page = f"<html><head><title>{escape(sheet.title)}</title></head><body><table border=1>\n<tr>{head}</tr>\n{body}"
    path.write_text(f"{page}</table></body></html>\n", encoding="utf-8")


def write_csv(path: Path, cover: Sequence[tuple[str, Any]], sheet: Sheet, rows: pd.DataFrame) -> None:
    """Writes one sheet as text: labels of Identitas above the header, semicolons, Windows-1252 as Excel saves it."""
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([label, _text(value)] for label, value in cover)
        writer.writerow([])
        writer.writerow([column.header for column in sheet.columns])
        writer.writerows([_text(value) for value in line] for line in rows[list(sheet.names)].itertuples(index=False))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
