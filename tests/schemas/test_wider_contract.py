"""Tests name cells by column: what they say of the check holds wherever a column stands."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = ("check_csv", "check_merged_and_flagged", "check_outcome", "locate_header", "locate_rows", "locate_sheets", "roots", "rules_duplicates", "rules_references", "units", "versions")  # fmt: skip


def test_a_column_put_in_behind_the_first_leaves_tests_of_the_check_green() -> None:
    command = [sys.executable, "-m", "pytest", "-n", "0", "--noconftest", "-p", "tests.schemas.wider_contract"]
    ran = subprocess.run(
        [*command, *(str(HERE / f"test_{module}.py") for module in MODULES)],
        cwd=HERE.parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == pytest.ExitCode.OK, ran.stdout
