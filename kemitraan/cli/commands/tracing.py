"""``kemitraan trace``: leads from a warehouse row or a figure back to file, sheet and cell."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kemitraan.cli.arguments import as_json, point_of_view
from kemitraan.cli.commands.mart import known_on_of
from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from kemitraan.steps.decisions.decided_words import told_of, words_for_staff
from kemitraan.steps.forgetting.arriving import replaced_words
from schemas.indonesian import grouped, with_one_decimal
from schemas.messages import any_period_words, time_words
from warehouse.engine import Warehouse
from warehouse.figure_codes import REPORT, FigureCode, is_code, read_code, signed_code
from warehouse.partners import partner_signer
from warehouse.tracing import CellCorrection, FigureOrigin, FileOrigin, RowOrigin, trace_figure, trace_row, trace_rows

SHOWN_ROWS = 20
_KEY = re.compile(r"[A-Z]{3}-\d{4,6}(-\d{2,3})?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Dari baris gudang atau angka laporan kembali ke kiriman, berkas, lembar, dan sel asalnya."
    parser.epilog = (
        "Contoh: kemitraan trace umkm MJN-0001 --column omzet_tahunan · "
        "kemitraan trace mart_kemitraan office=76.05 tahap=Memasok · "
        "kemitraan trace mart_kesiapan.siap/office=76.05@2026-11@2026-11-30T23:59:59+08:00"
    )
    parser.add_argument(
        "table", metavar="TABEL", help="umkm, produk, kurasi, …, nama mart, atau kode sebuah angka laporan"
    )
    parser.add_argument("key", nargs="*", metavar="KUNCI", help="kunci baris, atau nilai dimensi mart: nama=nilai")
    parser.add_argument("--office", metavar="KODE", help="kode kantor, bila kuncinya dipakai lebih dari satu kantor")
    parser.add_argument("--column", metavar="KOLOM", help="hanya kolom ini")
    point_of_view(parser)
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the origin of a row, or of the rows behind a mart's figure."""
    workshop = ready_workshop(arguments)
    warehouse, zone = workshop.warehouse, workshop.config.settings.zone
    if is_code(arguments.table):
        return _coded(arguments, warehouse, zone)
    period, known_on = known_on_of(workshop, arguments)
    if arguments.table.startswith("mart_"):
        figure = trace_figure(warehouse, arguments.table, _dimensions(arguments), period=period, known_on=known_on)
        print(_as_json(asdict(figure)) if arguments.json else _figure_text(figure, zone))
        return 0
    if not arguments.key:
        raise UsageError("sebutkan kunci barisnya, misalnya: kemitraan trace umkm MJN-0001")
    key = "|".join(_folded(part) for argument in arguments.key for part in argument.split("|"))
    point = {"period": period, "known_on": known_on}
    row = trace_row(warehouse, arguments.table, key, office=arguments.office, column=arguments.column, **point)
    if arguments.json:
        decisions = [decided.as_dict() for decided in told_of(workshop, row.file.submission_id)]
        replaced = {"archive": replaced_words(workshop, row.file.sha256)}
        print(_as_json(asdict(row) | {"decisions": decisions} | replaced))
    else:
        decided = [f"keputusan {sentence}" for sentence in words_for_staff(workshop, row.file.submission_id)]
        replaced = replaced_words(workshop, row.file.sha256)
        print(_row_text(row, zone, [*([f"arsip     {replaced}"] if replaced else []), *decided]))
    return 0


def _coded(arguments: argparse.Namespace, warehouse: Warehouse, zone: ZoneInfo) -> int:
    """Prints what is behind the code of a figure. The code holds its own month and moment."""
    if arguments.key or arguments.period or arguments.known_on or arguments.office or arguments.column:
        raise UsageError("kode sebuah angka berdiri sendiri: bulan, saat, dan kantornya sudah ada di dalamnya.")
    code = read_code(arguments.table)
    if warehouse.nik_key is not None:
        code = signed_code(code, partner_signer(warehouse.nik_key))
    figure = _of_report(warehouse, code) if code.name.startswith(REPORT) else _of_mart(warehouse, code)
    print(_as_json(asdict(figure)) if arguments.json else _figure_text(figure, zone))
    return 0


def _of_mart(warehouse: Warehouse, code: FigureCode) -> FigureOrigin:
    point = {"period": code.point.period, "known_on": code.point.known_on}
    return trace_figure(warehouse, code.name, code.dimensions, measure=code.measure, **point)


def _of_report(warehouse: Warehouse, code: FigureCode) -> FigureOrigin:
    """A figure of the report, computed again, with the rows behind it."""
    from reports.partnership.behind import behind
    from reports.partnership.reading import read_source

    point = {"period": code.point.period, "known_on": code.point.known_on}
    figure = behind(read_source(warehouse, marts=(), **point), code)
    rows = trace_rows(warehouse, figure.table, figure.keys, **point)
    return FigureOrigin(code.name, (), len(figure.keys), rows, (), code.measure, figure.value)


def _folded(part: str) -> str:
    """Keys of businesses and products, folded as the contract folds them: ``mjn-0001`` is ``MJN-0001``."""
    key = "".join(part.split()).upper()
    return key if _KEY.fullmatch(key) else part


def _dimensions(arguments: argparse.Namespace) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in arguments.key)
    empty_names = [name for name, value in pairs.items() if not value]
    if empty_names:
        raise UsageError(f"{empty_names[0]!r}: tulis nilai dimensi sebagai nama=nilai, misalnya tahap=Memasok")
    return pairs | ({"office": arguments.office} if arguments.office else {})


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _row_text(row: RowOrigin, zone: ZoneInfo, decided: Sequence[str]) -> str:
    """A row in words. ``decided`` holds the decisions about its submission and what became of its file, in
    sentences.
    """
    lines = [f"{row.table}  {row.row_key}", *_file_lines(row.file, zone)]
    lines += [f"  {sentence}" for sentence in decided]
    lines += [f"  lembar    {row.sheet_name!r}, baris {row.row}", ""]
    for cell in row.cells:
        value = "(data pribadi)" if cell.personal else "" if cell.value is None else str(cell.value)
        lines.append(f"  {cell.column:<24}{cell.cell or '–':<8}{value}")
        if cell.correction:
            lines.append(f"  {'':<24}{'':<8}{_corrected(cell.correction, zone)}")
    return "\n".join(lines)


def _corrected(correction: CellCorrection, zone: ZoneInfo) -> str:
    at = time_words(correction.at.astimezone(zone))
    stated = f"“{correction.stated}”" if correction.stated else "kosong"
    return f"dikoreksi (nomor {correction.number}): tertulis {stated}; oleh {correction.who}, {at}: {correction.why}"


def _file_lines(file: FileOrigin, zone: ZoneInfo) -> list[str]:
    return [
        f"  pengirim  {file.office_name or file.office} ({file.office}), {any_period_words(file.period)}",
        f"  berkas    {file.file_name}",
        f"  sha256    {file.sha256}",
        f"  diterima  {time_words(file.received_at.astimezone(zone))}, lewat {file.source}",
        f"  kiriman   {file.submission_id}",
    ]


def _figure_text(figure: FigureOrigin, zone: ZoneInfo) -> str:
    figures = figure.figures[:SHOWN_ROWS]
    rows = [[_shown(value, zone) for value in row.values()] for row in figures]
    lines = [figure.mart, *(in_columns(list(figures[0]), rows, indent="  ") if figures else ())]
    if figure.measure:
        lines[0] += f".{figure.measure} = {_shown(figure.value, zone)}"
    if len(figure.figures) > SHOWN_ROWS:
        lines.append(f"  … dan {len(figure.figures) - SHOWN_ROWS} lagi")
    lines += ["", f"Dibentuk dari {figure.total} baris:"]
    if figure.rows:
        origins = [
            (_key(row), f"{row.file.file_name} › {row.sheet_name} › baris {row.row}{_corrected_columns(row)}")
            for row in figure.rows[:SHOWN_ROWS]
        ]
        lines += in_columns(("Kunci", "Asal"), origins, indent="  ")
    if figure.files:
        files = [
            (file.file_name, file.office_name or file.office, f"{file.sha256[:12]}…")
            for file in figure.files[:SHOWN_ROWS]
        ]
        lines += in_columns(("Berkas", "Pengirim", "sha256"), files, indent="  ")
    if figure.total > SHOWN_ROWS:
        lines.append(f"  … dan {figure.total - SHOWN_ROWS} lagi (--json memuat 100 yang pertama)")
    return "\n".join(lines)


def _corrected_columns(row: RowOrigin) -> str:
    names = [cell.column for cell in row.cells if cell.correction]
    return f" (dikoreksi: {', '.join(names)})" if names else ""


def _key(row: RowOrigin) -> str:
    return ", ".join(part for part in row.row_key.split("|") if part)


def _shown(value: Any, zone: ZoneInfo) -> str:
    """A figure as people write it: 750.000.000 and 77,2. Times are in the office's zone."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return time_words(value.astimezone(zone))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return grouped(value) if isinstance(value, int) else with_one_decimal(value)
    return str(value)
