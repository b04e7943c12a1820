"""The partnerships of each batch, counted once: what figures of all months add up without reading every batch again.

A batch never changes, so its counts hold from any point of view. Corrections are no part of them: a mart adds what a
corrected row says more or less.
"""

# ruff: noqa: S608 - the table's name stands in the query

from __future__ import annotations

from sqlalchemy import Connection, select, text

from warehouse.contract_tables import SHEETS
from warehouse.tables import hitungan_kemitraan

SHEET = SHEETS["kemitraan"].sheet.title


def fill_counts(connection: Connection, to: str) -> None:
    """Fill an empty table like that of the counts, of all statements that were ever in force."""
    ever = "SELECT f.submission_id FROM in_force f WHERE f.sheet = :sheet"
    connection.execute(text(_counts(to, f"IN ({ever})")), {"sheet": SHEET})


def count_statement(connection: Connection, sheet: str, submission_id: str) -> None:
    """Count a statement that comes in force; nothing where that was done before, or of another sheet."""
    if sheet != SHEET:
        return
    counted = select(hitungan_kemitraan.c.banyak).where(hitungan_kemitraan.c.submission_id == submission_id).limit(1)
    if connection.execute(counted).first() is None:
        connection.execute(text(_counts(hitungan_kemitraan.name, "= :one")), {"one": submission_id})


def _counts(to: str, which: str) -> str:
    return (
        f"INSERT INTO {to} (submission_id, usaha_besar, tahap, banyak, nilai_realisasi) "
        "SELECT b.submission_id, b.usaha_besar, b.tahap, COUNT(*), CAST(COALESCE(SUM(b.nilai_realisasi), 0) AS BIGINT) "
        f"FROM batch_kemitraan b WHERE b.submission_id {which} GROUP BY b.submission_id, b.usaha_besar, b.tahap"
    )
