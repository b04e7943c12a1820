"""What the extras lock stands beside the pins: each extra has its file, and no package has two versions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def locked(name: str) -> dict[str, Version]:
    """The versions in a locked file, by package."""
    pins = re.findall(r"^(\S+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(package): Version(version) for package, version in pins}


@pytest.mark.parametrize("extra", EXTRAS)
def test_what_an_extra_asks_for_is_locked_in_its_own_file(extra: str) -> None:
    versions = locked(f"requirements-{extra}.lock")
    for requirement in map(Requirement, EXTRAS[extra]):
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier


def test_no_package_is_locked_twice() -> None:
    files = ["requirements.lock", *(f"requirements-{extra}.lock" for extra in EXTRAS)]
    packages = [package for name in files for package in locked(name)]
    assert sorted(packages) == sorted(set(packages))


def test_every_extra_is_installed_for_development() -> None:
    line = re.search(r"^EXTRAS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    assert line[1].split() == list(EXTRAS)
