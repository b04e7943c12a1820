"""The page of the report: every number on it is one of the data, has its code, and comes out the same by that code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from reports.partnership.behind import behind
from reports.partnership.forms import make_report
from reports.partnership.reading import ReportSource, read_source
from reports.partnership.rows_behind import rows_as_data
from tests.conftest import Databases, on_sqlite
from tests.figures.conftest import ZONE
from warehouse.engine import Warehouse, open_warehouse
from warehouse.figure_codes import REPORT, read_code
from warehouse.tracing import trace_figure

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once


class Numbers(HTMLParser):
    """The numbers of a page by tag, and the text that stands outside them; names and codes of goods are no numbers."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.figures: list[tuple[dict[str, str | None], str]] = []
        self.rest: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._names = sorted(names, key=len, reverse=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag, attributes = self._open[-1] if self._open else ("", {})
        if tag == "data":
            self.figures.append((attributes, data))
        elif tag not in ("style", "title", "samp", "code") and not any(name == "svg" for name, _ in self._open):
            for name in self._names:
                data = data.replace(name, "")
            self.rest.append(data)


def parsed(content: bytes, source: ReportSource) -> Numbers:
    demands = [row["kode_permintaan"] for row in source.marts["permintaan"]]
    businesses = set(source.now.products.business)
    numbers = Numbers(
        [*demands, *businesses, *(retailer.name for retailer in source.now.retailers), "November 2026", "April 2025"]
    )
    numbers.feed(content.decode())
    assert numbers._open == []
    return numbers


def page_of(source: ReportSource) -> bytes:
    return make_report(source, ZONE).form("html")


@pytest.fixture(scope="module")
def page(source: ReportSource) -> bytes:
    """The page of the small world's report."""
    return page_of(source)


def test_every_number_comes_out_the_same_by_its_code(small: Warehouse, source: ReportSource, page: bytes) -> None:
    numbers = parsed(page, source)
    assert len(numbers.figures) > 300
    totals = {entry["receipt"]: entry["banyak"] for entry in rows_as_data(source.rows, source.point, ZONE)}
    values: dict[str, str | None] = {}
    for attributes, shown in numbers.figures:
        value = attributes["value"]
        assert value is not None
        assert float(re.sub(r"[Rp.]", "", shown).replace(",", ".")) == round(float(value), 2)
        if code := attributes.get("data-kode"):
            values[code] = value
        elif code := attributes.get("data-baris"):
            assert totals[code] == float(value)
        else:
            assert attributes.get("data-penyebut") or attributes.get("data-selisih")
    lead = {code: read_code(code) for code in values}
    assert {"laporan_pesanan_bersama", "laporan_tidak_diketahui"} <= {figure.name for figure in lead.values()}
    for code, value in values.items():
        figure, point = lead[code], {"period": lead[code].point.period, "known_on": lead[code].point.known_on}
        if figure.name.startswith(REPORT):
            got = behind(source, figure).value
        elif figure.measure is None:
            rows = trace_figure(small, figure.name, figure.dimensions, limit=1, **point).figures
            got = sum(1 for row in rows if row.get("kiriman_berlaku", True))
        else:
            got = trace_figure(small, figure.name, figure.dimensions, measure=figure.measure, limit=1, **point).value
        assert got == float(value or ""), code


def test_no_number_stands_without_a_code(source: ReportSource, page: bytes) -> None:
    rest = " ".join(parsed(page, source).rest)
    months = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"
    words = re.sub(rf"(?:\d+ )?(?:{months}) 20\d\d(?: pukul \d\d\.\d\d WITA)?", "", rest)
    words = re.sub("Di bawah 30 hari|30–59 hari|60–89 hari|90 hari atau lebih", "", words)  # headings
    assert re.findall(r"\d+", words) == []


def test_what_a_name_holds_is_never_markup(page: bytes) -> None:
    content = page.decode()
    assert "&lt;b&gt;PT &amp; Rekan&lt;/b&gt;" in content
    assert "<b>" not in content


def test_the_page_needs_nothing_from_elsewhere(page: bytes) -> None:
    content = page.decode()
    assert not re.search(r"https?://|<script|<link|<img|url\((?!#|data:font)|@import", content)


def test_proposals_to_a_retailer_name_only_what_it_can_change_itself(source: ReportSource, page: bytes) -> None:
    content = page.decode()
    section = content[content.index('id="usul"') : content.index('id="terbaik"')]
    others = {
        requirement.name
        for retailer in source.now.retailers
        for requirement in retailer.requirements
        if requirement.group != "ritel"
    }
    assert others
    assert not [name for name in others if f"<td>{name}" in section or f"+ {name}" in section]
    requests = content[content.index('id="permintaan-forum"') : content.index("<nav")]
    assert not [name for name in others if f"meninjau persyaratan {name}<" in requests]


def test_what_waits_for_a_curation_stands_apart_from_what_mentoring_can_mend(page: bytes) -> None:
    content = page.decode()
    mended = content[content.index('id="satu-langkah"') : content.index('id="tinggal-dikurasi"')]
    assert "<td>Lolos Kurasi" not in mended
    assert "<td>Halal" in mended or "<td>NIB" in mended or "<td>" not in mended


def test_the_same_data_give_the_same_page(source: ReportSource, page: bytes) -> None:
    assert page_of(source) == page


@on_sqlite
def test_with_nothing_the_page_says_so(databases: Databases) -> None:
    warehouse = open_warehouse(databases.fresh())
    content = page_of(read_source(warehouse)).decode()
    warehouse.close()
    assert "Belum ada yang berlaku dari sudut pandang itu." in content
    assert "<table" not in content
