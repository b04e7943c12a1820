"""``asal_sel`` says of every value what ``kemitraan trace`` says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, text

from schemas.grid import address
from schemas.period import Period
from tests.warehouse.factory import RECEIVED, check_result, kemitraan, send, umkm
from warehouse.engine import Warehouse
from warehouse.mart_reading import at_point
from warehouse.tables import submission_column
from warehouse.tracing import trace_row

QUERY = text(
    'SELECT column_name, cell, header, file_name, sheet_name, office_name, "row" FROM asal_sel '
    "WHERE source = :source AND office = '76.05' AND row_key = :key AND period = :period"
)


def receipts(connection: Connection, source: str, key: str, period: str = "2026-11") -> dict:
    rows = connection.execute(QUERY, {"source": source, "key": key, "period": period})
    return {row.column_name: row for row in rows}


def test_the_view_says_of_every_column_what_trace_says(warehouse: Warehouse) -> None:
    merged = [(5, 4, 6, 6)]  # over two rows and three columns
    send(warehouse, check_result({"umkm": [umkm(1), umkm(2)]}, absent=["kbli"], merged=merged))
    for key in ("MJN-0001", "MJN-0002"):
        origin = trace_row(warehouse, "umkm", key)
        with warehouse.read() as connection:
            receipts_of_row = receipts(connection, "dim_umkm", key)
        cells = {cell.column: cell for cell in origin.cells if cell.cell}
        assert receipts_of_row.keys() == cells.keys()
        assert "kbli" not in receipts_of_row
        for name, row in receipts_of_row.items():
            assert (row.cell, row.header, row.row) == (cells[name].cell, cells[name].header, origin.row)
            assert (row.file_name, row.sheet_name) == (origin.file.file_name, origin.sheet_name)
            assert row.office_name == "Kabupaten Majene"


def test_monthly_rows_and_those_of_the_past_have_theirs(warehouse: Warehouse) -> None:
    for month, turnover in (("2026-10", 10**8), ("2026-11", 2 * 10**8)):
        rows = {"umkm": [umkm(2), umkm(1, omzet_tahunan=turnover)], "kemitraan": [kemitraan(1)]}
        send(warehouse, check_result(rows, period=month))
    key = "|".join(("MJN-0001", "", kemitraan(1)["usaha_besar"]))
    with warehouse.read() as connection:
        assert receipts(connection, "fct_kemitraan_bulanan", key, "2026-10")["tahap"].row == 6
        joined = text(
            "SELECT COUNT(*) FROM mart_realisasi_rows r INNER JOIN asal_sel a ON a.source = r.source AND a.office = r.office "
            "AND a.row_key = r.row_key AND a.period = r.period WHERE a.column_name = 'nilai_realisasi'"
        )
        assert connection.scalar(joined) == 2
    with at_point(warehouse, period=Period(2026, 10)) as (connection, _):
        assert receipts(connection, "dim_umkm", "MJN-0001", "2026-10")["omzet_tahunan"].cell
        assert receipts(connection, "dim_umkm", "MJN-0001", "2026-11") == {}
    with at_point(warehouse, period=Period(2026, 10), known_on=RECEIVED - timedelta(days=400)) as (connection, _):
        assert receipts(connection, "dim_umkm", "MJN-0001", "2026-10") == {}


@pytest.mark.parametrize("position", [0, 25, 26, 51, 52, 701, 702, 703, 1377, 1378, 16_383])
def test_columns_far_to_the_right_have_their_letters(warehouse: Warehouse, position: int) -> None:
    identifier, _ = send(warehouse, check_result({"umkm": [umkm(1)]}))
    far = {"submission_id": identifier, "sheet": "UMKM", "column_name": "jauh", "header": "Jauh", "position": position}
    with warehouse.write() as connection:
        connection.execute(insert(submission_column).values(far))
    with warehouse.read() as connection:
        assert receipts(connection, "dim_umkm", "MJN-0001")["jauh"].cell == address(5, position)
