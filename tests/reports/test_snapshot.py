"""What is published of a month: what may not be told is empty, everything else is exact, and the same figures give the
same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from inspect import isgeneratorfunction
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from pyarrow import parquet

from reports.snapshot.contents import DATABASE, OfficePeriod, Snapshot, contents, description
from reports.snapshot.suppression import business_of, hidden_counts, hidden_money, suppressed
from warehouse.mart_reading import MartReading, contributing_rows
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView

ZONE = ZoneInfo("Asia/Makassar")
POINT = PointOfView("2026-11", datetime(2026, 12, 6, 1, tzinfo=UTC))
GRAIN = {"usaha_besar": "PT A", "office": "76.05", "nama_kabupaten": "Kabupaten Majene"}


def figure(stage: str, partnerships: int, businesses: int, contract: int, delivered: int = 0) -> dict:
    counts = {"jumlah_kemitraan": partnerships, "jumlah_umkm": businesses, "penempatan": 9}
    return {**GRAIN, "tahap": stage, **counts, "nilai_kontrak_rp": contract, "nilai_realisasi_rp": delivered}


def behind(stage: str, *keys: str) -> list[dict]:
    return [{**GRAIN, "tahap": stage, "row_key": key} for key in keys]


FIGURES = [figure("Diajukan", 2, 2, 500), figure("Negosiasi", 3, 2, 700), figure("Memasok", 4, 3, 900, 1)]
BEHIND = [
    *behind("Diajukan", "MJN-0001||PT A", "MJN-0002||PT A"),
    *behind("Negosiasi", "MJN-0001|MJN-0001-01|PT A", "MJN-0001|MJN-0001-02|PT A", "MJN-0002||PT A"),
    *behind("Memasok", "MJN-0003||PT A", "MJN-0004||PT A", "MJN-0005||PT A", "MJN-0005|MJN-0005-01|PT A"),
]


def snapshot() -> Snapshot:
    rows, emptied = suppressed(mart("kemitraan"), FIGURES, BEHIND)
    reading = MartReading(mart("kemitraan"), POINT, tuple(rows), True)
    return Snapshot(POINT, [reading], {"kemitraan": emptied}, [OfficePeriod("76.05", "2026-10", True)])


def test_small_counts_by_place_and_money_of_few_businesses_are_empty() -> None:
    rows, emptied = suppressed(mart("kemitraan"), FIGURES, BEHIND)
    cells = {row["tahap"]: (row["jumlah_kemitraan"], row["jumlah_umkm"], row["nilai_kontrak_rp"]) for row in rows}
    assert cells == {"Diajukan": (None, None, None), "Negosiasi": (3, None, None), "Memasok": (4, 3, 900)}
    assert emptied == 5
    assert rows[2] == FIGURES[2]


@pytest.mark.parametrize("name", MARTS)
def test_every_sum_of_money_can_be_hidden_and_no_count_by_place_is_forgotten(name: str) -> None:
    described = mart(name)
    columns = described.figures.columns
    assert set(hidden_money(described)) == {
        column for column, shown in columns.items() if shown.type == "rupiah" and shown.adds
    }
    harmless = {"baris", "temuan", "berkas", "unit", "satuan permintaan"}  # of files and goods
    if "office" in described.figures.grain:
        counts = {column for column, shown in columns.items() if shown.type == "integer" and shown.unit not in harmless}
        assert set(hidden_counts(described)) == counts


def test_rows_are_asked_for_where_money_is_summed_alone() -> None:
    def unread():
        raise AssertionError("these are millions")
        yield

    assert isgeneratorfunction(contributing_rows)
    assert suppressed(mart("syarat"), [], unread()) == ([], 0)
    with pytest.raises(AssertionError):
        suppressed(mart("realisasi"), [], unread())


def test_a_business_is_known_by_the_key_of_its_row() -> None:
    keys = ("MJN-0001", "MJN-0001||PT A", "MJN-0001|MJN-0001-02|PT A", "MJN-0001-02|SSL-0001")
    assert {business_of(key) for key in keys} == {"MJN-0001"}
    assert business_of("MJN-000123-101|SSL-0001") == "MJN-000123"


def test_every_form_holds_the_same_rows() -> None:
    files, rows = contents(snapshot(), ZONE), snapshot().readings[0].rows
    names = list(mart("kemitraan").figures.columns)
    assert parquet.read_table(io.BytesIO(files["parquet/kemitraan.parquet"])).to_pylist() == [dict(row) for row in rows]
    text = files["csv/kemitraan.csv"]
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert lines == [names, *([("" if row[name] is None else str(row[name])) for name in names] for row in rows)]
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx/kemitraan.xlsx"]))["kemitraan"]
    assert [list(row) for row in sheet.iter_rows(values_only=True)][1:] == [
        [row[name] for name in names] for row in rows
    ]
    assert b"read_parquet('parquet/kemitraan.parquet')" in files["duckdb.sql"]


def test_the_database_has_keyed_tables(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(contents(snapshot(), ZONE)[DATABASE])
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        key = [row[1] for row in database.execute("PRAGMA table_info(mart_kemitraan)") if row[5]]
        assert key == list(mart("kemitraan").figures.grain)
        assert database.execute("SELECT COUNT(*) FROM mart_kemitraan").fetchone() == (3,)
        assert database.execute("SELECT period, definition FROM terbitan").fetchall() == [("2026-11", "2026.1")]
        assert database.execute("SELECT * FROM terbitan_kantor").fetchall() == [("76.05", "2026-10", 1)]
        words = dict(database.execute("SELECT kolom, arti FROM kamus WHERE tabel = 'mart_kemitraan'").fetchall())
        assert set(words) == set(mart("kemitraan").figures.columns)


def test_the_package_tells_hashes_rows_units_and_the_month_of_each_office() -> None:
    files = contents(snapshot(), ZONE)
    package = json.loads(description(snapshot(), files, 2, ZONE))
    assert (package["version"], package["period"]) == ("2026-11.2", "2026-11")
    assert package["offices"] == [{"office": "76.05", "period_data": "2026-10", "terbawa": 1}]
    assert {entry["path"] for entry in package["resources"]} == {path for path in files if "/" in path}
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert (resource["bytes"], resource["rows"], resource["suppressed"]) == (len(content), 3, 5)
        assert resource["schema"]["primaryKey"] == list(mart("kemitraan").figures.grain)
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert fields["nilai_kontrak_rp"]["unit"] == "rupiah"
        assert "terlalu sedikit" in fields["jumlah_umkm"]["empty"]
        assert "empty" not in fields["usaha_besar"]
    assert b"76.05 (2026-10)" in files["BACA-DULU.txt"]


def test_the_same_figures_give_the_same_bytes() -> None:
    assert contents(snapshot(), ZONE) == contents(snapshot(), ZONE)
    later = replace(snapshot(), point=replace(POINT, known_on=datetime(2026, 12, 7, tzinfo=UTC)))
    assert contents(later, ZONE) != contents(snapshot(), ZONE)
