"""The rows behind the figures of the report: they give the figure again, stand where they are said to, and tell the
forum nothing that it may not know.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from reports.partnership.forms import Report, make_report
from reports.partnership.reading import ReportSource, read_source
from reports.partnership.rows_behind import OF_TURNOVER, is_money
from reports.partnership.shown import MOST_ROWS, Number
from tests.figures.conftest import ZONE
from warehouse import figure_rows
from warehouse.engine import Warehouse
from warehouse.figure_codes import MART, REPORT, FigureCode, read_code
from warehouse.marts.description import mart
from warehouse.tracing import trace_figure

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once


@pytest.fixture(scope="module")
def forum(source: ReportSource) -> Report:
    return make_report(source, ZONE, "forum")


def lists(report: Report) -> dict[str, dict[str, Any]]:
    return {entry["receipt"]: entry for entry in json.loads(report.form("json"))["asal"]}


def figures(page: bytes, report: Report) -> dict[str, float]:
    """The figures of marts on a page that are of the report's own month and not nothing, by code."""
    found = re.findall(r'<data value="([^"]*)" data-kode="(mart_[^"]*)"', page.decode())
    values = {unescape(code): float(value) for value, code in found}
    return {
        code: value for code, value in values.items() if value and read_code(code).point.period == report.data["period"]
    }


def of_mart(code: str) -> tuple[str, FigureCode]:
    read = read_code(code)
    return read.name.removeprefix(MART), read


def test_every_figure_of_a_mart_has_its_rows_and_whole_lists_give_it_again(report: Report) -> None:
    listed = lists(report)
    whole = 0
    for code, value in figures(report.form("html"), report).items():
        name, figure = of_mart(code)
        entry = listed[code]
        assert 0 < len(entry["baris"]) <= min(figure_rows.MOST_ROWS, entry["banyak"])
        assert [(row["office"], row["kunci"]) for row in entry["baris"]] == sorted(
            (row["office"], row["kunci"]) for row in entry["baris"]
        )
        if figure.measure == "lama_bulan_median":
            assert name == "corong", "a median is no sum of its rows"
        elif len(entry["baris"]) == entry["banyak"]:
            whole += 1
            assert sum(row["menambah"] for row in entry["baris"]) == value, code
        elif figure.measure is None or mart(name).figures.columns[figure.measure].unit in ("produk", "kemitraan"):
            assert entry["banyak"] == value, code
    assert whole > 100


def test_what_is_one_step_away_and_what_may_be_proposed_has_its_rows(report: Report) -> None:
    listed, told = lists(report), report.contents.told
    assert told is not None
    shown = [
        table
        for table in told.tables
        if table.key in ("satu-langkah", "tinggal-dikurasi", "usul", "tanpa", "terbaik", "pasangan", "ambang")
    ]
    numbers = [cell for table in shown for row in table.rows[:40] for cell in row if isinstance(cell, Number)]
    codes = {number.code for number in numbers if number.value and ".nilai/" not in number.code}
    assert len(codes) > 20
    assert codes <= set(listed)


def test_a_code_leads_to_as_many_rows_as_its_list_says(small: Warehouse, report: Report) -> None:
    chosen = {}
    for code, entry in lists(report).items():
        if code.startswith(REPORT):
            continue
        name, figure = of_mart(code)
        chosen.setdefault((name, figure.measure, tuple(figure.dimensions)), (figure, entry))
    assert len(chosen) > 20
    for (name, measure, _), (figure, entry) in chosen.items():
        if measure is not None:
            point = {"period": figure.point.period, "known_on": figure.point.known_on}
            traced = trace_figure(small, name, figure.dimensions, measure=measure, **point)
            assert traced.total == entry["banyak"], figure
            keys = {(row.office, row.row_key) for row in traced.rows}
            if traced.total == len(traced.rows):
                assert {(row["office"], row["kunci"]) for row in entry["baris"]} <= keys


def test_the_forums_lists_tell_no_file_no_money_and_no_turnover(report: Report, forum: Report) -> None:
    full, told = lists(report), lists(forum)
    assert told
    for code, entry in told.items():
        name, figure = of_mart(code)
        assert name not in OF_TURNOVER
        assert not is_money(figure)
        assert {row["berkas"] for row in entry["baris"]} <= {None}
        assert {row["menambah"] for row in entry["baris"]} <= {1, None} or name == "kepatuhan"
    hidden = {code for code in set(full) - set(told) if not code.startswith("laporan_rencana")}  # whom a plan visits
    assert {of_mart(code)[1].measure for code in hidden} == {"nilai_kontrak_rp", "nilai_penjualan_rp", "nilai_rp"}
    assert not any(code.startswith("laporan_rencana") for code in told)
    assert "laporan.xlsx" in report.form("html").decode()
    assert "laporan.xlsx" not in forum.form("html").decode() + forum.form("json").decode()


def test_the_page_shows_the_lists_of_the_data_and_beyond_the_bound_the_command(report: Report) -> None:
    page, listed = report.form("html").decode(), lists(report)
    shown = re.findall(r'<data value="(\d+)" data-baris="([^"]*)">', page)
    assert len({code for _, code in shown}) > 20
    for total, code in shown:
        entry = listed[unescape(code)]
        assert int(total) == entry["banyak"] > len(entry["baris"])
        assert f"<code>kemitraan trace {code}</code>" in page
    rows = [unescape(row) for row in re.findall(r"<samp>([^<]*?);?</samp>", page)]
    keys = {", ".join(filter(None, row["kunci"].split("|"))) for entry in listed.values() for row in entry["baris"]}
    others = {row["berkas"] for entry in listed.values() for row in entry["baris"]}
    others |= {str(row["menambah"]) for entry in listed.values() for row in entry["baris"]}  # of a submission: its rows
    assert len(rows) > 1000
    assert [row for row in rows if row not in others and not any(row.startswith(key) for key in keys)] == []


def test_what_is_printed_has_no_lists(report: Report) -> None:
    assert b"<details" in report.form("html")
    assert b"<details" not in report.printed


def test_lists_share_their_bound_and_no_figure_goes_without(small: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are whole stay whole; the others are as long as there is room for, and never empty for its sake."""
    usual = {(figure.name, figure.measure, *figure.dimensions.items()): figure for figure in read_source(small).rows}
    monkeypatch.setattr(figure_rows, "MOST_IN_ALL", 1_500)
    several = 0
    for figure in read_source(small).rows:
        before = usual[figure.name, figure.measure, *figure.dimensions.items()]
        if figure.total <= figure_rows.MOST_ROWS:
            assert len(figure.rows) == figure.total
        else:
            assert bool(figure.rows) == bool(before.rows)
            several += len(figure.rows) < len(before.rows)
    assert several > 20


@pytest.mark.parametrize(
    ("totals", "room", "each"),
    [([3, 12], 0, 12), ([12, 13], 24, 12), ([12, 13, 900], 30, 9), ([12, 13, 900], 13, 1), ([12, 13, 900], 0, 1)],
)
def test_longer_lists_get_what_whole_ones_leave(
    totals: list[int], room: int, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_rows, "MOST_IN_ALL", room)
    assert figure_rows.shared_out(totals) == each


def test_every_figure_of_the_page_has_its_rows_or_the_command(report: Report) -> None:
    """Whole lists give the rows, others some of them and the command, and what has no list the command alone."""
    page = report.form("html").decode()
    told = report.contents.told
    assert told is not None
    cells = [cell for table in told.tables for row, _ in table.shown(MOST_ROWS) for cell in row]
    cells += [part for table in told.tables for note in table.notes for part in note]
    cells += [part for sentence in told.first.sentences for part in sentence]
    codes = {cell.code for cell in cells if isinstance(cell, Number) and cell.role == "figure" and cell.value}
    listed = lists(report)
    alone = {unescape(code) for code in re.findall("<p>Barisnya: <code>kemitraan trace ([^<]*)</code>", page)}
    assert len(codes) > 300
    assert codes - set(listed) == alone
    earlier = {code for code in alone if read_code(code).point.period != report.data["period"]}
    assert {code.partition("/")[0] for code in alone - earlier} <= {
        "laporan_ambang.nilai",
        "laporan_anggapan.hari_jalan",
        "laporan_anggapan.unit_per_gerai",
    }


def test_of_how_many_regencies_agreed_and_realised_values_are_is_said(report: Report, forum: Report) -> None:
    for content in (report.form("html").decode(), forum.form("html").decode()):
        assert re.search("Nilai yang disepakati dan nilai realisasi: dari <data [^>]*>[0-6]</data> kabupaten", content)
