"""``kemitraan trace``: from a warehouse row or a figure back to file, sheet and cell."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.trouble import UsageError
from warehouse.trace import FigureOrigin, FileOrigin, RowOrigin, trace_figure, trace_row

SHOWN_ROWS = 20


def run(arguments: argparse.Namespace) -> int:
    """Print the origin of a row, or of what a mart's figure is made of."""
    warehouse = ready_workshop(arguments).warehouse
    if arguments.table.startswith("mart_"):
        figure = trace_figure(warehouse, arguments.table, _dimensions(arguments))
        print(_as_json(figure) if arguments.json else _figure_text(figure))
        return 0
    if not arguments.key:
        raise UsageError("sebutkan kunci barisnya, misalnya: kemitraan trace umkm MJN-0001")
    key = "|".join(part for argument in arguments.key for part in argument.split("|"))
    row = trace_row(warehouse, arguments.table, key, office=arguments.office, column=arguments.column)
    print(_as_json(row) if arguments.json else _row_text(row))
    return 0


def _dimensions(arguments: argparse.Namespace) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in arguments.key)
    wrong = [name for name, value in pairs.items() if not value]
    if wrong:
        raise UsageError(f"{wrong[0]!r}: tulis nilai dimensi sebagai nama=nilai, misalnya tahap=Memasok")
    return pairs | ({"office": arguments.office} if arguments.office else {})


def _as_json(value: Any) -> str:
    return json.dumps(asdict(value), ensure_ascii=False, indent=1, default=str)


def _row_text(row: RowOrigin) -> str:
    lines = [f"{row.table}  {row.row_key}", *_file_lines(row.file)]
    lines += [f"  lembar    {row.sheet_name!r}, baris {row.row}", ""]
    for cell in row.cells:
        value = "(data pribadi)" if cell.personal else "" if cell.value is None else str(cell.value)
        lines.append(f"  {cell.column:<24}{cell.cell or '–':<8}{value}")
    return "\n".join(lines)


def _file_lines(file: FileOrigin) -> list[str]:
    return [
        f"  pengirim  {file.office_name or file.office} ({file.office}), periode {file.period or '–'}",
        f"  berkas    {file.file_name}",
        f"  sha256    {file.sha256}",
        f"  diterima  {file.received_at:%Y-%m-%d %H:%M:%S %Z}, lewat {file.source}",
        f"  kiriman   {file.submission_id}",
    ]


def _figure_text(figure: FigureOrigin) -> str:
    lines = [figure.mart]
    for row in figure.figures[:SHOWN_ROWS]:
        lines.append("  " + ", ".join(f"{name}={value}" for name, value in row.items() if value is not None))
    lines += ["", f"Dibentuk dari {figure.total} baris:"]
    for row in figure.rows[:SHOWN_ROWS]:
        lines.append(f"  {row.row_key:<40} {row.file.file_name} › {row.sheet_name} › baris {row.row}")
    for file in figure.files[:SHOWN_ROWS]:
        lines.append(f"  {file.file_name:<40} {file.office_name or file.office}, sha256 {file.sha256[:12]}…")
    if figure.total > SHOWN_ROWS:
        lines.append(f"  … dan {figure.total - SHOWN_ROWS} lagi (pakai --json untuk semuanya)")
    return "\n".join(lines)
