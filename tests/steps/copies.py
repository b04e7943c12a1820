"""Copies of the product, in which a developer's page is carried out and tests are run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT

ROOMS = ("connectors", "workbooks", "schemas", "warehouse", "reports", "kemitraan", "flows", "tests", "docs")


def copy_of_the_product(target: Path) -> Path:
    """Every room of the product in this folder; also what Python has compiled, which holds while a file is as old."""
    kept_out = shutil.ignore_patterns("pictures", "*.pyc.*")  # another process may be writing one
    for room in ROOMS:
        shutil.copytree(ROOT / room, target / room, ignore=kept_out)
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def replace_once(path: Path, former: str, text: str) -> None:
    """Put a text in the place of another that stands there once."""
    content = path.read_text(encoding="utf-8")
    assert content.count(former) == 1, (path, former)
    path.write_text(content.replace(former, text), encoding="utf-8")


def in_the_copy(product: Path, *tests: str, **environment: str) -> None:
    """Run tests of the copy with the copy's own modules."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-x", "-p", "no:cacheprovider", *tests]
    variables = os.environ | {"PYTHONPATH": str(product), "PYTHONDONTWRITEBYTECODE": "1"} | environment
    ran = subprocess.run(command, cwd=product, env=variables, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
