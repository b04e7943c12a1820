"""The standing rows of a sheet from the statements in force: each office's newest first, then keys that only older ones
know.

Reads ``pernyataan_berlaku``, so it answers for the point of view that this name shows.
"""

# ruff: noqa: S608 - names of tables stand in the queries

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, Text, bindparam, text

from warehouse.contract_tables import STANDING, SheetTables
from warehouse.corrections.source import source

Round = Mapping[str, str]
"""By office: a submission."""


def add_standing_rows(connection: Connection, tables: SheetTables, to: str) -> None:
    """Fill an empty table like the current one from all statements in force, whatever was known before."""
    newest, *older = [*rounds(connection, tables)] or [{}]
    add_batches(connection, tables, [*newest.values()], to, keadaan="baru")
    for statements in older:
        add_batches(connection, tables, [*statements.values()], to, keadaan="lama")
    say_what_is_held(connection, tables, newest, to)


def rounds(connection: Connection, tables: SheetTables) -> Iterator[Round]:
    """The statements about a sheet: first every office's newest, then the next older ones."""
    query = text("SELECT office, submission_id FROM pernyataan_berlaku WHERE sheet = :title ORDER BY period DESC")
    by_office: dict[str, list[str]] = {}
    for office, submission_id in connection.execute(query, {"title": tables.sheet.title}):
        by_office.setdefault(office, []).append(submission_id)
    for number in range(max(map(len, by_office.values()), default=0)):
        yield {office: statements[number] for office, statements in by_office.items() if number < len(statements)}


def add_batches(
    connection: Connection,
    tables: SheetTables,
    submissions: Sequence[str],
    to: str,
    *,
    keadaan: str,
    joined: str = "",
    where: str = "",
) -> None:
    """Add the rows of some submissions, as corrections make them, to a table like the current one, for keys that it
    does not have yet.

    ``keadaan``: theirs; ``joined``, ``where``: what else the batch ``b`` is joined with, and narrowed down by.
    """
    names = list(tables.standing_columns)
    values = [f'b."{name}"' for name in names]
    if tables.has_standing:
        names.append(STANDING)
        values.append(f"'{keadaan}'")
    listed = ", ".join(f'"{name}"' for name in names)
    query = (
        f"INSERT INTO {to} ({listed}) SELECT {', '.join(values)} "
        f"FROM {joined} {source(connection, tables)} b WHERE b.submission_id IN :submissions {where} ON CONFLICT DO NOTHING"
    )
    connection.execute(
        text(query).bindparams(bindparam("submissions", expanding=True, type_=Text)), {"submissions": list(submissions)}
    )


def say_what_is_held(connection: Connection, tables: SheetTables, newest: Round, to: str) -> None:
    """The rows of older statements whose keys the newest one names, but holds back."""
    if not tables.has_standing:
        return
    held = (
        f"UPDATE {to} SET {STANDING} = 'ditahan' WHERE office = :office AND {STANDING} = 'lama' "
        "AND row_key IN (SELECT h.row_key FROM held_row h WHERE h.submission_id = :one AND h.sheet = :sheet)"
    )
    for office, submission_id in newest.items():
        parameters = {"office": office, "one": submission_id, "sheet": tables.sheet.title}
        connection.execute(text(held), parameters)
