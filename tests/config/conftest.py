"""A home that was just made, and settings written into one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kemitraan.config.errors import ConfigError, ErrorLine
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.config.load import load_config
from kemitraan.config.models import Config


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A new home."""
    init_home(tmp_path / "rumah")
    return Home(tmp_path / "rumah")


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Config]:
    """Loads settings from their text."""

    def load_text(text: str) -> Config:
        home = Home(tmp_path)
        home.config_file.write_text(text, encoding="utf-8")
        return load_config(home)

    return load_text


@pytest.fixture
def errors(load) -> Callable[[str], tuple[ErrorLine, ...]]:
    """The errors of settings that cannot be used."""

    def errors_of(text: str) -> tuple[ErrorLine, ...]:
        with pytest.raises(ConfigError) as caught:
            load(text)
        return caught.value.errors

    return errors_of
