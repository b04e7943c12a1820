"""No module of ours has the name of a standard one: whichever folder comes first on ``sys.path``, nothing is hidden."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = (
    "connectors",
    "workbooks",
    "schemas",
    "warehouse",
    "reports",
    "flows",
    "kemitraan",
    "benchmarks",
    "tests",
)
"""The rooms, and the tests, whose folders Python puts first when one of their files is run."""


def test_every_room_is_looked_at() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(FOLDERS) == {*project["tool"]["importlinter"]["root_packages"], "benchmarks", "tests"}
    assert not list(ROOT.glob("*.py"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_module_has_the_name_of_a_standard_one(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*.py") if path.name != "__init__.py"]
    packages = {path.parent for path in (ROOT / folder).rglob("*.py")}
    places = {path.stem: path for path in files} | {path.name: path for path in packages}
    hidden = [str(places[name].relative_to(ROOT)) for name in places.keys() & sys.stdlib_module_names]
    assert places
    assert hidden == []


def test_prefect_imports_the_flows_from_their_package_and_puts_no_folder_of_theirs_on_the_path() -> None:
    """An entrypoint ``flows/file.py:flow`` puts ``flows/`` first on the path of a run, and of every process it begins:
    then a module of ours is found by whoever wants the one of PyPI that has its name.
    """
    entrypoints = re.findall(r"entrypoint: *(\S+)", (ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    assert len(entrypoints) >= 8
    assert [entry for entry in entrypoints if not re.fullmatch(r"flows\.\w+\.\w+", entry)] == []
