"""Each mart beside its description: the columns are those that it names, the rules hold, a broken one is told."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pydantic import ValidationError
from sqlalchemy import inspect, text

from tests.warehouse.factory import check_result, kemitraan, kurasi, produk, send, umkm
from warehouse.engine import Warehouse
from warehouse.marts import MARTS, mart_sql
from warehouse.marts.checks import broken_rules
from warehouse.marts.description import MartView, mart
from warehouse.open_views import drop_open_views
from warehouse.views import view_sql

VIEWS = [view for name in MARTS for view in mart(name).views]


def fill(warehouse: Warehouse) -> None:
    """Two businesses with products, curations and partnerships, one of them with nothing that may be empty."""
    rows = {
        "umkm": [umkm(1), umkm(2)],
        "produk": [produk(1), produk(2)],
        "kurasi": [kurasi(1, date(2026, 11, 2)), kurasi(1, date(2026, 11, 9)), kurasi(2, date(2026, 11, 9))],
        "kemitraan": [kemitraan(1), kemitraan(2, jumlah_gerai=None, nilai_kontrak=None, nilai_realisasi=None)],
    }
    send(warehouse, check_result(rows))


def test_every_view_has_the_columns_that_its_description_names_in_that_order(warehouse: Warehouse) -> None:
    assert len(VIEWS) >= 2 * len(MARTS)
    with warehouse.read() as connection:
        for view in VIEWS:
            names = [column["name"] for column in inspect(connection).get_columns(view.name)]
            assert (view.name, names) == (view.name, list(view.columns))


def test_every_rule_of_every_mart_holds_with_rows_and_without(warehouse: Warehouse) -> None:
    assert broken_rules(warehouse) == []
    fill(warehouse)
    assert broken_rules(warehouse) == []
    with warehouse.read() as connection:
        assert connection.scalar(text("SELECT SUM(jumlah_kemitraan) FROM mart_kemitraan")) == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("GROUP BY usaha_besar, office, nama_kabupaten, tahap", "GROUP BY usaha_besar, office, nama_kabupaten, tahap, kode_umkm",
         "mart_kemitraan: lebih dari satu baris untuk usaha_besar, office, tahap (1 kali)."),
        ("COUNT(*) AS jumlah_kemitraan", "COUNT(penempatan) AS jumlah_kemitraan",
         "mart_kemitraan.jumlah_kemitraan: jumlahnya 1, padahal barisnya berjumlah 2."),
        ("COALESCE(SUM(nilai_kontrak_rp), 0)", "NULLIF(SUM(nilai_kontrak_rp), 90000000)",
         "mart_kemitraan.nilai_kontrak_rp: kosong di 1 baris, padahal selalu terisi."),
    ],
)  # fmt: skip
def test_a_mart_that_breaks_a_rule_is_told(warehouse: Warehouse, old: str, new: str, words: str) -> None:
    fill(warehouse)
    query = mart_sql("mart_kemitraan")
    assert old in query
    with warehouse.write() as connection:
        drop_open_views(connection)
        connection.exec_driver_sql("DROP VIEW mart_kemitraan")
        connection.exec_driver_sql(f"CREATE VIEW mart_kemitraan AS {query.replace(old, new)}")
    assert words in broken_rules(warehouse)


def test_a_rule_of_the_marts_own_is_told(warehouse: Warehouse) -> None:
    fill(warehouse)
    with warehouse.write() as connection:
        connection.execute(text("UPDATE fct_kurasi SET nilai_akhir = 101 WHERE kode_produk = 'MJN-0002-01'"))
    assert broken_rules(warehouse) == ["mart_kurasi: tidak berlaku bahwa skor di antara 0 dan 100 (1 baris)."]


def test_a_description_whose_grain_is_no_column_is_refused() -> None:
    with pytest.raises(ValidationError, match="no such column"):
        MartView(name="mart_x", about="Satu baris.", grain=("bulan",), columns={})


def test_postgresql_keeps_the_descriptions_as_comments(postgres_warehouse: Warehouse) -> None:
    query = "SELECT obj_description('mart_kurasi'::regclass), col_description('mart_kemitraan_rows'::regclass, 10)"
    with postgres_warehouse.read() as connection:
        about, column = connection.execute(text(query.replace(":", r"\:"))).one()
    assert about == mart("kurasi").figures.about
    assert column == "gerai (gerai). Kosong: tidak dilaporkan."


def test_sqlite_keeps_the_descriptions_with_the_text_of_a_view(sqlite_warehouse: Warehouse) -> None:
    with sqlite_warehouse.read() as connection:
        stored = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'mart_kurasi'"))
    assert "-- Satu baris untuk: office, hasil." in stored


def test_the_bits_of_every_set_of_requirements_are_counted_right(warehouse: Warehouse) -> None:
    counted = mart_sql("mart_kesiapan_rows").partition("(p.kurang & w.diminta)")
    expression = f"{counted[0].rpartition(',')[2]}n.x{counted[2].partition('+')[0]}".strip()
    numbers = "WITH RECURSIVE n AS (SELECT 0 AS x UNION ALL SELECT x + 1 FROM n WHERE x < 16383)"
    with warehouse.read() as connection:
        rows = connection.execute(text(f"{numbers} SELECT n.x, {expression} FROM n")).all()  # noqa: S608
    assert len(rows) == 2**14
    assert [tuple(row) for row in rows if row[0].bit_count() != row[1]] == []


def test_the_bits_of_requirements_are_few_enough_to_be_counted() -> None:
    bits = {int(bit) for bit in re.findall(r"WHEN '[^']+' THEN (\d+)", view_sql("syarat_wajib"))}
    assert bits == {1 << place for place in range(len(bits))}
    assert bits == {int(bit) for bit in re.findall(r"ELSE (\d+) END", view_sql("kurang_produk"))} - {0}
    assert len(bits) <= 14
