"""Help and complaints are Indonesian, and light commands load nothing heavy."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest

from kemitraan.cli.parser import COMMANDS
from tests.cli.conftest import Run
from tests.steps.driver import SAMPLES

ENGLISH = re.compile(
    r"\b(usage|options|positional|arguments?|required|error|invalid|choose|choice|expected|show|help message|exit|"
    r"unrecognized|the|following|ambiguous|ignored|explicit)\b(?! *=)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_indonesian(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(" ".join(["pemakaian: kemitraan", *command]))
    assert "tampilkan bantuan ini" in ran.out
    assert not ENGLISH.search(ran.out)


def test_without_a_command_help_is_shown(run: Run) -> None:
    assert run().out == run("--help").out


def test_the_version_is_that_of_the_package(run: Run) -> None:
    written = tomllib.loads((SAMPLES.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    ran = run("--version")
    assert (ran.status, ran.out) == (0, f"kemitraan {written}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["antah"],
        ["check"],
        ["check", "a", "--office"],
        ["check", "a", "--format", "xml"],
        ["check", "a", "--today", "kemarin"],
        ["check", "a", "--bogus"],
        ["status", "--json=1"],
        ["status", "--period", "November"],
        ["template"],
        ["--home"],
        ["check", "a", "--", "b"],
    ],
)
def test_complaints_are_indonesian_with_status_2_and_point_to_help(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("pemakaian: kemitraan")
    assert re.search(r"Bantuan: kemitraan( \w+)? --help\n$", ran.err)
    assert not ENGLISH.search(ran.err)


HEAVY = ("prefect", "sqlalchemy", "alembic", "psycopg", "openpyxl")


def heavy_after(*arguments: str) -> str:
    """Which heavy packages a command of its own process has loaded by its end."""
    script = (
        "import sys; from kemitraan.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return ran.stderr.splitlines()[-1]


def test_help_loads_nothing_heavy() -> None:
    script = "import sys, kemitraan.cli as c; c.make_parser().format_help(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "pandera", "pydantic", *HEAVY} & set(loaded)


@pytest.mark.parametrize("arguments", [["check", str(SAMPLES / "09_syarat_ritel.xlsx")], ["check", "tiada.xlsx"]])
def test_check_loads_neither_prefect_nor_a_database(arguments: list[str]) -> None:
    assert heavy_after(*arguments) == "[]"


def test_the_installed_command_works_in_a_process_of_its_own() -> None:
    command = f"{sys.prefix}/bin/kemitraan"
    ran = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("pemakaian: kemitraan")
    wrong = subprocess.run([command, "chek"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
