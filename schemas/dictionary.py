"""The data dictionary: every column of a contract in words, derived from its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.kinds import Word
from schemas.messages import example_of, expected_text
from schemas.model import COVER_TITLE, Column, Contract, Sheet, WorkbookKind

_HEAD = """\
# Kamus data

Kontrak {version}. Berkas ini dibuat dari definisi kontrak di `schemas/`; jangan disunting dengan tangan.
Buat ulang dengan `python -m schemas.dictionary > docs/kamus-data.md`.

✱ wajib diisi; 🔑 bagian dari kunci yang membuat baris itu satu-satunya; ◐ terbatas: dibaca
di kantor, tidak oleh analis, dan tidak diterbitkan; 🔒 data pribadi (UU 27/2022), disimpan terpisah dan ditampilkan tersamar. Nama lain dari judul kolom dan lembar juga dikenali.
"""
_ACCESS = {"terbuka": "", "terbatas": "◐", "pribadi": "🔒"}
_TABLE_HEAD = """\
| kolom | judul dan nama lain | | jenis | isi | contoh | keterangan |
|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class DictionaryRow:
    """One column in words.

    ``workbook`` is the kind of workbook, ``form`` the kind of cell, ``expected`` what belongs in it (range or choices
    included). ``choices`` are the listed words with their synonyms, ``reference`` is the sheet whose key it repeats.
    """

    workbook: str
    sheet: str
    column: str
    header: str
    aliases: tuple[str, ...]
    form: str
    expected: str
    example: str
    choices: tuple[Word, ...]
    required: bool
    access: str
    in_key: bool
    reference: str | None
    has_status: bool
    about: str


def dictionary(contract: Contract) -> list[DictionaryRow]:
    """Every column of every data sheet, in contract order."""
    return [_row(kind, sheet, column) for kind in contract.kinds for sheet in kind.sheets for column in sheet.columns]


def _row(workbook: WorkbookKind, sheet: Sheet, column: Column) -> DictionaryRow:
    kind = column.kind
    return DictionaryRow(
        workbook=workbook.name,
        sheet=sheet.title,
        column=column.name,
        header=column.header,
        aliases=tuple(alias for alias in column.aliases if alias != column.header),
        form=kind.name,
        expected=expected_text(column),
        example=example_of(column),
        choices=kind.choices(),
        required=column.required,
        access=column.access,
        in_key=column.name in sheet.key,
        reference=column.reference,
        has_status=column.has_status,
        about=column.about,
    )


def to_markdown(contract: Contract) -> str:
    """The dictionary as a page for people: a section a kind of workbook, a table a sheet."""
    rows = dictionary(contract)
    parts = [_HEAD.format(version=contract.version)]
    for kind in contract.kinds:
        parts.append(f"## {kind.title}\n\n{kind.about}\n")
        parts.append(_cover(kind))
        for sheet in kind.sheets:
            of_sheet = [row for row in rows if (row.workbook, row.sheet) == (kind.name, sheet.title)]
            parts.append("\n".join(_sheet(sheet, of_sheet)))
    return "\n".join(parts).rstrip() + "\n"


def _cover(kind: WorkbookKind) -> str:
    labels = ", ".join(f"{field.label}{' ✱' if field.required else ''}" for field in kind.cover)
    return f"### {COVER_TITLE} ✱\n\nDi setiap baris satu label dan di kanannya isinya: {labels}.\n"


def _sheet(sheet: Sheet, rows: list[DictionaryRow]) -> Iterator[str]:
    yield f"### {sheet.title}{' ✱' if sheet.required else ''}\n\n{sheet.about}"
    if sheet.aliases:
        yield f"Nama lain: {', '.join(sheet.aliases)}."
    yield "\n" + _TABLE_HEAD + "\n".join(_line(row) for row in rows)
    if lists := [_choices(row) for row in rows if row.choices]:
        yield "\nPilihan (dalam kurung: sebutan lain yang juga dikenali):\n\n" + "\n".join(lists)
    yield ""


def _line(row: DictionaryRow) -> str:
    header = f"**{row.header}**" + (f"; {', '.join(row.aliases)}" if row.aliases else "")
    marks = ("✱" if row.required else "") + ("🔑" if row.in_key else "") + _ACCESS[row.access]
    expected = "lihat daftar di bawah" if row.choices else row.expected.split(", misalnya ")[0]
    about = row.about
    if row.has_status:
        about += f" Di gudang data ada pula `{row.column}_status`: ada, proses, belum, ditahan."
    return "| " + " | ".join((f"`{row.column}`", header, marks, row.form, expected, row.example, about)) + " |"


def _choices(row: DictionaryRow) -> str:
    words = (word.text + (f" ({', '.join(word.synonyms)})" if word.synonyms else "") for word in row.choices)
    return f"- **{row.header}**: {' · '.join(words)}"


if __name__ == "__main__":
    from schemas.contracts import CONTRACTS

    print(to_markdown(CONTRACTS.newest), end="")
