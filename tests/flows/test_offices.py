"""The offices of a form: chosen by name, known by slug."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.offices import chosen_offices, office_choices
from flows.settings import configured
from kemitraan.config.home import Home
from kemitraan.config.init import init_home


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home that flows take their settings from."""
    home = Home(tmp_path / "rumah")
    init_home(home.path)
    monkeypatch.setenv("KEMITRAAN_HOME", str(home.path))
    return home


def rename(home: Home, before: str, after: str) -> None:
    text = home.config_file.read_text(encoding="utf-8")
    assert text.count(f'name = "{before}"') == 1
    home.config_file.write_text(text.replace(f'name = "{before}"', f'name = "{after}"'), encoding="utf-8")


def test_offices_are_shown_by_name_and_a_slug_means_the_same(settled: Home) -> None:
    choices = office_choices()
    assert "Kabupaten Polewali Mandar" in [choice.value for choice in choices]
    assert choices("polewali-mandar") is choices("Kabupaten Polewali Mandar")
    assert choices("polewali-mandar").slug == "polewali-mandar"
    with pytest.raises(ValueError, match="bone"):
        choices("bone")


def test_two_offices_of_one_name_are_told_apart(settled: Home) -> None:
    rename(settled, "Kabupaten Mamuju Tengah", "Kabupaten Mamuju")
    choices = office_choices()
    assert choices("mamuju").value == "Kabupaten Mamuju (mamuju)"
    assert choices("mamuju-tengah").value == "Kabupaten Mamuju (mamuju-tengah)"


def test_who_chooses_none_means_all(settled: Home) -> None:
    config = configured()
    assert config
    assert chosen_offices([], config) == [office.slug for office in config.offices]
    assert chosen_offices([office_choices()("mamasa")], config) == ["mamasa"]
