"""Invented values obey the contract and belong to nobody."""

from __future__ import annotations

import phonenumbers

from kemitraan.demo.values import Values, gs1_digit, luhn_digit


def test_check_digits_agree_with_published_examples():
    assert gs1_digit("629104150021") == 3  # GS1 General Specifications, GTIN-13
    assert gs1_digit("7351353") == 7  # GTIN-8
    assert luhn_digit("7992739871") == 3  # the usual example of ISO/IEC 7812-1


def test_telephone_numbers_are_valid_and_lie_in_an_unassigned_block():
    for number in Values(1).phone(50):
        assert number[4:8] == "0000"
        assert phonenumbers.is_valid_number(phonenumbers.parse(number, "ID"))


def test_a_nik_tells_the_sex_and_a_day_that_exists():
    sexes = list("LPLP") * 10
    for nik, sex in zip(Values(2).nik(["76.05.01"] * 40, sexes), sexes, strict=True):
        assert len(nik) == 16
        assert nik.startswith("760501")
        assert (int(nik[6:8]) > 40) == (sex == "P")
        assert 1 <= int(nik[8:10]) <= 12
        assert nik[12:] != "0000"


def test_identifiers_have_their_lengths_and_are_all_different():
    values = Values(3)
    assert {len(nib) for nib in values.nib(500)} == {13}
    assert len(set(values.nib(5_000))) == 5_000
    gtins = values.gtin(500)
    assert len(set(gtins)) == 500
    assert all(gtin.startswith("899") and gs1_digit(gtin[:-1]) == int(gtin[-1]) for gtin in gtins)
    for pirt in values.pirt(200, 2026):
        assert len(pirt) == 15
        assert pirt[0] in "12345678"
        assert 27 <= int(pirt[-2:]) <= 30


def test_the_same_seed_gives_the_same_values():
    assert Values(4, 5).nib(20) == Values(4, 5).nib(20)
    assert Values(4, 5).nib(20) != Values(4, 6).nib(20)
