"""The whole job over folders on other machines: real SFTP, WebDAV and S3 servers, answered there."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from connectors.errors import Place
from connectors.remote.s3_client import make_client
from kemitraan.config.home import Home
from kemitraan.steps.care.flying import check_sources
from tests.connectors.remote import servers
from tests.steps.driver import TimelessWorkshop, days_later, run_job, workshop_of
from tests.steps.making import mitra_csv
from warehouse.deliveries import answers_of

SETTINGS = """
[[offices]]
slug = "sulsel-makassar"
code = "73.71"
name = "Kota Makassar"
[[offices.sources]]
type = "sftp"
host = "127.0.0.1"
port = {sftp}
user = "{me}"
key = "env:KUNCI_SFTP"
host_keys = ["{host_key}"]
inbox = "{root}/masuk"
outbox = "{root}/keluar"
settle_seconds = 0

[[offices]]
slug = "sulsel-parepare"
code = "73.72"
name = "Kota Parepare"
[[offices.sources]]
type = "webdav"
url = "https://127.0.0.1:{dav}/dav"
user = "{dav_user}"
password = "env:SANDI_DAV"
ca_file = "ca.pem"
inbox = "masuk"
outbox = "keluar"
settle_seconds = 0

[[offices]]
slug = "sulsel-barru"
code = "73.11"
name = "Kabupaten Barru"
[[offices.sources]]
type = "s3"
bucket = "kiriman"
endpoint = "{s3}"
access_key = "env:S3_AKSES"
secret_key = "env:S3_RAHASIA"
inbox = "masuk"
outbox = "keluar"
settle_seconds = 0
"""


@pytest.fixture
def workshop(home: Home, tmp_path: Path) -> Iterator[TimelessWorkshop]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(home.path / "ca.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    for part in ("sshd", "dav", "moto", "sftp"):
        (tmp_path / part).mkdir()
    with (
        servers.sshd(tmp_path / "sshd") as sshd,
        servers.wsgidav(tmp_path / "dav", tmp_path / "server.pem") as dav,
        servers.moto(tmp_path / "moto") as s3,
    ):
        for root in (tmp_path / "sftp", dav.root):
            (root / "masuk").mkdir()
            (root / "keluar").mkdir()
        bucket(s3).create_bucket(Bucket="kiriman")
        home.config_file.write_text(
            SETTINGS.format(
                sftp=sshd.port,
                me=getpass.getuser(),
                host_key=sshd.host_key,
                root=tmp_path / "sftp",
                dav=dav.port,
                dav_user=servers.USER,
                s3=s3,
            ),
            encoding="utf-8",
        )
        makassar, parepare, barru = (mitra_csv("Toko", office=code) for code in ("73.71", "73.72", "73.11"))
        (tmp_path / "sftp" / "masuk" / "mitra.csv").write_bytes(makassar)
        (dav.root / "masuk" / "mitra.csv").write_bytes(parepare)
        bucket(s3).put_object(Bucket="kiriman", Key="masuk/mitra.csv", Body=barru)
        workshop = workshop_of(home)
        environment = {
            "KUNCI_SFTP": sshd.key,
            "SANDI_DAV": servers.PASSWORD,
            "S3_AKSES": "kantor",
            "S3_RAHASIA": "sandi-s3",
        }
        secrets = replace(workshop.connectors.secrets, environment=environment)
        yield replace(workshop, connectors=replace(workshop.connectors, secrets=secrets))
        workshop.warehouse.close()


def bucket(endpoint: str):
    return make_client(
        endpoint=endpoint,
        region=None,
        access_key="kantor",
        secret_key="sandi-s3",
        ca_file=None,
        timeout_seconds=10,
        place=Place.INBOX,
    )


def test_folders_on_other_machines_are_taken_in_and_answered_there(workshop: TimelessWorkshop, tmp_path: Path) -> None:
    slugs = [office.slug for office in workshop.config.offices]
    assert {flight.source: flight.error for flight in check_sources(workshop, slugs)} == {
        f"{slug}/0": "" for slug in slugs
    }
    summary = run_job(workshop)
    assert {line.office: (line.outcome, line.problem) for line in summary.lines} == dict.fromkeys(
        slugs, ("accepted", None)
    )
    assert [path.name for path in (tmp_path / "sftp" / "masuk").rglob("*.csv")] == ["mitra.csv"]
    assert (tmp_path / "sftp" / "masuk" / "selesai" / "mitra.csv").exists()
    [answer] = (tmp_path / "sftp" / "keluar").iterdir()
    [makassar] = [line for line in summary.lines if line.office == "sulsel-makassar"]
    assert answers_of(workshop.warehouse, makassar.submission) == {"sulsel-makassar/0": answer.name}
    assert run_job(days_later(workshop, 1)).lines == ()
