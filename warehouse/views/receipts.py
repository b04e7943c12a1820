"""The receipt of every value as a view: ``asal_sel`` gives file, sheet, cell, sender and time for each column of each
row.

A mart's rows name theirs by ``source``, ``office``, ``row_key`` and, where months count, ``period``.
"""

# ruff: noqa: S608 - names of tables stand in the query

from __future__ import annotations

from warehouse.contract_tables import SHEETS

MONTHLY = ("kemitraan", "pemasaran")
"""Sheets whose rows count for the month that they are stated for."""

_LETTERS = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"


def receipts_sql() -> str:
    """The text of the view."""
    rows = "\n    UNION ALL\n".join(f"    {_rows(name, title)}" for name, title in _sources())
    return f"""\
-- Where each value of a current or monthly row stood: file, sheet, cell, sender and time. Of merged cells the first. Where it
-- was corrected: the correction's number, what was stated, by whom and why.
SELECT
    c.source,
    c.office,
    c.row_key,
    c.period,
    c.column_name,
    c.header,
    c.submission_id,
    s.file_name,
    s.sha256,
    s.received_at,
    COALESCE(o.name, s.office) AS office_name,
    c.sheet,
    c.sheet_name,
    c."row",
    CASE WHEN c.col >= 702 THEN SUBSTR({_LETTERS}, (c.col - 702) / 676 + 1, 1) ELSE '' END
        || CASE WHEN c.col >= 26 THEN SUBSTR({_LETTERS}, (c.col - 26) / 26 % 26 + 1, 1) ELSE '' END
        || SUBSTR({_LETTERS}, c.col % 26 + 1, 1)
        || CAST(c.top AS TEXT) AS cell,
    x.correction_id AS koreksi,
    y.expected AS tertulis,
    y.who AS koreksi_oleh,
    y.why AS koreksi_sebab
FROM (
    SELECT
        b.*,
        h.sheet_name,
        k.column_name,
        k.header,
        COALESCE(m.left_, k.position) AS col,
        COALESCE(m.top + 1, b."row") AS top
    FROM (
{rows}
    ) b
    INNER JOIN submission_sheet h ON h.submission_id = b.submission_id AND h.sheet = b.sheet
    INNER JOIN submission_column k ON k.submission_id = b.submission_id AND k.sheet = b.sheet
    LEFT JOIN merged_cells m
        ON m.submission_id = b.submission_id
        AND m.sheet = b.sheet
        AND b."row" - 1 BETWEEN m.top AND m.bottom
        AND k.position BETWEEN m.left_ AND m.right_
) c
INNER JOIN submission s ON s.id = c.submission_id
LEFT JOIN dim_office o ON o.code = s.office
LEFT JOIN corrected_cell x
    ON x.submission_id = c.submission_id AND x.sheet = c.sheet AND x.row_key = c.row_key AND x.column_name = c.column_name
LEFT JOIN correction y ON y.id = x.correction_id
"""


def _sources() -> list[tuple[str, str]]:
    """Every table and monthly view of a sheet's rows, with the sheet's title."""
    sources = []
    for table, tables in SHEETS.items():
        sources.append((tables.current.name, tables.sheet.title))
        if table in MONTHLY:
            sources.append((f"{tables.current.name}_bulanan", tables.sheet.title))
    return sources


def _rows(name: str, title: str) -> str:
    columns = 'office, row_key, submission_id, period, "row"'
    return f"    SELECT '{name}' AS source, {columns}, '{title}' AS sheet FROM {name}"
