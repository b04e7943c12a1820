"""The report's definitions as a page: ``python -m reports.partnership > docs/kamus-laporan.md``."""

from __future__ import annotations

from collections.abc import Iterator

from reports.partnership.definitions import DEFINITIONS, ELSEWHERE, Defined

_HEAD = """\
# Kamus laporan

Arti setiap angka laporan kemitraan, menurut kuncinya di `kemitraan report --format json`. Halaman, PDF, dan buku kerja
menunjukkan angka-angka ini dan tidak ada yang lain. Halaman ini dibuat dari `reports/partnership/definitions.py`; jangan
disunting dengan tangan. Buat ulang dengan `python -m reports.partnership > docs/kamus-laporan.md`.
"""


def page() -> str:
    """All parts in words, as Markdown."""
    others = "\n".join(f"| `{key}` | {about} |" for key, about in ELSEWHERE.items())
    parts = [_HEAD, *("\n".join(_part(part)) for part in DEFINITIONS)]
    return "\n".join([*parts, f"## Yang lain\n\n| kunci | isi |\n|---|---|\n{others}"]) + "\n"


def _part(part: Defined) -> Iterator[str]:
    yield f"## `{part.key}`: {part.title}\n\n{part.about}\n"
    for fields in part.fields.values():
        yield "| kunci | arti |\n|---|---|"
        yield from (f"| `{name}` | {about} |" for name, about in fields.items())
        yield ""


if __name__ == "__main__":
    print(page(), end="")
