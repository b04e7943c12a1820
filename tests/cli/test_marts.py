"""``mart`` and ``sql``: figures from any point of view, as tables, JSON and files, and what is refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from tests.cli.conftest import Run


def test_a_mart_is_the_same_as_json_csv_excel_and_parquet(at_home: Run, tmp_path: Path) -> None:
    rows = at_home("mart", "kemitraan", "--format", "json").json["rows"]
    assert rows
    files = {ending: tmp_path / f"kemitraan.{ending}" for ending in ("csv", "xlsx", "parquet")}
    for ending, file in files.items():
        ran = at_home("mart", "kemitraan", "--format", ending, "--to", file)
        assert (ran.status, ran.out, ran.err) == (0, f"Ditulis: {file}\n", "")
    [head, *lines] = csv.reader(io.StringIO(files["csv"].read_text(encoding="utf-8")))
    assert head == list(rows[0])
    assert lines == [["" if value is None else str(value) for value in row.values()] for row in rows]
    sheet = openpyxl.load_workbook(files["xlsx"])["kemitraan"]
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [head, *(list(row.values()) for row in rows)]
    table = parquet.read_table(files["parquet"])
    assert table.to_pylist() == rows
    assert table.schema.metadata[b"mart"] == b"kemitraan"
    assert b"jumlah nilai kontrak" in table.schema.field("nilai_kontrak_rp").metadata[b"about"]


def test_times_and_dates_keep_their_types(at_home: Run, tmp_path: Path) -> None:
    at_home("mart", "kepatuhan", "--format", "parquet", "--to", tmp_path / "a.parquet")
    types = {field.name: str(field.type) for field in parquet.read_schema(tmp_path / "a.parquet")}
    assert (types["batas"], types["pertama_diterima"]) == ("date32[day]", "timestamp[us, tz=UTC]")
    at_home("mart", "kepatuhan", "--format", "xlsx", "--to", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["kepatuhan"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("batas") + 1).is_date


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("mart", "cuaca"), "Mart cuaca tidak ada; yang ada: kepatuhan, "),
        (("mart", "kemitraan", "--period", "2100-01"), "bulan Januari 2100 belum tiba."),
        (("mart", "kemitraan", "--period", "2026-13"), "bukan periode"),
        (("mart", "kemitraan", "--period", "1999-01"), "Bulan 1999-01 di luar kalender"),
        (("mart", "kemitraan", "--known-on", "kemarin"), "'kemarin' bukan waktu"),
        (("sql", "SELECT * FROM pribadi.batch_umkm"), "Tidak dapat dijawab: "),
        (("sql", "DELETE FROM dim_umkm"), "Tidak dapat dijawab: "),
        (("sql", "SELECT 1", "--period", "2100-01"), "bulan Januari 2100 belum tiba."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(at_home: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = at_home(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err


def test_before_anything_was_in_force_there_are_zeros_and_one_sentence(at_home: Run) -> None:
    ran = at_home("mart", "legalitas", "--known-on", "2020-01-01", "--format", "json")
    assert (ran.status, ran.err) == (0, "Belum ada yang berlaku dari sudut pandang itu.\n")
    assert {row["penyebut"] for row in ran.json["rows"]} == {0}
    assert at_home("mart", "kemitraan", "--known-on", "2020-01-01", "--format", "json").json["rows"] == []
    assert at_home("mart", "kemitraan", "--known-on", "1990-01-01", "--format", "json").json["rows"] == []


def test_a_query_of_ones_own_sees_what_the_mart_shows(at_home: Run) -> None:
    for view in ((), ("--known-on", "2020-01-01")):
        answer = at_home("sql", "SELECT SUM(penyebut) AS semua FROM mart_legalitas", *view, "--format", "json").json
        rows = at_home("mart", "legalitas", *view, "--format", "json").json["rows"]
        assert answer == [{"semua": sum(row["penyebut"] for row in rows)}]
    assert at_home("sql", "SELECT 1 AS satu", "--format", "csv").out == "satu\n1\n"
    assert at_home("sql", "SELECT 1 AS satu").out == "satu\n   1\n"
