"""The marts' dictionary as a page: ``python -m warehouse.marts > docs/kamus-mart.md``."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.marts import MARTS
from warehouse.marts.description import MartColumn, MartView, mart

_HEAD = """\
# Kamus mart

Setiap mart terdiri dari dua pandangan: `mart_<nama>` berisi angkanya, `mart_<nama>_rows` berisi baris yang membentuk
angka itu. Halaman ini dibuat dari keterangan di `warehouse/marts/`; jangan disunting dengan tangan. Buat ulang dengan
`python -m warehouse.marts > docs/kamus-mart.md`.

🔑 kolom yang membuat baris itu satu-satunya; Σ ukuran yang boleh dijumlahkan antarbaris.
"""
_TYPES = {
    "text": "teks",
    "code": "kode",
    "month": "bulan (YYYY-MM)",
    "date": "tanggal",
    "moment": "waktu",
    "flag": "1 atau 0",
    "integer": "bilangan bulat",
    "number": "bilangan",
    "rupiah": "rupiah penuh",
}


def page() -> str:
    """All marts in words, as Markdown."""
    parts = [_HEAD]
    for name in MARTS:
        described = mart(name)
        parts.append(f"## {described.title}\n\nPenanggung jawab: {described.owner}.\n")
        parts += ["\n".join(_view(view)) for view in (described.figures, described.rows)]
        if described.checks:
            rules = "; ".join(check.about for check in described.checks)
            parts.append(f"Selalu berlaku, dan diperiksa setiap malam: {rules}.\n")
    return "\n".join(parts).rstrip() + "\n"


def _view(view: MartView) -> Iterator[str]:
    yield f"### `{view.name}`\n\n{view.about}\n"
    yield "| kolom | | jenis | satuan | isi | bila kosong |\n|---|---|---|---|---|---|"
    for name, column in view.columns.items():
        yield "| " + " | ".join((f"`{name}`", _marks(view, name, column), *_cells(column))) + " |"
    yield ""


def _marks(view: MartView, name: str, column: MartColumn) -> str:
    return ("🔑" if name in view.grain else "") + ("Σ" if column.adds else "")


def _cells(column: MartColumn) -> tuple[str, str, str, str]:
    return _TYPES[column.type], column.unit or "", column.about, column.empty or "tidak pernah"


if __name__ == "__main__":
    print(page(), end="")
