"""Personal data typed wherever a person can type: in every cell of every sheet, in headers, names of sheets and
files.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from kemitraan.config.home import Home
from schemas.contract_2026_1 import CONTRACT
from schemas.model import Sheet
from tests.schemas.making import KIND_OF, SOUND
from warehouse.engine import Warehouse
from warehouse.tables import metadata

NIK, TELEPHONE, ADDRESS, NAME = (
    "7601014107900012",
    "081298765432",
    "rahma.pribadi@contoh.id",
    "Puang Rahmatia Sitanggang",
)
PERSON = "Daeng Sirajuddin"
"""Somebody whom names of files alone name."""
PLANTED = (NIK, TELEPHONE, ADDRESS)
SIGNS = (NIK, TELEPHONE, TELEPHONE[1:], "0812-9876-5432", ADDRESS, ADDRESS.split("@", maxsplit=1)[0], *PERSON.split())
"""How they would be found again: a telephone number also as it is kept, or as it was typed into a name."""
FILE_NAME = f"Tanaman {PERSON} {NIK} 0812-9876-5432 {ADDRESS}.xlsx"
PLACES = {"MJN": ("Banggae", "Totoli"), "MTG": ("Topoyo", "Topoyo")}


def planted_book(kind: str, cover: Iterable[tuple[str, str]], prefix: str = "MJN") -> bytes:
    """A workbook of this kind with a row for each column and each planted value, sound otherwise."""
    book = Workbook()
    identity = book.active
    assert identity is not None
    identity.title = "Identitas"
    for label, value in cover:
        identity.append([label, value])
    identity.append(["Petugas", f"{NAME} {TELEPHONE}"])
    identity.append(["Jabatan", ADDRESS])
    for sheet in CONTRACT.kind(kind).sheets:
        page = book.create_sheet(sheet.title)
        page.append([column.header for column in sheet.columns] + [f"Kontak {TELEPHONE}", f"Surel {ADDRESS}", NIK])
        for number, values in enumerate(_rows(sheet, prefix), 1):
            page.append([_cell(values.get(column.name)) for column in sheet.columns] + [number, number, number])
    book.create_sheet(f"Catatan {TELEPHONE}").append([ADDRESS])
    book.create_sheet(f"Salinan {NIK}").append([NIK])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(sheet: Sheet, prefix: str) -> Iterator[dict[str, Any]]:
    """The row that others name, then a row for each column and planted value with a key of its own."""
    number = 1
    yield _own(sheet, prefix, number)
    for column in sheet.columns:
        for planted in (*PLANTED, f"hubungi {TELEPHONE} atau {ADDRESS}, NIK {NIK}"):
            number += 1
            yield {**_own(sheet, prefix, number), column.name: planted}


def _own(sheet: Sheet, prefix: str, number: int) -> dict[str, Any]:
    values = dict(SOUND[sheet.title])
    key = sheet.key[0]
    if KIND_OF[sheet.title].name == "regency":
        values = {name: str(v).replace("MJN", prefix) if name.startswith("kode_") else v for name, v in values.items()}
        if "kecamatan" in values:
            values["kecamatan"], values["desa"] = PLACES[prefix]
    if len(sheet.key) == 1:
        values[key] = f"{values[key][:4]}{number:04d}{values[key][8:]}"
    if "nib" in values:
        values["nib"] = f"91200011{number:05d}"
    if "tanggal" in values:
        values["tanggal"] = date(2025, 1 + number % 10, 1 + number % 28)
    if "berlaku_mulai" in values:
        values["berlaku_mulai"] = date(2020 + number % 6, 1 + number % 12, 1 + number % 28)
    return values


def _cell(value: Any) -> Any:
    return value


def outside(home: Home) -> dict[str, str]:
    """Everything that somebody else than its sender, or the program itself, may read: public tables as SQL, and files
    that are not their owner's alone, by where they are.
    """
    texts = {"gudang": public_tables(home.warehouse / "gudang.sqlite")}
    boxes = (home.inboxes, home.outbox("x").parent)
    for path in home.path.rglob("*"):
        if path.is_file() and path.stat().st_mode & 0o077 and not any(path.is_relative_to(box) for box in boxes):
            texts[str(path)] = path.read_bytes().decode("utf-8", "replace")
    return texts


def public_tables(database: Path) -> str:
    """What analysts see, as SQL."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def public_rows(warehouse: Warehouse) -> str:
    """Every public table, on whichever database."""
    with warehouse.read() as connection:
        return "\n".join(
            repr(tuple(row))
            for table in metadata.sorted_tables
            if table.schema is None
            for row in connection.execute(select(table))
        )


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and those of each member where it is a zip."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                yield package.read(name)


def leaks(texts: dict[str, str]) -> dict[str, set[str]]:
    """Where planted data are found again, with some of what stands around them."""
    return {
        place: {text[max(0, at - 60) : at + 40] for sign in SIGNS if (at := text.find(sign)) >= 0}
        for place, text in texts.items()
        if any(sign in text for sign in SIGNS)
    }
