"""Secrets that rest on the Prefect server, read from another process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from tests.flows.server import Server, free_port

pytestmark = pytest.mark.xdist_group("server")
READ = """
from connectors.errors import Place, SecretMissingError
from flows.secret_blocks import prefect_secret
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


def test_the_command_reads_secret_blocks_of_the_server_and_says_when_it_is_away(server: Server, tmp_path: Path) -> None:
    home = Home(tmp_path / "rumah")
    init_home(home.path)
    upgrade_home(home)
    with home.config_file.open("a", encoding="utf-8") as settings:
        settings.write(BARRU.format(port=free_port()))
    saved = server.run("-c", "from prefect.blocks.system import Secret; Secret(value='x').save('sandi-barru')")
    assert saved.returncode == 0, saved.stderr
    check = ("-m", "kemitraan", "--home", str(home.path), "sources", "check", "--office", "barru")
    output = server.run(*check).stdout
    assert "tidak dapat dijangkau saat ini" in output
    assert "Rahasianya" not in output
    nowhere = {**server.environment, "PREFECT_API_URL": f"http://127.0.0.1:{free_port()}/api"}
    away = replace(server, environment=nowhere).run(*check)
    assert away.returncode == 1
    assert "Rahasianya ada: GAGAL" in away.stdout
    assert "prefect-secret:sandi-barru" in away.stdout
    assert "server itu harus menyala" in away.stdout


BARRU = """
[[offices]]
slug = "barru"
code = "73.11"
name = "Kabupaten Barru"

[[offices.sources]]
type = "sftp"
host = "127.0.0.1"
port = {port}
user = "barru"
password = "prefect-secret:sandi-barru"
host_keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMWpYgEjX0dsVS8whGvWuUWRLqiRoRMNa4jNSGbPqvyF"]
inbox = "masuk"
outbox = "keluar"
"""
