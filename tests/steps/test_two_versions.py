"""The page on a new contract version, put to work in a copy of the product: both versions through the whole job."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from tests.conftest import Databases, on_sqlite
from tests.homes import MakeHome
from tests.schemas.second_version import code_of_the_page
from tests.steps.copies import copy_of_the_product, in_the_copy, replace_once
from tests.steps.driver import run_job, send, workshop_of
from warehouse.upgrade import alembic_config


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product in which every step of the page is taken."""
    copy = copy_of_the_product(tmp_path_factory.mktemp("produk"))
    package, revision = code_of_the_page()
    folder = copy / "schemas" / "contract_2027_1"
    folder.mkdir()
    (folder / "__init__.py").write_text(package, encoding="utf-8")
    registry = copy / "schemas" / "contracts.py"
    replace_once(registry, "CONTRACT_2026_1,)", "CONTRACT_2026_1, CONTRACT_2027_1)")
    imported = "from schemas.contract_2027_1 import CONTRACT as CONTRACT_2027_1"
    replace_once(registry, "from schemas.versions", f"{imported}\nfrom schemas.versions")
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    versions = copy / "warehouse" / "migrations" / "versions"
    assert 'down_revision = "2026"' in revision
    (versions / "2027_media_sosial.py").write_text(
        revision.replace('down_revision = "2026"', f'down_revision = "{head}"'), encoding="utf-8"
    )
    return copy


@on_sqlite
def test_a_version_made_by_the_page_runs_beside_the_former_one(
    product: Path, make_home: MakeHome, databases: Databases
) -> None:
    home, url = make_home(), databases.fresh() if databases.kind == "postgresql" else None
    before = workshop_of(home, url)
    send(home, "majene", "01_majene_bersih.xlsx")
    assert run_job(before, ["majene"]).lines[0].state == "answered"
    before.warehouse.close()
    variables = {"KEMITRAAN_TWO_VERSIONS": str(home.path)} | ({"KEMITRAAN_TWO_VERSIONS_URL": url} if url else {})
    in_the_copy(product, "tests/steps/two_versions.py", **variables)


def test_what_the_page_says_would_fail_does_not_when_it_is_followed(product: Path, postgres_url: str) -> None:
    command = [sys.executable, "-m", "schemas.dictionary"]
    environment = os.environ | {"PYTHONPATH": str(product)}
    output = subprocess.run(command, cwd=product, env=environment, capture_output=True, check=True).stdout
    (product / "docs" / "kamus-data.md").write_bytes(output)
    assert "Kontrak 2027.1" in output.decode()
    in_the_copy(
        product,
        "tests/warehouse/test_upgrade.py",
        "tests/schemas/test_messages.py",
        "tests/schemas/test_dictionary.py",
        "-k",
        "test_migrations_give_what_the_contract_describes or test_every_example or test_the_page_in_docs",
        KEMITRAAN_TEST_POSTGRES=postgres_url,
    )
