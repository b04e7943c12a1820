"""What is carried forward is marked where it is used, and in no table of what flows."""

from __future__ import annotations

from typing import Any

import pytest

from reports.partnership.carried_forward import LEGEND, MARK, marked_figures, marked_tables, without_mark
from reports.partnership.first_page import MainFigure
from reports.partnership.shown import Number, Table, table

MAMASA, PAREPARE = "Kabupaten Mamasa", "Kota Parepare"


def data(*carried: str) -> dict[str, Any]:
    offices = {"76.03": MAMASA, "76.05": "Kabupaten Majene", "73.72": PAREPARE}
    return {
        "offices": [{"office": code, "nama": name, "terbawa": int(name in carried)} for code, name in offices.items()]
    }


def of(key: str, *names: str) -> Table:
    return table(key, "Judul", "Arti", ("Kabupaten", "Produk"), [(name, Number(3, "kode")) for name in names])


def test_a_carried_office_is_marked_in_its_row() -> None:
    [marked] = marked_tables(data(MAMASA), [of("kesiapan", MAMASA, "Kabupaten Majene")])
    assert [row[0] for row in marked.rows] == [MAMASA + MARK, "Kabupaten Majene"]
    assert marked.notes == (LEGEND,)
    assert [without_mark(row[0]) for row in marked.rows] == [MAMASA, "Kabupaten Majene"]


def test_a_sum_that_uses_a_carried_office_names_it() -> None:
    [marked] = marked_tables(data(MAMASA, PAREPARE), [of("usul", "PT A")])
    assert marked.notes == ((f"Memakai data bulan sebelumnya dari {MAMASA}.",),)
    [market] = marked_tables(data(PAREPARE), [of("pasar", "SSL-1")])
    assert market.notes == ((f"Memakai data bulan sebelumnya dari {PAREPARE}.",),)


@pytest.mark.parametrize("key", ["uang", "realisasi", "kepatuhan", "perubahan"])
def test_what_flows_or_says_its_own_month_is_not_marked(key: str) -> None:
    tables = [of(key, MAMASA)]
    assert marked_tables(data(MAMASA), tables) == tuple(tables)


def test_figures_of_the_first_page_that_use_it_say_so() -> None:
    figures = [MainFigure(name, name, Number(3, "kode"), None) for name in ("umkm", "realisasi_rp")]
    stock, flow = marked_figures(data(MAMASA, PAREPARE), figures)
    assert stock.moved == ((f"memakai data bulan sebelumnya dari {MAMASA}",),)
    assert flow.moved == ()
    assert marked_figures(data(PAREPARE), figures) == tuple(figures)
