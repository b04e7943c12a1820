"""Names of businesses and people as the matcher reads them."""

from __future__ import annotations

import pytest

from warehouse.linkage.names import business_tokens, owner_tokens, skeleton
from warehouse.linkage.owners import OWNER_PARTS, compared_owners


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("UD. Tunas Muda", "Tunas Muda (Toko)"),
        ("Rumah Produksi Kue Kering", "Koe Kering"),
        ("CV KebunKita", "kebun kita"),
        ("Dapur Mutyara", "Kios Mutiara"),
        ("Toko Reejeki", "REJEKI"),
        ("Djaja", "Jaya"),
    ],
)
def test_a_business_is_told_without_its_form_and_by_any_spelling(name: str, other: str) -> None:
    assert _same(business_tokens(name), business_tokens(other))


def _same(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return name == other or list(map(skeleton, name)) == list(map(skeleton, other))


def test_a_name_of_forms_alone_keeps_them() -> None:
    assert business_tokens("Toko Produk Rumah") == ("toko", "produk", "rumah")


def test_a_figure_stands_apart_from_the_word_before_it() -> None:
    assert business_tokens("Toko Berkah2") == ("berkah", "2")


@pytest.mark.parametrize(
    ("name", "other"),
    [("Hj. Sitti Aminah", "St. AMINAH"), ("Bpk. Muh. Yusuf, S.E.", "Mohammad Yusuf"), ("H. Achmad Rauf", "Ahmad Rauf")],
)
def test_a_person_is_told_without_titles_and_with_the_first_name_in_full(name: str, other: str) -> None:
    tokens, expected = owner_tokens(name), owner_tokens(other)
    assert [token for token in tokens if len(token) > 1] == list(expected)


def _owner(name: str, other: str) -> dict[str, float]:
    return dict(zip(OWNER_PARTS, compared_owners(owner_tokens(name), owner_tokens(other)), strict=True))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Rosdiana", "Hj. Rosdiana Saharia"),
        ("Sulastri Y.", "Sulastri Yusuf"),
        ("Zubair Aminah", "Aminah Zubair"),
        ("Haanuddin", "Hasanuddin"),
    ],
)
def test_a_name_that_is_shortened_turned_round_or_mistyped_is_the_same(name: str, other: str) -> None:
    features = _owner(name, other)
    assert features["owner_cover"] >= 0.75
    assert features["owner_first"] >= 0.75
    assert features["owner_left"] == 0


@pytest.mark.parametrize(("name", "other"), [("Hasan Arruan", "Fatimah Arruan"), ("Idris", "Endarwati Idris")])
def test_a_family_name_alone_is_no_agreement(name: str, other: str) -> None:
    assert _owner(name, other)["owner_first"] == 0


def test_two_names_compare_alike_in_either_order() -> None:
    assert _owner("Rahman Bakri", "Ahmad Rahman Bakri") == _owner("Ahmad Rahman Bakri", "Rahman Bakri")
