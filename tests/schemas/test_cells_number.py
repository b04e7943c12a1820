"""Integers, money, decimals and coordinates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schemas.making import outcome, read, steady

INTEGER = ("UMKM", "tenaga_kerja_l")
MONEY = ("UMKM", "modal_usaha")
PRICE = ("Produk", "harga_jual")
DECIMAL = ("Produk", "isi_bersih")
SCORE = ("Kurasi", "nilai_akhir")
LATITUDE = ("UMKM", "lintang")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_500_000.0, 1_500_000),
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1.500.000,50", 1_500_001),
        ("1.500.000,49", 1_500_000),
        ("639.000.000,00", 639_000_000),
        ("258.000,00", 258_000),
        ("Rp 1.500.000,-", 1_500_000),
        ("Rp. 12.000.000", 12_000_000),
        ("rp12.000.000", 12_000_000),
        ("Rp\xa01.500.000,–", 1_500_000),
        ("12 jt", 12_000_000),
        ("12 juta", 12_000_000),
        ("12JUTA", 12_000_000),
        ("1,5 jt", 1_500_000),
        ("1.5 jt", 1_500_000),
        ("6.9 jt", 6_900_000),
        ("9600 juta", 9_600_000_000),
        ("Rp 1,5 juta", 1_500_000),
        ("500 rb", 500_000),
        ("500 ribu", 500_000),
        ("2 M", 2_000_000_000),
        ("2,5 miliar", 2_500_000_000),
        ("1,500,000", 1_500_000),
        ("1,500,000.50", 1_500_001),
        ("1.500", 1500),
        ("'1.500", 1500),
        ("Rp. 0", 0),
        (0.4, 0),
        (1500.5, 1501),
        (-0.0, 0),
        ("1,500", (None, "number.ambiguous")),
        ("25,000", (None, "number.ambiguous")),
        ("1,500 jt", (None, "number.ambiguous")),
        ("1.23", (None, "number.ambiguous")),
        ("12,5", (None, "number.ambiguous")),
        ("12.5", (None, "number.ambiguous")),
        ("lima juta", (None, "number")),
        ("tergantung", (None, "number")),
        ("Rp", (None, "number")),
        ("12 jt per bulan", (None, "number")),
        ("1e6", (None, "number")),
        ("٣٠٠٠", (None, "number")),
        ("1.50.000", (None, "number")),
        (True, (None, "number")),
        (dt.date(2026, 1, 5), 46_027),
        (dt.time(1, 5), (None, "number")),
        (-1.0, (None, "range")),
        ("-5.000.000", (None, "range")),
        ("\u22125.000.000", (None, "range")),
        (10.0**12, 10**12),
        (10.0**12 + 1, (None, "range")),
        (1e308, (None, "range")),
        (float("inf"), (None, "range")),
        (float("nan"), (None, "range")),
        ("9" * 5000, (None, "range")),
        ("9" * 60 + ".000.000,50", (None, "number")),
        ("999." + ".".join(["999"] * 30) + ",50", (None, "range")),
        (2147483647.0, (2147483647, "number.clipped")),
        ("2.147.483.647", (2147483647, "number.clipped")),
        (2147483646.0, 2147483646),
        ("-", None),
        ("–", None),
        ("nihil", None),
        ("Belum Ada", None),
        ('"-"', None),
        ("\u200b", None),
    ],
)
def test_money(value, expected):
    assert outcome(read(*MONEY, value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.5, 1), (0.4, (None, "range")), (0.0, (None, "range")), ("Rp 1", 1), (10**9, 10**9), ("1,1 M", (None, "range"))],
)
def test_a_price_is_rounded_before_its_range_is_judged(value, expected):
    assert outcome(read(*PRICE, value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3.0, 3),
        (3, 3),
        ("3", 3),
        ("1.500", 1500),
        ("1 rb", 1000),
        ("9,5", (None, "integer")),
        ("9.5", (None, "integer")),
        (9.5, (None, "integer")),
        ("1,500", (None, "number.ambiguous")),
        ("3 orang", (3, "number.unit → 3")),
        ("50 per minggu", (None, "integer")),
        ("sepuluh", (None, "integer")),
        (True, (None, "integer")),
        (False, (None, "integer")),
        (dt.timedelta(1), 1),
        (dt.timedelta(0.5), (None, "integer")),
        (-1.0, (None, "range")),
        (10_000.0, 10_000),
        (10_001.0, (None, "range")),
        (2147483647.0, (None, "range")),
        (float("inf"), (None, "range")),
        (float("nan"), (None, "range")),
        ("³", (None, "integer")),
        (".", None),
        (0.0, 0),
    ],
)
def test_integer(value, expected):
    assert outcome(read(*INTEGER, value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.25, 1.25),
        ("1,25", 1.25),
        ("12,5", 12.5),
        ("250", 250.0),
        ("1.23", (1.23, "number.decimal_point → 1.23")),
        ("0.500", (0.5, "number.decimal_point → 0.5")),
        ("1.500", (None, "number.ambiguous")),
        ("1,500", (None, "number.ambiguous")),
        ("1.500.000", (None, "range")),
        ("100.000,5", 100_000.5),
        ("500 gram", (None, "number")),
        (0.0, (None, "range")),
        (-1.0, (None, "range")),
        (1e6, 1e6),
        (1_000_000.5, (None, "range")),
    ],
)
def test_decimal(value, expected):
    assert outcome(read(*DECIMAL, value)) == expected


def test_a_decimal_out_of_range_keeps_its_warning():
    assert outcome(read(*SCORE, "100.5")) == (None, "number.decimal_point → 100.5 + range")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-3.54, -3.54),
        ("-3.54", -3.54),
        ("-3,54", -3.54),
        ("\u22123.54", -3.54),
        ("-1.234", -1.234),
        ("-3.6", -3.6),
        ("-0.8", -0.8),
        ("-0,8", -0.8),
        (-3.6, -3.6),
        ("-3.61", (None, "range")),
        (110.5, (None, "range")),
        ("-3.54.1", (None, "number")),
        ("3° 32' LS", (None, "number")),
    ],
)
def test_coordinates_know_no_groups(value, expected):
    assert outcome(read(*LATITUDE, value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1900.0, 1900), (1899.0, (None, "range")), (2026.0, 2026), (2027.0, (None, "range")), ("2.015", 2015)],
)
def test_a_year_goes_up_to_the_year_of_the_period(value, expected):
    assert outcome(read("UMKM", "tahun_berdiri", value)) == expected


def _indonesian(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@steady
@given(st.integers(0, 10**12).filter(lambda number: number != 2147483647))
def test_whole_rupiah_survive_every_way_of_writing(number):
    written = [str(number), _indonesian(number), f"Rp {_indonesian(number)},-", f"Rp. {_indonesian(number)}"]
    if number >= 10**6:
        written.append(f"{number:,}")
    if number >= 1000:
        written.append(f"{_indonesian(number)},00")
    assert {outcome(read(*MONEY, text)) for text in written} == {number}


@steady
@given(st.decimals(0, 100, places=2))
def test_scores_survive_both_ways_of_writing(score):
    assert outcome(read(*SCORE, float(score))) == float(score)
    assert outcome(read(*SCORE, str(score).replace(".", ","))) == float(score)
