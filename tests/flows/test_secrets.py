"""Secrets that rest on the Prefect server, read from another process."""

from __future__ import annotations

import pytest

from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("prefect")
READ = """
from connectors.errors import Place, SecretMissingError
from flows.secrets import prefect_secret
from kemitraan.config.secret_values import Secrets

secrets = Secrets({}, prefect_secret)
assert secrets.read("prefect-secret:sandi-majene", Place.INBOX) == "rahasia"
assert "rahasia" not in repr(secrets)
try:
    secrets.read("prefect-secret:sandi-antah", Place.INBOX)
except SecretMissingError as missing:
    print(missing.detail)
"""


def test_a_secret_block_is_read_by_its_reference_and_a_missing_one_is_named(server: Server) -> None:
    save = "from prefect.blocks.system import Secret; Secret(value='rahasia').save('sandi-majene')"
    saved = server.run("-c", save)
    assert saved.returncode == 0, saved.stderr
    read = server.run("-c", READ)
    assert (read.returncode, read.stdout.strip()) == (0, "prefect-secret:sandi-antah"), read.stderr
