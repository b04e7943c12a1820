"""The places in the warehouse that hold a person: each gives the changes after which it holds him no more.

A new place is one function and its name in PLACES. Each may be asked again: what is done gives no change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, Text, and_, not_, or_, select

from schemas import kinds
from schemas.forgotten import PLACEHOLDER, placeholder
from schemas.grid import parse_address
from schemas.kinds.strays import mask_personal
from schemas.model import Column
from warehouse.contract_tables import BY_TITLE, SHEETS, SheetTables
from warehouse.corrections.tables import CORRECTED, correction
from warehouse.forgetting.change import Change, row_of
from warehouse.forgetting.subject import Subject
from warehouse.forgetting.tables import forget_kept, forget_mark, forget_request
from warehouse.personal import is_free_text
from warehouse.tables import (
    applied_suggestion,
    finding,
    metadata,
    quarantine,
    right_value,
    sealed_text,
    submission,
)

Place = Callable[[Connection, Subject], Iterator[Change]]
UMKM = SHEETS["umkm"]
NAMES = ("nama_usaha", "nama_pemilik")
"""Columns that may not be empty: a placeholder stands there."""
CONTACTS = frozenset(
    column.name
    for tables in SHEETS.values()
    for column in tables.sheet.columns
    if isinstance(column.kind, kinds.Phone | kinds.Email)
)
"""Columns of telephones and e-mail addresses, which several people may share."""
_WITH_NAMES = frozenset(("sealed_name", "sealed_answer_name", "delivery", "unknown_partner"))
"""Tables in which a name is looked for as well: names of files, and of partners that nobody has confirmed."""


def changes(connection: Connection, subject: Subject) -> dict[str, list[Change]]:
    """What must change, by place. Places without changes are missing."""
    by_place = {name: list(place(connection, subject)) for name, place in PLACES.items()}
    return {name: edits for name, edits in by_place.items() if edits}


def _sealed(connection: Connection, subject: Subject) -> Iterator[Change]:
    """Personal columns of the person's businesses; of others, texts that hold his number."""
    for tables in SHEETS.values():
        personal = tables.personal
        if personal is None:
            continue
        batch, names = tables.batch, tables.personal_columns
        same = (personal.c.submission_id == batch.c.submission_id) & (personal.c.row_key == batch.c.row_key)
        query = select(batch.c.office, personal).select_from(personal).join(batch, same)
        if tables is UMKM:
            rows = connection.execute(query.where(_is_own(batch, subject))).mappings()
            yield from _changed(personal, rows, lambda row, names=names: {n: _empty(n, row["row_key"]) for n in names})
            query = query.where(not_(_is_own(batch, subject)))

        def values(row: Any, names=names) -> dict[str, Any]:
            texts = {name: row[name] for name in names if row[name] and not name.startswith("nik_")}
            return {name: subject.redact_cell(text, is_contact=name in CONTACTS) for name, text in texts.items()}

        yield from _changed(personal, connection.execute(query).mappings(), values)


def _public(connection: Connection, subject: Subject) -> Iterator[Change]:
    """The names of the person's businesses, and his name in the free texts of rows about them."""
    for tables in SHEETS.values():
        texts = [column.name for column in tables.sheet.columns if is_free_text(column)]
        for table in _copies(tables):
            own = _is_own(table, subject) if tables is UMKM else _is_about(table, subject)
            if own is None or not texts:
                continue

            def values(row: Any, texts=texts, is_umkm=tables is UMKM) -> dict[str, Any]:
                new = {name: subject.redact(row[name], names=True) for name in texts if row[name]}
                return new | ({"nama_usaha": placeholder(row["row_key"])} if is_umkm else {})

            yield from _changed(table, connection.execute(select(table).where(own)).mappings(), values)


def _free_texts(connection: Connection, subject: Subject) -> Iterator[Change]:
    """Texts that hold his number or address, sealed, and their masked copies in public tables."""
    for row in connection.execute(select(sealed_text)).mappings():
        text = subject.redact(row["text"])
        if text == row["text"]:
            continue
        yield Change(sealed_text.key, row_of(sealed_text, row), {"text": text})
        tables, name = BY_TITLE[row["sheet"]], row["column_name"]
        for table in _copies(tables):
            same = and_(table.c.submission_id == row["submission_id"], table.c.row == row["row"])
            rows = connection.execute(select(table).where(same)).mappings()
            yield from _changed(table, rows, lambda row, name=name, text=text: _unless_placed(row, name, text))


def _unless_placed(row: Any, name: str, text: str) -> dict[str, Any]:
    return {} if str(row[name]).startswith(PLACEHOLDER) else {name: mask_personal(text)}


def _quarantine(connection: Connection, subject: Subject) -> Iterator[Change]:
    """Of his own rows that were held back only cells that are neither text nor personal; of others' nothing of him."""
    for row, is_own in _held_rows(connection, subject):
        raw = json.loads(row["raw"])
        if is_own and row["sheet"] == UMKM.sheet.title:
            cleaned = {
                header: text
                for header, text in raw.items()
                if header in _KEPT_HEADERS and not subject.is_in(text, names=True)
            }
        else:
            cleaned = {subject.redact(header): subject.redact(text, names=is_own) for header, text in raw.items()}
        text = json.dumps(cleaned, ensure_ascii=False)
        if cleaned != raw:
            yield Change(quarantine.key, row_of(quarantine, row), {"raw": text})


def _held_rows(connection: Connection, subject: Subject) -> Iterator[tuple[Any, bool]]:
    """Rows that were held back and hold the person, and whether they are his own."""
    query = select(quarantine, submission.c.office).join(submission, submission.c.id == quarantine.c.submission_id)
    for row in connection.execute(query).mappings():
        is_own = subject.names_key(row["office"], row["row_key"])
        is_own |= row["sheet"] == UMKM.sheet.title and subject.is_in(row["raw"])
        if is_own or subject.is_in(row["raw"]):
            yield row, is_own


def _findings(connection: Connection, subject: Subject) -> Iterator[Change]:
    """What findings show of cells of his rows: masked, and only the beginning of names, but of him."""
    own_rows = _own_rows(connection, subject)
    query = select(finding, submission.c.office).join(submission, submission.c.id == finding.c.submission_id)
    for row in connection.execute(
        query.where(or_(finding.c.got.is_not(None), finding.c.suggestion.is_not(None)))
    ).mappings():
        at = (row["submission_id"], row["sheet"], row["row"])
        own = at in own_rows or (row["sheet"] == UMKM.sheet.title and subject.names_key(row["office"], row["row_key"]))
        if own and row["column_name"] in _WORDS:
            yield Change(finding.key, row_of(finding, row), {"got": None, "suggestion": None})


def _accepted(connection: Connection, subject: Subject) -> Iterator[Change]:
    """Suggestions that were accepted in cells of his rows."""
    own_rows = _own_rows(connection, subject)
    for row in connection.execute(select(applied_suggestion)).mappings():
        try:
            number = parse_address(row["cell"])[0] + 1
        except ValueError:
            continue
        if (row["submission_id"], row["sheet"], number) in own_rows and (row["got"] or row["value"]):
            yield Change(applied_suggestion.key, row_of(applied_suggestion, row), {"got": None, "value": None})


def _corrections(connection: Connection, subject: Subject) -> Iterator[Change]:
    """Corrections of his business's name. The first of those that hold goes on acting: on the placeholder."""
    where = and_(correction.c.sheet == UMKM.sheet.title, correction.c.column_name == "nama_usaha")
    acting: set[tuple[str, str]] = set()
    for row in connection.execute(select(correction).where(where).order_by(correction.c.id)).mappings():
        key, name = (row["office"], row["row_key"]), placeholder(row["row_key"])
        if key in subject.keys:
            acts = row["ended_at"] is None and key not in acting
            acting |= {key} if acts else set()
            values = {"expected": name if acts else f"{name} #{row['id']}", "value": name}
            yield from _changed(correction, [row], lambda _, values=values: values)


def _right_values(connection: Connection, subject: Subject) -> Iterator[Change]:
    """Signs of his cells that their sender called right."""
    for row in connection.execute(select(right_value).where(right_value.c.sheet == UMKM.sheet.title)).mappings():
        if (row["office"], row["row_key"]) in subject.keys and not row["sign"].startswith("dihapus-"):
            sign = f"dihapus-{sha256(row['sign'].encode()).hexdigest()[:12]}"
            yield Change(right_value.key, row_of(right_value, row), {"sign": sign})


def _other_texts(connection: Connection, subject: Subject) -> Iterator[Change]:
    """His number or address in any other text of any table, and his name in names of files."""
    for table in metadata.sorted_tables:
        if table in _OWN_WAY or table.name.startswith(("batch_", "dim_", "fct_")):
            continue
        texts = [column.name for column in table.columns if isinstance(column.type, Text)]
        if not texts:
            continue
        names = table.name in _WITH_NAMES
        long_texts = or_(*(table.c[name].is_not(None) for name in texts))

        def values(row: Any, texts=texts, names=names) -> dict[str, Any]:
            return {name: subject.redact(row[name], names=names) for name in texts if row[name]}

        yield from _changed(table, connection.execute(select(table).where(long_texts)).mappings(), values)


_OWN_WAY = frozenset((sealed_text, quarantine, forget_kept, forget_mark, forget_request))

PLACES: dict[str, Place] = {
    "data pribadi": _sealed,
    "nama usaha": _public,
    "teks bebas": _free_texts,
    "baris ditahan": _quarantine,
    "temuan": _findings,
    "saran yang diterima": _accepted,
    "koreksi": _corrections,
    "pernyataan memang benar": _right_values,
    "nama berkas dan catatan": _other_texts,
}
"""Every place in the warehouse, by its name for people, in the order in which they are changed."""


def _is_word(column: Column) -> bool:
    return column.personal or is_free_text(column)


_WORDS = frozenset(column.name for column in UMKM.sheet.columns if _is_word(column)) | {None}
_KEPT_HEADERS = frozenset(
    header for column in UMKM.sheet.columns if not _is_word(column) for header in (column.header, *column.aliases)
)


def _changed(table: Table, rows: Iterable[Any], values_of: Callable[[Any], dict[str, Any]]) -> Iterator[Change]:
    """A change for each row that is not yet as it should be."""
    for row in list(rows):
        values = {name: value for name, value in values_of(row).items() if row[name] != value}
        if values:
            yield Change(table.key, row_of(table, row), values)


def _copies(tables: SheetTables) -> tuple[Table, ...]:
    """The public tables that hold a sheet's rows."""
    return tables.batch, tables.current, CORRECTED[tables.sheet.table]


def _empty(name: str, row_key: str) -> str | None:
    return placeholder(row_key) if name in NAMES else None


def _is_own(table: Table, subject: Subject):
    """Whether a row of the sheet of businesses is the person's."""
    own = [and_(table.c.office == office, table.c.row_key == key) for office, key in sorted(subject.keys)]
    return or_(False, *own)


def _is_about(table: Table, subject: Subject):
    """Whether a row of another sheet names one of the person's businesses or its products; None where none can."""
    if "kode_umkm" in table.c:
        own = [and_(table.c.office == office, table.c.kode_umkm == key) for office, key in sorted(subject.keys)]
    elif "kode_produk" in table.c:
        own = [table.c.kode_produk.like(f"{key}-%") for _, key in sorted(subject.keys)]
    else:
        return None
    return or_(False, *own)


def _own_rows(connection: Connection, subject: Subject) -> set[tuple[str, str, int]]:
    """Submission, sheet and row of each of the person's rows, loaded or held back."""
    batch = UMKM.batch
    loaded = connection.execute(select(batch.c.submission_id, batch.c.row).where(_is_own(batch, subject)))
    rows = {(row.submission_id, UMKM.sheet.title, row.row) for row in loaded}
    held = _held_rows(connection, subject)
    return rows | {(row["submission_id"], row["sheet"], row["row"]) for row, own in held if own}
