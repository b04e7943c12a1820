"""The charts of the report: readable on a telephone, told in words, Indonesian, and each with identifiers of its
own.
"""

from __future__ import annotations

import re

import pytest

from reports.partnership.drawings import NARROW, Drawing, drawings
from reports.partnership.forms import Report
from tests.figures.conftest import MARKUP

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once


@pytest.fixture(scope="module")
def charts(report: Report) -> dict[str, Drawing]:
    return drawings(report.data)


def test_each_belongs_to_a_table_and_is_told_in_words(report: Report, charts: dict[str, Drawing]) -> None:
    told = report.contents.told
    assert told is not None
    assert len(charts) > 4
    assert set(charts) <= {table.key for table in told.tables}
    for chart in charts.values():
        for svg in (chart.wide, chart.narrow):
            assert f'role="img"><title>{chart.words}</title>' in svg
            assert "aria-" not in svg


def test_no_text_is_too_small_on_a_telephone(charts: dict[str, Drawing]) -> None:
    for key, chart in charts.items():
        match = re.search(r'width="(\d+)"', chart.narrow)
        assert match
        shrunk = min(1, NARROW / int(match[1]))
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', chart.narrow)]
        assert sizes, key
        assert min(sizes) * shrunk >= 11, (key, match[1])


def test_no_name_of_a_retailer_is_cut(report: Report) -> None:
    name = "PT Sumber Alfaria Trijaya Tbk"
    rows = [row | {"ritel": name} for row in report.data["marts"]["kesiapan"]]
    chart = drawings(report.data | {"marts": report.data["marts"] | {"kesiapan": rows}})["kesiapan"]
    assert f">{name}</text>" in chart.wide
    assert "…" not in chart.narrow
    assert re.search(r">PT Sumber Alfaria</tspan>.*>Trijaya Tbk</tspan>", chart.narrow)


def test_identifiers_are_of_one_chart_alone(charts: dict[str, Drawing]) -> None:
    svgs = [svg for chart in charts.values() for svg in (chart.wide, chart.narrow)]
    identifiers = [identifier for svg in svgs for identifier in set(re.findall(r'id="([^"]+)"', svg))]
    assert len(identifiers) == len(set(identifiers))


def test_a_name_is_never_markup_in_a_chart(charts: dict[str, Drawing]) -> None:
    assert all(MARKUP not in chart.wide + chart.narrow for chart in charts.values())
    assert not [chart for chart in charts.values() if "NaN" in chart.wide]
