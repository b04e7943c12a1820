"""What a candidate would change, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kemitraan.cli.table import in_columns
from kemitraan.steps.shadow.by_office import OfficeChange
from kemitraan.steps.shadow.candidate import Candidate
from kemitraan.steps.shadow.comparing import CellPlace, Said
from kemitraan.steps.shadow.trying import Tried
from kemitraan.steps.workshop import Workshop
from schemas.finding import Severity
from schemas.messages import any_period_words, number_words, period_words, severity_words, title
from schemas.period import Period

_HEADERS = ("Kode", "Artinya", "Akibat", "Baru dikatakan", "Tidak lagi", "Contoh")
_COLUMNS = ("Lembar", "Kolom", "Sel dibaca lain", "Contoh")
_SHORT = 8


def shadow_as_text(
    workshop: Workshop,
    candidate: Candidate,
    months: Sequence[Period],
    tried: Sequence[Tried],
    changes: Sequence[OfficeChange],
) -> str:
    """Office by office. Places are named by address alone."""
    rows = number_words(sum(entry.rows for entry in tried))
    lines = [
        f"Dicoba: {_candidate_words(candidate)}.",
        f"Laporan {period_words(months[0])} sampai {period_words(months[-1])}: {len(tried)} kiriman yang berlaku, {rows} baris. "
        "Tidak ada yang disimpan.",
    ]
    for change in changes:
        if not change.is_unchanged:
            lines += ["", *_office_lines(workshop, change)]
    unchanged = [workshop.name_of(change.office) for change in changes if change.is_unchanged]
    if unchanged:
        lines += ["", f"Tidak ada yang berubah: {', '.join(unchanged)}."]
    problems = [entry for entry in tried if entry.problem]
    if problems:
        lines += ["", f"Tidak dapat dicoba ({len(problems)}):"]
        lines += [
            f"  {entry.submission[:_SHORT]}, {workshop.name_of(entry.office)}, {any_period_words(entry.period)}: {entry.problem}"
            for entry in problems
        ]
    return "\n".join(lines)


def shadow_as_json(
    workshop: Workshop,
    candidate: Candidate,
    months: Sequence[Period],
    tried: Sequence[Tried],
    changes: Sequence[OfficeChange],
) -> str:
    """The same for programs."""
    document = {
        "candidate": _candidate_as_dict(candidate),
        "months": months,
        "submissions": len(tried),
        "rows": sum(entry.rows for entry in tried),
        "offices": [asdict(change) | {"name": workshop.name_of(change.office)} for change in changes],
        "problems": [
            {"submission": entry.submission, "office": entry.office, "period": entry.period, "problem": entry.problem}
            for entry in tried
            if entry.problem
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _candidate_as_dict(candidate: Candidate) -> dict[str, Any]:
    if candidate.version:
        return {"contract": candidate.version}
    if candidate.synonyms is not None:
        return {"synonyms": True}
    return {"rules": {rule.code: rule.steps()[-1][1] for rule in candidate.rules}}


def _candidate_words(candidate: Candidate) -> str:
    if candidate.version:
        return f"kontrak {candidate.version}, apa pun versi yang disebut buku kerjanya"
    if candidate.synonyms is not None:
        return "padanan kata dari berkas itu, sebagai ganti acuan/padanan.csv"
    rules = [
        f"{rule.code} sebagai {'kesalahan' if rule.error_from else 'peringatan'} ({title(rule.code)})"
        for rule in candidate.rules
    ]
    return f"aturan {'; '.join(rules)}"


def _office_lines(workshop: Workshop, change: OfficeChange) -> list[str]:
    counts = [
        (change.held, f"{number_words(change.held)} baris akan ditahan"),
        (change.freed, f"{number_words(change.freed)} baris ditahan akan masuk"),
        (change.refused, f"{change.refused} kiriman ({number_words(change.refused_rows)} baris) akan ditolak"),
        (change.admitted, f"{change.admitted} kiriman ({number_words(change.admitted_rows)} baris) tidak lagi ditolak"),
    ]
    effects = [words for number, words in counts if number] or ["tidak ada baris yang ditahan karenanya"]
    head = f"{workshop.name_of(change.office)} ({change.submissions} kiriman, {number_words(change.rows)} baris): {', '.join(effects)}."
    lines = [head]
    if change.said:
        lines += in_columns(_HEADERS, [_said_row(said) for said in change.said], "  ")
    if change.read_otherwise:
        rows = [(entry.sheet, entry.column, entry.cells, _places(entry.at)) for entry in change.read_otherwise]
        lines += in_columns(_COLUMNS, rows, "  ")
    return lines


def _said_row(said: Said) -> tuple[str | int, ...]:
    severity = Severity(said.severity)
    places = _places(said.newly_at or said.no_longer_at)
    return said.code, title(said.code, severity), severity_words(severity), said.newly, said.no_longer, places


def _places(places: Sequence[CellPlace]) -> str:
    """``Kurasi K9 (2026-11, 1a2b3c4d)``."""
    return ", ".join(
        f"{' '.join(part for part in (place.sheet, place.cell) if part) or 'berkas'} ({place.period}, {place.submission[:_SHORT]})"
        for place in places
    )
